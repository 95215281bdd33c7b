"""How the API answers: JSON with an entity tag, "not modified" where nothing is, and problems."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from fastapi import Response
from pydantic import BaseModel

from armsledger.version import __version__
from armsledger.web.api.models import Problem
from armsledger.web.desk import Desk
from armsledger.web.problems import PROBLEM

_NOT_MODIFIED: Final = 304
_TAG_LETTERS: Final = 16


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": description, "content": {PROBLEM: {"schema": schema}}}


# What any route of the API may answer beside its data.
PROBLEMS: Final[Mapping[int | str, dict[str, Any]]] = {
    304: {"description": "Not modified since the entity tag that was sent."},
    400: _problem("The request cannot be read."),
    401: _problem("Log in, or send a token."),
    403: _problem("The role is too small."),
    404: _problem("There is none of this id."),
    422: _problem("A parameter is wrong; the detail says which."),
    429: _problem("Too many requests."),
    503: _problem("The ledger is busy; try again."),
}


def answer(desk: Desk, make: Callable[[], BaseModel]) -> Response:
    """Return data as JSON, or "not modified" if the client has it already.

    Args:
        desk: of this request.
        make: the data; asked only where the client needs it.
    """
    tag = tag_of(desk)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if _is_known(tag, desk.request.headers.get("if-none-match")):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    body = make().model_dump_json()
    return Response(body, media_type="application/json", headers=headers)


def tag_of(desk: Desk) -> str:
    """Return the entity tag of what is asked: the program, the ledger's version, the address."""
    asked = (
        f"{__version__}\n{desk.ledger.version()}\n{desk.request.url.path}\n{desk.request.url.query}"
    )
    return f'W/"{sha256(asked.encode()).hexdigest()[:_TAG_LETTERS]}"'


def _is_known(tag: str, sent: str | None) -> bool:
    return sent is not None and (
        sent.strip() == "*" or tag in (one.strip() for one in sent.split(","))
    )
