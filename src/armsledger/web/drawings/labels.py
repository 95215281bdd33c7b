"""Names beside points, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.web.drawings.arrows import Area
from armsledger.web.drawings.measure import fit, room

_LONGEST: Final = 130.0
_AIR: Final = 4.0
_STEPS: Final = (0.0, 5.0)  # how much farther off a name is tried


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that wants a place beside its point."""

    words: str
    x: float
    y: float
    reach: float  # of the point's own mark


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with its place: the left end of its base line, and the box that it fills."""

    words: str
    x: float
    y: float
    box: Area


def place_labels(
    wanted: Sequence[Wanted], area: Area, size: float, taken: Sequence[Area] = ()
) -> list[Placed | None]:
    """Return a place for each name, those that come first first; None where there is no room.

    Args:
        wanted: names with their points, the most important first.
        area: no name leaves it.
        size: of the type.
        taken: boxes that must stay free.
    """
    boxes = list(taken)
    found: list[Placed | None] = []
    for one in wanted:
        free = (p for p in _candidates(one, size) if _within(p.box, area))
        place = next((p for p in free if not any(overlap(p.box, box) for box in boxes)), None)
        if place is not None:
            boxes.append(place.box)
        found.append(place)
    return found


def _candidates(one: Wanted, size: float) -> list[Placed]:
    words = fit(one.words, _LONGEST, size, is_bold=True)
    width = room(words, size, is_bold=True)
    places = [place for extra in _STEPS for place in _around(one, width, size, extra)]
    return [Placed(words, x, y, _box(x, y, width, size)) for x, y in places]


def _around(one: Wanted, width: float, size: float, extra: float) -> list[tuple[float, float]]:
    """Return where a name could begin: beside, over, under its point, then at the corners."""
    far = one.reach + _AIR + 1 + extra
    down, low, aside = far + size * 0.75, size * 0.35, far * 0.7
    return [
        (one.x + far, one.y + low),
        (one.x - far - width, one.y + low),
        (one.x - width / 2, one.y - far),
        (one.x - width / 2, one.y + down),
        (one.x + aside, one.y - aside),
        (one.x + aside, one.y + aside + size * 0.7),
        (one.x - aside - width, one.y - aside),
        (one.x - aside - width, one.y + aside + size * 0.7),
    ]


def _box(x: float, y: float, width: float, size: float) -> Area:
    return Area(x - _AIR, y - size * 0.9, x + width + _AIR, y + size * 0.3)


def _within(box: Area, area: Area) -> bool:
    return (
        box.left >= area.left
        and box.right <= area.right
        and box.top >= area.top
        and box.bottom <= area.bottom
    )


def overlap(one: Area, other: Area) -> bool:
    """Return whether two boxes share more than an edge."""
    beside = one.right <= other.left or other.right <= one.left
    return not (beside or one.bottom <= other.top or other.bottom <= one.top)
