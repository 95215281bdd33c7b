"""What the sentence encoder is taught: sentences in pieces, their triggers, names and labels."""

from dataclasses import dataclass

import numpy as np
from train import Example, Keys, gold_at

from armsledger.extract.choose import NONE, event_rows
from armsledger.extract.encoder.wordpiece import Pieces, WordPieces
from armsledger.model import Event, Factuality

EVENTS = (NONE, *(str(event) for event in Event))
ROLES = ("none", "recipient", "supplier", "weapon")
TOLD = tuple(str(value) for value in Factuality)

# A label that is not there: nothing is learned from it.
UNKNOWN = -1


@dataclass(frozen=True)
class Row:
    """A sentence with triggers.

    Attributes:
        ids: the pieces.
        triggers: half-open ranges of pieces, one for each trigger.
        names: the same of the weapons and actors.
        events: the event of each trigger, a place in EVENTS.
        roles: (triggers, names) places in ROLES; UNKNOWN for a trigger without a claim.
        told: how each trigger's event is told, a place in TOLD, or UNKNOWN.
    """

    ids: tuple[int, ...]
    triggers: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, int], ...]
    events: np.ndarray
    roles: np.ndarray
    told: np.ndarray
    fold: int
    real: bool


def rows_of(example: Example, keys: Keys, pieces: WordPieces) -> list[Row]:
    """Return the rows of a report's sentences that have triggers, in reading order."""
    groups: dict[int, list] = {}
    for place, _ in event_rows(example.scene):
        groups.setdefault(place.position, []).append(place)
    return [_row(places, example, keys, pieces) for places in groups.values()]


def _row(places: list, example: Example, keys: Keys, splitter: WordPieces) -> Row:
    seen = places[0].sentence
    sentence = seen.sentence
    pieces = splitter.split(sentence.text)
    names = [*seen.actors, *seen.weapons]
    claims = [gold_at(place, example) for place in places]
    roles = np.full((len(places), len(names)), UNKNOWN)
    for line, found in zip(roles, claims, strict=True):
        if found:
            line[:] = [_role(name, found, example, keys) for name in names]
    return Row(
        ids=pieces.ids,
        triggers=tuple(_at(pieces, p.trigger, sentence) for p in places),
        names=tuple(_at(pieces, name, sentence) for name in names),
        events=np.array([EVENTS.index(c[0]["event"]) if c else 0 for c in claims]),
        roles=roles,
        told=np.array([TOLD.index(c[0]["factuality"]) if c else UNKNOWN for c in claims]),
        fold=example.fold,
        real=example.real,
    )


def _at(pieces: Pieces, found, sentence) -> tuple[int, int]:
    return pieces.of(found.start - sentence.start, found.end - sentence.start)


def _role(name, claims: list[dict], example: Example, keys: Keys) -> int:
    code = getattr(name, "code", None)
    if code is None:
        key = keys.of_candidate(name.key, example.scene)
        return 3 * any(keys.of_gold(claim) == key for claim in claims)
    if any(claim["recipient"] == code for claim in claims):
        return 1
    return 2 * any(claim["supplier"] == code for claim in claims)
