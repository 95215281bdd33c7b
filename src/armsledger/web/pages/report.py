"""One report: its archived text with the claims marked, and what belongs to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from armsledger.errors import NotFoundError
from armsledger.ledger import Ledger
from armsledger.model import Deal, Report
from armsledger.pipeline import LANGUAGES
from armsledger.store.queries import MOST_ROWS, UNKNOWN, ClaimQuery, ReportQuery
from armsledger.web.access.needs import Reader
from armsledger.web.views.report import Surroundings, report_view

if TYPE_CHECKING:
    from armsledger.extract.unread import Unread

router: Final = APIRouter(include_in_schema=False)

_SIBLINGS: Final = 8  # other reports of the outlet
_NAMED: Final = 24  # deals that are called by name; the others by their ids
_UNREAD: Final = 30  # sentences from which nothing was read
# Longer texts are not looked through for these while somebody waits: about 50 ms at this length.
_LOOKED_THROUGH: Final = 60_000  # characters

_MOST: Final = 100_000  # windows
_LETTERS: Final = 1000  # of an id


class Parameters(BaseModel):
    """What of the report is shown."""

    part: int = Field(1, ge=1, le=_MOST)  # which window of a long text
    claim: str | None = Field(None, max_length=_LETTERS)  # the window that has this claim


@router.get("/reports/{report_id:path}")
def show_report(desk: Reader, report_id: str, asked: Annotated[Parameters, Query()]) -> Response:
    """Show the report; the beginning of an id leads to the only report that has it."""
    ledger = desk.ledger
    report = ledger.report(report_id)
    if report.id != report_id:
        return RedirectResponse(desk.report(report.id, claim=asked.claim), 307)
    claims = ledger.claims_of_report(report.id)
    around = _surroundings(ledger, report, desk.as_of)
    view = report_view(report, claims, around, desk, part=asked.part, claim=asked.claim)
    return desk.page(
        "report.html",
        page=view,
        is_later=desk.as_of is not None and (report.date is None or report.date > desk.as_of),
        outlet_href=desk.actor(ledger.outlet_id(report.outlet)) if report.outlet else None,
        looked_through=_LOOKED_THROUGH,
    )


def _surroundings(ledger: Ledger, report: Report, as_of: str | None) -> Surroundings:
    deal_of = _deal_of(ledger, report.id, as_of)
    siblings = ledger.reports_page(
        ReportQuery(outlet=report.outlet or UNKNOWN, as_of=as_of, limit=_SIBLINGS + 1)
    )
    reading = ledger.reading(report.id)
    first = [reading.original] if reading.original is not None else []
    heads = ledger.heads([*first, *reading.copies])
    return Surroundings(
        deals=_named(ledger, sorted(set(deal_of.values())), as_of),
        deal_of=deal_of,
        reading=reading,
        original=heads.get(reading.original or ""),
        copies=[heads[key] for key in reading.copies],
        siblings=[head for head in siblings.heads if head.id != report.id][:_SIBLINGS],
        counts=siblings.claims,
        unread=_unread(ledger, report, is_copy=reading.original is not None),
    )


def _deal_of(ledger: Ledger, report_id: str, as_of: str | None) -> dict[str, str]:
    """Return claim id to deal id for the claims of a report."""
    found: dict[str, str] = {}
    query = ClaimQuery(report=report_id, as_of=as_of, limit=MOST_ROWS)
    page = ledger.claims_page(query)
    found.update(page.deals)
    while page.next is not None:
        page = ledger.claims_page(
            ClaimQuery(report=report_id, as_of=as_of, limit=MOST_ROWS, cursor=page.next)
        )
        found.update(page.deals)
    return found


def _named(ledger: Ledger, deals: Sequence[str], as_of: str | None) -> dict[str, Deal]:
    found = {}
    for key in deals[:_NAMED]:
        try:
            found[key] = ledger.deal(key, as_of=as_of)
        except NotFoundError:  # a writer was faster: it goes by its id
            continue
    return found


def _unread(ledger: Ledger, report: Report, *, is_copy: bool) -> "list[Unread] | None":
    """Return the sentences that may tell of a transfer and gave nothing, the most telling first.

    None where nobody looks: in copies, in other languages, in very long texts.
    """
    is_read = report.language is None or report.language in LANGUAGES
    if is_copy or not is_read or len(report.text) > _LOOKED_THROUGH:
        return None
    # Here: behind this is the parser, which is slow to load, and no other page needs it.
    from armsledger.extract.unread import queue_order, unread_in
    from armsledger.vocabulary.actors import load_actors
    from armsledger.vocabulary.weapons import load_weapons

    claims = ledger.machine_claims(report.id)
    found = unread_in(report, claims, load_weapons(), load_actors())
    return sorted(found, key=queue_order)[:_UNREAD]
