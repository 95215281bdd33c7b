"""A long list cut into numbered slices: for lists that lie in memory anyway."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """The rows of one slice and its place in the list."""

    rows: tuple[T, ...]
    number: int  # from 1
    of: int  # how many slices; at least 1
    first: int  # place of the first row, from 1; 0: there are no rows
    total: int  # rows in all

    @property
    def last(self) -> int:
        """Place of the last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def told(self) -> str:
        """Return "1-60 of 200"."""
        return f"{self.first:,}\N{EN DASH}{self.last:,} of {self.total:,}"

    def mapped(self, make: Callable[[T], U]) -> "Slice[U]":
        """Return the slice with something else in the place of each row."""
        rows = tuple(make(row) for row in self.rows)
        return Slice(rows, self.number, self.of, self.first, self.total)


def slice_of(rows: Sequence[T], number: int, size: int) -> Slice[T]:
    """Return a slice; a number beyond the last gives the last.

    Args:
        rows: the whole list.
        number: which slice, from 1.
        size: rows of a slice.
    """
    of = max(-(-len(rows) // size), 1)
    number = min(max(number, 1), of)
    start = (number - 1) * size
    shown = tuple(rows[start : start + size])
    return Slice(shown, number, of, start + 1 if shown else 0, len(rows))
