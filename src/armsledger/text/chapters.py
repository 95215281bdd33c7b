"""A long report in chapters: what is worked out of a whole report is worked out of each of them.

The cost of reading grows faster than the text it is done on at once; a chapter bounds both the
time and the memory. A chapter begins a line where it can, so that no sentence is cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from armsledger.model import Report
from armsledger.text.parse import MAX_SENTENCE_CHARS

# About twenty pages; the longest articles are shorter, so that only books, proceedings and
# dumps are divided.
MAX_CHAPTER_CHARS: Final = 50_000

_SENTENCE_END: Final = re.compile(r"[.!?][\"\u201d\u2019')\]]*\s")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a report's text as a report of its own, with the whole report's title and date.

    `report.text` is the whole report's `text[start:start + len(report.text)]`.
    """

    start: int
    report: Report


def chapters_of(report: Report, max_chars: int = MAX_CHAPTER_CHARS) -> Iterator[Chapter]:
    """Yield the report's chapters in reading order; one that is not longer is its only chapter.

    The chapters are disjoint and cover the text; a title longer than a sentence is repeated up to
    a sentence's length. Each ends behind a line, else behind a sentence,
    else behind a blank, in the second half of what it may hold, else at `max_chars`.
    """
    text, start = report.text, 0
    while len(text) - start > max_chars:
        end = _end(text, start, start + max_chars)
        yield Chapter(start, _part(report, start, end))
        start = end
    yield Chapter(start, _part(report, start, len(text)) if start else report)


def _part(report: Report, start: int, end: int) -> Report:
    title = report.title if start == 0 or not report.title else report.title[:MAX_SENTENCE_CHARS]
    return replace(report, title=title, text=report.text[start:end])


def _end(text: str, start: int, limit: int) -> int:
    half = (start + limit) // 2
    line = text.rfind("\n", half, limit)
    if line >= 0:
        return line + 1
    ends = [match.end() for match in _SENTENCE_END.finditer(text, half, limit)]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", half, limit)
    return blank + 1 if blank >= 0 else limit
