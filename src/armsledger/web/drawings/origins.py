"""The tree of origins: how many outlets are how few independent witnesses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import SIDE_WORDS, counted
from armsledger.model import Factuality, Side
from armsledger.web.drawings.marks import mark
from armsledger.web.drawings.measure import fit, room
from armsledger.web.drawings.svg import (
    Frame,
    drawing,
    element,
    group,
    join,
    label,
    line,
    link,
    path,
    responsive,
    short,
)

MAX_ORIGINS: Final = 40  # drawn; the words count the rest

_WIDE: Final = 960
_NARROW: Final = 320
_NAME: Final = 13
_SMALL: Final = 11.5
_ROW: Final = 22
_BLOCK: Final = 44  # least height of an origin: two lines of words
_GAP: Final = 10
_HEAD: Final = 40
_BEND: Final = (400, 500)  # where the branches leave the origins and reach the outlets


class Passing(StrEnum):
    """How a report comes to carry an origin's words."""

    FIRST = "first"  # it published them first
    ALSO = "also"  # it quotes the same speaker by itself
    COPY = "copy"  # it repeats another report
    CITED = "cited"  # it cites the outlet that had them


_ROW_WORDS: Final = {
    Passing.ALSO: "quoted too by",
    Passing.COPY: "copied by",
    Passing.CITED: "cited by",
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A report that carries an origin's words."""

    outlet: str
    day: str  # in words
    passing: Passing
    href: str | None = None


@dataclass(frozen=True, slots=True)
class OriginNode:
    """A speaker with the outlet that first published the words."""

    speaker: str
    publisher: str
    side: Side
    claims: int
    carriers: tuple[Carrier, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Branch:
    passing: Passing
    words: str
    whole: str  # the same with every name
    href: str | None


def draw_origins(
    origins: Sequence[OriginNode],
    *,
    title: str = "Independent origins and the outlets that carry them",
    key: str = "origins",
) -> Markup | None:
    """Return the tree: origins with the outlets that carry each, copies folded; None for none."""
    if not origins:
        return None
    shown = origins[:MAX_ORIGINS]
    words = _words(origins)
    wide = _draw_wide(shown, origins, title=title, key=f"{key}-wide", words=words)
    narrow = _draw_narrow(shown, origins, title=title, key=f"{key}-narrow", words=words)
    return responsive(wide, narrow)


def _outlets(origins: Sequence[OriginNode]) -> int:
    return len({carrier.outlet for origin in origins for carrier in origin.carriers})


def _totals(origins: Sequence[OriginNode]) -> tuple[str, str]:
    reports = {(c.outlet, c.day, c.href) for origin in origins for c in origin.carriers}
    return (
        counted(len(origins), "independent origin"),
        f"{counted(_outlets(origins), 'outlet')}, {counted(len(reports), 'report')}",
    )


def _words(origins: Sequence[OriginNode]) -> str:
    roots, carried = _totals(origins)
    each = [
        f"{origin.speaker} ({SIDE_WORDS[origin.side]}), "
        + "; ".join(branch.whole for branch in _branches(origin, 10_000))
        for origin in origins[:MAX_ORIGINS]
    ]
    return f"{carried}: {roots}. {'. '.join(each)}.{_rest(origins)}"


def _rest(origins: Sequence[OriginNode]) -> str:
    left = len(origins) - MAX_ORIGINS
    return f" {counted(left, 'further origin')} not drawn." if left > 0 else ""


def _branches(origin: OriginNode, width: float) -> list[_Branch]:
    return list(_each_branch(origin, width))


def _each_branch(origin: OriginNode, width: float) -> Iterator[_Branch]:
    """Yield one branch for each first report, then one for each way of passing on."""
    for carrier in origin.carriers:
        if carrier.passing is Passing.FIRST:
            words = f"{carrier.outlet}, {carrier.day}"
            yield _Branch(Passing.FIRST, fit(words, width, _SMALL), words, carrier.href)
    for passing, verb in _ROW_WORDS.items():
        carriers = [c for c in origin.carriers if c.passing is passing]
        if carriers:
            names = list(dict.fromkeys(c.outlet for c in carriers))
            whole = f"{verb} {len(carriers)}: {', '.join(names)}"
            yield _Branch(passing, fit(whole, width, _SMALL), whole, carriers[0].href)


def _under(origin: OriginNode) -> str:
    return f"{SIDE_WORDS[origin.side]}, {counted(origin.claims, 'claim')}"


def _end_of_node(origin: OriginNode, x: float, width: float) -> float:
    name = room(fit(origin.speaker, width - 26, _NAME, is_bold=True), _NAME, is_bold=True)
    under = room(fit(_under(origin), width - 26, _SMALL), _SMALL)
    return x + 26 + max(name, under) + 6


def _node(origin: OriginNode, x: float, y: float, width: float) -> Markup:
    under = _under(origin)
    return link(
        origin.href,
        mark(origin.side, Factuality.FACT, x + 10, y + 2),
        label(x + 26, y - 2, fit(origin.speaker, width - 26, _NAME, is_bold=True), "dr-name"),
        label(x + 26, y + 14, fit(under, width - 26, _SMALL), "dr-small"),
        words=f"{origin.speaker}, first in {origin.publisher}: {under}",
        class_="dr-origin",
    )


def _leaf(branch: _Branch, x: float, y: float) -> Markup:
    return link(
        branch.href,
        element("circle", cx=x, cy=y, r=4, class_="dr-leaf"),
        label(x + 10, y + 4, branch.words, "dr-small dr-ink"),
        words=branch.whole,
        class_=f"dr-carrier dr-pass-{branch.passing}",
    )


def _draw_wide(
    shown: Sequence[OriginNode], origins: Sequence[OriginNode], *, title: str, key: str, words: str
) -> Markup:
    roots, carried = _totals(origins)
    parts = [label(6, 20, roots, "dr-head"), label(_BEND[1] - 4, 20, carried, "dr-head")]
    top: float = _HEAD
    for origin in shown:
        branches = _branches(origin, _WIDE - _BEND[1] - 24)
        height = max(_BLOCK, _ROW * len(branches))
        parts.append(_block(origin, branches, top, height))
        top += height + _GAP
    parts += _note(origins, top)
    frame = Frame(key=key, kind="origins", title=title, words=words, width=_WIDE, height=top + 20)
    return drawing(frame, *parts)


def _note(origins: Sequence[OriginNode], y: float) -> list[Markup]:
    rest = _rest(origins).strip()
    return [label(6, y + 8, rest, "dr-small")] if rest else []


def _block(origin: OriginNode, branches: Sequence[_Branch], top: float, height: float) -> Markup:
    middle = top + height / 2
    first = middle - _ROW * (len(branches) - 1) / 2
    ys = [first + n * _ROW for n in range(len(branches))]
    start = _end_of_node(origin, 4, _BEND[0] - 16)
    curves = [
        path(_curve(start, middle + 2, _BEND[1] - 4, y), f"dr-branch dr-pass-{branch.passing}")
        for branch, y in zip(branches, ys, strict=True)
    ]
    leaves = [_leaf(branch, _BEND[1], y) for branch, y in zip(branches, ys, strict=True)]
    return group(*curves, _node(origin, 4, middle, _BEND[0] - 16), *leaves)


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = short(max((x1 + x2) / 2, x2 - 60))
    ends = f"{middle} {short(y1)} {middle} {short(y2)} {short(x2)} {short(y2)}"
    return f"M{short(x1)} {short(y1)}C{ends}"


def _draw_narrow(
    shown: Sequence[OriginNode], origins: Sequence[OriginNode], *, title: str, key: str, words: str
) -> Markup:
    roots, carried = _totals(origins)
    parts = [label(4, 18, f"{roots},", "dr-head"), label(4, 37, f"in {carried}", "dr-small")]
    top: float = _HEAD + 10
    for origin in shown:
        branches = _branches(origin, _NARROW - 54)
        parts.append(_indented(origin, branches, top))
        top += _BLOCK + _ROW * len(branches) + _GAP
    parts += _note(origins, top)
    frame = Frame(key=key, kind="origins", title=title, words=words, width=_NARROW, height=top + 20)
    return drawing(frame, *parts)


def _indented(origin: OriginNode, branches: Sequence[_Branch], top: float) -> Markup:
    trunk = 14.0
    first = top + _BLOCK + _ROW / 2 - 4
    drawn = [line(trunk, top + 30, trunk, first + (len(branches) - 1) * _ROW, "dr-branch")]
    for n, branch in enumerate(branches):
        y = first + n * _ROW
        twig = line(trunk, y, 36, y, f"dr-branch dr-pass-{branch.passing}")
        drawn += [twig, _leaf(branch, 40, y)]
    return group(join(drawn), _node(origin, 4, top + 16, _NARROW - 8))
