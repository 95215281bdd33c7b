"""Pieces of archived text with marks in them, and a quote's neighbouring sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from armsledger.model import Claim

# Longer neighbours are cut: a badly glued text can be one sentence.
MAX_CONTEXT: Final = 320  # characters

_STOP: Final = re.compile(
    r"(?<=[.!?])[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9])|\n\s*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the same marks on all of them."""

    text: str
    roles: tuple[str, ...] = ()  # names of the marks that cover it, sorted
    ends: tuple[str, ...] = ()  # those of them that end here


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote in its context."""

    before: str
    pieces: tuple[Piece, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A named stretch of text, half-open."""

    name: str
    start: int
    end: int


def cut(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return text[start:end] in pieces, so that each mark is a whole number of pieces.

    Marks are clipped to the range; empty ones are dropped. The joined pieces are the text.
    """
    clipped = [Mark(m.name, max(m.start, start), min(m.end, end)) for m in marks]
    kept = [m for m in clipped if m.start < m.end]
    edges = sorted({start, end, *(m.start for m in kept), *(m.end for m in kept)})
    return tuple(
        Piece(
            text[left:right],
            tuple(sorted({m.name for m in kept if m.start <= left and right <= m.end})),
            tuple(sorted({m.name for m in kept if m.start <= left and m.end == right})),
        )
        for left, right in pairwise(edges)
    )


def passage_of(claim: Claim, text: str) -> Passage:
    """Return a claim's sentence with its roles marked, and the sentences around it.

    Args:
        claim: the claim.
        text: the claim's part of its report, as archived.
    """
    marks = [Mark(s.role, s.start, s.end) for s in claim.spans if s.part == claim.part]
    return Passage(
        before=_before(text[: claim.start]),
        pieces=cut(text, claim.start, claim.end, marks),
        after=_after(text[claim.end :]),
    )


def _before(text: str) -> str:
    tail = text.rstrip()[-4 * MAX_CONTEXT :]
    starts = [match.end() for match in _STOP.finditer(tail)]
    sentence = tail[starts[-1] if starts else 0 :].strip()
    return sentence if len(sentence) <= MAX_CONTEXT else "\u2026" + sentence[-MAX_CONTEXT:]


def _after(text: str) -> str:
    head = text.lstrip()[: 4 * MAX_CONTEXT]
    stop = _STOP.search(head)
    sentence = head[: stop.start() if stop else len(head)].strip()
    return sentence if len(sentence) <= MAX_CONTEXT else sentence[:MAX_CONTEXT] + "\u2026"
