"""What an evaluation got wrong, claim by claim, with the likely cause and the sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from armsledger.evaluation.rows import ScoredClaim
from armsledger.evaluation.score import CLAIM_KEY, Key, claims_by_key

# Positions in the key of a claim.
_REPORT, _EVENT, _RECIPIENT, _WEAPON = range(len(CLAIM_KEY))


class Side(StrEnum):
    """Which of the two sides has the claim."""

    MISSED = "missed"  # only the gold set
    WRONG = "wrong"  # only the prediction


class Cause(StrEnum):
    """How the nearest claim of the other side differs, nearest first."""

    WEAPON = "another weapon"
    RECIPIENT = "another recipient"
    EVENT = "another event"
    BOTH = "another weapon and recipient"
    ALONE = "nothing like it on the other side"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One claim that only one side has."""

    side: Side
    cause: Cause
    report: str
    event: str
    recipient: str | None
    weapon: str
    instead: str | None  # what the nearest claim of the other side has in that place
    quote: str | None  # the sentence, where it is known


# What a near claim shares, and what it then differs in.
_NEARNESS: Final = (
    (Cause.WEAPON, (_EVENT, _RECIPIENT), _WEAPON),
    (Cause.RECIPIENT, (_EVENT, _WEAPON), _RECIPIENT),
    (Cause.EVENT, (_RECIPIENT, _WEAPON), _EVENT),
    (Cause.BOTH, (_EVENT,), _WEAPON),
)


def find_mistakes(
    gold: Sequence[ScoredClaim],
    predicted: Sequence[ScoredClaim],
    aliases: Mapping[str, str],
    sentences: Mapping[str, Sequence[str]],
) -> tuple[Mistake, ...]:
    """Return what was missed and what was wrong, by event, side and cause.

    Args:
        gold: the gold claims.
        predicted: the predicted claims.
        aliases: names that count as equal.
        sentences: by report, for gold claims that give a sentence's number and no quote.
    """
    sides = claims_by_key(gold, predicted, CLAIM_KEY, aliases)
    found = [
        *_one_sided(Side.MISSED, sides[0], sides[1].keys(), sentences),
        *_one_sided(Side.WRONG, sides[1], sides[0].keys(), sentences),
    ]
    order = list(Cause)
    return tuple(
        sorted(found, key=lambda m: (m.event, m.side, order.index(m.cause), m.report, str(m)))
    )


def _one_sided(
    side: Side,
    claims: Mapping[Key, ScoredClaim],
    others: Iterable[Key],
    sentences: Mapping[str, Sequence[str]],
) -> Iterator[Mistake]:
    other_keys = sorted(others, key=str)
    for key in claims.keys() - set(other_keys):
        near = [other for other in other_keys if other[_REPORT] == key[_REPORT]]
        cause, instead = _cause_of(key, near)
        yield Mistake(
            side=side,
            cause=cause,
            report=str(key[_REPORT]),
            event=str(key[_EVENT]),
            recipient=key[_RECIPIENT],
            weapon=str(key[_WEAPON]),
            instead=instead,
            quote=_quote_of(claims[key], sentences),
        )


def _cause_of(key: Key, near: Sequence[Key]) -> tuple[Cause, str | None]:
    for cause, shared, differing in _NEARNESS:
        for other in near:
            if all(other[part] == key[part] for part in shared):
                return cause, other[differing]
    return Cause.ALONE, None


def _quote_of(claim: ScoredClaim, sentences: Mapping[str, Sequence[str]]) -> str | None:
    if claim.quote is not None or claim.sentence is None:
        return claim.quote
    known = sentences.get(claim.report, ())
    return known[claim.sentence] if 0 <= claim.sentence < len(known) else None
