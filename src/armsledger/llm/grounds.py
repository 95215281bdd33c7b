"""A report as the model's claims are checked against it: what it names, and where."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from armsledger.extract.scene import Vocabularies
from armsledger.llm.passages import Piece
from armsledger.model import Report
from armsledger.text.parse import Paragraph, parse_paragraphs
from armsledger.text.wrapping import unwrapped
from armsledger.vocabulary.actors import ActorMention
from armsledger.vocabulary.weapons import WeaponMention

# Sentences that one quote may touch; a model's sentence is now and then two of the parser's.
_MAX_SENTENCES: Final = 3


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a report names; offsets into its parts."""

    report: Report
    vocabularies: Vocabularies
    actors: dict[str, tuple[ActorMention, ...]]  # by part
    weapons: dict[str, tuple[WeaponMention, ...]]  # by part

    @property
    def anchor(self) -> dt.date | None:
        """The report's date, against which its dates are resolved."""
        return dt.date.fromisoformat(self.report.date) if self.report.date else None

    def code_of(self, name: str) -> str | None:
        """Return the one state or group that a name stands for; None if unknown or several."""
        index = self.vocabularies.actors
        code = index.code_of(name)
        if code is not None:
            return code
        codes = {mention.code for mention in index.find(name, context=self.report.text)}
        return codes.pop() if len(codes) == 1 else None

    def names_actor(self, code: str) -> bool:
        """Return whether the report names a state or group, or who belongs to it, anywhere."""
        return any(mention.code == code for found in self.actors.values() for mention in found)

    def actor_at(self, code: str, part: str, start: int, end: int) -> ActorMention | None:
        """Return the first words between two places of a part that name an actor."""
        found = (m for m in self.actors[part] if m.code == code and start <= m.start)
        return next((m for m in found if m.end <= end), None)

    def weapon_at(self, part: str, start: int, end: int) -> WeaponMention | None:
        """Return the weapon named between two places of a part, a listed system before a kind."""
        found = [m for m in self.weapons[part] if m.start < end and start < m.end]
        return min(found, key=lambda m: (m.system is None, m.start), default=None)

    def sentence_at(self, piece: Piece, start: int, end: int) -> tuple[int, int] | None:
        """Return the sentence between whose edges two places of a piece lie.

        Where the two lie in neighbouring sentences, it is all of these; None if that are many.
        """
        paragraph = Paragraph(piece.part, 0, piece.start, piece.text)
        parsed = parse_paragraphs(self.report, (paragraph,))
        touched = [s for s in parsed.sentences if s.start < end and start < s.end]
        if not touched or len(touched) > _MAX_SENTENCES:
            return None
        return touched[0].start, touched[-1].end


def grounds_of(
    report: Report, vocabularies: Vocabularies, withheld: Iterable[Paragraph] = ()
) -> Grounds:
    """Return what a report names outside of the paragraphs that are withheld."""
    blanked = list(withheld)
    title = _without(blanked, "title", report.part("title"))
    text = _without(blanked, "text", unwrapped(report).text)
    actors, weapons = vocabularies.actors, vocabularies.weapons
    in_title, in_text = weapons.find_parts(title, text, is_actor=actors.is_actor)
    return Grounds(
        report,
        vocabularies,
        actors={
            "title": tuple(actors.find(title, context=text)),
            "text": tuple(actors.find(text, context=title)),
        },
        weapons={"title": in_title, "text": in_text},
    )


def _without(paragraphs: Iterable[Paragraph], part: str, text: str) -> str:
    """Return a part with some of its paragraphs as blanks, every other character in its place."""
    for one in paragraphs:
        if one.part == part:
            end = one.start + len(one.text)
            text = text[: one.start] + " " * len(one.text) + text[end:]
    return text


def find_words(text: str, words: str, start: int = 0) -> tuple[int, int] | None:
    """Return where words stand in a text as whole words, from a place on; exact, first place.

    Words without a letter or digit are nowhere.
    """
    if not any(c.isalnum() for c in words):
        return None
    at = text.find(words, start)
    while at >= 0:
        end = at + len(words)
        if not (_joined(text, at) or _joined(text, end)):
            return at, end
        at = text.find(words, at + 1)
    return None


def _joined(text: str, at: int) -> bool:
    """Return whether a place lies inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
