"""The ladder of a deal: how far it has got, step by step, and on whose word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import SIDE_WORDS, listing
from armsledger.model import Event, Factuality, Side, State
from armsledger.web.drawings.marks import MARK, mark, slug
from armsledger.web.drawings.measure import fit, wrap
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

REACHED: Final = "reached"
NOT_TOLD: Final = "not told"
_TOLD: Final = {REACHED: Factuality.FACT} | {str(f): f for f in Factuality}

_WIDE: Final = 960
_NARROW: Final = 320
_EDGE: Final = 4
_NAME: Final = 12.5  # sizes of type, as in the style sheet
_SMALL: Final = 11

_FOOT: Final = 46  # of the first column of the staircase
_RISE: Final = 13  # from column to column
_LEADING: Final = 13  # from line to line of the words over a column
_OVER: Final = 18  # room for the word on the barrier
_BETWEEN: Final = 4  # columns
_TREAD: Final = 6  # thickness of a step's top

_STEP: Final = 40  # from rung to rung of the narrow ladder
_RAIL: Final = 76  # width between its rails

_BROKEN: Final = (State.SUSPENDED, State.CANCELLED, State.DENIED)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder."""

    event: Event
    told: str = NOT_TOLD  # "reached", "planned", "possible", "denied", "not told"
    sides: tuple[Side, ...] = ()  # who says so
    when: str | None = None  # in words, short: "July 2019"
    note: str | None = None  # "also denied"
    href: str | None = None
    is_stage: bool = False  # the furthest that facts support


def draw_ladder(
    rungs: Sequence[Rung],
    *,
    state: State = State.OPEN,
    title: str = "How far the deal has got",
    key: str = "ladder",
) -> Markup:
    """Return the ladder: a staircase where there is room, rungs one over the other on a phone.

    Args:
        rungs: all steps, lowest first.
        state: a suspended, cancelled or denied deal has a barrier behind its furthest step.
        title: what the drawing is called.
        key: unique on the page; makes ids.
    """
    words = _words(rungs, state)
    return responsive(
        _staircase(rungs, state, title=title, key=f"{key}-wide", words=words),
        _upright(rungs, state, title=title, key=f"{key}-narrow", words=words),
    )


def _words(rungs: Sequence[Rung], state: State) -> str:
    told = [rung_words(rung) for rung in rungs if rung.told != NOT_TOLD]
    return f"The deal is {state}. " + (". ".join(told) or "No step is told of") + "."


def rung_words(rung: Rung) -> str:
    """Return one step in words."""
    by = f" by {listing([SIDE_WORDS[side] for side in rung.sides])}" if rung.sides else ""
    when = f", {rung.when}" if rung.when else ""
    note = f"; {rung.note}" if rung.note else ""
    furthest = ", the furthest step" if rung.is_stage else ""
    told = f"{rung.told}{furthest}{when}"
    return f"{str(rung.event).capitalize()}: {told}{', told' + by if by else ''}{note}"


def _class(rung: Rung) -> str:
    return f"dr-rung dr-rung-{slug(rung.told)}" + (" dr-rung-stage" if rung.is_stage else "")


def _marks(rung: Rung, left: float, right: float, y: float) -> Markup:
    """Return the marks of a step's sides in a row that ends at `right`, closer where many."""
    told = _TOLD.get(rung.told, Factuality.FACT)
    step = min(MARK * 0.8, (right - left) / max(len(rung.sides), 1))
    first = right - step * (len(rung.sides) - 0.5)
    return join(
        [mark(side, told, first + n * step, y, scale=0.7) for n, side in enumerate(rung.sides)]
    )


def _barrier_after(rungs: Sequence[Rung], state: State) -> int | None:
    """Return the number of the steps before the barrier; None where the deal is not broken off."""
    if state not in _BROKEN:
        return None
    reached = [n for n, rung in enumerate(rungs, 1) if rung.is_stage]
    return reached[-1] if reached else 0


def _staircase(rungs: Sequence[Rung], state: State, *, title: str, key: str, words: str) -> Markup:
    step = (_WIDE - 2 * _EDGE) / max(len(rungs), 1)
    ground = _EDGE + max(
        (_FOOT + n * _RISE + _head(rung, step) for n, rung in enumerate(rungs)), default=_FOOT
    )
    stopped = _barrier_after(rungs, state)
    ground += 0 if stopped is None else _OVER
    columns = [_column(rung, n, step, ground) for n, rung in enumerate(rungs)]
    barrier = [] if stopped is None else [_wall(stopped, step, ground, state)]
    frame = Frame(key=key, kind="ladder", title=title, words=words, width=_WIDE, height=ground + 24)
    floor = line(_EDGE, ground, _WIDE - _EDGE, ground, "dr-floor")
    return drawing(frame, *columns, floor, *barrier)


def _details(rung: Rung) -> list[str]:
    """Return what stands by a step. A date alone tells that it was reached, as its filling does."""
    told = "furthest" if rung.is_stage else rung.told
    is_plain = rung.told == NOT_TOLD or (told == REACHED and rung.when)
    return [words for words in ("" if is_plain else told, rung.when, rung.note) if words]


def _lines(rung: Rung, width: float) -> list[str]:
    return [part for words in _details(rung) for part in wrap(words, width, _SMALL)]


def _head(rung: Rung, step: float) -> float:
    """Return the height of the words over a column."""
    return _LEADING * len(_lines(rung, step - _BETWEEN)) + 8


def _column(rung: Rung, number: int, step: float, ground: float) -> Markup:
    left, width = _EDGE + number * step, step - _BETWEEN
    height = _FOOT + number * _RISE
    top = ground - height
    middle = left + width / 2
    lines = _lines(rung, width)
    first = top - 7 - _LEADING * (len(lines) - 1)
    shown = [
        label(middle, first + _LEADING * n, words, "dr-small dr-mid")
        for n, words in enumerate(lines)
    ]
    name = fit(str(rung.event), step, _NAME, is_bold=True)
    return link(
        rung.href,
        rect(left, top, width, height, "dr-riser"),
        rect(left, top, width, _TREAD, "dr-tread"),
        *shown,
        _marks(rung, left + 2, left + width - 2, ground - 15),
        label(middle, ground + 16, name, "dr-name dr-mid"),
        words=rung_words(rung),
        class_=_class(rung),
    )


def _wall(stopped: int, step: float, ground: float, state: State) -> Markup:
    x = _EDGE + stopped * step - 2
    end = x > _WIDE / 2
    words = label(x - 6 if end else x + 6, 14, str(state), "dr-alarm dr-end" if end else "dr-alarm")
    return group(line(x, 4, x, ground, "dr-wall"), words, class_="dr-barrier")


def _upright(rungs: Sequence[Rung], state: State, *, title: str, key: str, words: str) -> Markup:
    stopped = _barrier_after(rungs, state)
    over = 0 if stopped is None else _OVER
    height = 2 * _EDGE + _STEP * len(rungs) + over
    tops = [_EDGE + _STEP * (len(rungs) - 1 - n) for n in range(len(rungs))]
    rows = [
        _rung_row(rung, top + (over if n < (stopped or 0) else 0))
        for n, (rung, top) in enumerate(zip(rungs, tops, strict=True))
    ]
    barrier = [] if stopped is None else [_bar(_EDGE + _STEP * (len(rungs) - stopped), state)]
    rails = [line(x, _EDGE, x, height - _EDGE, "dr-rail") for x in (_EDGE + 8, _EDGE + _RAIL - 8)]
    frame = Frame(key=key, kind="ladder", title=title, words=words, width=_NARROW, height=height)
    return drawing(frame, *rails, *rows, *barrier)


def _rung_row(rung: Rung, top: float) -> Markup:
    middle = top + _STEP / 2
    left = _EDGE + _RAIL + 8
    marks_room = MARK * 0.8 * len(rung.sides)
    details = ", ".join(_details(rung)) or rung.told
    return link(
        rung.href,
        rect(_EDGE, top, _NARROW - 2 * _EDGE, _STEP, "dr-hit"),
        rect(_EDGE, middle - _TREAD / 2, _RAIL, _TREAD, "dr-tread"),
        label(left, middle - 3, str(rung.event), "dr-name"),
        label(left, middle + 12, fit(details, _NARROW - left - marks_room - 8, _SMALL), "dr-small"),
        _marks(rung, left, _NARROW - _EDGE, middle),
        words=rung_words(rung),
        class_=_class(rung),
    )


def _bar(top: float, state: State) -> Markup:
    y = top + _OVER - 2
    line_ = line(_EDGE, y, _NARROW - _EDGE, y, "dr-wall")
    return group(line_, label(_NARROW - _EDGE, y - 4, str(state), "dr-alarm dr-end"))
