"""One deal: how far it has got, for how much, who says so, and every sentence of it."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from armsledger.errors import LedgerBusyError, NotFoundError
from armsledger.exports.view import RegisterView
from armsledger.ledger import Ledger
from armsledger.model import Claim, Deal, Event, Report, ReportHead
from armsledger.store.queries import DealQuery, DealSort, Stop
from armsledger.web import drawings
from armsledger.web.access.needs import Reader
from armsledger.web.desk import Desk
from armsledger.web.views.as_of import AsOfBar, steps_around
from armsledger.web.views.deal import Ask, deal_view
from armsledger.web.views.deal_changes import current_stop, drawn_stops
from armsledger.web.views.history import history_of

router: Final = APIRouter(include_in_schema=False)

# Deals of the recipient among which competing and linked ones are looked for: the last reported.
_OTHERS: Final = 60
# A writer may change the deal between two questions about it; as often as this in a row is odd.
_TRIES: Final = 3

_MOST: Final = 1_000_000  # slices of a list
_LETTERS: Final = 1000  # of an id

# What of the page belongs to one day only.
_SLICES: Final = ("claims", "events", "event", "claim", "formerly")


class Parameters(BaseModel):
    """What of the deal is shown."""

    event: Event | None = None  # only claims of it
    claims: int = Field(1, ge=1, le=_MOST)  # which slice of them
    claim: str | None = Field(None, max_length=_LETTERS)  # the one to show
    events: int = Field(1, ge=1, le=_MOST)
    formerly: str | None = Field(None, max_length=_LETTERS)  # the earlier id that has led here


@router.get("/deals/{deal_id:path}")
def show_deal(desk: Reader, deal_id: str, asked: Annotated[Parameters, Query()]) -> Response:
    """Show the deal; an earlier id of it leads to the present one."""
    found = _find(desk.ledger, deal_id, desk.as_of)
    if found is None:
        known = desk.ledger.deal(deal_id)
        return desk.page("deal_unknown.html", deal=known, bar=_bar(desk, known))
    deal, said = found
    if deal.id != deal_id:
        return RedirectResponse(desk.deal(deal.id, formerly=deal_id), 308)
    ask = Ask(asked.event, asked.claims, asked.events, asked.claim, desk.as_of)
    view = deal_view(deal, said, _others(desk.ledger, deal, desk.as_of), ask, desk)
    # Only with a day set: what was known on each day is worked out when somebody asks for the past.
    changes = desk.ledger.changes(deal.id) if desk.as_of else ()
    cells = frozenset(cell.name for cell in view.cells)
    return desk.page(
        "deal.html",
        page=view,
        event=asked.event,
        stop=current_stop(changes, desk.as_of, cells, desk),
        bar=_bar(desk, _present(desk.ledger, deal, desk.as_of), changes),
        history=history_of(desk.ledger.history(deal.id)),
        formerly=_former(desk.ledger, asked.formerly, deal),
    )


def _present(ledger: Ledger, deal: Deal, as_of: str | None) -> Deal:
    """Return the deal as it is known now; as it was if it has gone since."""
    try:
        return ledger.deal(deal.id) if as_of is not None else deal
    except NotFoundError:
        return deal


def _find(ledger: Ledger, deal_id: str, as_of: str | None) -> tuple[Deal, RegisterView] | None:
    """Return a deal with its claims and reports; None: it was not yet known on the day.

    Raises:
        NotFoundError: there is no such deal on any day.
        LedgerBusyError: it changes all the time.
    """
    for _ in range(_TRIES):
        try:
            deal = ledger.deal(deal_id, as_of=as_of)
        except NotFoundError:
            if as_of is None:
                raise
            return None
        claims = ledger.claims_of_deal(deal)
        if len(claims) == len(deal.claims):
            return deal, _view(ledger, deal, claims)
    raise LedgerBusyError(f"deal {deal_id}: it changes all the time; ask again")


def _view(ledger: Ledger, deal: Deal, claims: tuple[Claim, ...]) -> RegisterView:
    heads = ledger.heads([*deal.reports, *(claim.report for claim in claims)])
    return RegisterView(
        deals=(deal,),
        claims={claim.id: claim for claim in claims},
        reports={key: _without_text(head) for key, head in heads.items()},
    )


def _without_text(head: ReportHead) -> Report:
    """Return a report as far as a list of claims needs it: its text stays in the ledger."""
    return Report(
        id=head.id,
        text="",
        content_hash="",
        title=head.title,
        date=head.date,
        date_inferred=head.date_inferred,
        outlet=head.outlet,
        url=head.url,
        language=head.language,
    )


def _others(ledger: Ledger, deal: Deal, as_of: str | None) -> tuple[Deal, ...]:
    if deal.recipient is None:
        return ()
    query = DealQuery(
        recipient=(deal.recipient,),
        sort=DealSort.LAST_REPORTED,
        limit=_OTHERS,
        as_of=as_of,
        facets=False,
    )
    return ledger.page(query).deals


def _bar(desk: Desk, deal: Deal, changes: Sequence[Stop] = ()) -> AsOfBar:
    """Return the as-of bar: it stops at each day of a report that tells of the deal."""
    days = {head.date for head in desk.ledger.heads(deal.reports).values() if head.date}
    stops = drawn_stops(days, changes)
    form = drawings.draw_as_of(
        stops,
        desk.as_of,
        action=desk.path,
        keep=desk.kept("as_of", *_SLICES),
        steps=steps_around([stop.day for stop in stops], desk.as_of, desk),
    )
    return AsOfBar(form)


def _former(ledger: Ledger, formerly: str | None, deal: Deal) -> str | None:
    """Return the earlier id that has led here, if it truly is one."""
    if not formerly or formerly == deal.id:
        return None
    try:
        return formerly if ledger.deal(formerly).id == deal.id else None
    except NotFoundError:
        return None
