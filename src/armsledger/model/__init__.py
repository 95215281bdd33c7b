"""The records that pass between the stages: frozen, slotted, free of I/O."""

from armsledger.model.claim import Claim, Money, Quantity, Source, Span, claim_id, is_weak, with_id
from armsledger.model.deal import (
    Deal,
    Disagreement,
    Fact,
    Origin,
    Position,
    Side,
    State,
    Support,
)
from armsledger.model.events import (
    ACROSS,
    ACTED,
    CATEGORIES,
    STAGES,
    Event,
    Factuality,
    SourceKind,
)
from armsledger.model.report import Report, ReportHead, hash_content, head_of

__all__ = [
    "ACROSS",
    "ACTED",
    "CATEGORIES",
    "STAGES",
    "Claim",
    "Deal",
    "Disagreement",
    "Event",
    "Fact",
    "Factuality",
    "Money",
    "Origin",
    "Position",
    "Quantity",
    "Report",
    "ReportHead",
    "Side",
    "Source",
    "SourceKind",
    "Span",
    "State",
    "Support",
    "claim_id",
    "hash_content",
    "head_of",
    "is_weak",
    "with_id",
]
