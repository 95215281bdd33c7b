"""How well claims' confidences tell how often the claims are right."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final

from armsledger.evaluation.rows import ScoredClaim
from armsledger.evaluation.score import CLAIM_KEY, key_of

BINS: Final = 10

# Of `errors_by_chance`: how often is tried, and what share of the tries lies within its bounds.
TRIES: Final = 400
WITHIN: Final = 0.9
_SEED: Final = 20261122


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of about the same confidence."""

    count: int
    confidence: float  # mean
    right: float  # share


def are_right(
    gold: Sequence[ScoredClaim], predicted: Sequence[ScoredClaim], aliases: Mapping[str, str]
) -> list[bool]:
    """Return for each predicted claim, one by one, whether the scorer finds it in gold."""
    own = key_of(gold, CLAIM_KEY, aliases)
    known = {own(claim) for claim in gold}
    loosened = key_of(gold, CLAIM_KEY, aliases, may_loosen=True)
    return [loosened(claim) in known for claim in predicted]


def bins_of(
    confidences: Sequence[float], right: Sequence[bool], number: int = BINS
) -> tuple[Bin, ...]:
    """Return bins of as nearly as possible the same number of claims, least sure first.

    Claims of one confidence stay in their order, whichever of them are right.
    """
    ranked = sorted(zip(confidences, right, strict=True), key=itemgetter(0))
    number = min(number, len(ranked))
    edges = [round(i * len(ranked) / number) for i in range(number + 1)] if number else [0]
    parts = (ranked[a:b] for a, b in pairwise(edges))
    return tuple(
        Bin(
            count=len(part),
            confidence=sum(c for c, _ in part) / len(part),
            right=sum(is_right for _, is_right in part) / len(part),
        )
        for part in parts
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap of the bins, by their size."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def errors_by_chance(confidences: Sequence[float]) -> tuple[float, float]:
    """Return between what bounds the error lies if every confidence is exact.

    Few claims have an error by chance alone: whether a claim is right is drawn with its confidence
    as the probability, TRIES times; WITHIN of the errors lie between the bounds.
    """
    chance = random.Random(_SEED)
    errors = sorted(
        calibration_error(bins_of(confidences, [chance.random() < c for c in confidences]))
        for _ in range(TRIES)
    )
    outside = round((1 - WITHIN) / 2 * TRIES)
    return errors[outside], errors[-1 - outside]
