"""Decides on a planted world, and knows of every decision what has to become of it.

The oracle never looks at how the ledger finds claims again: it follows what was planted.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final

from planted_changes import Pair
from planted_reading import World

from armsledger.ledger import Ledger
from armsledger.model import Claim
from armsledger.model.decision import Decision, Found, Kind, Wish

# What people correct each field to: values that neither reading gives.
VALUES: Final[Mapping[str, Any]] = {
    "event": "trial",
    "factuality": "possible",
    "supplier": "SWE",
    "recipient": "PRT",
    "system": "Viggen",
    "weapon": "rifle",
    "category": "sensors",
    "quantity": {"value": 77, "unit": "launcher"},
    "value": {"amount": 5_000_000, "currency": "EUR", "qualifier": "~"},
    "when": "2003-04",
    "actor": "CHE",
    "source": {"name": "Ann Example", "kind": "official", "country": "CHE"},
    "via": ["Example Wire"],
    "reason": "its price",
    "batch": "2",
}
FIELDS: Final = tuple(VALUES)
OTHER_WHEN: Final = "2004-05"  # what a second person corrects a date to

FIRST, SECOND = 1, 2  # the readings

# How often, of the claims: decided on in the first reading; of these: a note beside, a second
# correction, a withdrawal, a withdrawal of that.
DECIDED, NOTED, TWICE, WITHDRAWN, TAKEN_BACK = 0.9, 0.2, 0.2, 0.1, 0.3

PEOPLE: Final = ("Ada", "Ben", "Eve")


@dataclass(slots=True)
class Made:
    """A decision that was made, with where."""

    decision: Decision
    reading: int
    withdrawn_by: str | None = None
    overruled_by: "Made | None" = None

    @property
    def claim(self) -> tuple[int, str]:
        """Return reading and id of the claim that it is about."""
        return self.reading, self.decision.anchors[0].claim

    @property
    def stands(self) -> bool:
        """Whether it has an effect wherever its claim is."""
        return self.withdrawn_by is None


@dataclass(slots=True)
class Book:
    """All decisions on a world, kept apart from the ledger's own log."""

    world: World
    made: dict[str, Made] = field(default_factory=dict)
    withdrawals: list[Decision] = field(default_factory=list)
    onward: dict[str, Pair] = field(default_factory=dict)
    back: dict[str, Pair] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.onward = {p.before.id: p for p in self.world.pairs if p.before is not None}
        self.back = {p.after.id: p for p in self.world.pairs if p.after is not None}

    def claims(self, reading: int) -> Iterator[Claim]:
        """Yield the claims that stand after a reading."""
        for report in self.world.reports:
            found = (self.world.first if reading == FIRST else self.world.second)[report.id]
            yield from self.world.first[report.id] or () if found is None else found

    def pair(self, reading: int, claim: str) -> Pair:
        """Return what becomes of a claim of a reading in the other one."""
        return (self.onward if reading == FIRST else self.back)[claim]

    def target(self, reading: int, claim: str, now: int) -> Claim | None:
        """Return the claim that is, after reading `now`, what a claim of a reading was."""
        pair = self.pair(reading, claim)
        if reading == now:
            return pair.before if now == FIRST else pair.after
        if now == FIRST:
            is_apart = pair.emptied and pair.emptied in self._corrected(SECOND, pair.after)
            return pair.before if pair.back and not is_apart else None
        is_there = pair.onward and self._is_near(pair)
        return pair.after if is_there else None

    def found(self, reading: int, claim: str, now: int) -> Found:
        """Return what has to become of an anchor in a claim of a reading."""
        pair = self.pair(reading, claim)
        held = pair.before if reading == FIRST else pair.after
        target = self.target(reading, claim, now)
        if target is None or held is None:
            return Found.ORPHANED
        place = (held.id, held.part, held.start, held.quote)
        is_same = place == (target.id, target.part, target.start, target.quote)
        return Found.APPLIED if is_same else Found.MOVED

    def found_all(self, made: Made, now: int) -> Found:
        """Return what has to become of a decision as a whole."""
        decision = made.decision
        groups = [decision.anchors, *(deal.anchors for deal in decision.deals)]
        fates = [
            {self.found(made.reading, anchor.claim, now) for anchor in group}
            for group in groups
            if group
        ]
        if any(fate == {Found.ORPHANED} for fate in fates):
            return Found.ORPHANED
        same = all(fate == {Found.APPLIED} for fate in fates)
        return Found.APPLIED if same else Found.MOVED

    def effects(self, now: int) -> dict[str, dict[str, Made]]:
        """Return what counts after a reading: by claim, then by field or "verdict"."""
        found: dict[str, dict[str, Made]] = {}
        for made in self.made.values():
            slot = slot_of(made.decision)
            target = None if slot is None else self.target(*made.claim, now)
            if slot is None or target is None or not made.stands:
                continue
            later = made.overruled_by
            if later is not None and later.stands and self.target(*later.claim, now) == target:
                continue
            found.setdefault(target.id, {})[slot] = made
        return found

    def _is_near(self, pair: Pair) -> bool:
        """Tell whether corrections say what the second reading says of the parties."""
        if pair.learned is not None:
            field_, value = pair.learned
            return self._corrected(FIRST, pair.before).get(field_) == json.dumps(value)
        return pair.filled is None or pair.filled not in self._corrected(FIRST, pair.before)

    def _corrected(self, reading: int, claim: Claim | None) -> dict[str | None, str | None]:
        """Return what a claim of a reading was corrected to there, and stands."""
        if claim is None:
            return {}
        return {
            made.decision.field: made.decision.value
            for made in self.made.values()
            if made.decision.kind is Kind.CORRECT
            and made.stands
            and made.claim == (reading, claim.id)
        }


def slot_of(decision: Decision) -> str | None:
    """Return what a decision sets of a claim; None: nothing."""
    if decision.kind in {Kind.ACCEPT, Kind.REJECT}:
        return "verdict"
    return decision.field if decision.kind is Kind.CORRECT else None


def decide_all(ledger: Ledger, book: Book, chance: Random, reading: int, share: float) -> None:
    """Decide on so many of a reading's claims on which nobody has decided; withdraw some."""
    taken = {made_on for made in book.made.values() for made_on in targets_of(book, made, reading)}
    fields = iter(_endless(chance))
    for claim in list(book.claims(reading)):
        if claim.id in taken or chance.random() > share:
            continue
        pair = book.pair(reading, claim.id)
        made = [log(ledger, book, reading, wish) for wish in _wishes(claim, pair, chance, fields)]
        for one in made:
            if chance.random() < WITHDRAWN:
                withdraw(ledger, book, one, chance)


def targets_of(book: Book, made: Made, now: int) -> list[str]:
    """Return the claims that a decision's own anchors are about after a reading."""
    anchors = made.decision.anchors
    found = (book.target(made.reading, anchor.claim, now) for anchor in anchors)
    return [claim.id for claim in found if claim is not None]


def log(ledger: Ledger, book: Book, reading: int, wish: Wish) -> Made:
    """Make a decision and write it in the book."""
    made = Made(ledger.decide(wish), reading)
    book.made[made.decision.id] = made
    return made


def withdraw(ledger: Ledger, book: Book, made: Made, chance: Random) -> None:
    """Withdraw a decision, and sometimes the withdrawal."""
    first = ledger.undo(made.decision.id, chance.choice(PEOPLE), "a slip")
    book.withdrawals.append(first)
    made.withdrawn_by = first.id
    if chance.random() < TAKEN_BACK:
        book.withdrawals.append(ledger.undo(first.id, chance.choice(PEOPLE)))
        made.withdrawn_by = None


def overrule_some(ledger: Ledger, book: Book, reading: int, share: float, chance: Random) -> None:
    """Let somebody correct dates that were corrected, on claims that both readings make."""
    effects = book.effects(reading)
    for claim, slots in sorted(effects.items()):
        old = slots.get("when")
        pair = book.pair(reading, claim)
        is_plain = pair.onward and pair.back and pair.learned is None
        if old is None or not is_plain or chance.random() > share:
            continue
        wish = _correction(claim, "when", OTHER_WHEN, chance)
        old.overruled_by = log(ledger, book, reading, replace(wish, basis=(old.decision.id,)))


def merge_and_split(ledger: Ledger, book: Book, chance: Random, reading: int, count: int) -> None:
    """Merge so many pairs or triples of deals, and split as many others."""
    deals = chance.sample(ledger.deals(), len(ledger.deals()))
    for number in range(count):
        group = [deals.pop() for _ in range(2 + number % 2)]
        ids = tuple(deal.id for deal in group)
        log(ledger, book, reading, Wish(kind=Kind.MERGE, who=chance.choice(PEOPLE), deals=ids))
    large = [deal for deal in deals if len(deal.claims) > 1]
    for deal in large[:count]:
        out = chance.sample(deal.claims, chance.randint(1, len(deal.claims) - 1))
        wish = Wish(kind=Kind.SPLIT, who="Ada", deals=(deal.id,), claims=tuple(out))
        log(ledger, book, reading, wish)


def by_change(book: Book, reading: int, now: int) -> dict[str, dict[str, int]]:
    """Return what has to become of the decisions made in a reading, by what is done to the claim.

    Those on deals have several claims and are left out.
    """
    counts: dict[str, Counter[str]] = {}
    for made in book.made.values():
        if made.reading == reading and not made.decision.deals:
            change = book.pair(*made.claim).change
            counts.setdefault(change, Counter())[str(book.found_all(made, now))] += 1
    return {change: dict(sorted(counts[change].items())) for change in sorted(counts)}


def by_kind(book: Book, reading: int, now: int) -> dict[str, dict[str, int]]:
    """Return the same by kind of decision, corrections by field."""
    counts: dict[str, Counter[str]] = {}
    for made in book.made.values():
        if made.reading == reading:
            decision = made.decision
            name = f"{decision.kind} {decision.field}" if decision.field else str(decision.kind)
            counts.setdefault(name, Counter())[str(book.found_all(made, now))] += 1
    return {name: dict(sorted(counts[name].items())) for name in sorted(counts)}


def _wishes(claim: Claim, pair: Pair, chance: Random, fields: Iterator[str]) -> Iterable[Wish]:
    """Yield what somebody decides on a claim: things that can stand beside each other."""
    planned = pair.learned or pair.tempting
    turn = chance.random()
    if planned is not None and turn < 0.8 and pair.before == claim:
        yield _correction(claim.id, *planned, chance)
    elif turn < 0.15:
        yield Wish(kind=Kind.REJECT, who=chance.choice(PEOPLE), claims=(claim.id,), why="misread")
        return
    elif turn < 0.25:
        yield Wish(kind=Kind.ACCEPT, who=chance.choice(PEOPLE), claims=(claim.id,))
    else:
        yield from _corrections(claim.id, planned, chance, fields)
    if chance.random() < NOTED:
        who = chance.choice(PEOPLE)
        yield Wish(kind=Kind.NOTE, who=who, claims=(claim.id,), why=f"see {claim.id}")


def _corrections(
    claim: str, planned: tuple[str, Any] | None, chance: Random, fields: Iterator[str]
) -> Iterable[Wish]:
    names = [next(fields)]
    if chance.random() < TWICE:
        names += [name for name in chance.sample(FIELDS, 1) if name not in names]
    for name in names:
        if planned is None or name != planned[0]:
            yield _correction(claim, name, VALUES[name], chance)


def _correction(claim: str, name: str, value: object, chance: Random) -> Wish:
    return Wish(
        kind=Kind.CORRECT,
        who=chance.choice(PEOPLE),
        claims=(claim,),
        field=name,
        value=value,
        why="as the annex says",
    )


def _endless(chance: Random) -> Iterator[str]:
    while True:
        yield from chance.sample(FIELDS, len(FIELDS))
