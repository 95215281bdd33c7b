"""Why a claim of one side has no counterpart on the other, told from the claims of both alone."""

from collections.abc import Callable, Sequence
from typing import Final

from armsledger.evaluation.mistakes import Cause
from armsledger.evaluation.places import Stretch
from armsledger.evaluation.score import CLAIM_KEY, Key

# Positions in the key of a claim.
REPORT, EVENT, RECIPIENT, WEAPON = range(len(CLAIM_KEY))

# What a near claim shares, and what it then differs in.
_NEARNESS: Final = (
    (Cause.WEAPON, (EVENT, RECIPIENT), WEAPON),
    (Cause.RECIPIENT, (EVENT, WEAPON), RECIPIENT),
    (Cause.EVENT, (RECIPIENT, WEAPON), EVENT),
    (Cause.BOTH, (EVENT,), WEAPON),
)

Told = tuple[Cause, str | None]


def nearest_cause(key: Key, near: Sequence[Key]) -> Told:
    """Return how the nearest of several claims differs from one, and its value in that place."""
    for cause, shared, differing in _NEARNESS:
        for other in near:
            if all(other[part] == key[part] for part in shared):
                return cause, other[differing]
    return Cause.ALONE, None


def wrong_cause(
    key: Key,
    place: Stretch | None,
    gold: Sequence[tuple[Key, Stretch | None]],
    is_hit: Callable[[Key], bool],
) -> Told:
    """Return why a predicted claim is wrong, and what gold has in its place.

    Args:
        key: the predicted claim's.
        place: its sentence; None where it is not known.
        gold: the report's gold claims with their places.
        is_hit: whether a gold claim was found.
    """
    if not gold:
        return Cause.NO_REPORT, None
    if place is None or all(where is None for _, where in gold):
        return nearest_cause(key, [other for other, _ in gold])
    here = [other for other, where in gold if where is not None and where.overlaps(place)]
    if not here:
        return Cause.NO_SENTENCE, None
    free = [other for other in here if not is_hit(other)]
    cause, instead = nearest_cause(key, free)
    taken, told = nearest_cause(key, [other for other in here if is_hit(other)])
    if cause is Cause.ALONE and taken is not Cause.ALONE:
        return (Cause.BESIDE if taken is Cause.EVENT else Cause.DUPLICATED), told
    return cause, instead
