"""Who has put a sanction on a deal, who objects to it."""

import re
from collections.abc import Sequence
from typing import Final

from armsledger.assess.told import Told, pick
from armsledger.model import Event, Factuality

# Imposed and announced penalties count; threatened ones ("could") are told in the timeline only.
_COUNTED: Final = (Factuality.FACT, Factuality.PLANNED)

_LIFTED: Final = re.compile(
    r"\b(?:lift\w*|waiv\w*|exempt\w*|eas(?:e[sd]?|ing)|repeal\w*|revok\w*|remov\w*|end(?:s|ed|ing)?"
    r"|drop(?:s|ped|ping)?|carve-?out)\b",
    re.IGNORECASE,
)


def sanctioned_by(told: Sequence[Told]) -> tuple[tuple[str, ...], tuple[Told, ...]]:
    """Return the states and groups with a sanction over the deal, sorted, and the claims.

    A sanction's waiving or lifting is told by the same event; its words tell it apart.
    """
    found = [
        t
        for t in pick(told, Event.SANCTION, factuality=_COUNTED)
        if t.claim.actor and not _LIFTED.search(t.claim.trigger)
    ]
    return _actors(found), tuple(found)


def opposed_by(told: Sequence[Told]) -> tuple[tuple[str, ...], tuple[Told, ...]]:
    """Return the states and groups that object to the deal, sorted, and the claims."""
    found = [t for t in pick(told, Event.OBJECTION, factuality=_COUNTED) if t.claim.actor]
    return _actors(found), tuple(found)


def _actors(told: Sequence[Told]) -> tuple[str, ...]:
    return tuple(sorted({t.claim.actor for t in told if t.claim.actor}))
