"""Replaying decisions on the claims of one report: which claims remain, and as what."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.decide.anchoring import find_claim, how_found, locate
from armsledger.decide.fields import VERDICT, decided, parse_field
from armsledger.decide.standing import by_slot, heads, standing
from armsledger.model import Claim
from armsledger.model.decision import Anchor, DecidedClaim, Decision, Found, Kind

# The corrections that a newer extractor may have made by itself.
_TELLING: Final = frozenset({"event", "supplier", "recipient", "system", "category"})


@dataclass(frozen=True, slots=True)
class Binding:
    """Which claim an anchor of a decision is about."""

    decision: str
    ordinal: int  # number of the anchor among `Decision.places()`
    claim: str | None  # id
    found: Found


@dataclass(frozen=True, slots=True)
class Ruled:
    """What people have decided on one claim."""

    claim: Claim  # as decided; a rejected one as the machine read it
    verdict: Kind | None  # ACCEPT, REJECT, or CORRECT where only fields were corrected


@dataclass(frozen=True, slots=True)
class Replay:
    """The decisions on one report, replayed on its claims."""

    bindings: tuple[Binding, ...]  # by decision and ordinal
    ruled: Mapping[str, Ruled]  # by claim id; claims that nobody decided on are not in it


def replay(
    parts: Mapping[str, str], report: str, claims: Sequence[Claim], decisions: Iterable[Decision]
) -> Replay:
    """Return what decisions do to the claims of one report's current extraction.

    A pure function of sets: neither the order of the claims nor that of the decisions matters.

    Args:
        parts: the report's text and title by part name.
        report: its content hash.
        claims: as the machine read them.
        decisions: all that have an anchor in the report, with all that withdraw these.
    """
    found = list(decisions)
    current = standing(found)
    mended = _corrections(current)
    bindings: list[Binding] = []
    for decision in sorted(found, key=lambda d: d.id):
        for ordinal, anchor in enumerate(decision.places()):
            if anchor.report == report:
                claim = _claim_at(anchor, parts, claims, mended.get(_same_claim(anchor), {}))
                key = None if claim is None else claim.id
                bindings.append(Binding(decision.id, ordinal, key, how_found(anchor, claim)))
    return Replay(tuple(bindings), _rule(claims, current, bindings))


def _claim_at(
    anchor: Anchor,
    parts: Mapping[str, str],
    claims: Sequence[Claim],
    mended: Mapping[str, str | None],
) -> Claim | None:
    place = locate(anchor, parts.get(anchor.part, ""))
    return None if place is None else find_claim(anchor, place, claims, mended)


def _same_claim(anchor: Anchor) -> tuple[object, ...]:
    """Return what is equal for two anchors of one claim of one extraction."""
    return (anchor.report, anchor.part, anchor.start, anchor.extractor, anchor.claim, anchor.like)


def _corrections(
    current: Iterable[Decision],
) -> dict[tuple[object, ...], dict[str, str | None]]:
    """Return what the claims that are anchored have been corrected to, the last word each."""
    grouped: dict[tuple[object, ...], list[Decision]] = {}
    for decision in current:
        if decision.kind is Kind.CORRECT and decision.field in _TELLING:
            grouped.setdefault(_same_claim(decision.anchors[0]), []).append(decision)
    return {
        key: {slot: json.loads(heads(made)[-1].value or "null") for slot, made in slots.items()}
        for key, slots in ((key, by_slot(made)) for key, made in grouped.items())
    }


def _rule(
    claims: Sequence[Claim], current: Iterable[Decision], bindings: Iterable[Binding]
) -> dict[str, Ruled]:
    on = {(b.decision, b.ordinal): b.claim for b in bindings}
    by_claim: dict[str, list[Decision]] = {}
    for decision in current:
        claim = on.get((decision.id, 0))
        if decision.anchors and claim is not None:
            by_claim.setdefault(claim, []).append(decision)
    ruled = ((claim.id, _rule_one(claim, by_claim.get(claim.id, ()))) for claim in claims)
    return {key: one for key, one in ruled if one is not None}


def _rule_one(claim: Claim, decisions: Sequence[Decision]) -> Ruled | None:
    last = {slot: heads(made)[-1] for slot, made in by_slot(decisions).items()}
    if not last:
        return None
    verdict = last.get(VERDICT)
    if verdict is not None and verdict.kind is Kind.REJECT:
        return Ruled(claim, Kind.REJECT)
    values = {
        slot: parse_field(slot, json.loads(decision.value or "null"))
        for slot, decision in last.items()
        if slot != VERDICT
    }
    evidence = {slot: decision.id for slot, decision in last.items()}
    kind = Kind.CORRECT if verdict is None else Kind.ACCEPT
    made: DecidedClaim = decided(claim, values, evidence)
    return Ruled(made, kind)
