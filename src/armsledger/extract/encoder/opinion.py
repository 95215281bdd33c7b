"""How the encoder's word is weighed against that of the features: a second opinion.

The features know the grammar, the whole report and the vocabularies; the encoder knows words that
no list has. Each choice is blended by a logistic regression over both, learned on reports that
neither had seen.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from armsledger.extract.argument_features import Place
from armsledger.extract.encoder.encoder import Encoder, View
from armsledger.extract.scene import ActorRef, SceneSentence, WeaponRef
from armsledger.extract.squashing import Floats, sigmoid, softmax
from armsledger.extract.triggers import Trigger

Name = ActorRef | WeaponRef

# Under this name, with the encoder's, what is seen of a sentence's triggers is kept in the parsed
# document's own storage: events, weapons and parties all ask.
_SIGHTS: Final = "armsledger.encoder"

# A role's place in `View.roles`.
ROLES: Final[Mapping[str, int]] = {"recipient": 1, "supplier": 2, "weapon": 3}

# Probabilities nearer to 0 or 1 count as these; logarithms stay small.
LEAST: Final = 1e-4
_LEAST_ROLE: Final = 0.005

# How large the encoder's vector stands beside the probabilities (sweep over folds: flat).
SEEN_SHARE: Final = 0.05
_WIDEST: Final = 5.0

# What `role_rows` gives of each candidate.
ROLE_FEATURES: Final = 8


@dataclass(frozen=True, slots=True)
class Blend:
    """A logistic regression: (features, classes) weights and (classes,) bias."""

    weights: Floats
    bias: Floats

    def scores(self, rows: Floats) -> Floats:
        """Return (rows, classes) scores before the squashing."""
        return np.asarray(rows @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Opinion:
    """An encoder and the weight of its word.

    Attributes:
        encoder: reads the sentences.
        events: blends the probabilities of events; classes as those of the linear model.
        roles: blends the scores of "weapon", "recipient" and "supplier".
        middle: (width,) what the encoder's vectors are on average.
        spread: (width,) their standard deviation.
    """

    encoder: Encoder
    events: Blend
    roles: Mapping[str, Blend]
    middle: Floats
    spread: Floats

    def of_events(self, probabilities: Floats, sights: Sequence["Sight"]) -> Floats:
        """Return (triggers, classes) probabilities of events after the second opinion."""
        if not sights:
            return probabilities
        rows = event_rows(probabilities, sights, self.scaled(sights))
        return softmax(self.events.scores(rows))

    def scaled(self, sights: Sequence["Sight"]) -> Floats:
        """Return (triggers, width) the encoder's vectors on the scale of the blends."""
        return scaled(sights, self.middle, self.spread)

    def of_role(
        self, role: str, scores: Floats, keys: Sequence[str], sights: Sequence["Sight"]
    ) -> Floats:
        """Return (triggers, candidates) scores of a role after the second opinion."""
        blended = self.roles[role].scores(role_rows(role, scores, keys, sights))[..., 0]
        return sigmoid(blended)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the encoder makes of one trigger: its sentence's view, and where the trigger stands."""

    view: View
    number: int  # of the trigger in its sentence
    names: tuple[str, ...]  # the codes and keys of the sentence's actors and weapons, as in `View`


def sights_of(places: Iterable[Place], encoder: Encoder) -> list[Sight]:
    """Return what an encoder makes of triggers; it reads each sentence once."""
    return [_sight(place.sentence, place.trigger, encoder) for place in places]


def _sight(seen: SceneSentence, trigger: Trigger, encoder: Encoder) -> Sight:
    stored: dict[Any, dict[int, Sight]] = trigger.head.doc.user_data.setdefault(_SIGHTS, {})
    key = (encoder.digest, seen.sentence.part, seen.sentence.start)
    sights = stored.get(key)
    if sights is None:
        view, names = _look(seen, encoder), tuple(map(_key_of, _named(seen)))
        numbered = enumerate(seen.triggers)
        sights = stored[key] = {t.start: Sight(view, number, names) for number, t in numbered}
    return sights[trigger.start]


def _look(seen: SceneSentence, encoder: Encoder) -> View:
    start = seen.sentence.start
    triggers = [(t.start - start, t.end - start) for t in seen.triggers]
    names = _named(seen)
    view = encoder.look(
        seen.sentence.text, triggers, [(n.start - start, n.end - start) for n in names]
    )
    return replace(view, roles=_shared(view.roles, names))


def _named(seen: SceneSentence) -> tuple[Name, ...]:
    return (*seen.actors, *seen.weapons)


def _key_of(name: Name) -> str:
    return name.code if isinstance(name, ActorRef) else name.key


def _shared(roles: Floats, names: Sequence[Name]) -> Floats:
    """Return the roles with those of names that are listed together made equal.

    "Both China and India signed": what is listed together plays one role, though the one is known
    as a seller and the other as a buyer.
    """
    shared = roles.copy()
    for members in _lists_of(names):
        shared[:, members] = roles[:, members].mean(axis=1, keepdims=True)
    return shared


def _lists_of(names: Sequence[Name]) -> list[list[int]]:
    """Return the numbers of the actors that the grammar lists together, two or more each."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        if isinstance(name, ActorRef):
            lists[min([name.head.i, *(t.i for t in name.head.conjuncts)])].append(number)
    return [members for members in lists.values() if len(members) > 1]


def event_rows(probabilities: Floats, sights: Sequence[Sight], vectors: Floats) -> Floats:
    """Return (triggers, features): both opinions of the event, and the trigger's vector.

    Args:
        probabilities: (triggers, classes) the first opinion.
        sights: of the triggers.
        vectors: (triggers, width) as `scaled`.
    """
    first = np.log(np.clip(probabilities, LEAST, 1.0))
    second = np.array([s.view.events[s.number] for s in sights])
    return np.hstack([first / 2, np.maximum(second, np.log(LEAST)) / 2, vectors])


def scaled(sights: Sequence[Sight], middle: Floats, spread: Floats) -> Floats:
    """Return (triggers, width) vectors of small numbers around 0."""
    seen = np.array([s.view.seen[s.number] for s in sights])
    return np.asarray(np.clip((seen - middle) / spread, -_WIDEST, _WIDEST) * SEEN_SHARE)


def role_rows(role: str, scores: Floats, keys: Sequence[str], sights: Sequence[Sight]) -> Floats:
    """Return (triggers, candidates, features) of a role: the first opinion, then the second.

    What the encoder has no word on, a candidate that the sentence does not name, is measured by
    the likeliest name of the sentence: where one plays the role, nobody else need.

    Args:
        role: one of ROLES.
        scores: (triggers, candidates) the first opinion.
        keys: the candidates; "" is an unnamed party.
        sights: of the triggers.
    """
    rows = np.zeros((*scores.shape, ROLE_FEATURES))
    rows[..., 0] = _logit(scores, LEAST)
    known: dict[tuple[int, int], Floats] = {}
    for part, sight in zip(rows, sights, strict=True):
        trigger = (id(sight.view), sight.number)
        if trigger not in known:
            known[trigger] = _role_part(_said(role, sight), keys)
        part[:, 1:-3] = known[trigger]
    if "" in keys:
        at = keys.index("")
        rows[:, at, -3] = 1.0
        rows[:, at, -2:] = rows[:, at, [0, 4]]
    return rows


def _said(role: str, sight: Sight) -> dict[str, float]:
    """Return how likely the encoder finds it that each named weapon or actor plays a role."""
    said: dict[str, float] = {}
    line = sight.view.roles[sight.number, :, ROLES[role]].tolist()
    for name, value in zip(sight.names, line, strict=True):
        said[name] = max(said.get(name, 0.0), value)
    return said


def _role_part(said: Mapping[str, float], keys: Sequence[str]) -> Floats:
    """Return (candidates, 4): named here, how likely, its rival's say, a rival's if not named."""
    part = np.zeros((len(keys), 4))
    ranked = sorted(said.values(), reverse=True)[:2]
    first, second = (*ranked, 0.0, 0.0)[:2]
    for row, key in zip(part, keys, strict=True):
        own = said.get(key)
        if own is None:
            row[3] = _lean(first)
        else:
            rival = second if own == first else first
            row[:3] = 1.0, _lean(own), _lean(rival)
    return part


def _lean(probability: float) -> float:
    """Return the logarithm of the odds, none of them extreme."""
    held = min(max(probability, _LEAST_ROLE), 1 - _LEAST_ROLE)
    return math.log(held / (1 - held))


def _logit(values: Floats, least: float) -> Floats:
    held = np.clip(values, least, 1 - least)
    return np.asarray(np.log(held / (1 - held)))
