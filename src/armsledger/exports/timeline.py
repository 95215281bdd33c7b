"""The geometry of a deal's timeline: what stands where in the drawing. The template draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from armsledger.model import ACROSS, STAGES, Event, Factuality, Side
from armsledger.model.edtf import DayRange, day_range

WIDTH: Final = 960  # of the drawing, in its own units; the page scales it
_LEFT: Final = 118  # room for the names of the lanes
_RIGHT: Final = 36
_TOP: Final = 30  # room for the years
_ROW: Final = 24  # height of one row of marks
_LANE_PAD: Final = 10
_MARK: Final = 20  # from mark to mark of one event
_COUNT: Final = 24  # room for "x12" behind the marks
_MAX_TICKS: Final = 12

# The ladder's top is drawn at the top: a deal that gets on climbs from left to right.
_LANES: Final = (*reversed(STAGES), *ACROSS)


@dataclass(frozen=True, slots=True)
class Happening:
    """One fact of a deal, as the drawing needs it."""

    anchor: str  # of the row that tells it in words
    label: str  # the same in words, for the tooltip and for screen readers
    event: Event
    factuality: Factuality
    when: str | None  # EDTF
    reported: str | None  # ISO date
    sides: tuple[Side, ...]
    count: int  # claims, copies not counted


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Item:
    """A happening with its place."""

    of: Happening
    y: int
    marks: tuple[int, ...]  # x of each side's mark, in the order of the sides
    span: Bar | None  # the time within which it happened, where that is more than a point
    reported: int | None  # x of the first report
    is_dated: bool  # False: placed by the report's date only


@dataclass(frozen=True, slots=True)
class Lane:
    """The strip of one kind of event."""

    event: Event
    top: int
    height: int
    is_across: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing."""

    width: int
    height: int
    left: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int  # ordinal day at the left edge
    last: int

    def x(self, day: int) -> int:
        day = min(max(day, self.first), self.last)
        share = (day - self.first) / max(self.last - self.first, 1)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT))


def draw_timeline(happenings: Sequence[Happening]) -> Timeline | None:
    """Return the drawing of a deal's happenings; None if none of them has a time."""
    placed = [h for h in happenings if day_range(h.when) or h.reported]
    if not placed:
        return None
    scale = _scale(placed)
    lanes: list[Lane] = []
    items: list[Item] = []
    top = _TOP
    for event in _LANES:
        members = [h for h in placed if h.event is event]
        if members:
            rows, found = _fill_lane(members, scale, top)
            items += found
            height = rows * _ROW + _LANE_PAD
            lanes.append(Lane(event, top, height, event in ACROSS))
            top += height
    return Timeline(WIDTH, top + _LANE_PAD, _LEFT, tuple(lanes), _ticks(scale), tuple(items))


def _fill_lane(members: Sequence[Happening], scale: _Scale, top: int) -> tuple[int, list[Item]]:
    """Return the number of rows and the items: each in the first row where it has room."""
    ends: list[int] = []  # the right end of each row so far
    items = []
    drafts = [_item(h, scale) for h in members]
    for draft in sorted(drafts, key=lambda i: (_extent(i).left, i.of.anchor)):
        extent = _extent(draft)
        row = next((n for n, end in enumerate(ends) if end < extent.left), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = extent.right
        y = top + _LANE_PAD // 2 + row * _ROW + _ROW // 2
        items.append(Item(draft.of, y, draft.marks, draft.span, draft.reported, draft.is_dated))
    return len(ends), items


def _item(happening: Happening, scale: _Scale) -> Item:
    reported = _ordinal(happening.reported)
    when = day_range(happening.when)
    centre, span = _place(when, reported, scale)
    count = max(len(happening.sides), 1)
    room = (count - 1) * _MARK + _MARK // 2 + (_COUNT if happening.count > 1 else 0)
    first = min(max(centre - (count - 1) * _MARK // 2, _LEFT), WIDTH - room)
    marks = tuple(first + n * _MARK for n in range(count))
    seen = None if reported is None else scale.x(reported)
    return Item(happening, 0, marks, span, seen, when is not None)


def _place(when: DayRange | None, reported: int | None, scale: _Scale) -> tuple[int, Bar | None]:
    """Return the x of an event and, where its time is a stretch, that stretch."""
    if when is None:
        return scale.x(reported or scale.first), None
    bar = Bar(scale.x(when.start), scale.x(when.end))
    if bar.right - bar.left <= _MARK:
        return (bar.left + bar.right) // 2, None
    if when.is_open:
        return bar.left + _MARK // 2, bar
    return (bar.left + bar.right) // 2, bar


def _extent(item: Item) -> Bar:
    xs = [*item.marks, *(x for x in (item.reported,) if x is not None)]
    if item.span is not None:
        xs += [item.span.left, item.span.right]
    count_end = max(item.marks) + (_COUNT if item.of.count > 1 else 0)
    return Bar(min(xs) - _MARK // 2, max(*xs, count_end) + _MARK // 2)


def _scale(placed: Sequence[Happening]) -> _Scale:
    """Return the scale from the first year's first day to the last year's last."""
    days = [d for h in placed if (d := _ordinal(h.reported)) is not None]
    for happening in placed:
        when = day_range(happening.when)
        if when is not None:
            days += [d for d in (when.start, when.end) if _is_closed(d)]
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    return _Scale(date(first.year, 1, 1).toordinal(), date(last.year, 12, 31).toordinal())


def _is_closed(day: int) -> bool:
    return date.min.toordinal() < day < date.max.toordinal()


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    first, last = date.fromordinal(scale.first).year, date.fromordinal(scale.last).year
    step = -(-(last - first + 1) // _MAX_TICKS)
    return tuple(
        Tick(scale.x(date(year, 1, 1).toordinal()), str(year))
        for year in range(first, last + 1, step)
    )


def _ordinal(iso: str | None) -> int | None:
    return None if iso is None else date.fromisoformat(iso).toordinal()


def sides_of(claims: Sequence[str], sides: Mapping[str, Side]) -> tuple[Side, ...]:
    """Return the sides that speak in some claims, in the fixed order of sides."""
    found = {sides[claim] for claim in claims if claim in sides}
    return tuple(side for side in Side if side in found)
