"""Lines of a printed page to paragraphs, as a reader would join them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

_GAP: Final = 1.35  # a step this much above the usual step between lines ends the paragraph
_INDENT_SIZES: Final = 0.8  # an indent of this many letter sizes begins one
_SHORT_SHARE: Final = 0.8  # a line that ends a sentence this far from the margin ends one
_NEARLY: Final = 0.95  # at a page's end only a line short of the margin ends its paragraph
_SIZE_CHANGE: Final = 1.1  # letters so much larger or smaller belong to another paragraph
_HYPHENS: Final = "-\u00ad\u2010"
_SOFT: Final = "\u00ad"
_SENTENCE_END: Final = re.compile(r"[.!?:\u2026][\"')\]\u201d\u2019\u00bb]*$")
_BULLET: Final = re.compile(r"(?:[\u2022\u25cf\u25aa\u2023*\u2013-]|\(?\w{1,3}[.)])\s")
_PREFIXES: Final = frozenset(
    {"anti", "air", "co", "ex", "mid", "multi", "non", "post", "pre", "self", "semi", "sub",
     "ground", "sea", "surface", "long", "short", "medium", "third", "second", "first", "high",
     "low", "state", "russian", "chinese", "turkish", "us", "u.s.", "two", "three", "four"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line; places in points, upwards from the page's bottom."""

    text: str
    left: float
    right: float
    base: float
    size: float  # height of its letters


def to_paragraphs(lines: Sequence[Line]) -> str:
    """Return the lines joined to paragraphs, one blank line between them.

    A hyphen at a line's end is dropped where it splits a word, and kept where it joins two
    ("surface-" + "to-air").
    """
    if not lines:
        return ""
    step, margin = _usual_step(lines), _right_margin(lines)
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        if _begins(before, line, step, margin):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = join_lines(paragraphs[-1], line.text)
    return "\n\n".join(paragraphs)


def _usual_step(lines: Sequence[Line]) -> float:
    steps = [a.base - b.base for a, b in pairwise(lines) if a.base > b.base]
    return median(steps) if steps else 0.0


def _right_margin(lines: Sequence[Line]) -> float:
    """Return where full lines end: the place that one line in ten reaches or passes."""
    ends = sorted((line.right for line in lines), reverse=True)
    return ends[len(ends) // 10]


def _begins(before: Line, line: Line, step: float, margin: float) -> bool:
    """Return whether a line begins a paragraph."""
    large, small = max(before.size, line.size), min(before.size, line.size)
    if large > small * _SIZE_CHANGE and not _continues(before.text, line.text):
        return True
    if _BULLET.match(line.text) and not line.text[0].isalnum():
        return True
    fall = before.base - line.base
    ends = bool(_SENTENCE_END.search(before.text))
    if fall <= 0:  # the next column or page
        return ends and before.right < margin * _NEARLY
    if fall > step * _GAP:
        return True
    if line.left > before.left + line.size * _INDENT_SIZES and ends:
        return True
    return ends and before.right < margin * _SHORT_SHARE


def _continues(before: str, line: str) -> bool:
    return not _SENTENCE_END.search(before) and line[:1].islower()


def join_lines(before: str, line: str) -> str:
    """Return two printed lines as one, a word that was split between them whole again."""
    if len(before) < 2 or before[-1] not in _HYPHENS or not before[-2].isalnum():
        return f"{before.rstrip(_SOFT)} {line}"
    stem, after = before[:-1], line[:1]
    word = re.split(r"[\s(\"'\u2018\u201c]", stem)[-1]
    soft = before[-1] == _SOFT
    keeps = not after.islower() or "-" in word or word.lower() in _PREFIXES or "-" in _first(line)
    return f"{stem}-{line}" if keeps and not (soft and after.islower()) else stem + line


def _first(line: str) -> str:
    """Return the first word's letters and hyphens."""
    match = re.match(r"[\w-]+", line)
    return match[0].rstrip("-") if match else ""
