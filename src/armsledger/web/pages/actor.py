"""A state, company, person or outlet: what it supplies, receives and says."""

from typing import Final

from fastapi import APIRouter, Response

from armsledger.assess.fates import Fate
from armsledger.ledger import Ledger
from armsledger.store.queries import DealPage, DealQuery, ReportQuery
from armsledger.web.access.needs import Reader
from armsledger.web.asked import Cursor

router: Final = APIRouter(include_in_schema=False)

# Deals of each side, and statements, that the page shows; the register and the pager have more.
DEALS: Final = 12
STATEMENTS: Final = 20
REPORTS: Final = 10

# What became of statements, in the order in which it is shown.
FATES: Final = (
    Fate.CAME_TRUE,
    Fate.CALLED_OFF,
    Fate.PENDING,
    Fate.CONFIRMED,
    Fate.ALONE,
    Fate.DISPUTED,
)


@router.get("/actors/{actor_id:path}")
def show_actor(desk: Reader, actor_id: str, cursor: Cursor | None = None) -> Response:
    """Show the page."""
    ledger, as_of = desk.ledger, desk.as_of
    found = ledger.actor(actor_id, as_of=as_of)
    said = ledger.actor_said(actor_id, limit=STATEMENTS, cursor=cursor or None, as_of=as_of)
    is_outlet = found.kind == "outlet"
    reports = ledger.reports_page(ReportQuery(outlet=found.name, as_of=as_of, limit=REPORTS))
    return desk.page(
        "actor.html",
        actor=found,
        supplied=_deals(ledger, found.supplies, _side(as_of, supplier=actor_id)),
        received=_deals(ledger, found.receives, _side(as_of, recipient=actor_id)),
        said=said,
        fates=[(fate, found.fates.get(fate, 0)) for fate in FATES],
        reports=reports if is_outlet else None,
        is_first=not cursor,
    )


def _deals(ledger: Ledger, count: int, query: DealQuery) -> DealPage | None:
    """Return the newest deals on one side; None where there is none."""
    return ledger.page(query) if count else None


def _side(
    as_of: str | None, supplier: str | None = None, recipient: str | None = None
) -> DealQuery:
    """Return the question for an actor's deals as supplier or as recipient."""
    return DealQuery(
        supplier=() if supplier is None else (supplier,),
        recipient=() if recipient is None else (recipient,),
        limit=DEALS,
        as_of=as_of,
        facets=False,
    )
