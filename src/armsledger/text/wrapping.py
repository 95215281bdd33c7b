"""Undo hard line wrapping: the lines of a wrapped paragraph become one, character for character.

A text editor or mail program that wraps at 72 or 80 columns fills each line: the next line's
first word would not have fitted. That is what tells a wrapped line from a short paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from armsledger.model import Report

# Widths that editors and mail programs wrap at; a longer line is a paragraph of its own.
MIN_WIDTH: Final = 45
MAX_WIDTH: Final = 100

# Share of the line ends that must plainly stand inside a sentence. In a wrapped English text about
# four lines in five begin with a small letter; with a paragraph on each line nearly none does.
_MIN_SURE_SHARE: Final = 1 / 3

# Characters by which the widest line may exceed the widest that plainly goes on.
_SLACK: Final = 4

_LINE: Final = re.compile(r"[^\n]+")
_SENTENCE_END: Final = re.compile(r"[.!?:;\u2026][\"')\]\u201d\u2019\u00bb]*$")
_BULLET: Final = re.compile(r"\s*(?:[\u2022\u25cf\u25aa\u2023*+>|#\u2013\u2014-]|\(?\w{1,3}[.)])\s")
_RULE: Final = re.compile(r"^\W+$")
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, without the white space at its end."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Joint:
    """Two lines of one block, the second directly below the first."""

    before: _Line
    after: _Line

    @property
    def may_continue(self) -> bool:
        """Whether the second line may be the first's continuation at all."""
        return (
            len(self.before.text) <= MAX_WIDTH
            and len(self.after.text) <= MAX_WIDTH
            and not _BULLET.match(self.after.text)
            and not _RULE.match(self.after.text)
            and not _RULE.match(self.before.text)
        )

    @property
    def goes_on(self) -> bool:
        """Whether the second line plainly goes on with the first's sentence."""
        return (
            self.may_continue
            and len(self.before.text) >= MIN_WIDTH
            and (self.in_capitals or self.after.text.lstrip()[:1].islower())
            and not _SENTENCE_END.search(self.before.text)
        )

    @property
    def in_capitals(self) -> bool:
        """Whether both lines are in capitals, so that small letters tell nothing."""
        return self.before.text.isupper() and self.after.text.isupper()

    def is_full(self, width: int) -> bool:
        """Return whether the second line's first word would not have fitted into the first."""
        word = _WORD.search(self.after.text)
        needed = len(self.before.text) + 1 + len(word[0] if word else "")
        return len(self.before.text) <= width < needed


def unwrap(text: str) -> str:
    """Return the text with the line breaks inside wrapped paragraphs as blanks.

    `len(unwrap(text)) == len(text)`, and only line breaks change. A text with one paragraph on
    each line, a list, a heading or a table stays as it is.
    """
    if "\n" not in text:
        return text
    joints = list(_joints(text))
    width = _width(joints)
    if width is None:
        return text
    pieces, at = [], 0
    for joint in joints:
        if _continues(joint, width):
            gap = joint.after.start - joint.before.end
            pieces += [text[at : joint.before.end], " " * gap]
            at = joint.after.start
    return "".join([*pieces, text[at:]])


def unwrapped(report: Report) -> Report:
    """Return the report as it is to be read: its text and title without hard line wrapping.

    Every offset into the copy is one into the report; the copy is not archived.
    """
    text = unwrap(report.text)
    title = unwrap(report.title) if report.title else report.title
    if text == report.text and title == report.title:
        return report
    return replace(report, text=text, title=title)


def _continues(joint: _Joint, width: int) -> bool:
    """Return whether a joint of a text that is wrapped at a width stands inside a paragraph."""
    if joint.goes_on and not joint.in_capitals:
        return True
    return joint.may_continue and joint.is_full(width)


def _joints(text: str) -> Iterator[_Joint]:
    lines = (_Line(m.start(), m[0].rstrip()) for m in _LINE.finditer(text) if m[0].strip())
    for before, after in pairwise(lines):
        if text.count("\n", before.end, after.start) == 1:
            yield _Joint(before, after)


def _width(joints: Sequence[_Joint]) -> int | None:
    """Return the column at which the text is wrapped, None if it isn't."""
    able = [j for j in joints if j.may_continue and len(j.before.text) >= MIN_WIDTH]
    running = [j for j in able if j.goes_on]
    widest = max((len(j.before.text) for j in running), default=0)
    width = max((n for j in able if (n := len(j.before.text)) <= widest + _SLACK), default=0)
    sure = [j for j in running if not j.in_capitals or j.is_full(width)]
    return width if sure and len(sure) >= _MIN_SURE_SHARE * len(able) else None
