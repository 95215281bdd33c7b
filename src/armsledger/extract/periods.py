"""Stretches of the calendar with their EDTF: the arithmetic behind the date grammar.

Every function is total: what falls outside the years 1 to 9999 is None, never an error.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from armsledger.extract.edtf import SEASON_MONTHS, end_part, interval_of, last_of_month, start_part

SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
GRAINS: Final = ("day", "week", "month", "season", "quarter", "half", "year", "decade", "century")
# Parts of a year: early is the first quarter, late the last, mid the months around July 1.
_YEAR_PARTS: Final = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}
# Parts of a decade as years after its first: "the late 1990s" is 1996 to 1999.
_DECADE_PARTS: Final = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days: its EDTF, how coarse it is, its first and last day."""

    edtf: str
    grain: str
    first: dt.date
    last: dt.date


def period(edtf: str, grain: str) -> Period | None:
    """Return the period of an EDTF string, or None if it is not one."""
    bounds = interval_of(edtf)
    return Period(edtf, grain, *bounds) if bounds else None


def day_period(day: dt.date) -> Period:
    """Return one day."""
    return Period(day.isoformat(), "day", day, day)


def date_period(year: int, month: int, day: int) -> Period | None:
    """Return one day by its numbers."""
    return period(f"{year:04}-{month:02}-{day:02}", "day")


def month_period(year: int, month: int) -> Period | None:
    """Return one month; months outside 1 to 12 carry over into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return period(f"{year:04}-{month:02}", "month")


def year_period(year: int) -> Period | None:
    """Return one year."""
    return period(f"{year:04}", "year") if year > 0 else None


def decade_period(year: int) -> Period | None:
    """Return the decade that begins with a year."""
    return period(f"{year // 10:03}X", "decade") if year > 0 else None


def season_period(year: int, code: int) -> Period | None:
    """Return a season by its EDTF code, 21 (spring) to 24 (winter from December)."""
    return period(f"{year:04}-{code}", "season")


def months_period(year: int, first: int, last: int, grain: str) -> Period | None:
    """Return a run of months of one year as an interval."""
    return period(f"{year:04}-{first:02}/{year:04}-{last:02}", grain)


def days_period(first: dt.date | None, last: dt.date | None, grain: str) -> Period | None:
    """Return a run of days as an interval."""
    if first is None or last is None:
        return None
    return period(f"{first.isoformat()}/{last.isoformat()}", grain)


def span(first: Period | None, last: Period | None) -> Period | None:
    """Return the interval from the start of one period to the end of another."""
    if first is None or last is None:
        return None
    edtf = f"{start_part(first.edtf)}/{end_part(last.edtf)}"
    return period(edtf, max(first.grain, last.grain, key=GRAINS.index))


def shift_days(day: dt.date, by: int) -> dt.date | None:
    """Return the day `by` days later, None outside the calendar."""
    try:
        return day + dt.timedelta(days=by)
    except OverflowError:
        return None


def week_period(day: dt.date, weeks: int = 0) -> Period | None:
    """Return the week, Monday to Sunday, `weeks` after that of the day."""
    monday = shift_days(day, 7 * weeks - day.weekday())
    return days_period(monday, shift_days(monday, 6), "week") if monday else None


def weekend_period(day: dt.date, weeks: int = 0) -> Period | None:
    """Return Saturday and Sunday of the week `weeks` after that of the day."""
    saturday = shift_days(day, 7 * weeks - day.weekday() + 5)
    return days_period(saturday, shift_days(saturday, 1), "week") if saturday else None


def quarter_period(year: int, quarter: int) -> Period | None:
    """Return a quarter of a year; quarters outside 1 to 4 carry over into other years."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return months_period(year, 3 * quarter - 2, 3 * quarter, "quarter")


def half_period(year: int, half: int) -> Period | None:
    """Return the first or second half of a year."""
    return months_period(year, 6 * half - 5, 6 * half, "half")


def unit_period(day: dt.date, unit: str, by: int) -> Period | None:
    """Return the calendar unit that lies `by` units after the one that holds the day."""
    build: dict[str, Callable[[], Period | None]] = {
        "day": lambda: day_period(moved) if (moved := shift_days(day, by)) else None,
        "week": lambda: week_period(day, by),
        "weekend": lambda: weekend_period(day, by),
        "fortnight": lambda: week_period(day, 2 * by),
        "month": lambda: month_period(day.year, day.month + by),
        "quarter": lambda: quarter_period(day.year, (day.month - 1) // 3 + 1 + by),
        "year": lambda: year_period(day.year + by),
        "decade": lambda: year_period(day.year + 10 * by),
        "century": lambda: year_period(day.year + 100 * by),
    }
    return build[unit]()


def part_of(whole: Period, part: str) -> Period | None:
    """Return the early, mid or late part of a year or decade; anything shorter stays whole."""
    if whole.grain == "year" and "/" not in whole.edtf:
        return months_period(whole.first.year, *_YEAR_PARTS[part], "quarter")
    if whole.grain == "decade":
        low, high = _DECADE_PARTS[part]
        start = whole.first.year
        return span(year_period(start + low), year_period(start + high))
    return whole


def season_near(day: dt.date, code: int, direction: int) -> Period | None:
    """Return the last (-1), this (0) or next (1) season of a kind, seen from a day."""
    year = day.year
    start = dt.date(year, SEASON_MONTHS[code], 1)
    over = last_of_month(year, min(12, SEASON_MONTHS[code] + 2))
    if direction < 0:
        return season_period(year if over < day else year - 1, code)
    if direction > 0:
        return season_period(year if start > day else year + 1, code)
    in_last_winter = code == SEASONS["winter"] and day.month <= 2
    return season_period(year - 1 if in_last_winter else year, code)
