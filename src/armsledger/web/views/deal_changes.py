"""What changed between two as-of days, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.story import subject_words
from armsledger.exports.words import (
    SUPPORT_WORDS,
    actor_name,
    counted,
    date_words,
    day_words,
    listing,
    money_words,
    quantity_words,
)
from armsledger.model import Disagreement, Support
from armsledger.store.queries import Change, Stop
from armsledger.web import drawings
from armsledger.web.views.links import Links

_DEAL: Final = "deal"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One cell that changed."""

    label: str
    before: str | None  # None: nothing was known
    after: str | None
    href: str | None  # the cell on the page


@dataclass(frozen=True, slots=True)
class StopView:
    """The stop that the page shows: the last one up to its as-of day."""

    day: str  # in words
    changes: tuple[ChangeView, ...]
    is_now: bool  # nothing has changed since
    back: str | None  # address of the stop before it
    back_day: str | None
    on: str | None  # address of the one after it
    on_day: str | None


_LABELS: Final = {
    "stage": "furthest stage",
    "next": "ahead",
    "state": "state",
    "support": "supported by",
    "ordered": "ordered",
    "delivered": "first delivered",
    "value": "price",
    "quantity": "number",
    "sanctioned": "sanctions by",
    "opposed": "objections by",
    "disagreements": "sources differ on",
}


def _actors(codes: Sequence[str]) -> str | None:
    return listing([actor_name(code) for code in codes]) or None


def _subjects(found: Sequence[Disagreement]) -> str | None:
    words = [subject_words(one.subject, one.event) for one in found]
    return listing(list(dict.fromkeys(words))) or None


_WORDS: Final[Mapping[str, Callable[..., str | None]]] = {
    "support": lambda support: SUPPORT_WORDS[Support(support)],
    "ordered": date_words,
    "delivered": date_words,
    "value": money_words,
    "quantity": quantity_words,
    "sanctioned": _actors,
    "opposed": _actors,
    "disagreements": _subjects,
}


def value_words(cell: str, value: object) -> str | None:
    """Return a cell's value in words; None for none."""
    if value is None or value == ():
        return None
    return _WORDS.get(cell, str)(value)


def change_view(change: Change, cells: frozenset[str] = frozenset()) -> ChangeView:
    """Return a change in words.

    Args:
        change: the change.
        cells: names of the cells that the page has an anchor for.
    """
    if change.cell == _DEAL:
        is_new = change.before is None
        return ChangeView("the deal", None, "first told of" if is_new else "no longer told", None)
    before, after = (value_words(change.cell, value) for value in (change.before, change.after))
    if before == after and after is not None:  # the same words for other versions or claims
        before, after = None, f"{after}, otherwise than before"
    href = f"#cell-{change.cell}" if change.cell in cells else None
    return ChangeView(_LABELS.get(change.cell, change.cell), before, after, href)


def short_words(stop: Stop) -> str:
    """Return what a stop is called in the list of stops."""
    if not stop.changes:
        return "nothing in its line"
    if stop.changes[0].cell == _DEAL:
        return "first told of" if stop.changes[0].before is None else "no longer told"
    first = change_view(stop.changes[0])
    more = len(stop.changes) - 1
    value = f" {first.after}" if first.after else " gone"
    return f"{first.label}{value}" + (f", {counted(more, 'more change')}" if more else "")


def drawn_stops(days: Iterable[str], changes: Sequence[Stop]) -> list[drawings.Stop]:
    """Return the stops of the slider.

    Args:
        days: of the reports.
        changes: what changed, where that is known.
    """
    words = {stop.day: short_words(stop) for stop in changes}
    return [drawings.Stop(day, words.get(day)) for day in sorted({*days, *words})]


def current_stop(
    stops: Sequence[Stop], as_of: str | None, cells: frozenset[str], links: Links
) -> StopView | None:
    """Return the stop that a page shows; None if there is none up to its day.

    Args:
        stops: of the deal, oldest first.
        as_of: the page's day; None: now.
        cells: names of the cells that the page has an anchor for.
        links: makes addresses.
    """
    passed = [n for n, stop in enumerate(stops) if as_of is None or stop.day <= as_of]
    if not passed:
        return None
    at = passed[-1]
    before = stops[at - 1].day if at else None
    after = stops[at + 1].day if at + 1 < len(stops) else None
    return StopView(
        day=day_words(stops[at].day),
        changes=tuple(change_view(change, cells) for change in stops[at].changes),
        is_now=after is None,
        back=before and links.here(as_of=before),
        back_day=before and day_words(before),
        on=after and links.here(as_of=after),
        on_day=after and day_words(after),
    )
