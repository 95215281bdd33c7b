"""Which grammatical slot of a trigger holds the recipient, the supplier, either, or another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from armsledger.vocabulary.tables import read_table

ROLES: Final = ("recipient", "supplier", "third", "either")


@dataclass(frozen=True, slots=True)
class Frames:
    """Slot labels by group and role, and the exporters' weights."""

    slots: Mapping[tuple[str, str], frozenset[str]]
    exporters: Mapping[str, float]  # code -> 0 to 1

    def roles(self, groups: Iterable[str], label: str) -> frozenset[str]:
        """Return the roles that a word in this slot may have under these groups."""
        names = _readings(label)
        return frozenset(
            role
            for group in groups
            for role in ROLES
            if self.slots.get((group, role), frozenset()) & names
        )


@cache
def load_frames() -> Frames:
    """Return the frames of the data files."""
    slots = {
        (row["group"], role): frozenset(row[role].split("|")) - {""}
        for row in read_table("frames.csv", ("group", *ROLES))
        for role in ROLES
    }
    weights = {
        row["code"]: float(row["weight"]) / 10
        for row in read_table("exporters.csv", ("code", "weight"))
    }
    return Frames(slots, weights)


def _readings(label: str) -> frozenset[str]:
    """Return the label and what it reads as: the slot of the innermost preposition counts too."""
    parts = label.split("/")
    if len(parts) == 1:
        return frozenset({label})
    last = parts[-1]
    return frozenset({label, last} if last.startswith("prep_") else {label})
