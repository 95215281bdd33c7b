"""The map of flows: arrows from supplier to recipient over the world or the part that matters."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import counted, listing
from armsledger.web.drawings.arrows import Area, Point, arrow
from armsledger.web.drawings.labels import Wanted, place_labels
from armsledger.web.drawings.roles import role_mark, role_of
from armsledger.web.drawings.svg import (
    Frame,
    drawing,
    group,
    label,
    link,
    path,
    responsive,
    short,
)
from armsledger.web.drawings.world import FORMER, World, read_world

MAX_FLOWS: Final = 60  # more are a tangle; the words count the rest

_KEPT: Final = 16  # maps, some 180 kB each: the same few are asked for again and again
_TYPE: Final = 12  # size of the names
_THIN: Final = 0.15  # of the narrowest arrow, in the widest
_MARGIN: Final = 46.0  # around the outermost places, in the map's units
_CLOSEST: Final = 3.2  # no part is drawn larger than this


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one party to another."""

    supplier: str  # ISO 3166-1 alpha-3, or the name of a group
    recipient: str
    supplier_name: str
    recipient_name: str
    deals: int
    value: str | None = None  # in words, where the deals say one
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    width: float
    height: float
    named: int
    dot: float  # half of the width of a party's mark
    thick: float  # of the widest arrow


_WIDE: Final = _Sheet(960, 440, named=28, dot=3.2, thick=9)
_NARROW: Final = _Sheet(320, 290, named=10, dot=2.4, thick=5)
_FLATTEST: Final = 0.5  # a sheet is at least so high for its width


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the world that is drawn: sheet = world x scale + shift."""

    sheet: _Sheet
    scale: float
    dx: float
    dy: float

    def point(self, place: Point) -> Point:
        return Point(place.x * self.scale + self.dx, place.y * self.scale + self.dy)

    @property
    def area(self) -> Area:
        return Area(3, 3, self.sheet.width - 3, self.sheet.height - 3)


@dataclass(frozen=True, slots=True)
class _Sorted:
    drawn: tuple[Flow, ...]
    left: tuple[Flow, ...]  # beyond the most that are drawn
    nowhere: tuple[Flow, ...]  # a party has no place on the map
    within: tuple[Flow, ...]  # from a state to itself


def draw_flows(
    flows: Sequence[Flow], *, title: str = "Flows between states", key: str = "flows"
) -> Markup:
    """Return the map with an arrow for each of the `MAX_FLOWS` greatest flows.

    `flow_words` tells what is not drawn; the page should show it under the map.
    """
    return _both(tuple(flows), title, key)


@lru_cache(maxsize=_KEPT)
def _both(flows: tuple[Flow, ...], title: str, key: str) -> Markup:
    world = read_world()
    found = _sort(flows, world)
    words = flow_words(flows)
    wide, narrow = (
        _draw(found, world, sheet, title=title, key=f"{key}-{name}", words=words)
        for sheet, name in ((_WIDE, "wide"), (_NARROW, "narrow"))
    )
    return responsive(wide, narrow)


def flow_words(flows: Sequence[Flow]) -> str:
    """Return in words how many flows the map shows, and what it leaves out and why."""
    found = _sort(flows, read_world())
    parts = [f"{counted(len(found.drawn), 'flow')} drawn"]
    if found.left:
        parts.append(f"{counted(len(found.left), 'smaller flow')} left out")
    if found.nowhere:
        names = sorted({name for flow in found.nowhere for name in _nowhere(flow)})
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        who = ", ".join(names[:5]) + more if more else listing(names)
        parts.append(f"{len(found.nowhere)} not on the map, which has no place for {who}")
    if found.within:
        parts.append(f"{len(found.within)} within one state")
    return f"{'; '.join(parts)}."


def _nowhere(flow: Flow) -> list[str]:
    world = read_world()
    return [name for code, name in _parties(flow) if world.place(code) is None]


def _sort(flows: Sequence[Flow], world: World) -> _Sorted:
    ranked = sorted(flows, key=lambda f: (-f.deals, f.supplier, f.recipient))
    nowhere = [f for f in ranked if not (world.place(f.supplier) and world.place(f.recipient))]
    placed = [f for f in ranked if f not in nowhere]
    within = [f for f in placed if world.place(f.supplier) == world.place(f.recipient)]
    between = [f for f in placed if f not in within]
    return _Sorted(
        tuple(between[:MAX_FLOWS]), tuple(between[MAX_FLOWS:]), tuple(nowhere), tuple(within)
    )


def _draw(
    found: _Sorted, world: World, sheet: _Sheet, *, title: str, key: str, words: str
) -> Markup:
    view = _view(found.drawn, world, sheet)
    frame = Frame(
        key=key,
        kind="flows",
        title=title,
        words=words,
        width=sheet.width,
        height=view.sheet.height,
    )
    most = max((flow.deals for flow in found.drawn), default=1)
    # The greatest last, on top.
    arrows = [_arrow(flow, world, view, most) for flow in reversed(found.drawn)]
    return drawing(frame, _states(found.drawn, world, view), *arrows, *_names(found, world, view))


def _view(flows: Iterable[Flow], world: World, sheet: _Sheet) -> _View:
    """Return the smallest part of the world that holds all flows, not drawn too large."""
    places = [p for f in flows for c in (f.supplier, f.recipient) if (p := world.place(c))]
    if not places:
        places = [Point(0, 0), Point(world.width, world.height)]
    left, right = min(p.x for p in places) - _MARGIN, max(p.x for p in places) + _MARGIN
    top, bottom = min(p.y for p in places) - _MARGIN, max(p.y for p in places) + _MARGIN
    fitting = min(sheet.width / (right - left), sheet.height / (bottom - top), _CLOSEST)
    scale = max(fitting, min(sheet.width / world.width, sheet.height / world.height))
    height = max(
        (bottom - top) * scale, sheet.width * _FLATTEST, world.height * sheet.width / world.width
    )
    sheet = replace(sheet, height=min(height, sheet.height))
    return _View(
        sheet,
        scale,
        _shift((left + right) / 2, sheet.width, world.width, scale),
        _shift((top + bottom) / 2, sheet.height, world.height, scale),
    )


def _shift(middle: float, room: float, whole: float, scale: float) -> float:
    """Return the shift that brings `middle` to the middle of the sheet, no edge within it."""
    if whole * scale <= room:
        return (room - whole * scale) / 2
    return min(max(room / 2 - middle * scale, room - whole * scale), 0)


def _states(flows: Sequence[Flow], world: World, view: _View) -> Markup:
    codes = {FORMER.get(code, code) for f in flows for code in (f.supplier, f.recipient)}
    drawn = [_shape(code, is_in=code in codes) for code in world.shapes]
    return group(
        *drawn,
        class_="dr-land",
        transform=f"translate({short(view.dx)} {short(view.dy)}) scale({view.scale:.4g})",
    )


@cache
def _shape(code: str, *, is_in: bool) -> Markup:
    return path(read_world().shapes[code], "dr-in" if is_in else None)


def _arrow(flow: Flow, world: World, view: _View, most: int) -> Markup:
    start, end = world.place(flow.supplier), world.place(flow.recipient)
    if start is None or end is None:
        return Markup("")
    width = view.sheet.thick * max((flow.deals / most) ** 0.5, _THIN)
    d = arrow(view.point(start), view.point(end), width, view.area)
    return link(flow.href, path(d, "dr-arrow"), words=_words(flow), class_="dr-flow")


def _words(flow: Flow) -> str:
    value = f", {flow.value}" if flow.value else ""
    return f"{flow.supplier_name} to {flow.recipient_name}: {counted(flow.deals, 'deal')}{value}"


def _names(found: _Sorted, world: World, view: _View) -> list[Markup]:
    """Return the marks of all parties and the names of the busiest."""
    busy: Counter[str] = Counter()
    names = {}
    for flow in found.drawn:
        for code, name in _parties(flow):
            busy[code] += flow.deals
            names[code] = name
    ranked = sorted(busy, key=lambda code: (-busy[code], code))
    points = {code: view.point(p) for code in ranked if (p := world.place(code))}
    givers = {flow.supplier for flow in found.drawn}
    takers = {flow.recipient for flow in found.drawn}
    dot = view.sheet.dot
    marks = [
        role_mark(role_of(gives=code in givers, takes=code in takers), at, dot)
        for code, at in points.items()
    ]
    wanted = [Wanted(names[c], p.x, p.y, dot) for c, p in points.items()][: view.sheet.named]
    taken = [Area(p.x - dot, p.y - dot, p.x + dot, p.y + dot) for p in points.values()]
    places = place_labels(wanted, view.area, _TYPE, taken)
    return marks + [label(p.x, p.y, p.words, "dr-place") for p in places if p is not None]


def _parties(flow: Flow) -> tuple[tuple[str, str], tuple[str, str]]:
    return (flow.supplier, flow.supplier_name), (flow.recipient, flow.recipient_name)
