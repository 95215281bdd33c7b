"""When two dates count as the same in an evaluation: the gold set's own, lenient reading of EDTF.

More forms are read here than `extract.edtf` writes, because the claims of any program may be
scored: blanks around a part, a small x, empty ends of an interval, months that no calendar has.
"""

import datetime as dt
import re
from typing import Final, TypeAlias

Interval: TypeAlias = tuple[dt.date, dt.date]

# Two dates agree when both ends lie within a month of each other.
TOLERANCE: Final = dt.timedelta(days=31)

# EDTF's codes of seasons and their first months; another code above 12 starts in January.
_SEASONS: Final = {21: 3, 22: 6, 23: 9, 24: 12}
_SEASON_LENGTH: Final = dt.timedelta(days=90)

_MONTHS: Final = 12
_QUALIFIERS: Final = "~?%"
_OPEN: Final = ("", "..")
_DECADE: Final = re.compile(r"(\d{3})[xX]")
_POINT: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def same_time(one: str, other: str) -> bool:
    """Return whether two EDTF strings agree to within a month at both ends."""
    a, b = days_of(one), days_of(other)
    if a is None or b is None:
        return False
    return abs(a[0] - b[0]) <= TOLERANCE and abs(a[1] - b[1]) <= TOLERANCE


def days_of(text: str) -> Interval | None:
    """Return the first and the last day of a date or an interval; None if it cannot be read."""
    if not text:
        return None
    left, _, right = text.partition("/")
    try:
        first = _days_of_part(left)
        last = _days_of_part(right) if right else first
    except ValueError:  # a month or a day that no calendar has
        return None
    return (first[0], last[1]) if first and last else None


def _days_of_part(part: str) -> Interval | None:
    bare = part.strip().rstrip(_QUALIFIERS)
    if bare in _OPEN:
        return dt.date.min, dt.date.max
    if decade := _DECADE.fullmatch(bare):
        first = int(decade[1]) * 10
        return dt.date(first, 1, 1), dt.date(first + 9, 12, 31)
    point = _POINT.fullmatch(bare)
    return _days_of_point(*(int(g or 0) for g in point.groups())) if point else None


def _days_of_point(year: int, month: int, day: int) -> Interval:
    """Return the days of a date; a month or day of 0 is one that is not given."""
    if day:
        return (dt.date(year, month, day),) * 2
    if not month:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if month > _MONTHS:
        start = dt.date(year, _SEASONS.get(month, 1), 1)
        return start, start + _SEASON_LENGTH
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), following - dt.timedelta(days=1)
