"""A report as parsed text: parts, sentences and tokens with offsets into the archived text."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan

from armsledger.model import Report


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report's title or text.

    `text == report.part(part)[start:end]`, without white space at either edge. The tokens are
    those of a spaCy document that holds one paragraph; token character offsets become report
    offsets by adding `shift`: `report.part(part)[token.idx + shift]` is the token's first
    character.
    """

    index: int  # number in reading order, the title's sentences first
    part: str  # "title" or "text"
    paragraph: int  # number of the paragraph in its part
    start: int
    end: int
    text: str
    tokens: TokenSpan
    shift: int


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report with the sentences that were parsed, in reading order."""

    report: Report
    sentences: tuple[Sentence, ...]

    def of_part(self, part: str) -> Iterator[Sentence]:
        """Yield the sentences of one part."""
        return (s for s in self.sentences if s.part == part)
