"""A claim: what one sentence of one report says of one event in the life of one transfer."""

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from armsledger.model.events import Event, Factuality, SourceKind


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of weapons."""

    value: Decimal
    unit: str  # singular: "unit", or the noun used ("aircraft", "battery")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money in major units, nominal, unconverted."""

    amount: Decimal
    currency: str  # ISO 4217
    qualifier: str = "="  # "=", "~" about, ">" more than, "<" less than


@dataclass(frozen=True, slots=True)
class Source:
    """Who, inside the report, is given as the origin of a claim's content."""

    name: str
    kind: SourceKind
    country: str | None = None  # ISO 3166-1 alpha-3, or a group's short name


@dataclass(frozen=True, slots=True)
class Span:
    """Where a claim's field stands: half-open code-point offsets into one part of the report."""

    role: str  # "trigger", "supplier", "recipient", "weapon", "quantity", "value", "when", ...
    start: int  # inclusive
    end: int  # exclusive
    part: str = "text"  # "text" or "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One event of one transfer as one sentence states it. Fields: the annotation guidelines."""

    id: str
    report: str
    event: Event
    factuality: Factuality
    trigger: str
    start: int  # the sentence, into the report's `part`
    end: int
    part: str  # "text" or "title"
    quote: str  # the part's [start:end]
    extractor: str  # name/version
    confidence: float  # 0 to 1
    supplier: str | None = None
    recipient: str | None = None
    system: str | None = None
    weapon: str | None = None
    category: str | None = None
    quantity: Quantity | None = None
    value: Money | None = None
    when: str | None = None  # EDTF
    actor: str | None = None
    source: Source | None = None
    via: tuple[str, ...] = ()
    reason: str | None = None  # the words that give a reason for the event, as written
    batch: str | None = None  # "2" where the sentence speaks of a second batch, "1" of the first
    spans: tuple[Span, ...] = ()  # one for each role that is written somewhere in the report
    inferred: tuple[str, ...] = ()  # names of the fields that the sentence does not state


# Below this confidence a claim is shown and counted, but does not by itself move a deal: it neither
# raises the stage, nor stops the deal, nor dates or splits it. More likely wrong than right.
WEAK_CONFIDENCE: Final = 0.5


def is_weak(claim: Claim) -> bool:
    """Return whether a claim is too unsure to move a deal by itself."""
    return claim.confidence < WEAK_CONFIDENCE


def claim_id(report: str, extractor: str, *parts: object) -> str:
    """Return a stable id: the same report, extractor and claim give the same 16 hex digits."""
    text = "\x1f".join([report, extractor, *(repr(part) for part in parts)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def with_id(claim: Claim) -> Claim:
    """Return a claim under the id that its content gives it."""
    key = claim_id(
        claim.report,
        claim.extractor,
        claim.part,
        claim.start,
        str(claim.event),
        claim.supplier,
        claim.recipient,
        claim.system,
        claim.category,
    )
    return replace(claim, id=key)
