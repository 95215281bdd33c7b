"""Where everything of a timeline stands: lanes by event, rows within a lane, marks in a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from armsledger.model import ACROSS, STAGES, Event, Factuality, Side
from armsledger.model.edtf import FIRST_DAY, LAST_DAY, day_range
from armsledger.web.drawings.axis import Axis, axis_of, ordinal
from armsledger.web.drawings.marks import MARK
from armsledger.web.drawings.measure import room

COUNT: Final = 11  # size of type of the counts behind the marks
UNDATED: Final = "?"  # behind a mark that stands at its report, for want of a date
FURTHER: Final = 0.72  # the size of the further sides' marks, in that of the first
_PAD: Final = 5  # over and under a lane's rows
_AIR: Final = 4  # between neighbours in a row

# The top of the ladder is drawn at the top: a deal that gets on climbs from left to right.
_LANES: Final = (*reversed(STAGES), *ACROSS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One fact of a deal, as the drawing needs it."""

    label: str  # all of it in words
    event: Event
    factuality: Factuality
    when: str | None  # EDTF
    reported: str | None  # ISO date of the first report
    sides: tuple[Side, ...]
    count: int = 1  # claims that are no copies
    copies: int = 0  # claims that only repeat these
    href: str | None = None  # of the claim or row that tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The measures of one version of the drawing."""

    width: float
    left: float  # where the time begins
    right: float  # air behind its end
    top: float  # room for the years
    row: float
    name: float  # height of a lane's own line for its name; 0: the name stands at the left
    tick_room: float


WIDE: Final = Sheet(width=960, left=112, right=14, top=44, row=24, name=0, tick_room=60)
NARROW: Final = Sheet(width=320, left=4, right=4, top=42, row=24, name=18, tick_room=46)
CROWDED: Final = 120  # marks from which rows are drawn closer
_CLOSE: Final = 0.62  # the scale of marks and rows then


@dataclass(frozen=True, slots=True)
class Item:
    """A happening with its place."""

    of: Happening
    y: float
    x: float  # of the event: the middle of the first side's mark
    unit: float  # room of that mark
    width: float  # of the marks of the further sides with the count
    count: str  # "x3 +2", "" for a single claim with a date
    is_turned: bool  # the further sides and the count stand before the mark, not behind it
    span: tuple[float, float] | None  # the time within which it happened, where more than a point
    seen: float | None  # of the first report
    opens: tuple[bool, bool] = (False, False)  # whether the span has no known start, no known end

    @property
    def left(self) -> float:
        """The left end of the marks and the count."""
        return self.x - self.unit / 2 - (self.width if self.is_turned else 0)

    @property
    def right(self) -> float:
        """The right end of the marks and the count."""
        return self.x + self.unit / 2 + (0 if self.is_turned else self.width)

    @property
    def extent(self) -> tuple[float, float]:
        """Left and right end of everything that is drawn of it."""
        xs = [self.left, self.right, *(self.span or ())]
        xs += [] if self.seen is None else [self.seen - 1, self.seen + 1]
        return min(xs), max(xs)


@dataclass(frozen=True, slots=True)
class Lane:
    """The strip of one kind of event."""

    event: Event
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing, laid out."""

    sheet: Sheet
    scale: float  # of marks and rows
    height: float
    axis: Axis
    lanes: tuple[Lane, ...]
    items: tuple[Item, ...]


def lay_out(happenings: Sequence[Happening], sheet: Sheet) -> Layout | None:
    """Return where the happenings stand; None if none of them has a time."""
    placed = [h for h in happenings if day_range(h.when) or h.reported]
    scale = _CLOSE if len(placed) > CROWDED else 1
    edge = MARK * scale / 2 + 2
    times = [time for h in placed for time in (h.when, h.reported)]
    axis = axis_of(times, left=sheet.left + edge, right=sheet.width - sheet.right - edge)
    if axis is None:
        return None
    lanes: list[Lane] = []
    items: list[Item] = []
    top = sheet.top
    for event in _LANES:
        drafts = [_draft(h, axis, sheet, scale) for h in placed if h.event is event]
        if drafts:
            first = top + sheet.name + _PAD
            rows, found = _rows(drafts, first, sheet.row * scale)
            items += found
            height = sheet.name + rows * sheet.row * scale + 2 * _PAD
            lanes.append(Lane(event, top, height))
            top += height
    return Layout(sheet, scale, top + _PAD, axis, tuple(lanes), tuple(items))


def _rows(drafts: Sequence[Item], top: float, height: float) -> tuple[int, list[Item]]:
    """Return the number of rows and the items: each in the first row where it has room."""
    ends: list[float] = []  # the right end of each row so far
    items = []
    for draft in sorted(drafts, key=lambda i: (*i.extent, i.of.label, i.of.href or "")):
        left, right = draft.extent
        row = next((n for n, end in enumerate(ends) if end + _AIR <= left), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = right
        items.append(replace(draft, y=top + (row + 0.5) * height))
    return len(ends), items


def _draft(happening: Happening, axis: Axis, sheet: Sheet, scale: float) -> Item:
    reported = ordinal(happening.reported)
    unit = MARK * scale
    x, span, opens = _place(happening.when, reported, axis, unit)
    seen = None if reported is None else axis.x(reported)
    count = _count(happening)
    behind = room(count, COUNT, is_bold=True) + 3 if count else 0
    width = (max(len(happening.sides), 1) - 1) * unit * FURTHER + behind
    is_hit = seen is not None and seen > x + unit / 4  # the line to the report would cross them
    is_tight = x + unit / 2 + width > sheet.width - sheet.right
    has_room = x - unit / 2 - width >= sheet.left
    is_turned = has_room and (is_hit or is_tight)
    return Item(happening, 0, x, unit, width, count, is_turned, span, seen, opens)


def _count(happening: Happening) -> str:
    undated = "" if day_range(happening.when) else UNDATED
    claims = f"\N{MULTIPLICATION SIGN}{happening.count}" if happening.count > 1 else ""
    copies = f"+{happening.copies}" if happening.copies else ""
    return " ".join(part for part in (undated, claims, copies) if part)


_Place: TypeAlias = tuple[float, tuple[float, float] | None, tuple[bool, bool]]


def _place(when: str | None, reported: int | None, axis: Axis, mark: float) -> _Place:
    """Return the middle of an event, and its stretch where its time is one."""
    days = day_range(when)
    if days is None:
        return axis.x(axis.first if reported is None else reported), None, (False, False)
    left, right = axis.x(days.start), axis.x(days.end)
    opens = (days.start == FIRST_DAY, days.end == LAST_DAY)
    if right - left <= mark and not any(opens):
        return (left + right) / 2, None, (False, False)
    middle = {(True, False): right, (False, True): left}.get(opens, (left + right) / 2)
    return middle, (left, right), opens
