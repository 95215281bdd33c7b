"""The as-of bar: the stops beside the page's day, and what changed at the last one up to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from armsledger.exports.story import headline
from armsledger.exports.words import day_words
from armsledger.model import Deal
from armsledger.store.queries import Change
from armsledger.web import drawings
from armsledger.web.views.deal_changes import ChangeView, change_view
from armsledger.web.views.links import Links


@dataclass(frozen=True, slots=True)
class MovedDeal:
    """A deal that changed at a stop."""

    name: str
    href: str
    changes: tuple[ChangeView, ...]
    more: int  # changes that are not shown


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed at a stop."""

    day: str  # in words
    deals: tuple[MovedDeal, ...]
    more: str | None  # address of the register with the rest; None: that is all


@dataclass(frozen=True, slots=True)
class AsOfBar:
    """The bar."""

    form: Markup
    moved: Moved | None = None  # None: nothing to tell, or the page tells it itself


# Changes of a deal that the bar shows; the deal's page has the rest.
_CELLS: Final = 4


def last_stop(stops: Sequence[str], day: str) -> int | None:
    """Return the index of the last stop up to a day; None if there is none."""
    passed = bisect_right(stops, day)
    return passed - 1 if passed else None


def steps_around(stops: Sequence[str], as_of: str | None, links: Links) -> drawings.Steps:
    """Return the stops before and after a day; after the last one comes the present.

    Args:
        stops: days in order.
        as_of: the page's day; None: now.
        links: makes addresses.
    """
    if as_of is None:
        return drawings.Steps(_step(stops[-1], links) if stops else None)
    before = bisect_left(stops, as_of)
    after = bisect_right(stops, as_of)
    now = drawings.Step(links.here(as_of=None, cursor=None), "now")
    return drawings.Steps(
        back=_step(stops[before - 1], links) if before else None,
        on=_step(stops[after], links) if after < len(stops) else now,
    )


def _step(day: str, links: Links) -> drawings.Step:
    return drawings.Step(links.here(as_of=day, cursor=None), day_words(day))


def moved_at(
    day: str,
    found: Sequence[tuple[str, Sequence[Change]]],
    deals: Mapping[str, Deal],
    *,
    has_more: bool,
    links: Links,
) -> Moved:
    """Return what changed at a stop.

    Args:
        day: the stop.
        found: deal ids with their changes.
        deals: those of them that are known on the day, for their names.
        has_more: more deals than these have changed.
        links: makes addresses.
    """
    more = links.link("/", as_of=day, sort="last_reported", weak="shown") if has_more else None
    rows = (_row(key, changes, deals.get(key), links) for key, changes in found)
    return Moved(day_words(day), tuple(rows), more)


def _row(key: str, changes: Sequence[Change], deal: Deal | None, links: Links) -> MovedDeal:
    return MovedDeal(
        name=key if deal is None else headline(deal),
        href=links.deal(key),
        changes=tuple(change_view(change) for change in changes[:_CELLS]),
        more=max(len(changes) - _CELLS, 0),
    )
