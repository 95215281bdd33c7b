"""An axis of time: days to x, and years or months as its ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from armsledger.model.edtf import FIRST_DAY, LAST_DAY, DayRange, day_range

_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)  # years from tick to tick
_QUARTER: Final = 3  # months
_SHORT: Final = 900  # days: a stretch below it is told by months
_MONTHS: Final = ("Jan", "Apr", "Jul", "Oct")


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis with its name."""

    x: float
    words: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last` over x from `left` to `right`."""

    first: int  # ordinal
    last: int
    left: float
    right: float

    def x(self, day: int) -> float:
        """Return the place of a day; days beyond the ends stand at the ends."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first) / max(self.last - self.first, 1)
        return self.left + share * (self.right - self.left)

    def ticks(self, room: float) -> tuple[Tick, ...]:
        """Return the ticks, at least `room` apart."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        if self.last - self.first < _SHORT:
            months = tuple(self._months(first, last))
            if (self.right - self.left) / max(len(months), 1) >= room:
                return months
        most = max((self.right - self.left) / room, 1)
        years = last.year - first.year + 1
        step = next((s for s in _STEPS if years / s <= most), _STEPS[-1])
        return tuple(
            Tick(self.x(date(year, 1, 1).toordinal()), f"{year}")
            for year in range(-(-first.year // step) * step, last.year + 1, step)
            if year >= 1
        )

    def _months(self, first: date, last: date) -> Iterable[Tick]:
        for year in range(first.year, last.year + 1):
            for n, name in enumerate(_MONTHS):
                day = date(year, 1 + n * _QUARTER, 1).toordinal()
                if self.first <= day <= self.last:
                    yield Tick(self.x(day), f"{year}" if n == 0 else name, is_minor=n > 0)


def axis_of(times: Iterable[str | None], *, left: float, right: float) -> Axis | None:
    """Return the axis from the first to the last of some EDTF times; None if there is no time.

    It begins and ends with a year, or with a quarter where it is short.
    """
    known = [found for text in times if (found := day_range(text)) is not None]
    days = [day for found in known for day in closed_ends(found)]
    if not days:
        return None
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    if max(days) - min(days) < _SHORT:
        begin = first.replace(month=_quarter(first), day=1)
        end = last.replace(month=_quarter(last) + _QUARTER - 1, day=28)
        return Axis(begin.toordinal(), max(end, last).toordinal(), left, right)
    return Axis(
        date(first.year, 1, 1).toordinal(), date(last.year, 12, 31).toordinal(), left, right
    )


def closed_ends(days: DayRange) -> list[int]:
    """Return those ends of a range that are known."""
    return [day for day in (days.start, days.end) if FIRST_DAY < day < LAST_DAY]


def ordinal(iso: str | None) -> int | None:
    """Return a day's number, None for none."""
    return None if iso is None else date.fromisoformat(iso).toordinal()


def _quarter(day: date) -> int:
    """Return the first month of a day's quarter."""
    return (day.month - 1) // _QUARTER * _QUARTER + 1
