"""Which claim is worth a person's look first: how doubtful it is, times what hangs on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from armsledger.model import Claim, Deal, is_weak
from armsledger.model.claim import WEAK_CONFIDENCE
from armsledger.model.decision import Doubt

# What a change of a cell is worth, in the eyes of who reads the register: whether and how far a
# deal has got comes before its figures, these before their support. A judgement, not a measurement.
CELL_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "deal": 8.0,  # it appears or vanishes
        "stage": 5.0,
        "state": 5.0,
        "quantity": 3.0,
        "value": 3.0,
        "ordered": 2.0,
        "delivered": 2.0,
        "sanctioned": 2.0,
        "opposed": 1.0,
        "support": 1.5,
        "next": 1.0,
        "disagreements": 1.0,
        "origins": 0.5,
    }
)

# A claim on which nothing hangs still counts for a little: then doubt alone orders the queue.
LEAST_EFFECT: Final = 0.1

# What a weak claim may move is not known before it is tried; as much as a figure.
UNTRIED: Final = 3.0

# How many more claims are tried than asked for, and at least.
SHORTLIST_FACTOR: Final = 4
SHORTLIST_LEAST: Final = 40

_COUNTED: Final = frozenset({"disagreements", "origins"})


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A deal as it is, and as it would be if one of its claims were decided on."""

    claim: Claim
    now: Deal
    accepted: Deal
    rejected: Deal | None  # None: no claim would be left


def doubt_of(confidence: float) -> float:
    """Return how likely it is, 0 to 1, that a claim is treated wrongly now.

    A weak claim does not move its deal: that is wrong if the claim is right. Any other does.
    """
    return confidence if confidence < WEAK_CONFIDENCE else 1 - confidence


def changed_cells(before: Deal, after: Deal | None) -> tuple[str, ...]:
    """Return the names of a deal's cells that differ, sorted; "deal" if it vanishes."""
    if after is None:
        return ("deal",)
    return tuple(
        sorted(
            name
            for name in CELL_WEIGHTS
            if name != "deal" and _cell(before, name) != _cell(after, name)
        )
    )


def weigh(what_if: WhatIf) -> Doubt:
    """Return how much a claim is worth a look."""
    accepted = changed_cells(what_if.now, what_if.accepted)
    rejected = changed_cells(what_if.now, what_if.rejected)
    claim = what_if.claim
    cells = accepted if is_weak(claim) else rejected
    return Doubt(
        claim=claim,
        deal=what_if.now.id,
        doubt=doubt_of(claim.confidence),
        effect=LEAST_EFFECT + sum(CELL_WEIGHTS[cell] for cell in cells),
        if_accepted=accepted,
        if_rejected=rejected,
    )


def in_queue(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts in the order in which they are worth a look."""
    return sorted(doubts, key=lambda d: (-d.weight, -d.doubt, d.claim.id))


def guess_of(deal: Deal, claim: str, confidence: float) -> float:
    """Return a guess, from a deal's evidence, of what a look at one of its claims is worth."""
    return doubt_of(confidence) * _stake(deal, claim, confidence)


def _stake(deal: Deal, claim: str, confidence: float) -> float:
    """Return a guess of what hangs on a claim: its share in the evidence of the cells."""
    if confidence < WEAK_CONFIDENCE:
        return UNTRIED
    shares = (
        CELL_WEIGHTS.get(cell, 0.0) / len(claims)
        for cell, claims in deal.evidence
        if claim in claims
    )
    alone = CELL_WEIGHTS["deal"] if len(deal.claims) == 1 else 0.0
    return LEAST_EFFECT + alone + sum(shares)


def _cell(deal: Deal, name: str) -> object:
    value: object = getattr(deal, name)
    return len(value) if name in _COUNTED and isinstance(value, Sequence) else value
