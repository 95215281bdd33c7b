"""EDTF (ISO 8601-2) as this project uses it: days, months, seasons, years, decades, intervals.

The subset: `2017-04-25`, `2019-07`, `2019-22` (21 spring to 24 winter, northern), `2017`, `198X`,
each with an optional `~`, `?` or `%`; `A/B` with `..` for an open end. Years run from 0001 to 9999.
"""

import datetime as dt
import re
from typing import Final

FIRST_DAY: Final = dt.date.min
LAST_DAY: Final = dt.date.max
SEASON_MONTHS: Final = {21: 3, 22: 6, 23: 9, 24: 12}  # EDTF season code: its first month
# A season's first day and this many more; the evaluation counts it the same way.
SEASON_DAYS: Final = 90
TOLERANCE: Final = dt.timedelta(days=31)  # two dates this near count as one
_PART: Final = re.compile(
    r"(?:(?P<decade>[0-9]{3})X|(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?)"
    r"[~?%]?"
)


def is_edtf(text: str) -> bool:
    """Return whether the text is a date or an interval of the subset, its ends in order."""
    return interval_of(text) is not None


def interval_of(edtf: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that an EDTF string covers, or None if it is not one.

    An open end gives the first or last day of the calendar; qualifiers change nothing.
    """
    left, slash, right = edtf.partition("/")
    if not slash:
        return None if left == ".." else _bounds(left)
    first, last = _bounds(left), _bounds(right)
    if first is None or last is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _bounds(part: str) -> tuple[dt.date, dt.date] | None:
    if part == "..":
        return FIRST_DAY, LAST_DAY
    match = _PART.fullmatch(part)
    if match is None:
        return None
    if match["decade"]:
        return _decade(int(match["decade"]) * 10)
    year = int(match["year"])
    if match["month"] is None:
        return _months(year, 1, 12)
    month = int(match["month"])
    if match["day"]:
        return _day(year, month, int(match["day"]))
    return _season(year, month) if month in SEASON_MONTHS else _months(year, month, month)


def _decade(year: int) -> tuple[dt.date, dt.date] | None:
    return (dt.date(year, 1, 1), dt.date(year + 9, 12, 31)) if year else None


def _day(year: int, month: int, day: int) -> tuple[dt.date, dt.date] | None:
    try:
        return (dt.date(year, month, day),) * 2
    except ValueError:
        return None


def _season(year: int, code: int) -> tuple[dt.date, dt.date] | None:
    if not year:
        return None
    start = dt.date(year, SEASON_MONTHS[code], 1)
    return start, min_day(start, SEASON_DAYS)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date] | None:
    if not (year and 1 <= first <= last <= 12):
        return None
    return dt.date(year, first, 1), last_of_month(year, last)


def last_of_month(year: int, month: int) -> dt.date:
    """Return the last day of a month of a year from 1 to 9999."""
    if (year, month) == (LAST_DAY.year, 12):
        return LAST_DAY
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def min_day(day: dt.date, plus: int) -> dt.date:
    """Return the day `plus` days later, at most the last day of the calendar."""
    return day + dt.timedelta(days=min(plus, (LAST_DAY - day).days))


def edtf_contains(outer: str, inner: str) -> bool:
    """Return whether every day of `inner` lies in `outer`; False if either is not EDTF."""
    out, into = interval_of(outer), interval_of(inner)
    return out is not None and into is not None and out[0] <= into[0] and into[1] <= out[1]


def edtf_overlaps(one: str, other: str) -> bool:
    """Return whether the two share a day; False if either is not EDTF."""
    a, b = interval_of(one), interval_of(other)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def edtf_agree(one: str, other: str, *, tolerance: dt.timedelta = TOLERANCE) -> bool:
    """Return whether both ends of the two lie within `tolerance` of each other."""
    a, b = interval_of(one), interval_of(other)
    if a is None or b is None:
        return False
    return abs(a[0] - b[0]) <= tolerance and abs(a[1] - b[1]) <= tolerance


def earlier_of(one: str, other: str) -> str:
    """Return the one that starts earlier, of equal starts the one that ends earlier.

    Raises:
        ValueError: one of them is not EDTF.
    """
    return min(one, other, key=edtf_key)


def edtf_key(edtf: str) -> tuple[dt.date, dt.date]:
    """Return a sorting key: first day, then last day.

    Raises:
        ValueError: the text is not EDTF.
    """
    bounds = interval_of(edtf)
    if bounds is None:
        raise ValueError(f"not an EDTF date or interval: {edtf!r}")
    return bounds


def start_part(edtf: str) -> str:
    """Return the part that says where a date or interval begins: all of it, or before the "/"."""
    return edtf.partition("/")[0]


def end_part(edtf: str) -> str:
    """Return the part that says where a date or interval ends: all of it, or after the "/"."""
    return edtf.rpartition("/")[2]
