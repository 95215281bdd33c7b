"""Numbers and money beside each other: offered, ordered, delivered. Pledged is not paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from armsledger.model import Factuality, Side
from armsledger.web.drawings.marks import MARK, mark
from armsledger.web.drawings.measure import fit, room
from armsledger.web.drawings.svg import (
    Frame,
    drawing,
    group,
    join,
    label,
    line,
    link,
    rect,
    responsive,
)

NOT_TOLD: Final = "not told"

_NAME: Final = 13
_SMALL: Final = 11.5
_BAR: Final = 16
_DOT: Final = 0.75  # scale of the marks
_NEXT: Final = 16.0  # from mark to mark of those who say the same
_GAP: Final = 14


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that sources give."""

    amount: float
    words: str  # "$2.5 billion"
    speakers: str
    side: Side
    told: Factuality = Factuality.FACT
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """What is told of one step: the best supported figure, and every version of it."""

    name: str  # "offered", "ordered", "delivered"
    amount: float | None = None  # None: nothing is told of it
    words: str | None = None
    told: Factuality = Factuality.FACT
    href: str | None = None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    width: float
    zero: float  # where the bars begin
    name: float  # room for the names before the values
    over: float  # height of a line of words over a bar; 0: they stand on the bar's own line
    behind: float  # room for the words behind the longest bar


_WIDE: Final = _Sheet(width=960, zero=118, name=118, over=0, behind=250)
_NARROW: Final = _Sheet(width=320, zero=1.5, name=92, over=18, behind=12)


def draw_figures(bars: Sequence[Bar], *, title: str, key: str) -> Markup | None:
    """Return horizontal bars on one scale from zero; None where no amount is told.

    Args:
        bars: one for each step, in the order of the ladder; all in the same unit.
        title: what is counted: "Batteries", "Price in US dollars".
        key: unique on the page; makes ids.
    """
    top = max((abs(value) for bar in bars for value in _amounts(bar)), default=0)
    if top == 0:
        return None
    words = " ".join(f"{_bar_words(bar)}." for bar in bars)
    return responsive(
        _draw(bars, _WIDE, top, title=title, key=f"{key}-wide", words=words),
        _draw(bars, _NARROW, top, title=title, key=f"{key}-narrow", words=words),
    )


def _amounts(bar: Bar) -> list[float]:
    best = [] if bar.amount is None else [bar.amount]
    return best + [version.amount for version in bar.versions]


def _differ(bar: Bar) -> bool:
    return len({version.amount for version in bar.versions}) > 1


def _bar_words(bar: Bar) -> str:
    told = bar.words or NOT_TOLD
    planned = "" if bar.told is Factuality.FACT or bar.amount is None else f" ({bar.told})"
    versions = "; ".join(f"{v.words}, says {v.speakers}" for v in bar.versions)
    return f"{bar.name}: {told}{planned}" + (
        f"; sources differ: {versions}" if _differ(bar) else ""
    )


def _draw(
    bars: Sequence[Bar], sheet: _Sheet, most: float, *, title: str, key: str, words: str
) -> Markup:
    scale = (sheet.width - sheet.zero - sheet.behind) / most
    rows = []
    y = 6.0
    for bar in bars:
        height, drawn = _row(bar, sheet, y, scale)
        rows.append(drawn)
        y += height + _GAP
    zero = line(sheet.zero, 2, sheet.zero, y - _GAP / 2, "dr-zero")
    frame = Frame(key=key, kind="figures", title=title, words=words, width=sheet.width, height=y)
    return drawing(frame, *rows, zero)


def _row(bar: Bar, sheet: _Sheet, top: float, scale: float) -> tuple[float, Markup]:
    """Return the height of a bar with its words and versions, and the drawing of them."""
    beam = top + sheet.over
    length = 0 if bar.amount is None else max(bar.amount * scale, 1.5)
    if sheet.over:
        x, y = sheet.name, top + 11
    else:
        x, y = sheet.zero + length + 7, beam + 13
    lanes, dots = _dots(bar, beam + _BAR, sheet, scale)
    words = fit(_value_words(bar), sheet.width - x, _NAME)
    content = link(
        bar.href,
        *([rect(sheet.zero, beam, length, _BAR, f"dr-beam dr-beam-{bar.told}")] if length else []),
        label(6, y, bar.name, "dr-name"),
        label(x, y, words, "dr-value" if length else "dr-value dr-none"),
        words=_bar_words(bar),
        class_="dr-figure",
    )
    is_empty = sheet.over and not length and not lanes
    height = sheet.over + (0 if is_empty else _BAR) + lanes * MARK * 0.9
    return height, group(content, dots)


def _value_words(bar: Bar) -> str:
    if bar.amount is None:
        return NOT_TOLD
    told = bar.words or f"{bar.amount:g}"
    if bar.told is not Factuality.FACT:
        told += f", {bar.told}"
    return told + ("; sources differ" if _differ(bar) else "")


def _dots(bar: Bar, top: float, sheet: _Sheet, scale: float) -> tuple[int, Markup]:
    """Return the number of rows of marks under a bar, and these; none where all agree."""
    if not _differ(bar):
        return 0, Markup("")
    same: dict[tuple[float, str], list[Version]] = {}
    for version in sorted(bar.versions, key=lambda v: (v.amount, v.words, v.speakers)):
        same.setdefault((version.amount, version.words), []).append(version)
    ends: list[float] = []
    drawn = []
    for versions in same.values():
        x = sheet.zero + max(versions[0].amount, 0) * scale
        dot = _placed(versions, x, sheet)
        row = next((n for n, end in enumerate(ends) if end + 4 <= dot.left), len(ends))
        ends[row : row + 1] = [dot.right]
        drawn.append(_drawn(dot, top + (row + 0.5) * MARK * 0.9 + 3))
    low, high = (sheet.zero + max(f(_amounts(bar)), 0) * scale for f in (min, max))
    return len(ends), group(line(low, top + 2, high, top + 2, "dr-range"), join(drawn))


@dataclass(frozen=True, slots=True)
class _Dot:
    """One amount with the marks of all who give it."""

    versions: Sequence[Version]
    x: float  # of the first mark
    words: str
    left: float
    right: float
    is_turned: bool = False  # the further marks and the words stand before the first


def _placed(versions: Sequence[Version], x: float, sheet: _Sheet) -> _Dot:
    """Return an amount with its room; near the right end its words stand before its mark."""
    words = fit(versions[0].words, sheet.width * 0.45, _SMALL)
    size = room(words, _SMALL) + (len(versions) - 1) * _NEXT
    half = MARK / 2
    if x + half + size <= sheet.width:
        return _Dot(versions, x, words, x - half, x + half + size)
    return _Dot(versions, x, words, x - half - size, x + half, is_turned=True)


def _drawn(dot: _Dot, y: float) -> Markup:
    way = -1 if dot.is_turned else 1
    marks = [
        link(
            version.href,
            mark(version.side, version.told, dot.x + way * n * _NEXT, y, scale=_DOT),
            words=f"{version.words}, says {version.speakers}",
            class_="dr-version",
        )
        for n, version in enumerate(dot.versions)
    ]
    x = dot.x + way * (MARK / 2 + (len(dot.versions) - 1) * _NEXT)
    end = " dr-end" if dot.is_turned else ""
    return group(*marks, label(x, y + 4, dot.words, f"dr-small dr-ink{end}"))
