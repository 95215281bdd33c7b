"""The log as people read it: what became of each decision, what overruled it, what conflicts."""

from collections.abc import Iterable, Mapping, Sequence

from armsledger.decide.replay import Binding
from armsledger.decide.standing import by_slot, heads, in_order, says_the_same, standing, withdrawn
from armsledger.model.decision import Decision, Found, Kind, Logged

_ON_DEALS = frozenset({Kind.MERGE, Kind.SPLIT})


def entries(
    decisions: Iterable[Decision], bindings: Mapping[str, Sequence[Binding]]
) -> tuple[Logged, ...]:
    """Return decisions with what became of them, by time.

    Args:
        decisions: with all that withdraw them; for conflicts to be seen, all those on the same
            claims and deals too.
        bindings: by decision, what its anchors were found to be, in order.
    """
    found = {decision.id: decision for decision in decisions}
    gone = withdrawn(found.values())
    current = standing(found.values())
    overruled, conflicts = _on_claims(current, bindings)
    conflicts |= _on_deals(current)
    return tuple(
        Logged(
            decision=decision,
            found=_found(decision, bindings.get(decision.id, ()), found),
            withdrawn_by=gone.get(decision.id),
            overruled_by=overruled.get(decision.id),
            conflict=conflicts.get(decision.id, ()),
        )
        for decision in in_order(found.values())
    )


def tally(log: Iterable[Logged]) -> dict[str, int]:
    """Return how many decisions were applied, moved and orphaned; withdrawn ones do not count."""
    counts = dict.fromkeys(map(str, Found), 0)
    for one in log:
        if one.withdrawn_by is None and one.decision.kind is not Kind.WITHDRAW:
            counts[str(one.found)] += 1
    return counts


def claim_heads(
    claim: str, decisions: Iterable[Decision], bindings: Mapping[str, Sequence[Binding]]
) -> dict[str, list[Decision]]:
    """Return by slot the standing decisions on a claim that nobody overruled, in order."""
    slots = by_slot(d for d in standing(decisions) if claim in _claims(d, bindings))
    return {slot: heads(made) for slot, made in slots.items()}


def deal_heads(deals: Iterable[str], decisions: Iterable[Decision]) -> list[Decision]:
    """Return the standing merges and splits that name one of the deals, in order."""
    wanted = set(deals)
    made = (d for d in standing(decisions) if d.kind in _ON_DEALS)
    return [d for d in made if wanted & {deal.id for deal in d.deals}]


def _claims(decision: Decision, bindings: Mapping[str, Sequence[Binding]]) -> set[str]:
    own = bindings.get(decision.id, ())[: len(decision.anchors)]
    return {binding.claim for binding in own if binding.claim is not None}


def _on_claims(
    current: Sequence[Decision], bindings: Mapping[str, Sequence[Binding]]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return which decision overruled which, and which ones did not know of each other."""
    by_claim: dict[str, list[Decision]] = {}
    for decision in current:
        for claim in _claims(decision, bindings):
            by_claim.setdefault(claim, []).append(decision)
    overruled: dict[str, str] = {}
    conflicts: dict[str, tuple[str, ...]] = {}
    for made in by_claim.values():
        for slot in by_slot(made).values():
            ahead = heads(slot)
            overruled |= {one.id: ahead[-1].id for one in ahead[:-1]}
            overruled |= {old: new.id for new in slot for old in new.basis if _has(slot, old)}
            conflicts |= {one.id: other for one in ahead if (other := _against(one, ahead))}
    return overruled, conflicts


def _has(decisions: Iterable[Decision], key: str) -> bool:
    return any(decision.id == key for decision in decisions)


def _against(one: Decision, others: Iterable[Decision]) -> tuple[str, ...]:
    return tuple(sorted(o.id for o in others if o.id != one.id and not says_the_same(one, o)))


def _on_deals(current: Sequence[Decision]) -> dict[str, tuple[str, ...]]:
    """Return the merges and splits that name one deal and were made without knowing."""
    on_deals = [d for d in current if d.kind in _ON_DEALS]
    known = {d.id: set(d.basis) for d in on_deals}
    for decision in on_deals:  # by time: what the basis knew is known too
        for earlier in decision.basis:
            known[decision.id] |= known.get(earlier, set())
    by_deal: dict[str, list[Decision]] = {}
    for decision in on_deals:
        for deal in decision.deals:
            by_deal.setdefault(deal.id, []).append(decision)
    found: dict[str, set[str]] = {}
    for made in by_deal.values():
        for one in made:
            apart = {o.id for o in made if o.id not in known[one.id] and one.id not in known[o.id]}
            found.setdefault(one.id, set()).update(apart - {one.id})
    return {key: tuple(sorted(others)) for key, others in found.items() if others}


def _found(decision: Decision, bindings: Sequence[Binding], log: Mapping[str, Decision]) -> Found:
    """Return what became of a decision as a whole.

    A decision on deals is orphaned if one of its deals, or of a split all claims, cannot be
    found; it is moved if something of it was found elsewhere or not at all.
    """
    if decision.kind is Kind.WITHDRAW:
        return Found.APPLIED if decision.target in log else Found.ORPHANED
    groups = _groups(decision, bindings)
    if any(all(b.found is Found.ORPHANED for b in group) for group in groups):
        return Found.ORPHANED
    same = all(binding.found is Found.APPLIED for binding in bindings)
    return Found.APPLIED if same else Found.MOVED


def _groups(decision: Decision, bindings: Sequence[Binding]) -> list[Sequence[Binding]]:
    """Return the bindings of the claims together, and those of each deal."""
    count = len(decision.anchors)
    groups = [bindings[:count]] if count else []
    for deal in decision.deals:
        end = count + len(deal.anchors)
        if decision.kind is not Kind.SPLIT:
            groups.append(bindings[count:end])
        count = end
    return groups
