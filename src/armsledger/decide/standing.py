"""Which decisions stand, and which of those on one thing counts. Independent of arrival."""

from collections.abc import Iterable, Mapping, Sequence

from armsledger.decide.fields import VERDICT
from armsledger.model.decision import Decision, Kind

_VERDICTS = frozenset({Kind.ACCEPT, Kind.REJECT})


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions by time, those of one moment by id."""
    return sorted(decisions, key=lambda d: (d.when, d.id))


def withdrawn(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the ids of the decisions that are withdrawn, each with the withdrawal's id.

    A withdrawal can be withdrawn itself. Ids are digests that cover their target, so that no
    chain of withdrawals can close.
    """
    by_target: dict[str, list[Decision]] = {}
    for decision in in_order(decisions):
        if decision.target is not None:
            by_target.setdefault(decision.target, []).append(decision)
    known: dict[str, str | None] = {}
    for target in by_target:
        _settle(target, by_target, known)
    return {target: by for target, by in known.items() if by is not None}


def _settle(
    start: str, by_target: Mapping[str, Sequence[Decision]], known: dict[str, str | None]
) -> None:
    """Note by which standing withdrawal a decision is withdrawn, without recursion."""
    waiting = [start]
    while waiting:
        target = waiting[-1]
        open_ones = [d.id for d in by_target.get(target, ()) if d.id not in known]
        if open_ones:
            waiting += open_ones
            continue
        standing = [d.id for d in by_target.get(target, ()) if known[d.id] is None]
        known[target] = standing[0] if standing else None
        waiting.pop()


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that are not withdrawn, in order, the withdrawals left out."""
    found = list(decisions)
    gone = withdrawn(found)
    return [d for d in in_order(found) if d.id not in gone and d.kind is not Kind.WITHDRAW]


def slot_of(decision: Decision) -> str | None:
    """Return which part of a claim a decision sets: a field, or `VERDICT`; None: no part."""
    if decision.kind in _VERDICTS:
        return VERDICT
    return decision.field if decision.kind is Kind.CORRECT else None


def heads(decisions: Sequence[Decision]) -> list[Decision]:
    """Return those of the standing decisions on one thing that no other one knowingly overrules.

    In order: the last one counts. More than one: they were made without knowing of each other.
    """
    overruled = {one for decision in decisions for one in decision.basis}
    return [decision for decision in in_order(decisions) if decision.id not in overruled]


def by_slot(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Return the standing decisions on one claim by the part that they set, each in order."""
    slots: dict[str, list[Decision]] = {}
    for decision in in_order(decisions):
        slot = slot_of(decision)
        if slot is not None:
            slots.setdefault(slot, []).append(decision)
    return slots


def says_the_same(one: Decision, other: Decision) -> bool:
    """Tell whether two decisions on the same part of the same claim agree."""
    return (one.kind, one.field, one.value) == (other.kind, other.field, other.value)
