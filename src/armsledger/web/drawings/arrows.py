"""Curved arrows that grow from the giver to the taker."""

import math
from dataclasses import dataclass
from typing import Final

from armsledger.web.drawings.svg import short

_BEND: Final = (
    0.18  # of the distance, to the left of the way: there and back do not cover each other
)
_TAIL: Final = 0.3  # of the width at the giver
_HEAD: Final = 2.6  # the head's length in widths, at least _LEAST
_LEAST: Final = 6.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing."""

    x: float
    y: float

    def __add__(self, other: "Point") -> "Point":
        return Point(self.x + other.x, self.y + other.y)

    def __sub__(self, other: "Point") -> "Point":
        return Point(self.x - other.x, self.y - other.y)

    def times(self, factor: float) -> "Point":
        """Return the point, that many times as far from the origin."""
        return Point(self.x * factor, self.y * factor)

    @property
    def length(self) -> float:
        """The distance from the origin."""
        return math.hypot(self.x, self.y)

    def toward(self, other: "Point") -> "Point":
        """Return the step of length 1 towards another point; none to itself."""
        way = other - self
        return way.times(1 / way.length) if way.length else Point(0, 0)

    def text(self) -> str:
        """Return the point as a path writes it."""
        return f"{short(self.x)} {short(self.y)}"


@dataclass(frozen=True, slots=True)
class Area:
    """The part of the drawing in which an arrow must stay."""

    left: float
    top: float
    right: float
    bottom: float

    def clamp(self, point: Point) -> Point:
        """Return the nearest point that lies in the area."""
        return Point(
            min(max(point.x, self.left), self.right), min(max(point.y, self.top), self.bottom)
        )


def bend(start: Point, end: Point, area: Area) -> Point:
    """Return the point that pulls the arrow to the side."""
    way = end - start
    across = Point(way.y, -way.x).times(_BEND)
    return area.clamp((start + end).times(0.5) + across)


def arrow(start: Point, end: Point, width: float, area: Area) -> str:
    """Return the outline of an arrow as a path.

    Args:
        start: the giver's place.
        end: where the point of the arrow lies.
        width: at the head.
        area: the arrow's bend stays in it; start and end must lie in it.
    """
    middle = bend(start, end, area)
    ahead = middle.toward(end)
    size = min(max(width * _HEAD, _LEAST), (end - start).length / 2)
    neck = end - ahead.times(size)
    side, first = _left(ahead), _left(start.toward(middle))
    wing = side.times(max(width, 1) / 2 + 2.2)
    half, tail = side.times(width / 2), first.times(width * _TAIL / 2)
    pulled = (half + tail).times(0.5)
    left = f"M{(start + tail).text()}Q{(middle + pulled).text()} {(neck + half).text()}"
    head = f"L{(neck + wing).text()} {end.text()} {(neck - wing).text()} {(neck - half).text()}"
    return f"{left}{head}Q{(middle - pulled).text()} {(start - tail).text()}z"


def _left(way: Point) -> Point:
    return Point(way.y, -way.x)
