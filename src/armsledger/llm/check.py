"""From a proposed claim to a claim, or to the reason why it is none.

The model chooses; every value is read by our own grammars and vocabularies from words that stand in
the report. Nothing is corrected, completed or searched for approximately.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.extract.mentions import Mention
from armsledger.llm.figures import figures_of
from armsledger.llm.grounds import Grounds, find_words
from armsledger.llm.passages import Passage, Piece
from armsledger.llm.place import Place, stated
from armsledger.llm.rejections import Cause, RejectedError, Unread
from armsledger.llm.schema import Candidate
from armsledger.model import (
    ACTED,
    Claim,
    Event,
    Factuality,
    Source,
    SourceKind,
    Span,
    with_id,
)

# Speakers that only another sentence would name.
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "i", "we", "who", "you"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim that is written in the report, and what of it could not be read."""

    claim: Claim
    unread: tuple[Unread, ...]


def check(
    candidate: Candidate, passage: Passage, grounds: Grounds, *, extractor: str, confidence: float
) -> Checked:
    """Return the claim that a candidate makes.

    Args:
        candidate: what the model proposes.
        passage: what it was asked about; the quote has to be from it.
        grounds: the report.
        extractor: the label of the claim.
        confidence: of the claim; not the model's to say.

    Raises:
        RejectedError: something of it is not written in the report, or it tells no transfer.
    """
    place = _place_of(candidate.quote.strip(), passage, grounds)
    trigger = stated(candidate.trigger, place, Cause.TRIGGER)
    weapon = _weapon_of(candidate.weapon, place, passage, grounds)
    parties = _parties_of(candidate, place, grounds)
    figures = figures_of(candidate, place, grounds)
    source, speaker = _source_of(candidate, place, passage, grounds)
    places = {"trigger": trigger, "weapon": weapon.at, "source": speaker}
    places |= {role: party.at for role, party in parties.items()} | figures.places
    codes = {role: party.code for role, party in parties.items()}
    text = grounds.report.part(place.part)
    claim = Claim(
        id="",
        report=grounds.report.id,
        event=Event(candidate.event),
        factuality=Factuality(candidate.factuality),
        trigger=candidate.trigger.strip(),  # on one line, where the text is wrapped at a width
        start=place.start,
        end=place.end,
        part=place.part,
        quote=text[place.start : place.end],
        extractor=extractor,
        confidence=confidence,
        supplier=codes["supplier"],
        recipient=codes["recipient"],
        actor=codes.get("actor"),
        system=weapon.system,
        weapon=candidate.weapon.strip() if weapon.at else None,
        category=weapon.category,
        quantity=figures.quantity,
        value=figures.value,
        when=figures.when,
        source=source,
        spans=_spans(places, place.part),
        inferred=tuple(_inferred(parties, weapon)),
    )
    return Checked(with_id(claim), figures.unread)


def _spans(places: dict[str, Mention | None], part: str) -> tuple[Span, ...]:
    found = (Span(role, at.start, at.end, part) for role, at in places.items() if at is not None)
    return tuple(sorted(found, key=lambda span: (span.role, span.start)))


def _inferred(parties: "dict[str, _Party]", weapon: "_Weapon") -> Iterator[str]:
    """Yield the roles that have a value though the quote does not state it."""
    for role in ("supplier", "recipient"):
        if parties[role].code is not None and parties[role].at is None:
            yield role
    if weapon.system is not None and weapon.at is None:
        yield "system"


def _place_of(quote: str, passage: Passage, grounds: Grounds) -> Place:
    found = passage.find(quote) if quote else None
    if found is None:
        raise RejectedError(Cause.QUOTE)
    piece, offset = found
    at = piece.start + offset
    sentence = grounds.sentence_at(piece, at, at + len(quote))
    if sentence is None:
        raise RejectedError(Cause.LONG)
    return Place(piece.part, *sentence, quote=quote, at=at)


@dataclass(frozen=True, slots=True)
class _Weapon:
    at: Mention | None  # in the quote
    system: str | None
    category: str | None


def _weapon_of(words: str, place: Place, passage: Passage, grounds: Grounds) -> _Weapon:
    """Return the weapon that the words name: in the quote, else elsewhere in the passage."""
    at = place.find(words.strip())
    part = place.part
    if at is None:
        piece, start, end = _elsewhere(words.strip(), passage, Cause.WEAPON)
        part, elsewhere = piece.part, Mention(start, end)
    else:
        elsewhere = at
    known = grounds.weapon_at(part, elsewhere.start, elsewhere.end)
    if known is None:
        raise RejectedError(Cause.WEAPON)
    return _Weapon(at, known.system.name if known.system else None, known.category)


def _elsewhere(words: str, passage: Passage, cause: Cause) -> tuple[Piece, int, int]:
    """Return where words stand in the passage: the piece, and the offsets into its part."""
    for piece in (*passage.pieces, *passage.title):
        found = find_words(piece.text, words)
        if found is not None:
            return piece, piece.start + found[0], piece.start + found[1]
    raise RejectedError(cause)


@dataclass(frozen=True, slots=True)
class _Party:
    code: str | None = None
    at: Mention | None = None  # in the quote


def _parties_of(candidate: Candidate, place: Place, grounds: Grounds) -> dict[str, _Party]:
    """Return supplier and recipient, and the third party of an event that has one."""
    supplier = _party_of(candidate.supplier, place, grounds)
    recipient = _party_of(candidate.recipient, place, grounds)
    if supplier.code is None and recipient.code is None:
        raise RejectedError(Cause.ALONE)
    if supplier.code == recipient.code:
        raise RejectedError(Cause.SAME)
    parties = {"supplier": supplier, "recipient": recipient}
    if Event(candidate.event) in ACTED:
        actor = _party_of(candidate.actor, place, grounds)
        if actor.code not in (supplier.code, recipient.code):
            parties["actor"] = actor
    return parties


def _party_of(name: str, place: Place, grounds: Grounds) -> _Party:
    """Return a party that the report names.

    Raises:
        RejectedError: the vocabulary does not know the name, or the report nowhere names who it is.
    """
    if not name.strip():
        return _Party()
    code = grounds.code_of(name.strip())
    if code is None:
        raise RejectedError(Cause.UNKNOWN)
    if not grounds.names_actor(code):
        raise RejectedError(Cause.ABSENT)
    mention = grounds.actor_at(code, place.part, place.at, place.at + len(place.quote))
    return _Party(code, Mention(mention.start, mention.end) if mention else None)


def _source_of(
    candidate: Candidate, place: Place, passage: Passage, grounds: Grounds
) -> tuple[Source | None, Mention | None]:
    """Return who says it, and where the quote names them."""
    words = candidate.speaker.strip()
    if not words or words.lower() in _PRONOUNS:
        return None, None
    at = place.find(words)
    if at is None:
        _elsewhere(words, passage, Cause.SPEAKER)
    kind = SourceKind(candidate.speaker_kind or SourceKind.OTHER)
    return Source(words, kind, grounds.code_of(words)), at
