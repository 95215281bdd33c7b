"""`/api/events`: which deals changed, as they change (server-sent events)."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from armsledger.ledger import Ledger
from armsledger.web.access.needs import Reader
from armsledger.web.api.answers import PROBLEMS

router: Final = APIRouter(prefix="/api", tags=["register"])

# Seconds between two looks at the ledger, and the looks after which a client has to come again:
# a quarter of an hour, so that a lost connection does not stay open for good.
PAUSE: Final = 2.0
LOOKS: Final = 450

MOST_VERSION: Final = 2**53 - 1  # whole numbers that every client can hold

# Deals named in one event; a client that sees so many asks for the register again.
MOST_DEALS: Final = 100

_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events `register`: `{version, deals}`; their ids can be sent as `since`.",
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string", "description": "The version."},
                        "event": {"const": "register"},
                        "data": {"type": "string", "description": "JSON."},
                    },
                }
            }
        },
    }
}


@router.get("/events", response_class=StreamingResponse, responses=dict(PROBLEMS) | _STREAM)
async def stream_changes(
    desk: Reader,
    since: Annotated[
        int | None, Query(ge=0, le=MOST_VERSION, description="A version; without it: now.")
    ] = None,
    looks: Annotated[int, Query(ge=1, le=LOOKS, description="Looks before the end.")] = LOOKS,
) -> StreamingResponse:
    """Tell which deals have changed, until the client goes or the stream has grown old."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = changes(desk.ledger, since, looks)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def changes(ledger: Ledger, since: int | None, looks: int) -> AsyncIterator[str]:
    """Yield an event for each look that finds something new, and a comment for the others."""
    known = await run_in_threadpool(ledger.version) if since is None else since
    yield f"id: {known}\nretry: {int(PAUSE * 1000)}\n\n"
    for look in range(looks):
        if look:
            await asyncio.sleep(PAUSE)
        version, deals = await run_in_threadpool(_look, ledger, known)
        if version == known:
            yield ": nothing new\n\n"
            continue
        known = version
        data = json.dumps({"version": version, "deals": deals})
        yield f"id: {version}\nevent: register\ndata: {data}\n\n"


def _look(ledger: Ledger, known: int) -> tuple[int, list[str]]:
    version = ledger.version()
    if version == known:
        return version, []
    return version, [one.deal for one in ledger.changed_since(known, limit=MOST_DEALS)]
