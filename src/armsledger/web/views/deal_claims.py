"""The claims of a deal as cards, and those of copies as a short list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import (
    UNKNOWN_OUTLET,
    Field,
    Numbering,
    claim_fields,
    report_name,
)
from armsledger.exports.file_names import claim_anchor
from armsledger.exports.passages import Mark, Piece, cut
from armsledger.exports.view import RegisterView
from armsledger.exports.words import day_words, speaker_words
from armsledger.model import Claim, Deal, Event, Factuality, Side, is_weak
from armsledger.model.decision import DecidedClaim
from armsledger.web.views.pointers import Pointing

TOLD: Final = {
    Factuality.FACT: "told as a fact",
    Factuality.PLANNED: "planned",
    Factuality.POSSIBLE: "possible",
    Factuality.DENIED: "denied",
}
# Longer quotes are cut on a deal's page: a badly glued text can be one sentence.
MAX_QUOTE: Final = 1200  # characters
MAX_FIELD: Final = 300

_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim with what a reader needs to judge it."""

    number: int
    anchor: str
    claim: Claim
    told: str
    side: Side
    speaker: str
    via: str
    outlet: str
    day: str
    report_title: str
    report_href: str  # its sentence in the report
    pieces: tuple[Piece, ...]
    fields: tuple[Field, ...]
    confidence: str  # "84 %"
    still: str  # why it moves nothing by itself; "": it does
    is_soft: bool
    decided: str  # what people decided on it: "supplier, value"; "": nothing


def own_claims(deal: Deal, numbering: Numbering) -> list[Claim]:
    """Return the deal's claims without those of copies; all where there are only copies."""
    copied = frozenset(deal.copies)
    return [c for c in numbering.ordered if c.report not in copied] or list(numbering.ordered)


def copied_claims(deal: Deal, numbering: Numbering) -> list[Claim]:
    """Return the claims that `own_claims` leaves out."""
    own = {claim.id for claim in own_claims(deal, numbering)}
    return [claim for claim in numbering.ordered if claim.id not in own]


def event_counts(claims: Sequence[Claim]) -> list[tuple[Event, int]]:
    """Return how many claims there are of each event, in the ladder's order."""
    counts = Counter(claim.event for claim in claims)
    return [(event, counts[event]) for event in Event if event in counts]


def claim_view(claim: Claim, deal: Deal, view: RegisterView, pointing: Pointing) -> ClaimView:
    """Return a claim's card."""
    report = view.reports[claim.report]
    return ClaimView(
        number=pointing.numbering.refs([claim.id])[0].number,
        anchor=claim_anchor(claim.id),
        claim=claim,
        told=TOLD[claim.factuality],
        side=pointing.numbering.side(claim.id),
        speaker=speaker_words(claim),
        via=", ".join(claim.via),
        outlet=report.outlet or UNKNOWN_OUTLET,
        day=day_words(report.date),
        report_title=report_name(report),
        report_href=pointing.report_href(claim.id),
        pieces=quote_pieces(claim),
        fields=fields_of(claim),
        confidence=percent(claim.confidence),
        still=still_words(claim, pointing.numbering),
        is_soft=claim.id in deal.soft,
        decided=decided_words(claim),
    )


def still_words(claim: Claim, numbering: Numbering) -> str:
    """Return why a claim moves its deal by nothing, "" where it does move it."""
    if is_weak(claim):
        return "moves nothing by itself"
    if claim.id in numbering.second:
        return "another reading of its word is surer: moves nothing by itself"
    return ""


def fields_of(claim: Claim) -> tuple[Field, ...]:
    """Return a claim's fields, very long ones cut."""
    return tuple(
        Field(field.name, shortened(field.value, MAX_FIELD), field.is_inferred)
        for field in claim_fields(claim)
    )


def quote_pieces(claim: Claim) -> tuple[Piece, ...]:
    """Return a claim's sentence with its roles marked, made from the claim alone."""
    marks = [
        Mark(span.role, span.start - claim.start, span.end - claim.start)
        for span in claim.spans
        if span.part == claim.part
    ]
    end = min(len(claim.quote), MAX_QUOTE)
    pieces = cut(claim.quote, 0, end, marks)
    return (*pieces, Piece(_CUT)) if end < len(claim.quote) else pieces


def shortened(text: str, most: int) -> str:
    """Return a text, cut where it is longer."""
    return text if len(text) <= most else text[: most - 1] + _CUT


def percent(share: float) -> str:
    """Return "84 %"."""
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def decided_words(claim: Claim) -> str:
    """Return what people have decided on a claim, "" for nothing."""
    if not isinstance(claim, DecidedClaim):
        return ""
    return ", ".join("accepted" if name == "verdict" else name for name, _ in claim.decisions)
