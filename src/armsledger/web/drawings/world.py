"""The world as drawn: outlines of states and a point for each; see docs/desk-drawings.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from armsledger.web.drawings.arrows import Point

# Where a state that is gone was: its capital's state of today.
FORMER: Final[Mapping[str, str]] = {
    "SUN": "RUS",
    "YUG": "SRB",
    "DDR": "DEU",
    "CSK": "CZE",
    "VDR": "VNM",
    "YMD": "YEM",
}


@dataclass(frozen=True, slots=True)
class World:
    """The map's data, in the units of its own drawing."""

    width: float
    height: float
    shapes: Mapping[str, str]  # ISO 3166-1 alpha-3 -> path
    places: Mapping[str, Point]

    def place(self, code: str) -> Point | None:
        """Return where an actor is drawn; None for those that are no states."""
        return self.places.get(FORMER.get(code, code))


@cache
def read_world() -> World:
    """Return the bundled map."""
    raw = json.loads((files(__package__) / "data" / "world.json").read_text("utf-8"))
    places = {code: Point(x, y) for code, (x, y) in raw["places"].items()}
    return World(raw["width"], raw["height"], raw["shapes"], places)
