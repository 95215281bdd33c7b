"""The network of parties: who supplies whom, the well connected in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import counted
from armsledger.web.drawings.arrows import Area, Point, arrow
from armsledger.web.drawings.labels import Wanted, place_labels
from armsledger.web.drawings.network_layout import spread, stretch
from armsledger.web.drawings.roles import Role, role_mark, role_of
from armsledger.web.drawings.svg import Frame, drawing, label, link, path, responsive

MAX_PARTIES: Final = 60  # more are a tangle; the words count the rest

_KEPT: Final = 32  # networks, some 60 kB each: the same few are asked for again and again
_TYPE: Final = 12
_THICK: Final = 5.0
_THIN: Final = 1.2
_SMALLEST: Final = 4.5  # half of a node's width
_LARGEST: Final = 13.0  # in a drawing of _FULL
_FULL: Final = 960
_PHONE: Final = 320
_LOW: Final = 260  # height of the drawing of a few parties
_MORE: Final = 7  # more for each party
_HIGH: Final = 620  # at most
_MARGIN: Final = 22.0


@dataclass(frozen=True, slots=True)
class Party:
    """A state, group or company."""

    id: str
    name: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """The deals from one party to another."""

    supplier: str  # a party's id
    recipient: str
    deals: int
    words: str | None = None  # more to tell: "S-400, T-90"
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Net:
    parties: tuple[Party, ...]  # those that are drawn, the busiest first
    ties: tuple[Tie, ...]  # between these
    more_parties: int
    more_ties: int


@dataclass(frozen=True, slots=True)
class _Node:
    party: Party
    at: Point
    reach: float
    role: Role
    words: str


def draw_network(
    parties: Sequence[Party],
    ties: Sequence[Tie],
    *,
    title: str = "Who supplies whom",
    key: str = "network",
) -> Markup | None:
    """Return the network of the `MAX_PARTIES` busiest parties; None where there is no tie.

    The same parties and ties give the same drawing. `network_words` tells what is left out.
    """
    net = _select(parties, ties)
    return _both(net, title, key) if net.ties else None


@lru_cache(maxsize=_KEPT)
def _both(net: _Net, title: str, key: str) -> Markup:
    places = spread(len(net.parties), _pairs(net))
    wide, narrow = (
        _draw(net, stretch(places, _inner(sheet)), sheet, title=title, key=f"{key}-{name}")
        for sheet, name in ((_sheet(net, _FULL), "wide"), (_sheet(net, _PHONE), "narrow"))
    )
    return responsive(wide, narrow)


def network_words(parties: Sequence[Party], ties: Sequence[Tie]) -> str:
    """Return in words how much of the network is drawn."""
    return _net_words(_select(parties, ties))


def _net_words(net: _Net) -> str:
    drawn = f"{counted(len(net.parties), 'party')} and {counted(len(net.ties), 'tie')} drawn"
    left = f"; {counted(net.more_parties, 'party')} with fewer deals left out"
    more = f", and {counted(net.more_ties, 'tie')} with them" if net.more_ties else ""
    return f"{drawn}{left + more if net.more_parties else ''}."


def _select(parties: Sequence[Party], ties: Sequence[Tie]) -> _Net:
    known = {party.id: party for party in parties}
    real = [t for t in ties if t.supplier in known and t.recipient in known]
    tied = sorted(
        (t for t in real if t.supplier != t.recipient),
        key=lambda t: (-t.deals, t.supplier, t.recipient),
    )
    busy = dict.fromkeys(known, 0)
    for tie in tied:
        busy[tie.supplier] += tie.deals
        busy[tie.recipient] += tie.deals
    ranked = sorted((i for i in busy if busy[i]), key=lambda i: (-busy[i], i))
    kept = set(ranked[:MAX_PARTIES])
    inside = tuple(t for t in tied if t.supplier in kept and t.recipient in kept)
    shown = tuple(known[i] for i in ranked[:MAX_PARTIES])
    return _Net(shown, inside, len(ranked) - len(shown), len(tied) - len(inside))


def _pairs(net: _Net) -> list[tuple[int, int]]:
    number = {party.id: n for n, party in enumerate(net.parties)}
    return [(number[tie.supplier], number[tie.recipient]) for tie in net.ties]


def _sheet(net: _Net, width: float) -> Area:
    return Area(0, 0, width, min(_LOW + _MORE * len(net.parties), _HIGH))


def _inner(sheet: Area) -> Area:
    return Area(_MARGIN, _MARGIN, sheet.right - _MARGIN, sheet.bottom - _MARGIN)


def _draw(net: _Net, places: Sequence[Point], sheet: Area, *, title: str, key: str) -> Markup:
    nodes = _nodes(net, places, largest=_LARGEST * min(sheet.right / _FULL, 1) ** 0.5)
    whole = Area(2, 2, sheet.right - 2, sheet.bottom - 2)
    most = max(tie.deals for tie in net.ties)
    ties = [_tie(tie, nodes, whole, most) for tie in reversed(net.ties)]
    frame = Frame(
        key=key,
        kind="network",
        title=title,
        words=_net_words(net),
        width=sheet.right,
        height=sheet.bottom,
    )
    return drawing(frame, *ties, *map(_node, nodes.values()), *_names(nodes, whole))


def _nodes(net: _Net, places: Sequence[Point], *, largest: float) -> dict[str, _Node]:
    number = [party.id for party in net.parties]
    given = dict.fromkeys(number, 0)
    taken = dict.fromkeys(number, 0)
    for tie in net.ties:
        given[tie.supplier] += tie.deals
        taken[tie.recipient] += tie.deals
    most = max(given[i] + taken[i] for i in number)
    nodes = {}
    for party, at in zip(net.parties, places, strict=True):
        gives, takes = given[party.id], taken[party.id]
        reach = max(largest * ((gives + takes) / most) ** 0.5, _SMALLEST)
        role = role_of(gives=gives > 0, takes=takes > 0)
        words = f"{party.name}: supplies in {counted(gives, 'deal')}, receives in {takes}"
        nodes[party.id] = _Node(party, at, reach, role, words)
    return nodes


def _tie(tie: Tie, nodes: dict[str, _Node], area: Area, most: int) -> Markup:
    start, end = nodes[tie.supplier], nodes[tie.recipient]
    tip = end.at - start.at.toward(end.at).times(end.reach * 1.1)
    width = max(_THICK * (tie.deals / most) ** 0.5, _THIN)
    more = f": {tie.words}" if tie.words else ""
    words = f"{start.party.name} to {end.party.name}, {counted(tie.deals, 'deal')}{more}"
    shape = path(arrow(start.at, tip, width, area), "dr-arrow")
    return link(tie.href, shape, words=words, class_="dr-flow")


def _node(node: _Node) -> Markup:
    shape = role_mark(node.role, node.at, node.reach)
    return link(node.party.href, shape, words=node.words, class_="dr-party")


def _names(nodes: dict[str, _Node], area: Area) -> list[Markup]:
    wanted = [Wanted(n.party.name, n.at.x, n.at.y, n.reach) for n in nodes.values()]
    taken = [
        Area(n.at.x - n.reach, n.at.y - n.reach, n.at.x + n.reach, n.at.y + n.reach)
        for n in nodes.values()
    ]
    places = place_labels(wanted, area, _TYPE, taken)
    return [label(p.x, p.y, p.words, "dr-place") for p in places if p is not None]
