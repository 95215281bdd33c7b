"""What an evaluation can find wrong, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from armsledger.evaluation.rows import ScoredClaim
from armsledger.evaluation.trace import Trace
from armsledger.evaluation.values import weapon_key

CLAIM: Final = "claim"  # in place of a role: the claim as a whole


class Side(StrEnum):
    """Which of the two sides has the claim or the value."""

    MISSED = "missed"  # only the gold set
    WRONG = "wrong"  # only the prediction


class Cause(StrEnum):
    """Why, those first that are reached first on the way from the text to a claim."""

    # Missed claims of a report whose reading was followed.
    FORM = "read as a form"
    UNPLACED = "sentence not found in the text"
    NOT_GATED = "not gated"
    NO_TRIGGER = "no trigger seen"
    NO_EVENT = "taken for no event"
    NO_WEAPON = "weapon not seen"
    NO_RECIPIENT = "recipient not seen"
    # Missed and wrong claims.
    EVENT = "wrong event"
    BOTH = "wrong weapon and recipient"
    WEAPON = "wrong weapon"
    RECIPIENT = "wrong recipient"
    UNSURE = "below threshold"
    # Wrong claims.
    DUPLICATED = "duplicated"  # the same event is told rightly, of another weapon or party
    BESIDE = "event beside a right one"  # of the same deal
    NO_SENTENCE = "no claim in the sentence"
    NO_REPORT = "no claim in the report"
    ALONE = "nothing like it on the other side"
    # Values of claims that both sides have.
    NOT_SEEN = "value not seen"
    NOT_TAKEN = "value seen, not taken"
    NOT_FILLED = "not filled"
    OTHER = "another value"
    NEEDLESS = "filled without reason"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One claim, or one value of a claim, that only one side has."""

    side: Side
    role: str  # CLAIM, or the role of the value
    cause: Cause
    report: str
    event: str
    recipient: str | None
    weapon: str
    value: str | None  # of the role; None for a whole claim
    instead: str | None  # what stands in that place: of the other side, or how sure it was
    quote: str | None  # the sentence, where it is known


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the reports beside the claims themselves."""

    aliases: Mapping[str, str]
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by report
    traces: Mapping[str, Trace] = field(default_factory=dict)  # by report; none: not followed

    def weapon_of(self, claim: ScoredClaim) -> str:
        """Return the weapon part of a claim's key."""
        return weapon_key(claim, self.aliases)

    def quote_of(self, claim: ScoredClaim) -> str | None:
        """Return the claim's sentence, where it is known."""
        if claim.quote is not None or claim.sentence is None:
            return claim.quote
        known = self.sentences.get(claim.report, ())
        return known[claim.sentence] if 0 <= claim.sentence < len(known) else None
