"""A state, company, person or outlet: what it supplies, receives and says."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Response

from armsledger.assess.fates import Fate
from armsledger.store.queries import DealQuery, ReportQuery
from armsledger.web.access.needs import Reader
from armsledger.web.asked import Cursor
from armsledger.web.desk import Desk
from armsledger.web.known_by import bar_of
from armsledger.web.views.register import DealTable, deal_table

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

FATE_WORDS: Final[Mapping[Fate, str]] = {
    Fate.CAME_TRUE: "came true",
    Fate.CALLED_OFF: "called off",
    Fate.PENDING: "still pending",
    Fate.CONFIRMED: "confirmed by others",
    Fate.ALONE: "told by nobody else",
    Fate.DISPUTED: "disputed",
}

# Of the tables, beside the other party.
COLUMNS: Final = ("stage", "state", "support", "value", "quantity", "delivered", "last")


@router.get("/actors/{actor_id:path}")
def show_actor(desk: Reader, actor_id: str, cursor: Cursor | None = None) -> Response:
    """Show the page."""
    ledger, as_of = desk.ledger, desk.as_of
    found = ledger.actor(actor_id, as_of=as_of)
    said = ledger.actor_said(actor_id, limit=STATEMENTS, cursor=cursor or None, as_of=as_of)
    is_party = bool(found.supplies or found.receives)
    is_outlet = found.kind == "outlet"
    reports = ledger.reports_page(ReportQuery(outlet=found.name, as_of=as_of, limit=REPORTS))
    return desk.page(
        "actor.html",
        bar=bar_of(desk, DealQuery(party=(actor_id,)) if is_party else None),
        actor=found,
        supplied=_deals(desk, found.supplies, _side(as_of, supplier=actor_id), "recipient"),
        received=_deals(desk, found.receives, _side(as_of, recipient=actor_id), "supplier"),
        said=said,
        fate_words=FATE_WORDS,
        fates=[(fate, found.fates.get(fate, 0)) for fate in FATES],
        reports=reports if is_outlet else None,
        is_first=not cursor,
    )


def _deals(desk: Desk, count: int, query: DealQuery, other: str) -> DealTable | None:
    """Return the newest deals on one side; None where there is none."""
    if not count:
        return None
    return deal_table(desk.ledger.page(query), (other, *COLUMNS), desk)


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
