"""Which date is an event's and which number counts its weapon, by learned weights.

Every candidate of the sentence gets a probability from the features of its pair with the event;
the likeliest one is taken if it is likely enough, else the slot stays empty.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

from armsledger.errors import ConfigurationError
from armsledger.extract.attach_features import (
    Setting,
    date_features,
    is_dateline,
    quantity_features,
)
from armsledger.extract.mentions import DateMention, Mention, QuantityMention
from armsledger.extract.scene import WeaponRef
from armsledger.extract.told import Told

ATTACH_FILE: Final = "attach.json"

AnyMention = TypeVar("AnyMention", bound=Mention)

# Dates or numbers of a sentence that are compared for one event, those nearest to it. The most
# seen in one sentence of a news report is 10; a table in one line has hundreds.
NEAREST: Final = 16


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over features that hold or do not."""

    threshold: float  # probability from which a candidate is taken
    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Return how likely the pair belongs together. Unknown features count for nothing."""
        # fsum: the same sum in whatever order a set gives its features.
        score = self.bias + math.fsum(self.weights.get(name, 0.0) for name in features)
        return 1.0 / (1.0 + math.exp(-score))


@dataclass(frozen=True, slots=True)
class AttachModel:
    """What was learned for each slot."""

    when: Weights
    quantity: Weights


@cache
def load_attach_model() -> AttachModel:
    """Return the weights that come with the package.

    Raises:
        ConfigurationError: the file lacks a part.
    """
    text = files("armsledger.extract").joinpath("data", ATTACH_FILE).read_text("utf-8")
    parts = json.loads(text)
    try:
        return AttachModel(*(_to_weights(parts[name]) for name in ("when", "quantity")))
    except KeyError as error:
        raise ConfigurationError(
            f"{ATTACH_FILE} has no {error}; write it anew with eval/train_attach.py"
        ) from error


def _to_weights(part: Mapping[str, object]) -> Weights:
    threshold, bias, weights = part["threshold"], part["bias"], part["weights"]
    if not (isinstance(threshold, float) and isinstance(bias, float) and isinstance(weights, dict)):
        raise ConfigurationError(
            f"{ATTACH_FILE} holds no weights; write it anew with eval/train_attach.py"
        )
    return Weights(threshold, bias, weights)


def date_of(
    told: Told, dates: Sequence[DateMention], setting: Setting, *, chosen: DateMention | None
) -> DateMention | None:
    """Return the date of an event, None where none of the sentence's is likely enough.

    Args:
        told: the event.
        dates: the sentence's dates.
        setting: what the sentence's pairs share.
        chosen: the date that the rule of the nearest in grammar gives the event.
    """
    weights = load_attach_model().when
    dates = nearest(dates, told.trigger.start)
    rated = [
        (
            weights.probability(date_features(date, told, dates, setting, chosen=date is chosen)),
            date,
        )
        for date in dates
        if not is_dateline(date, setting.scene)
    ]
    return _likeliest(rated, weights.threshold)


def quantity_of(
    told: Told,
    weapon: WeaponRef | None,
    quantities: Sequence[QuantityMention],
    setting: Setting,
) -> QuantityMention | None:
    """Return the number that counts an event's weapon, None where none is likely enough."""
    weights = load_attach_model().quantity
    quantities = nearest(quantities, told.trigger.start)
    rated = [
        (weights.probability(quantity_features(q, weapon, told, quantities, setting)), q)
        for q in quantities
    ]
    return _likeliest(rated, weights.threshold)


def nearest(mentions: Sequence[AnyMention], at: int) -> Sequence[AnyMention]:
    """Return the mentions nearest to a place, NEAREST at most, in their order."""
    if len(mentions) <= NEAREST:
        return mentions
    ranked = sorted(mentions, key=lambda m: (abs(m.start - at), m.start))[:NEAREST]
    return sorted(ranked, key=lambda m: m.start)


def _likeliest(rated: Iterable[tuple[float, AnyMention]], threshold: float) -> AnyMention | None:
    best = max(rated, key=lambda pair: (pair[0], -pair[1].start), default=None)
    return best[1] if best is not None and best[0] >= threshold else None
