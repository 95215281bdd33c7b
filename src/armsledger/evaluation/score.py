"""Precision, recall and F1 of claims against a gold set, by the gold set's own rules."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from armsledger.evaluation.rows import ScoredClaim
from armsledger.evaluation.values import ROLES, Value, equal, value_of, weapon_key

# Roles that get a line of their own, counted on the claims that both sides have.
SLOTS: Final = ("supplier", "quantity", "value", "when", "factuality", "source")

Key: TypeAlias = tuple[str | None, ...]
KeyOf: TypeAlias = Callable[[ScoredClaim], Key]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and what follows from them; 0.0 where nothing was counted."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Return the share of the predicted that is right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class KeySets:
    """The compared keys of both sides."""

    gold: frozenset[Key]
    predicted: frozenset[Key]

    @property
    def figures(self) -> Figures:
        """Return the counts of the two sets."""
        return Figures(len(self.gold & self.predicted), len(self.predicted), len(self.gold))


CLAIM_KEY: Final = ("report", "event", "recipient", "weapon")
DEAL_KEY: Final = ("report", "supplier", "recipient", "weapon")


def score(
    gold: Sequence[ScoredClaim], predicted: Sequence[ScoredClaim], aliases: Mapping[str, str]
) -> dict[str, Figures]:
    """Return every figure by name: claims, deals, arguments, the slots, `event:NAME`."""
    result = {
        "claims": key_sets(gold, predicted, CLAIM_KEY, aliases).figures,
        "deals": key_sets(gold, predicted, DEAL_KEY, aliases).figures,
        "arguments": _score_arguments(gold, predicted, aliases),
    }
    result |= _score_slots(gold, predicted, aliases)
    for event in sorted({c.event for c in gold}):
        sides = [[c for c in side if c.event == event] for side in (gold, predicted)]
        result[f"event:{event}"] = key_sets(sides[0], sides[1], CLAIM_KEY, aliases).figures
    return result


def key_sets(
    gold: Sequence[ScoredClaim],
    predicted: Sequence[ScoredClaim],
    parts: Sequence[str],
    aliases: Mapping[str, str],
) -> KeySets:
    """Return the keys of both sides; see `claims_by_key`."""
    sides = claims_by_key(gold, predicted, parts, aliases)
    return KeySets(frozenset(sides[0]), frozenset(sides[1]))


def claims_by_key(
    gold: Sequence[ScoredClaim],
    predicted: Sequence[ScoredClaim],
    parts: Sequence[str],
    aliases: Mapping[str, str],
) -> tuple[dict[Key, ScoredClaim], dict[Key, ScoredClaim]]:
    """Return the first claim of each key, for gold and for predicted.

    Where gold names only a kind of weapon for a report, event and recipient, a predicted system
    that gold names nowhere in that report counts by its category.
    """
    own = key_of(gold, parts, aliases)
    loosened = key_of(gold, parts, aliases, may_loosen=True)
    # Built from the back, so that the first claim of a key stays.
    return {own(c): c for c in reversed(gold)}, {loosened(c): c for c in reversed(predicted)}


def key_of(
    gold: Sequence[ScoredClaim],
    parts: Sequence[str],
    aliases: Mapping[str, str],
    *,
    may_loosen: bool = False,
) -> KeyOf:
    """Return what gives a claim's key; `may_loosen` for predicted claims: see `claims_by_key`."""
    loose = {(c.report, c.event, c.recipient) for c in gold if not c.system}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for claim in gold:
        named[claim.report].add(weapon_key(claim, aliases))

    def key(claim: ScoredClaim) -> Key:
        weapon = weapon_key(claim, aliases)
        at = (claim.report, claim.event, claim.recipient)
        if may_loosen and claim.system and at in loose and weapon not in named[claim.report]:
            weapon = f"[{claim.category}]"
        return tuple(weapon if part == "weapon" else getattr(claim, part) for part in parts)

    return key


def _score_arguments(
    gold: Sequence[ScoredClaim], predicted: Sequence[ScoredClaim], aliases: Mapping[str, str]
) -> Figures:
    def by_event(claims: Iterable[ScoredClaim]) -> dict[Key, list[ScoredClaim]]:
        groups: defaultdict[Key, list[ScoredClaim]] = defaultdict(list)
        for claim in claims:
            groups[claim.report, claim.event].append(claim)
        return groups

    sides = by_event(gold), by_event(predicted)
    return _count(sides, sides[0].keys() | sides[1].keys(), ROLES, aliases)


def _score_slots(
    gold: Sequence[ScoredClaim], predicted: Sequence[ScoredClaim], aliases: Mapping[str, str]
) -> dict[str, Figures]:
    def by_claim(claims: Iterable[ScoredClaim]) -> dict[Key, list[ScoredClaim]]:
        groups: defaultdict[Key, list[ScoredClaim]] = defaultdict(list)
        for c in claims:
            groups[c.report, c.event, c.recipient, weapon_key(c, aliases)].append(c)
        return groups

    sides = by_claim(gold), by_claim(predicted)
    shared = sides[0].keys() & sides[1].keys()
    return {role: _count(sides, shared, (role,), aliases) for role in SLOTS}


def _count(
    sides: tuple[Mapping[Key, Sequence[ScoredClaim]], Mapping[Key, Sequence[ScoredClaim]]],
    keys: Iterable[Key],
    roles: Sequence[str],
    aliases: Mapping[str, str],
) -> Figures:
    totals: Counter[str] = Counter()
    for key in keys:
        for role in roles:
            g, p = (_values(side.get(key, ()), role, aliases) for side in sides)
            totals["gold"] += len(g)
            totals["predicted"] += len(p)
            totals["hits"] += _match(g, p, role)
    return Figures(totals["hits"], totals["predicted"], totals["gold"])


def _values(claims: Iterable[ScoredClaim], role: str, aliases: Mapping[str, str]) -> list[Value]:
    """Return the different values of a role, in order of first appearance."""
    found: list[Value] = []
    for claim in claims:
        value = value_of(claim, role, aliases)
        if value is not None and not any(equal(role, value, seen) for seen in found):
            found.append(value)
    return found


def _match(gold: Sequence[Value], predicted: Sequence[Value], role: str) -> int:
    """Return the size of the greedy one-to-one matching, in order."""
    left = list(predicted)
    hits = 0
    for value in gold:
        at = next((i for i, other in enumerate(left) if equal(role, value, other)), None)
        if at is not None:
            del left[at]
            hits += 1
    return hits
