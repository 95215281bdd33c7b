"""A decision: what a person says of a claim or a deal. Kept for good, beside what machines say."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from armsledger.model.claim import Claim


class Kind(StrEnum):
    """What a decision does."""

    ACCEPT = "accept"  # the claim is right: it counts fully, however unsure the machine was
    REJECT = "reject"  # the claim is wrong: it leaves the register
    CORRECT = "correct"  # one field of the claim has another value
    MERGE = "merge"  # these deals are one
    SPLIT = "split"  # these claims of a deal are a deal of their own
    NOTE = "note"  # words on a claim or a deal
    WITHDRAW = "withdraw"  # an earlier decision counts no more


class Found(StrEnum):
    """What became of a decision when it was replayed on the current claims."""

    APPLIED = "applied"  # the same claim is there
    MOVED = "moved"  # found by its quote, under another id or at other offsets
    ORPHANED = "orphaned"  # nothing in the ledger is surely what it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What tells one claim of a sentence from its neighbours; as the machine read it."""

    event: str
    supplier: str | None = None
    recipient: str | None = None
    system: str | None = None
    category: str | None = None
    trigger: str = ""
    trigger_at: int | None = None  # offset of the trigger in the part; None: it lies elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a decision holds on: a text-quote selector of W3C's model, and which claim there."""

    report: str  # content hash
    part: str  # "text" or "title"
    start: int  # offset of `exact` in the part
    exact: str  # the claim's quote
    prefix: str  # the characters before it
    suffix: str  # the characters after it
    claim: str  # the id that the claim had
    extractor: str  # name/version that had made it
    like: Likeness
    others: tuple[Likeness, ...] = ()  # the other claims of the same sentence, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRef:
    """A deal as a decision names it: its id then, and some of the claims that it rested on."""

    id: str
    partition: str
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision as it is logged; the id is a digest of all the rest."""

    id: str
    kind: Kind
    who: str
    when: str  # ISO 8601, UTC, to the microsecond
    why: str
    anchors: tuple[Anchor, ...] = ()  # the claims that it is about
    deals: tuple[DealRef, ...] = ()  # merge: the one that stays first; split: the one left
    field: str | None = None  # of a correction
    value: str | None = None  # of a correction: canonical JSON
    target: str | None = None  # of a withdrawal: a decision's id
    basis: tuple[str, ...] = ()  # the decisions known to who decided, and overruled; sorted

    def places(self) -> Iterator[Anchor]:
        """Yield every anchor, those of the claims first, then those of each deal in order."""
        yield from self.anchors
        for deal in self.deals:
            yield from deal.anchors


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to decide, by the ids that the ledger shows; not yet anchored."""

    kind: Kind
    who: str
    why: str = ""
    claims: tuple[str, ...] = ()  # ids; one but for a split
    deals: tuple[str, ...] = ()  # ids; merge: the one that stays first
    field: str | None = None
    value: object = None  # as in a claim's JSON
    target: str | None = None
    basis: tuple[str, ...] = ()  # ids of the decisions that this one knowingly overrules


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedClaim(Claim):
    """A claim as people have decided it; the machine's own is kept beside it, unchanged."""

    decisions: tuple[tuple[str, str], ...] = ()  # (field or "verdict", decision's id), sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A decision in the log, with what has become of it."""

    decision: Decision
    found: Found
    withdrawn_by: str | None = None  # the withdrawal that counts
    overruled_by: str | None = None  # the decision on the same field that counts instead
    conflict: tuple[str, ...] = ()  # decisions on the same field that did not know of this one

    @property
    def counts(self) -> bool:
        """Whether the decision has an effect now."""
        standing = self.withdrawn_by is None and self.overruled_by is None
        return standing and self.found is not Found.ORPHANED


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A claim that waits to be looked at."""

    claim: Claim
    deal: str
    doubt: float  # 0 to 1: how likely the machine is wrong about it
    effect: float  # how much of the register hangs on it
    if_accepted: tuple[str, ...]  # cells of the deal that would change, sorted
    if_rejected: tuple[str, ...]

    @property
    def weight(self) -> float:
        """What the queue is ordered by."""
        return self.doubt * self.effect
