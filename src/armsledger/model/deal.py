"""A deal: one transfer as the register tells it on a date. Derived, never stored as truth."""

from dataclasses import dataclass
from enum import StrEnum

from armsledger.model.claim import Money, Quantity
from armsledger.model.events import Event, Factuality


class State(StrEnum):
    """Whether a deal goes on."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    DENIED = "denied"  # only denials are known
    COMPLETED = "completed"


class Side(StrEnum):
    """Whose interest a source belongs to, seen from one deal."""

    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    THIRD = "third party"
    UNNAMED = "unnamed"
    REPORT = "report"  # told in the report's own voice


class Support(StrEnum):
    """Whose word a deal's stage rests on."""

    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    BOTH = "both"
    THIRD = "third party"
    UNNAMED = "unnamed"
    REPORT = "report"
    INDEPENDENT = "independent"  # two or more origins of different sides


@dataclass(frozen=True, slots=True)
class Origin:
    """The unit of corroboration: a speaker and the outlet that first published the words."""

    speaker: str  # the source's name, or the outlet where the report speaks in its own voice
    publisher: str  # the original's outlet, or its report id where no outlet is known
    side: Side
    claims: tuple[str, ...]  # claim ids, sorted
    copies: tuple[str, ...] = ()  # ids of reports that only repeat it


@dataclass(frozen=True, slots=True)
class Position:
    """One of the versions in a disagreement."""

    value: str  # as shown: "$2.5 billion", "2019", "denied", a reason's words
    claims: tuple[str, ...]
    speakers: tuple[str, ...]  # who says it, sorted


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field or an event on which sources differ."""

    subject: str  # "value", "quantity", "ordered", "delivered", "event", "reason"
    event: Event | None
    positions: tuple[Position, ...]  # two or more


@dataclass(frozen=True, slots=True)
class Fact:
    """One event of a deal, all claims that tell it folded together."""

    event: Event
    factuality: Factuality
    when: str | None  # EDTF, when it happened or is to happen
    reported: str | None  # ISO date of the first report that tells it
    support: Support
    actor: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One transfer as known on a date. JSON names: the interface contract."""

    id: str
    supplier: str | None
    recipient: str | None
    system: str | None
    aliases: tuple[str, ...]
    category: str | None
    batch: str | None
    stage: Event | None
    next: Event | None
    state: State
    support: Support | None
    sanctioned: tuple[str, ...]
    opposed: tuple[str, ...]
    ordered: str | None
    delivered: str | None
    quantity: Quantity | None
    value: Money | None
    facts: tuple[Fact, ...]  # by ladder, then time
    disagreements: tuple[Disagreement, ...]
    origins: tuple[Origin, ...]
    claims: tuple[str, ...]  # ids, sorted
    soft: tuple[str, ...]  # those of `claims` that attach with a part missing
    reports: tuple[str, ...]  # ids, sorted
    copies: tuple[str, ...]  # ids of those of `reports` that repeat another's text
    first_reported: str | None
    last_reported: str | None
    evidence: tuple[tuple[str, tuple[str, ...]], ...]  # cell name -> claim ids that make it so
    partition: str = "-"  # the unit of rebuilding that this deal belongs to
    weapon: str | None = None  # the kind of weapon in words, where no system is named
    next_support: Support | None = None  # whose word `next` rests on
