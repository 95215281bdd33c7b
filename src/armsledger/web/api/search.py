"""`/api/search`: words in reports, and names of deals and actors."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from armsledger.assess.codec import deal_row
from armsledger.store.queries import PAGE_ROWS, ReportHit, SearchPage
from armsledger.web.access.needs import Reader
from armsledger.web.api import models
from armsledger.web.api.answers import PROBLEMS, answer
from armsledger.web.asked import Cursor, Limit, Text

router: Final = APIRouter(prefix="/api", tags=["register"])


@router.get("/search", response_model=models.SearchPage, responses=dict(PROBLEMS))
def search(
    desk: Reader,
    q: Annotated[Text, Query(description="Words that a name or a report must all have.")],
    limit: Limit = PAGE_ROWS,
    cursor: Cursor | None = None,
) -> Response:
    """Return a page of what has the words; any text is allowed."""
    ledger, as_of = desk.ledger, desk.as_of
    return answer(
        desk, lambda: _found(ledger.search(q, limit=limit, cursor=cursor or None, as_of=as_of))
    )


def _found(page: SearchPage) -> models.SearchPage:
    return models.SearchPage(
        deals=[models.DealRow.model_validate(deal_row(deal)) for deal in page.deals],
        deals_total=page.deals_total,
        actors=[
            models.ActorRow(id=hit.id, kind=hit.kind, name=hit.name, claims=hit.claims)
            for hit in page.actors
        ],
        reports=[_hit(hit) for hit in page.reports],
        reports_total=page.reports_total,
        next=page.next,
    )


def _hit(hit: ReportHit) -> models.ReportRow:
    return models.ReportRow(
        id=hit.head.id,
        title=hit.head.title,
        outlet=hit.head.outlet,
        date=hit.head.date,
        snippet=hit.snippet.text,
        marks=[list(mark) for mark in hit.snippet.marks],
        start=hit.start,
        deals=list(hit.deals),
    )
