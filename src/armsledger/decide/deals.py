"""Merging and splitting deals after linking, and which parts of the register that ties together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from armsledger.decide.standing import in_order
from armsledger.link.deals import ClaimGroup
from armsledger.link.names import squash
from armsledger.model import Claim
from armsledger.model.decision import DealRef, Decision, Kind

# Hex digits of the decision's id in the id of a deal that was split off: enough in one deal.
SPLIT_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Ruling:
    """A standing decision on deals, with the claims that its anchors were found to be."""

    decision: Decision
    claims: Mapping[int, str]  # number of the anchor among `Decision.places()` -> claim id


@dataclass(frozen=True, slots=True)
class Arranged:
    """The deals as people have arranged them."""

    groups: tuple[ClaimGroup, ...]  # by id
    formerly: Mapping[str, tuple[str, ...]]  # deal id -> ids that lead to it now, sorted


def split_id(decision: Decision) -> str:
    """Return the id of the deal that a split makes; it never changes."""
    return f"{decision.deals[0].id}-{decision.id[:SPLIT_DIGITS]}"


def arrange(groups: Iterable[ClaimGroup], rulings: Iterable[Ruling]) -> Arranged:
    """Return the linked deals with splits, then merges applied.

    A split takes claims out of whichever deals they are in; of two splits that want one claim
    the later one gets it. Merges unite; the id that stays is the first of the latest merge. A
    merge of which one deal's claims are no longer made has no effect.
    Claims are moved, never changed, and none is lost. No other deal changes.

    Args:
        groups: the deals as linked, of one partition or of several that belong together.
        rulings: standing splits and merges, in any order.
    """
    found = {group.id: group for group in groups}
    ordered = in_order(ruling.decision for ruling in rulings)
    by_id = {ruling.decision.id: ruling for ruling in rulings}
    led: dict[str, str] = {}
    splits = [by_id[d.id] for d in ordered if d.kind is Kind.SPLIT]
    merges = [by_id[d.id] for d in ordered if d.kind is Kind.MERGE and _is_found(by_id[d.id])]
    found = _split(found, splits, led)
    out, leads = _merge(found, merges, led)
    formerly: dict[str, list[str]] = {}
    for old in sorted(leads.keys() - out.keys()):
        formerly.setdefault(leads[old], []).append(old)
    return Arranged(
        tuple(out[key] for key in sorted(out)),
        {key: tuple(olds) for key, olds in formerly.items()},
    )


def components(edges: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return partition -> the unit in which it is built together with others.

    A decision on deals of several partitions ties these together, over any number of decisions.
    Partitions that are alone are left out. A unit's name is its partitions' names, joined.
    """
    parent: dict[str, str] = {}
    for edge in edges:
        first, *rest = sorted(set(edge)) or [""]
        for other in rest:
            _unite(first, other, parent)
    members: dict[str, list[str]] = {}
    for name in sorted(parent):
        members.setdefault(_root(name, parent), []).append(name)
    units = (names for names in members.values() if len(names) > 1)
    return {name: "+".join(names) for names in units for name in names}


def _split(
    found: dict[str, ClaimGroup], splits: Sequence[Ruling], led: dict[str, str]
) -> dict[str, ClaimGroup]:
    wanted: dict[str, Decision] = {}
    for ruling in splits:
        for ordinal in range(len(ruling.decision.anchors)):
            if ordinal in ruling.claims:
                wanted[ruling.claims[ordinal]] = ruling.decision
    ids = _split_ids(splits, found)
    taken: dict[str, list[tuple[Claim, ClaimGroup]]] = {}
    kept: dict[str, ClaimGroup] = {}
    for key, group in found.items():
        gone = [claim for claim in group.claims if claim.id in wanted]
        for claim in gone:
            taken.setdefault(wanted[claim.id].id, []).append((claim, group))
        if len(gone) < len(group.claims):
            kept[key] = _without(group, {claim.id for claim in gone}) if gone else group
        else:
            led[key] = ids[wanted[group.claims[-1].id].id]
    for ruling in splits:
        out = taken.get(ruling.decision.id)
        if out:
            key = ids[ruling.decision.id]
            kept[key] = _own_group(key, out)
    return kept


def _split_ids(splits: Sequence[Ruling], found: Mapping[str, ClaimGroup]) -> dict[str, str]:
    """Return the ids of the deals that splits make; where six digits are not enough, all."""
    ids: dict[str, str] = {}
    for ruling in splits:
        decision = ruling.decision
        short = split_id(decision)
        is_free = short not in found and short not in ids.values()
        ids[decision.id] = short if is_free else f"{decision.deals[0].id}-{decision.id}"
    return ids


def _without(group: ClaimGroup, gone: set[str]) -> ClaimGroup:
    return replace(
        group,
        claims=tuple(claim for claim in group.claims if claim.id not in gone),
        soft=tuple(key for key in group.soft if key not in gone),
    )


def _own_group(key: str, out: Sequence[tuple[Claim, ClaimGroup]]) -> ClaimGroup:
    """Return the deal that some claims make; what they do not state is as in their old deal."""
    claims = sorted((claim for claim, _ in out), key=lambda claim: claim.id)
    old = min((group for _, group in out), key=lambda group: group.id)
    system = _common(claim.system for claim in claims) or old.system
    names = {claim.system for claim in claims if claim.system}
    if system is not None and old.system is not None and squash(system) == squash(old.system):
        names |= {old.system, *old.aliases}
    softs = {soft for _, group in out for soft in group.soft}
    return ClaimGroup(
        id=key,
        partition=old.partition,
        supplier=_common(claim.supplier for claim in claims) or old.supplier,
        recipient=_common(claim.recipient for claim in claims) or old.recipient,
        system=system,
        aliases=tuple(sorted(names - {system})),
        category=_common(claim.category for claim in claims) or old.category,
        weapon=None if system else _common(claim.weapon for claim in claims) or old.weapon,
        batch=None,
        claims=tuple(claims),
        soft=tuple(claim.id for claim in claims if claim.id in softs),
    )


def _merge(
    found: Mapping[str, ClaimGroup], merges: Sequence[Ruling], led: Mapping[str, str]
) -> tuple[dict[str, ClaimGroup], dict[str, str]]:
    """Return the deals with merges applied, and where every id that was named leads."""
    holder = {claim.id: key for key, group in found.items() for claim in group.claims}
    parent = {key: key for key in found}
    nodes = dict(led)  # an id that was named -> the deal it stood for before the merges
    stayed: list[str] = []  # the ids that are to stay, by time of the merges
    for ruling in merges:
        now = _current(ruling, holder, led)
        stays, *others = dict.fromkeys(now.values())
        for key in others:
            _unite(stays, key, parent)
        nodes.update(now)
        stayed.append(stays)
    chosen = {_root(stays, parent): stays for stays in stayed}  # the latest one's
    merged: dict[str, list[str]] = {}
    for key in sorted(found):
        merged.setdefault(_root(key, parent), []).append(key)
    final = {root: chosen.get(root, keys[0]) for root, keys in merged.items()}
    out = {final[root]: _united(final[root], keys, found) for root, keys in merged.items()}
    roots = {old: _root(node, parent) for old, node in (nodes | {k: k for k in found}).items()}
    return out, {old: final[root] for old, root in roots.items() if root in final}


def _is_found(ruling: Ruling) -> bool:
    """Tell whether of each deal some claim was found; what was rejected since counts too."""
    ordinal = len(ruling.decision.anchors)
    for deal in ruling.decision.deals:
        numbers = range(ordinal, ordinal + len(deal.anchors))
        if numbers and ruling.claims.keys().isdisjoint(numbers):
            return False
        ordinal = numbers.stop
    return True


def _current(
    ruling: Ruling, holder: Mapping[str, str], emptied: Mapping[str, str]
) -> dict[str, str]:
    """Return the decided deals' ids, each with the id of the deal that is this one now.

    A deal of which nothing is left (or nothing is known yet, on an early as-of date) keeps its
    old id: it may still be the one under which the others are united.
    """
    ordinal = len(ruling.decision.anchors)
    now: dict[str, str] = {}
    for deal in ruling.decision.deals:
        bound = [
            holder[claim]
            for number in range(ordinal, ordinal + len(deal.anchors))
            if (claim := ruling.claims.get(number)) is not None and claim in holder
        ]
        ordinal += len(deal.anchors)
        now[deal.id] = _most_of(deal, bound) if bound else emptied.get(deal.id, deal.id)
    return now


def _most_of(deal: DealRef, bound: Sequence[str]) -> str:
    """Return the deal that holds most of the claims; its old id decides a tie."""
    counts = Counter(bound)
    return min(counts, key=lambda key: (-counts[key], key != deal.id, key))


def _united(key: str, keys: Sequence[str], found: Mapping[str, ClaimGroup]) -> ClaimGroup:
    """Return one deal of several: what the one that stays does not state, the others do."""
    if list(keys) == [key]:
        return found[key]
    parts = [found[one] for one in sorted(keys, key=lambda one: (one != key, one))]
    claims = {claim.id: claim for part in parts for claim in part.claims}
    system = _first(part.system for part in parts)
    names = {name for part in parts for name in (part.system, *part.aliases) if name}
    return ClaimGroup(
        id=key,
        partition=parts[0].partition,
        supplier=_first(part.supplier for part in parts),
        recipient=_first(part.recipient for part in parts),
        system=system,
        aliases=tuple(sorted(names - {system})),
        category=_first(part.category for part in parts),
        weapon=None if system else _first(part.weapon for part in parts),
        batch=parts[0].batch,
        claims=tuple(claims[one] for one in sorted(claims)),
        soft=tuple(sorted({soft for part in parts for soft in part.soft})),
    )


def _unite(one: str, other: str, parent: dict[str, str]) -> None:
    roots = sorted((_root(one, parent), _root(other, parent)))
    parent[roots[1]] = roots[0]


def _root(key: str, parent: dict[str, str]) -> str:
    parent.setdefault(key, key)
    while parent[key] != key:
        key = parent[key]
    return key


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)


def _common(values: Iterable[str | None]) -> str | None:
    """Return the most frequent value that is not None; ties: the shorter, then the alphabet."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda v: (-counts[v], len(v), v), default=None)
