"""`/api/claims`: what sentences say."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict

from armsledger import asking
from armsledger.exports.tabular import claim_row
from armsledger.ledger import Ledger
from armsledger.model import Event
from armsledger.store.queries import PAGE_ROWS, ClaimQuery
from armsledger.web.access.needs import Reader
from armsledger.web.api import models
from armsledger.web.api.answers import PROBLEMS, answer
from armsledger.web.asked import Cursor, Limit, Text

router: Final = APIRouter(prefix="/api", tags=["register"])


class ClaimParameters(BaseModel):
    """The filters of claims."""

    model_config = ConfigDict(extra="ignore")

    deal: Text | None = None
    report: Text | None = None
    event: Text | None = None
    source: Text | None = None
    limit: Limit = PAGE_ROWS
    cursor: Cursor | None = None


@router.get("/claims", response_model=models.ClaimPage, responses=dict(PROBLEMS))
def list_claims(desk: Reader, asked: Annotated[ClaimParameters, Query()]) -> Response:
    """Return a page of claims, those of the newest reports first."""
    deal = desk.ledger.deal(asked.deal, as_of=desk.as_of).id if asked.deal else None
    query = ClaimQuery(
        deal=deal,
        report=asked.report or None,
        event=asking.one_of(asked.event or None, Event, "event"),
        source=asked.source or None,
        as_of=desk.as_of,
        limit=asked.limit,
        cursor=asked.cursor or None,
    )
    return answer(desk, lambda: _page(desk.ledger, query))


def _page(ledger: Ledger, query: ClaimQuery) -> models.ClaimPage:
    found = ledger.claims_page(query)
    rows = [
        claim_row(claim, found.heads.get(claim.report)) | {"deal": found.deals.get(claim.id)}
        for claim in found.claims
    ]
    items = [models.ClaimRow.model_validate(row) for row in rows]
    return models.ClaimPage(items=items, total=found.total, next=found.next)
