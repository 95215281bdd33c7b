"""What the desk is, what its words mean, and what the ledger holds."""

from typing import Final

from fastapi import APIRouter, Response

from armsledger.store.queries import ClaimQuery, DealQuery, ReportQuery
from armsledger.web.access.needs import Reader
from armsledger.web.desk import Desk

router: Final = APIRouter(include_in_schema=False)


@router.get("/about")
def show_about(desk: Reader) -> Response:
    """Show the page."""
    return desk.page("about.html", held=_held(desk))


def _held(desk: Desk) -> tuple[tuple[str, int], ...]:
    """Return how much is known as of the day: reports, claims, deals."""
    if desk.as_of is None:
        now = desk.ledger.counts()
        return (("reports", now.reports), ("claims", now.claims), ("deals", now.deals))
    ask, day = desk.ledger, desk.as_of
    return (
        ("reports", ask.reports_page(ReportQuery(as_of=day, limit=1)).total),
        ("claims", ask.claims_page(ClaimQuery(as_of=day, limit=1)).total),
        ("deals", ask.page(DealQuery(as_of=day, limit=1, facets=False)).total),
    )
