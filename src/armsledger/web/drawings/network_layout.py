"""Places for the nodes of a network: springs between the tied, all others push apart."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from armsledger.web.drawings.arrows import Area, Point

_ROUNDS: Final = 220  # after which 60 nodes move no more than a pixel
_FIRST_STEP: Final = 0.12  # of the drawing's size; shrinks to nothing
_PULL: Final = 0.14  # towards the middle: parts that are not tied stay near each other
_NEAR: Final = 1e-9

Plane = NDArray[np.float64]


def spread(count: int, ties: Sequence[tuple[int, int]]) -> Plane:
    """Return a place for each node, a row each; the same input gives the same places.

    The method of Fruchterman and Reingold (1991), started from a circle in the given order.

    Args:
        count: of nodes, numbered from 0.
        ties: pairs of nodes.
    """
    turns = np.arange(count) * (2 * np.pi / count)
    places = np.stack([np.cos(turns), np.sin(turns)], axis=1) * 0.4
    tied = np.zeros((count, count))
    for one, other in ties:
        tied[one, other] = tied[other, one] = 1
    for n in range(_ROUNDS):
        places = places + _step(places, tied, _FIRST_STEP * (1 - n / _ROUNDS))
    return places


def _step(places: Plane, tied: Plane, longest: float) -> Plane:
    apart = places[:, None, :] - places[None, :, :]
    distance = np.maximum(np.sqrt((apart**2).sum(axis=2)), _NEAR)
    ideal = len(places) ** -0.5
    force = ideal**2 / distance**2 - tied * distance / ideal
    moved = (apart * force[:, :, None]).sum(axis=1) - places * _PULL / ideal
    length = np.maximum(np.sqrt((moved**2).sum(axis=1)), _NEAR)
    limited: Plane = moved / length[:, None] * np.minimum(length, longest)[:, None]
    return limited


def stretch(places: Plane, area: Area) -> list[Point]:
    """Return the places stretched over an area; whole units hide the last digits' noise."""
    low, high = places.min(axis=0), places.max(axis=0)
    share = (places - low) / np.maximum(high - low, _NEAR)
    if len(places) == 1:
        share = np.full((1, 2), 0.5)
    xs = np.rint(area.left + share[:, 0] * (area.right - area.left))
    ys = np.rint(area.top + share[:, 1] * (area.bottom - area.top))
    return [Point(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
