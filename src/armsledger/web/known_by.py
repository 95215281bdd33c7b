"""The as-of bar of a page: what it asks the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from armsledger.errors import NotFoundError
from armsledger.ledger import Ledger
from armsledger.model import Deal
from armsledger.store.queries import Change, DealQuery, DealSort, ReportQuery
from armsledger.web import drawings
from armsledger.web.desk import Desk
from armsledger.web.views.as_of import AsOfBar, Moved, last_stop, moved_at, steps_around

# Deals whose changes are listed.
_MOVED: Final = 5

# What belongs to one day only.
_LEFT: Final = ("as_of", "cursor", "page")

_BEFORE_ALL: Final = "0000-12-31"

Changes = tuple[str, tuple[Change, ...]]


def bar_of(desk: Desk, query: DealQuery | None = None) -> AsOfBar:
    """Return the bar of a page.

    A page of the present does not wait for the past to be worked out: its slider goes by days, from
    the first report to the last. A page of the past goes by the days on which something changed.

    Args:
        desk: the page's.
        query: the deals that the page is about; None: all.
    """
    if desk.as_of is None:
        return _present(desk)
    stops = desk.ledger.stops(_selection(query))
    form = drawings.draw_as_of(
        [drawings.Stop(day) for day in stops],
        desk.as_of,
        action=desk.path,
        keep=desk.kept(*_LEFT),
        steps=steps_around(stops, desk.as_of, desk),
    )
    return AsOfBar(form, _moved(desk, stops, desk.as_of, _selection(query)))


def _selection(query: DealQuery | None) -> DealQuery | None:
    """Return a query that has filters, without its page; None for one that takes all."""
    if query is None:
        return None
    plain = DealQuery()
    wanted = replace(
        query, as_of=None, cursor=None, limit=plain.limit, sort=plain.sort, descending=None
    )
    wanted = replace(wanted, facets=plain.facets)
    return None if replace(wanted, thin=None) == plain and not wanted.thin else wanted


def _present(desk: Desk) -> AsOfBar:
    ends = _ends(desk.ledger)
    form = drawings.draw_as_of(
        [drawings.Stop(day) for day in ends],
        None,
        action=desk.path,
        keep=desk.kept(*_LEFT),
        steps=steps_around(ends, None, desk),
        is_stretch=True,
    )
    return AsOfBar(form)


def _ends(ledger: Ledger) -> tuple[str, ...]:
    """Return the days of the first and of the last report that tell of a deal; () for none."""
    query = DealQuery(limit=1, facets=False, sort=DealSort.FIRST_REPORTED, descending=False)
    first = [deal.first_reported for deal in ledger.page(query).deals]
    last = [head.date for head in ledger.reports_page(ReportQuery(limit=1)).heads]
    return tuple(sorted({day for day in (*first, *last) if day}))


def _moved(desk: Desk, stops: Sequence[str], as_of: str, query: DealQuery | None) -> Moved | None:
    """Return what changed at the last stop up to a day; None where there is no stop."""
    at = last_stop(stops, as_of)
    if at is None:
        return None
    day = stops[at]
    found = _changes(desk.ledger, day, query)
    shown = found[:_MOVED]
    deals = {key: deal for key, _ in shown if (deal := _known(desk.ledger, key, day))}
    return moved_at(day, shown, deals, has_more=len(found) > _MOVED, links=desk)


def _changes(ledger: Ledger, day: str, query: DealQuery | None) -> list[Changes]:
    """Return the changes of a day, of the deals of a selection."""
    ordinal = date.fromisoformat(day).toordinal()
    eve = date.fromordinal(ordinal - 1).isoformat() if ordinal > 1 else _BEFORE_ALL
    return list(ledger.changed_between(eve, day, limit=_MOVED + 1, query=query))


def _known(ledger: Ledger, deal: str, day: str) -> Deal | None:
    try:
        return ledger.deal(deal, as_of=day)
    except NotFoundError:
        return None
