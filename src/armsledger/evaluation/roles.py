"""Which values are missing or wrong on the claims that both sides have, and why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from armsledger.evaluation.mistakes import Cause, Evidence, Mistake, Side
from armsledger.evaluation.places import Stretch
from armsledger.evaluation.rows import ScoredClaim, Speaker
from armsledger.evaluation.score import SLOTS, Key
from armsledger.evaluation.trace import Trace
from armsledger.evaluation.values import Value, equal, value_of

Placed = Callable[[ScoredClaim], Stretch | None]
Groups = Mapping[Key, Sequence[ScoredClaim]]


def role_mistakes(
    gold: Iterable[ScoredClaim],
    predicted: Iterable[ScoredClaim],
    evidence: Evidence,
    place_of: Placed,
) -> Iterator[Mistake]:
    """Yield the values of claims of both sides that only one side has.

    Args:
        gold: the gold claims.
        predicted: the predicted claims.
        evidence: aliases, sentences and what the reader saw.
        place_of: tells where a gold claim stands.
    """
    sides = _by_claim(gold, evidence), _by_claim(predicted, evidence)
    for key in sorted(sides[0].keys() & sides[1].keys(), key=str):
        for role in SLOTS:
            pair = _unmatched(sides[0][key], sides[1][key], role, evidence)
            yield from _of_role(role, pair, evidence, place_of)


def _by_claim(claims: Iterable[ScoredClaim], evidence: Evidence) -> Groups:
    groups: defaultdict[Key, list[ScoredClaim]] = defaultdict(list)
    for c in claims:
        groups[c.report, c.event, c.recipient, evidence.weapon_of(c)].append(c)
    return groups


Valued = tuple[ScoredClaim, Value]


def _unmatched(
    gold: Sequence[ScoredClaim], predicted: Sequence[ScoredClaim], role: str, evidence: Evidence
) -> tuple[list[Valued], list[Valued]]:
    """Return the values of each side that the other lacks, matched one to one in order."""
    left = _valued(predicted, role, evidence)
    missed: list[Valued] = []
    for claim, value in _valued(gold, role, evidence):
        at = next((i for i, (_, other) in enumerate(left) if equal(role, value, other)), None)
        if at is None:
            missed.append((claim, value))
        else:
            del left[at]
    return missed, left


def _valued(claims: Iterable[ScoredClaim], role: str, evidence: Evidence) -> list[Valued]:
    found: list[Valued] = []
    for claim in claims:
        value = value_of(claim, role, evidence.aliases)
        if value is not None and not any(equal(role, value, seen) for _, seen in found):
            found.append((claim, value))
    return found


def _of_role(
    role: str,
    pair: tuple[list[Valued], list[Valued]],
    evidence: Evidence,
    place_of: Placed,
) -> Iterator[Mistake]:
    missed, wrong = pair
    instead = _shown(wrong[0][1]) if wrong else None
    for claim, value in missed:
        cause = _missed_cause(role, claim, value, evidence.traces.get(claim.report), place_of)
        cause = Cause.OTHER if wrong and cause is Cause.NOT_FILLED else cause
        yield _mistake(Side.MISSED, role, cause, (claim, value), instead, evidence)
    for claim, value in wrong:
        cause = Cause.OTHER if missed else Cause.NEEDLESS
        told = _shown(missed[0][1]) if missed else None
        yield _mistake(Side.WRONG, role, cause, (claim, value), told, evidence)


def _missed_cause(
    role: str, claim: ScoredClaim, value: Value, seen: Trace | None, place_of: Placed
) -> Cause:
    """Return whether the grammars saw the value at all, where that can be told."""
    place = place_of(claim)
    if seen is None or place is None:
        return Cause.NOT_FILLED
    here = [s.values[role] for s in seen.sentences if role in s.values and place.overlaps(s.place)]
    if not here:
        return Cause.NOT_FILLED
    known = any(equal(role, value, other) for values in here for other in values)
    return Cause.NOT_TAKEN if known else Cause.NOT_SEEN


def _mistake(
    side: Side, role: str, cause: Cause, of: Valued, instead: str | None, evidence: Evidence
) -> Mistake:
    claim, value = of
    return Mistake(
        side=side,
        role=role,
        cause=cause,
        report=claim.report,
        event=claim.event,
        recipient=claim.recipient,
        weapon=evidence.weapon_of(claim),
        value=_shown(value),
        instead=instead,
        quote=evidence.quote_of(claim),
    )


def _shown(value: Value) -> str:
    match value:
        case Speaker():
            return value.name
        case (amount, currency):
            return f"{amount:,.0f} {currency or '?'}"
        case float():
            return f"{value:g}"
    return str(value)
