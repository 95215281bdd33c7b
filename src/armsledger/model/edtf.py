"""EDTF dates as closed ranges of days: just enough to order events and to tell contradictions.

Reads the forms that claims use (ISO 8601-2 levels 0 and 1, seasons, intervals). A date is the
range of days on which it may lie; two dates can both be true if their ranges overlap.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

# First and last month of an EDTF season. Winter (24) is used for both ends of a year: its range
# is the whole of it, from January to the February after.
SEASONS: Final = ((21, 3, 5), (22, 6, 8), (23, 9, 11), (24, 1, 14))

# How far "about" reaches, in days, by the precision of the date: an estimate on the wide side,
# because a false contradiction is worse than a missed one.
ABOUT_DAYS: Final = {"day": 7, "month": 31, "year": 366}

FIRST_DAY: Final = date.min.toordinal()  # an open start
LAST_DAY: Final = date.max.toordinal()  # an open end

_POINT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")


@dataclass(frozen=True, slots=True, order=True)
class DayRange:
    """Days from `start` to `end`, both inclusive, as proleptic Gregorian ordinals."""

    start: int
    end: int

    @property
    def width(self) -> int:
        """Number of days in the range."""
        return self.end - self.start + 1

    @property
    def is_open(self) -> bool:
        """True if an end is not known."""
        return self.start == FIRST_DAY or self.end == LAST_DAY

    def overlaps(self, other: "DayRange") -> bool:
        """Tell whether some day lies in both."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: "DayRange") -> bool:
        """Tell whether every day of the other lies in this one."""
        return self.start <= other.start and other.end <= self.end


@lru_cache(maxsize=4096)
def day_range(text: str | None) -> DayRange | None:
    """Return the days on which an EDTF date may lie; None if there is none or it cannot be read."""
    if not text:
        return None
    if "/" not in text:
        return _point(text)
    left, _, right = text.partition("/")
    start, end = _bound(left, FIRST_DAY), _bound(right, LAST_DAY)
    if start is None or end is None or start.start > end.end:
        return None
    return DayRange(start.start, end.end)


def _bound(text: str, unknown: int) -> DayRange | None:
    """Return one side of an interval; "" and ".." are open."""
    return DayRange(unknown, unknown) if text in ("", "..") else _point(text)


def _point(text: str) -> DayRange | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, day, about = match.groups()
    try:
        found, unit = _days(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:  # a month or a day that no calendar has
        return None
    if about in ("~", "%"):
        reach = ABOUT_DAYS[unit]
        found = DayRange(
            max(found.start - reach, FIRST_DAY + 1), min(found.end + reach, LAST_DAY - 1)
        )
    return found


def _days(year: int, month: int | None, day: int | None) -> tuple[DayRange, str]:
    """Return the range of one date and the name of its precision.

    Raises:
        ValueError: there is no such date.
    """
    if month is None:
        return DayRange(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()), "year"
    for season, first, last in SEASONS:
        if month == season:
            end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
            return _months(year, first, end_year, end_month), "month"
    if day is None:
        return _months(year, month, year, month), "month"
    ordinal = date(year, month, day).toordinal()
    return DayRange(ordinal, ordinal), "day"


def _months(year: int, month: int, end_year: int, end_month: int) -> DayRange:
    if not 1 <= month <= 12:
        raise ValueError(month)
    last = monthrange(end_year, end_month)[1]
    return DayRange(date(year, month, 1).toordinal(), date(end_year, end_month, last).toordinal())
