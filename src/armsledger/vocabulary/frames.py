"""Which grammatical slot of a trigger holds the recipient, the supplier, either, or another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from armsledger.vocabulary.tables import read_table

ROLES: Final = ("recipient", "supplier", "third", "either")


@dataclass(frozen=True, slots=True)
class Frames:
    """Slot labels by group and role, and the exporters' weights."""

    slots: Mapping[tuple[str, str], frozenset[str]]
    exporters: Mapping[str, float]  # code -> 0 to 1
    # The same few pairs of groups and label are asked for thousands of times.
    _known: dict[tuple[frozenset[str], str], frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def roles(self, groups: Iterable[str], label: str) -> frozenset[str]:
        """Return the roles that a word in this slot may have under these groups."""
        key = frozenset(groups), label
        known = self._known.get(key)
        if known is None:
            names = _readings(label)
            known = self._known[key] = frozenset(
                role
                for group in key[0]
                for role in ROLES
                if self.slots.get((group, role), frozenset()) & names
            )
        return known


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
