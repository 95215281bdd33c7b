"""A report in passages: paragraphs up to a number of characters, each with the end of the last one.

Only passages near a place that may tell of a transfer are asked about (`text.gate`), and a
paragraph that speaks to a language model is in none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.extract.scene import Vocabularies
from armsledger.llm.injection import speaks_to_a_model
from armsledger.model import Report
from armsledger.text.gate import paragraphs_worth_parsing
from armsledger.text.parse import MAX_SENTENCE_CHARS, Paragraph, split_paragraphs

_SENTENCE_END: Final = re.compile(r"[.!?][\"\u201d\u2019')\]]*\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or some sentences of a long one: `report.part(part)[start:start + len(text)]`.

    Line breaks inside `text` are blanks.
    """

    part: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What is asked about at once."""

    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]

    def halves(self) -> tuple["Passage", "Passage"] | None:
        """Return the passage in two; None if it is a single piece."""
        middle = len(self.pieces) // 2
        if not middle:
            return None
        first, second = self.pieces[:middle], self.pieces[middle:]
        return Passage(self.title, first), Passage(self.title, second)

    def find(self, words: str) -> tuple[Piece, int] | None:
        """Return where words stand in it for the first time: the piece, and the offset there."""
        for piece in (*self.pieces, *self.title):
            at = piece.text.find(words)
            if at >= 0:
                return piece, at
        return None


@dataclass(frozen=True, slots=True)
class Passages:
    """What of a report is asked about, and the paragraphs that are withheld."""

    passages: tuple[Passage, ...]
    withheld: tuple[Paragraph, ...] = ()


def passages_of(
    report: Report, vocabularies: Vocabularies, *, chunk_chars: int, overlap_chars: int
) -> Passages:
    """Return the passages of a report in reading order; none if nothing shows a transfer.

    Args:
        report: any report.
        vocabularies: what weapons and actors are called.
        chunk_chars: most characters of a passage's own paragraphs.
        overlap_chars: most characters that are repeated from the passage before.
    """
    worth = paragraphs_worth_parsing(report, vocabularies.weapons, vocabularies.actors)
    if not worth:
        return Passages(())
    every = (*split_paragraphs(report.part("title"), "title"), *split_paragraphs(report.text))
    withheld = tuple(one for one in every if speaks_to_a_model(one.text))
    title = [one for one in every if one.part == "title" and one not in withheld]
    kept = [one for one in every if one.part == "text" and one not in withheld]
    pieces = [piece for one in kept for piece in _pieces(one, chunk_chars)]
    places = [(one.start, one.start + len(one.text)) for one in worth if one.part == "text"]
    groups = _groups(pieces, chunk_chars, min(overlap_chars, chunk_chars // 2))
    told = [group for group in groups if _touches(group, places)]
    head = _head(title)
    if not told and head:
        told = [()]  # all that is worth reading is the title
    return Passages(tuple(Passage(head, group) for group in told), withheld)


def _head(title: Iterable[Paragraph]) -> tuple[Piece, ...]:
    """Return the title, an endless one cut: it goes along with every passage."""
    left, kept = MAX_SENTENCE_CHARS, []
    for one in title:
        text = one.text[:left]
        if text.strip():
            kept.append(Piece(one.part, one.start, text))
        left -= len(text)
    return tuple(kept)


def _pieces(paragraph: Paragraph, most: int) -> Iterator[Piece]:
    """Yield a paragraph in pieces of at most `most` characters that end with a sentence."""
    text, start = paragraph.text, 0
    while len(text) - start > most:
        end = _end(text, start, start + most)
        yield Piece(paragraph.part, paragraph.start + start, text[start:end])
        start = end
    if text[start:].strip():
        yield Piece(paragraph.part, paragraph.start + start, text[start:])


def _end(text: str, start: int, limit: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, limit)]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", start + 1, limit)
    return blank + 1 if blank > 0 else limit


def _groups(pieces: Sequence[Piece], most: int, overlap: int) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces in groups; a group begins with the last pieces of the one before."""
    group: list[Piece] = []
    fresh = 0  # characters of the group that were in none before
    for piece in pieces:
        if group and fresh + len(piece.text) > most:
            yield tuple(group)
            group, fresh = _tail(group, overlap), 0
        group.append(piece)
        fresh += len(piece.text)
    if fresh:
        yield tuple(group)


def _tail(group: Sequence[Piece], overlap: int) -> list[Piece]:
    """Return the last pieces of a group that have at most `overlap` characters together."""
    tail: list[Piece] = []
    for piece in reversed(group):
        overlap -= len(piece.text)
        if overlap < 0:
            break
        tail.insert(0, piece)
    return tail


def _touches(group: Iterable[Piece], places: Sequence[tuple[int, int]]) -> bool:
    return any(
        start < piece.start + len(piece.text) and piece.start < end
        for piece in group
        for start, end in places
    )
