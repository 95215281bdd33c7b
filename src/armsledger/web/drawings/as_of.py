"""The choice of the as-of day: a form with steps and a slider, and the days with news over it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import counted, day_words
from armsledger.web.drawings.svg import Frame, drawing, element, join, path, short

_WIDTH: Final = 600.0
_HEIGHT: Final = 44.0
_AIR: Final = 0.2  # of a month's room, between the columns
_NOW: Final = "now"
_KEY: Final = "stops"  # makes the ids: there is one such form on a page

# Stops that are told one by one, with their words; of more, only where they are.
_WORDED: Final = 80
# Columns that can still be told apart on a wide screen: months, or else years.
_MOST_MONTHS: Final = 400
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Stop:
    """A day at which the slider stops."""

    day: str  # ISO
    words: str | None = None  # what happened then, short


@dataclass(frozen=True, slots=True)
class Step:
    """A link to the stop before or after the page's day."""

    href: str
    words: str  # the day


@dataclass(frozen=True, slots=True)
class Steps:
    """The stops beside the page's day; None where there is none."""

    back: Step | None = None
    on: Step | None = None


@dataclass(frozen=True, slots=True)
class _Reach:
    """The days over which slider and columns stretch alike."""

    first: int  # ordinal
    last: int

    @property
    def days(self) -> int:
        return self.last - self.first


def draw_as_of(
    stops: Sequence[Stop],
    chosen: str | None,
    *,
    action: str,
    keep: Sequence[tuple[str, str]] = (),
    steps: Steps | None = None,
    is_stretch: bool = False,
) -> Markup:
    """Return the form: a date and two steps that work by themselves, and a slider for scripts.

    Args:
        stops: days in order of time; "now" is added behind them.
        chosen: the ISO day of the page, None for now; one that is no stop is added.
        action: the page's own path.
        keep: the other query parameters, sent along.
        steps: the stops beside the chosen day.
        is_stretch: the stops are only the ends: every day between them can be chosen.
    """
    beside = steps or Steps()
    hidden = [element("input", type="hidden", name=n, value=v) for n, v in keep if n != "as_of"]
    return element(
        "form",
        *hidden,
        _field(chosen),
        _step(beside.back, "prev", "The day before with news:"),
        _track(stops, chosen, is_stretch=is_stretch),
        _step(beside.on, "next", "The next day with news:"),
        method="get",
        action=action,
        class_="dr-as-of",
        data_as_of="",
        aria_label="As-of day",
        hx_get=action,
        hx_target="body",
        hx_swap="outerSync",
        hx_push_url="true",
    )


def _with(stops: Sequence[Stop], chosen: str | None) -> list[Stop]:
    known = {stop.day: stop for stop in stops}
    if chosen is not None:
        known.setdefault(chosen, Stop(chosen))
    return [known[day] for day in sorted(known)]


def _field(chosen: str | None) -> Markup:
    return element(
        "span",
        element("label", "Known by", for_=f"{_KEY}-day"),
        element("input", type="date", name="as_of", id=f"{_KEY}-day", value=chosen or ""),
        element("button", "Show", type="submit"),
        class_="dr-as-of-field",
    )


def _step(step: Step | None, way: str, words: str) -> Markup:
    """Return a link to a stop; without one, its room, so that nothing moves from day to day."""
    arrow = "\N{LEFTWARDS ARROW}" if way == "prev" else "\N{RIGHTWARDS ARROW}"
    mark = element("span", arrow, aria_hidden="true")
    if step is None:
        return element("span", mark, class_=f"dr-as-of-step dr-as-of-{way}", aria_hidden="true")
    told = element("span", step.words)
    return element(
        "a",
        element("span", words, class_="hidden"),
        Markup(" "),
        *((mark, told) if way == "prev" else (told, mark)),
        href=step.href,
        class_=f"dr-as-of-step dr-as-of-{way}",
        hx_boost="true",
        hx_swap="outerSync",
    )


def _track(stops: Sequence[Stop], chosen: str | None, *, is_stretch: bool) -> Markup:
    """Return columns and slider; a single day needs neither."""
    days = _with(stops, chosen)
    if not stops or len(days) < 2:
        return element("div", class_="dr-as-of-track")
    reach = _reach(days)
    columns = [] if is_stretch else [_news(stops, chosen, reach)]
    slider = _slider(days, chosen, reach, is_stretch=is_stretch)
    return element("div", *columns, slider, class_="dr-as-of-track")


def _reach(stops: Sequence[Stop]) -> _Reach:
    """Return the whole months that hold all stops."""
    first, last = stops[0].day[:7], stops[-1].day[:7]
    return _Reach(_first_day(first), _first_day(_next(last)))


def _first_day(month: str) -> int:
    year, _, part = month.partition("-")
    return date(int(year), int(part), 1).toordinal()


def _next(month: str) -> str:
    """Return the month after one; the last that calendars have is its own next."""
    year, part = int(month[:4]), int(month[5:7])
    after = f"{year + part // 12:04}-{part % 12 + 1:02}"
    return after if len(after) == len(month) else month


def _slider(days: Sequence[Stop], chosen: str | None, reach: _Reach, *, is_stretch: bool) -> Markup:
    """Return the slider, hidden: without a script it could send a number of days only."""
    places = [(date.fromisoformat(stop.day).toordinal() - reach.first, stop) for stop in days]
    here = next((place for place, stop in places if stop.day == chosen), reach.days)
    worded = [] if is_stretch or len(places) > _WORDED else _ticks(places)
    return element(
        "span",
        element(
            "input",
            type="range",
            min=0,
            max=reach.days,
            step=1,
            value=here,
            list=f"{_KEY}-ticks" if worded else None,
            data_first=date.fromordinal(reach.first).isoformat(),
            data_stops=_gaps([place for place, _ in places]),
            data_every="" if is_stretch else None,
            aria_label="As-of day",
            aria_valuetext=day_words(chosen) if chosen else _NOW,
        ),
        *worded,
        element("output", class_="dr-as-of-told", aria_hidden="true"),
        class_="dr-as-of-range",
        hidden="",
    )


def _ticks(places: Sequence[tuple[int, Stop]]) -> list[Markup]:
    ticks = [
        element("option", value=place, data_day=stop.day, label=_stop_words(stop))
        for place, stop in places
    ]
    return [element("datalist", join(ticks), id=f"{_KEY}-ticks")]


def _stop_words(stop: Stop) -> str:
    return day_words(stop.day) + (f": {stop.words}" if stop.words else "")


def _gaps(places: Sequence[int]) -> str:
    """Return places as the steps between them, in base 36: thousands are some kilobytes."""
    before = (0, *places[:-1])
    return " ".join(_base36(place - last) for place, last in zip(places, before, strict=True))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _news(days: Sequence[Stop], chosen: str | None, reach: _Reach) -> Markup:
    """Return a column for each month (or year) with days on which something changed."""
    is_monthly = reach.days <= _MOST_MONTHS * 30
    letters = 7 if is_monthly else 4
    counts = Counter(stop.day[:letters] for stop in days)
    most = max(counts.values())
    frame = Frame(
        key=f"{_KEY}-news",
        kind="months",
        title="Days with news",
        words=f"{counted(len(days), 'day')} with news, {days[0].day} to {days[-1].day}.",
        width=_WIDTH,
        height=_HEIGHT,
        is_linked=False,
        is_stretched=True,
    )
    passed = [name for name in sorted(counts) if chosen is None or name <= chosen[:letters]]
    later = sorted(counts.keys() - set(passed))
    drawn = ((passed, "dr-month"), (later, "dr-month dr-later"))
    return drawing(
        frame, *(path(_bars(names, counts, most, reach), kind) for names, kind in drawn if names)
    )


def _bars(names: Iterable[str], counts: Counter[str], most: int, reach: _Reach) -> str:
    scale = _WIDTH / max(reach.days, 1)
    return "".join(_bar(name, counts[name] / most, scale, reach) for name in names)


def _bar(name: str, part: float, scale: float, reach: _Reach) -> str:
    months = (f"{name}-01", f"{name}-12") if len(name) == 4 else (name, name)
    left = (_first_day(months[0]) - reach.first) * scale
    width = max((_first_day(_next(months[1])) - reach.first) * scale - left, 1)
    high = max(part * (_HEIGHT - 2), 3)
    wide = short(width * (1 - _AIR))
    return (
        f"M{short(left + width * _AIR / 2)} {short(_HEIGHT)}v{short(-high)}h{wide}v{short(high)}z"
    )
