"""Claims as a reviewer judges them, and decisions as the log shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import Field, claim_fields
from armsledger.exports.words import speaker_words
from armsledger.model import Claim, ReportHead
from armsledger.model.decision import Decision, Doubt, Kind, Logged

# What a decision is called once it is made.
MADE_WORDS: Final[Mapping[Kind, str]] = {
    Kind.ACCEPT: "accepted a claim",
    Kind.REJECT: "rejected a claim",
    Kind.CORRECT: "corrected a claim",
    Kind.MERGE: "merged deals",
    Kind.SPLIT: "split a deal",
    Kind.NOTE: "left a note",
    Kind.WITHDRAW: "took a decision back",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote; the words that name the event are marked."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """A claim to decide on."""

    claim: Claim
    fields: tuple[Field, ...]
    pieces: tuple[Piece, ...]
    speaker: str
    outlet: str
    day: str | None
    title: str | None
    deal: str | None
    if_accepted: tuple[str, ...] = ()
    if_rejected: tuple[str, ...] = ()
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A decision in words."""

    decision: Decision
    made: str
    about: tuple[str, ...]  # ids of claims or deals
    change: str | None
    fate: str
    can_be_withdrawn: bool


def card_of(claim: Claim, head: ReportHead | None, deal: str | None = None) -> ReviewCard:
    """Return a claim's card."""
    return ReviewCard(
        claim=claim,
        fields=claim_fields(claim),
        pieces=quote_pieces(claim),
        speaker=speaker_words(claim),
        outlet=(head.outlet if head else None) or "unknown outlet",
        day=head.date if head else None,
        title=head.title if head else None,
        deal=deal,
    )


def doubt_card(doubt: Doubt, head: ReportHead | None) -> ReviewCard:
    """Return the card of a claim in the queue, with what hangs on it."""
    plain = card_of(doubt.claim, head, doubt.deal)
    return ReviewCard(
        claim=plain.claim,
        fields=plain.fields,
        pieces=plain.pieces,
        speaker=plain.speaker,
        outlet=plain.outlet,
        day=plain.day,
        title=plain.title,
        deal=doubt.deal,
        if_accepted=doubt.if_accepted,
        if_rejected=doubt.if_rejected,
        weight=doubt.weight,
    )


def quote_pieces(claim: Claim) -> tuple[Piece, ...]:
    """Return a claim's quote with the words marked that name its event; together the quote."""
    spans = [s for s in claim.spans if s.role == "trigger" and s.part == claim.part]
    if not spans:
        return (Piece(claim.quote, is_marked=False),)
    start, end = spans[0].start - claim.start, spans[0].end - claim.start
    cut = (
        Piece(claim.quote[:start], is_marked=False),
        Piece(claim.quote[start:end], is_marked=True),
        Piece(claim.quote[end:], is_marked=False),
    )
    return tuple(piece for piece in cut if piece.text)


def log_lines(log: Iterable[Logged]) -> list[LogLine]:
    """Return the log in words, the newest decision first."""
    return [_line(logged) for logged in sorted(log, key=_age, reverse=True)]


def _age(logged: Logged) -> tuple[str, str]:
    return logged.decision.when, logged.decision.id


def _line(logged: Logged) -> LogLine:
    decision = logged.decision
    deals = tuple(deal.id for deal in decision.deals)
    claims = tuple(anchor.claim for anchor in decision.anchors)
    return LogLine(
        decision=decision,
        made=MADE_WORDS[decision.kind],
        about=deals or claims or ((decision.target,) if decision.target else ()),
        change=f"{decision.field}: {decision.value}" if decision.field else None,
        fate=fate_words(logged),
        can_be_withdrawn=logged.withdrawn_by is None,
    )


def fate_words(logged: Logged) -> str:
    """Return what has become of a decision."""
    if logged.withdrawn_by is not None:
        return "taken back"
    if logged.overruled_by is not None:
        return "overruled by a later one"
    if logged.conflict:
        return f"{logged.found}; another decision did not know of it"
    return str(logged.found)
