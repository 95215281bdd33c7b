"""The timeline of a deal: when each event happened, when it was reported, and who says so."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import counted, day_words
from armsledger.model import ACROSS, Factuality, Side
from armsledger.web.drawings.axis import Tick, ordinal
from armsledger.web.drawings.marks import mark
from armsledger.web.drawings.measure import room
from armsledger.web.drawings.svg import (
    Frame,
    drawing,
    element,
    group,
    label,
    line,
    link,
    path,
    rect,
    responsive,
    short,
)
from armsledger.web.drawings.timeline_layout import (
    CROWDED,
    FURTHER,
    NARROW,
    WIDE,
    Happening,
    Item,
    Lane,
    Layout,
    Sheet,
    lay_out,
)

_TITLE: Final = "Timeline"
_YEAR: Final = 12  # size of type of the ticks
_NOW: Final = 11  # size of type of the as-of day
_ARROW: Final = 4  # half the height of the head of an open end


def draw_timeline(
    happenings: Sequence[Happening],
    *,
    as_of: str | None = None,
    title: str = _TITLE,
    key: str = "timeline",
) -> Markup | None:
    """Return the timeline, lanes by event with the ladder's top at the top; None without any time.

    A script may zoom and move it (`data-*` of the drawing tell it the axis); all is there without.
    With very many marks a phone gets the wide drawing too, to be moved sideways.

    Args:
        happenings: the facts.
        as_of: an ISO day to mark; only within the time that is drawn.
        title: what the drawing is called.
        key: unique on the page; makes ids.
    """
    wide = _draw(happenings, WIDE, as_of, title=title, key=f"{key}-wide")
    if wide is None or len(happenings) > CROWDED:
        return wide and element(
            "div",
            wide,
            class_="dr-box dr-scroll",
            tabindex="0",
            role="region",
            aria_label=title,
        )
    narrow = _draw(happenings, NARROW, as_of, title=title, key=f"{key}-narrow")
    return responsive(wide, narrow or wide)


def _draw(
    happenings: Sequence[Happening], sheet: Sheet, as_of: str | None, *, title: str, key: str
) -> Markup | None:
    layout = lay_out(happenings, sheet)
    if layout is None:
        return None
    frame = Frame(
        key=key,
        kind="timeline",
        title=title,
        words=_words(layout),
        width=sheet.width,
        height=layout.height,
    )
    clip = f"{key}-clip"
    plot = group(
        *_ticks(layout),
        *_today(as_of, layout),
        *(_item(item, layout) for item in layout.items),
        class_="dr-plot",
        clip_path=f"url(#{clip})",
    )
    names = [_name(lane, layout) for lane in layout.lanes]
    strips = [_strip(lane, n, layout) for n, lane in enumerate(layout.lanes)]
    return drawing(frame, _clip(layout, clip), *strips, _axis_data(layout, plot), *names)


def _axis_data(layout: Layout, plot: Markup) -> Markup:
    axis = layout.axis
    return group(
        plot,
        class_="dr-time",
        data_left=axis.left,
        data_right=axis.right,
        data_first=date.fromordinal(axis.first).isoformat(),
        data_last=date.fromordinal(axis.last).isoformat(),
        data_height=layout.height,
    )


def _words(layout: Layout) -> str:
    first, last = (date.fromordinal(day).year for day in (layout.axis.first, layout.axis.last))
    lanes = [
        f"{lane.event}: {sum(item.of.event is lane.event for item in layout.items)}"
        for lane in layout.lanes
    ]
    return f"{counted(len(layout.items), 'event')}, {first} to {last}. {'; '.join(lanes)}."


def _clip(layout: Layout, key: str) -> Markup:
    sheet = layout.sheet
    area = element("rect", x=sheet.left, y=0, width=sheet.width - sheet.left, height=layout.height)
    return element("clipPath", area, id=key)


def _strip(lane: Lane, number: int, layout: Layout) -> Markup:
    odd = " dr-odd" if number % 2 else ""
    return rect(0, lane.top, layout.sheet.width, lane.height, f"dr-strip{odd}")


def _name(lane: Lane, layout: Layout) -> Markup:
    across = " dr-across" if lane.event in ACROSS else ""
    y = lane.top + (14 if layout.sheet.name else min(lane.height / 2 + 4.5, 22))
    return label(6, y, str(lane.event), f"dr-name dr-lane{across}")


def _ticks(layout: Layout) -> Iterator[Markup]:
    """Yield the ticks; words without room behind theirs stand before it, or are left out."""
    free = 0.0  # from here on
    for tick in layout.axis.ticks(layout.sheet.tick_room):
        width = room(tick.words, _YEAR) + 3
        at_end = tick.x + width > layout.sheet.width
        is_told = tick.x - width >= free if at_end else True
        free = tick.x + width
        yield _tick(tick, layout, at_end=at_end, is_told=is_told)


def _tick(tick: Tick, layout: Layout, *, at_end: bool, is_told: bool) -> Markup:
    top = layout.sheet.top
    words = label(-3 if at_end else 3, top - 11, tick.words, "dr-end" if at_end else None)
    return group(
        line(0, top - 8, 0, layout.height - 4, "dr-grid"),
        *([words] if is_told else []),
        class_="dr-tick" + (" dr-minor" if tick.is_minor else ""),
        transform=f"translate({short(tick.x)} 0)",
    )


def _today(as_of: str | None, layout: Layout) -> list[Markup]:
    day = ordinal(as_of)
    if day is None or not layout.axis.first < day < layout.axis.last:
        return []
    x = layout.axis.x(day)
    words = f"as of {day_words(as_of)}"
    at_end = x + room(words, _NOW, is_bold=True) + 8 > layout.sheet.width
    told = label(-4 if at_end else 4, 12, words, "dr-end" if at_end else None)
    rule = line(0, 0, 0, layout.height - 4, "dr-now-line")
    return [group(rule, told, class_="dr-now", transform=f"translate({short(x)} 0)")]


def _item(item: Item, layout: Layout) -> Markup:
    hit = rect(
        item.left - item.x,
        item.y - item.unit / 2,
        item.right - item.left,
        item.unit,
        "dr-hit",
    )
    marks = group(
        hit,
        *_marks(item, layout.scale),
        class_="dr-at",
        transform=f"translate({short(item.x)} 0)",
    )
    dated = "" if item.of.when else " dr-undated"
    told = f"dr-item dr-item-{item.of.factuality}{dated}"
    return link(item.of.href, *_span(item), *_seen(item), marks, words=item.of.label, class_=told)


def _marks(item: Item, scale: float) -> list[Markup]:
    """Return the first side's mark, then the others smaller, then the count; all from x on."""
    sides = item.of.sides or (Side.REPORT,)
    way = -1 if item.is_turned else 1
    step = item.unit * FURTHER
    told, y = item.of.factuality, item.y
    drawn = [mark(sides[0], told, 0, y, scale=scale * 0.9)]
    first = (item.unit + step) / 2
    for n, side in enumerate(sides[1:]):
        drawn.append(mark(side, told, way * (first + n * step), y, scale=scale * FURTHER * 0.9))
    if item.count:
        x = item.unit / 2 + (len(sides) - 1) * step + 1
        drawn.append(_count(item.count, way * x, y))
    return drawn


def _count(words: str, x: float, y: float) -> Markup:
    return label(x, y + 4, words, "dr-count" + (" dr-end" if x < 0 else ""))


def _span(item: Item) -> list[Markup]:
    if item.span is None:
        return []
    left, right = item.span
    told = item.of.factuality
    shape = "dr-span" if told is Factuality.FACT else f"dr-span dr-span-{told}"
    drawn = [line(left, item.y, right, item.y, shape)]
    heads = ((item.opens[0], left, 1), (item.opens[1], right, -1))
    return drawn + [_head(x, item.y, way) for is_open, x, way in heads if is_open]


def _head(x: float, y: float, way: int) -> Markup:
    """Return the arrow-head of an end that nobody knows."""
    back = way * _ARROW * 1.5
    arrow = path(
        f"M{short(back)} {short(y - _ARROW)}L0 {short(y)} {short(back)} {short(y + _ARROW)}",
        "dr-open",
    )
    return group(arrow, class_="dr-at", transform=f"translate({short(x)} 0)")


def _seen(item: Item) -> list[Markup]:
    if item.seen is None:
        return []
    reach = item.unit * 0.45
    seen = line(item.seen, item.y - reach, item.seen, item.y + reach, "dr-seen")
    return [line(item.x, item.y, item.seen, item.y, "dr-lag"), seen]
