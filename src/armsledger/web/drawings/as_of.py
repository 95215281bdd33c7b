"""The choice of the as-of day: a form with a slider, and reports by month over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import counted, day_words
from armsledger.web.drawings.svg import Frame, drawing, element, join, rect

_WIDTH: Final = 600.0
_HEIGHT: Final = 44.0
_AIR: Final = 0.2  # of a month's room, between the columns
_NOW: Final = "now"


@dataclass(frozen=True, slots=True)
class Stop:
    """A day at which the slider stops."""

    day: str  # ISO
    words: str | None = None  # what happened then, short


@dataclass(frozen=True, slots=True)
class Month:
    """How many reports a month has."""

    month: str  # "2017-09"
    reports: int


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
    months: Sequence[Month] = (),
    key: str = "stops",
) -> Markup:
    """Return the form: a list of days that works by itself, and a slider for scripts to show.

    Args:
        stops: days in order of time; "now" is added behind them.
        chosen: the ISO day of the page, None for now; one that is no stop is added.
        action: the page's own path.
        keep: the other query parameters, sent along.
        months: reports by month, without gaps or with.
        key: unique on the page; makes ids.
    """
    days = _with(stops, chosen)
    reach = _reach(days, months)
    hidden = [element("input", type="hidden", name=n, value=v) for n, v in keep if n != "as_of"]
    columns = [_columns(months, chosen, reach, key=f"{key}-months")] if months else []
    return element(
        "form",
        *hidden,
        element("div", *columns, _slider(days, chosen, reach, key), class_="dr-as-of-track"),
        _list(days, chosen, key),
        element("button", "Show", type="submit", class_="dr-as-of-go"),
        method="get",
        action=action,
        class_="dr-as-of",
        data_as_of="",
        aria_label="As-of day by reports",
    )


def _with(stops: Sequence[Stop], chosen: str | None) -> list[Stop]:
    known = {stop.day: stop for stop in stops}
    if chosen is not None:
        known.setdefault(chosen, Stop(chosen))
    return [known[day] for day in sorted(known)]


def _reach(stops: Sequence[Stop], months: Sequence[Month]) -> _Reach:
    """Return the whole months that hold all stops and all reports."""
    names = [stop.day[:7] for stop in stops] + [month.month for month in months]
    if not names:
        return _Reach(0, 1)
    first, last = _first_day(min(names)), _first_day(_next(max(names)))
    return _Reach(first, last)


def _first_day(month: str) -> int:
    year, _, part = month.partition("-")
    return date(int(year), int(part), 1).toordinal()


def _next(month: str) -> str:
    """Return the month after one; the last that calendars have is its own next."""
    year, part = int(month[:4]), int(month[5:7])
    after = f"{year + part // 12:04}-{part % 12 + 1:02}"
    return after if len(after) == len(month) else month


def _slider(days: Sequence[Stop], chosen: str | None, reach: _Reach, key: str) -> Markup:
    """Return the slider, hidden: without a script it could send a number of days only."""
    places = [(date.fromisoformat(stop.day).toordinal() - reach.first, stop) for stop in days]
    ticks = [
        element("option", value=place, data_day=stop.day, label=_stop_words(stop))
        for place, stop in places
    ]
    ticks.append(element("option", value=reach.days, data_day="", label=_NOW))
    here = next((place for place, stop in places if stop.day == chosen), reach.days)
    return element(
        "span",
        element(
            "input",
            type="range",
            min=0,
            max=reach.days,
            step=1,
            value=here,
            list=f"{key}-ticks",
            aria_label="As-of day",
            aria_valuetext=day_words(chosen) if chosen else _NOW,
        ),
        element("datalist", join(ticks), id=f"{key}-ticks"),
        class_="dr-as-of-range",
        hidden="",
    )


def _stop_words(stop: Stop) -> str:
    return day_words(stop.day) + (f": {stop.words}" if stop.words else "")


def _list(days: Sequence[Stop], chosen: str | None, key: str) -> Markup:
    choices = [(stop.day, _stop_words(stop)) for stop in days] + [("", _NOW)]
    options = [
        element("option", words, value=day, selected="" if day == (chosen or "") else None)
        for day, words in choices
    ]
    return element(
        "span",
        element("label", "As of", for_=f"{key}-day"),
        element("select", join(options), name="as_of", id=f"{key}-day"),
        class_="dr-as-of-list",
    )


def draw_months(
    months: Sequence[Month],
    chosen: str | None = None,
    *,
    title: str = "Reports by month",
    key: str = "months",
) -> Markup | None:
    """Return a small column for each month; those after the chosen day are pale. None for none."""
    if not months:
        return None
    return _columns(months, chosen, _reach((), months), title=title, key=key)


def _columns(
    months: Sequence[Month],
    chosen: str | None,
    reach: _Reach,
    *,
    title: str = "Reports by month",
    key: str,
) -> Markup:
    ranked = sorted(months, key=lambda m: m.month)
    most = max(month.reports for month in ranked) or 1
    total = sum(month.reports for month in ranked)
    stretch = f"{ranked[0].month} to {ranked[-1].month}"
    frame = Frame(
        key=key,
        kind="months",
        title=title,
        words=f"{counted(total, 'report')}, {stretch}, at most {most} a month.",
        width=_WIDTH,
        height=_HEIGHT,
        is_linked=False,
        is_stretched=True,
    )
    return drawing(frame, *(_column(month, most, chosen, reach) for month in ranked))


def _column(month: Month, most: int, chosen: str | None, reach: _Reach) -> Markup:
    scale = _WIDTH / max(reach.days, 1)
    left = (_first_day(month.month) - reach.first) * scale
    width = (_first_day(_next(month.month)) - reach.first) * scale - left
    height = month.reports / most * (_HEIGHT - 2)
    later = chosen is not None and month.month > chosen[:7]
    kind = "dr-month dr-later" if later else "dr-month"
    return rect(left + width * _AIR / 2, _HEIGHT - height, width * (1 - _AIR), height, kind)
