"""The archived text of a report with its claims marked, in windows where it is long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from armsledger.exports.passages import Mark, Piece, cut
from armsledger.model import ACROSS, Claim, Factuality

# Characters of a window: some fifteen printed pages, and far below what a page may weigh.
WINDOW: Final = 24_000
# A window may grow by this much so that it does not cut a sentence that carries a claim.
_SLACK: Final = 8_000

_BREAKS: Final = ("\n", ". ", " ")  # where a window ends best


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the text, half-open."""

    number: int  # from 1
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """A claim with its place in the report."""

    number: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between two edges: outside any claim, or inside the same claims all along."""

    pieces: tuple[Piece, ...]
    claims: tuple[Numbered, ...]  # those that cover it
    starts: tuple[Numbered, ...]  # those of them that begin here
    ends: tuple[Numbered, ...]  # those of them that end here
    factuality: Factuality | None  # the strongest way in which they tell
    is_across: bool  # all of them tell what stops or opposes a deal


def numbered(claims: Sequence[Claim]) -> tuple[Numbered, ...]:
    """Return a report's claims in reading order with their numbers."""
    ordered = sorted(claims, key=lambda c: (c.part != "title", c.start, c.end, c.id))
    return tuple(Numbered(n, claim) for n, claim in enumerate(ordered, 1))


def windows_of(text: str, claims: Sequence[Claim]) -> tuple[Window, ...]:
    """Return the windows of a text; joined they are the text. An empty text has one."""
    edges = [0]
    while edges[-1] < len(text):
        edges.append(_end_of(text, edges[-1], claims))
    if len(edges) == 1:
        edges.append(0)
    return tuple(Window(n, start, end) for n, (start, end) in enumerate(pairwise(edges), 1))


def _end_of(text: str, start: int, claims: Sequence[Claim]) -> int:
    """Return where the window that begins here ends: at a paragraph, and in no claim."""
    end = start + WINDOW
    if end >= len(text):
        return len(text)
    for stop in _BREAKS:
        found = text.rfind(stop, start + WINDOW // 2, end)
        if found != -1:
            end = found + len(stop)
            break
    cut_by = [c.end for c in claims if c.part == "text" and c.start < end < c.end]
    return max([end, *(e for e in cut_by if e - start <= WINDOW + _SLACK)])


def window_at(windows: Sequence[Window], place: int) -> Window:
    """Return the window that has a place of the text; the last one for places beyond it."""
    return next((w for w in windows if w.start <= place < w.end), windows[-1])


def in_window(one: Numbered, window: Window) -> bool:
    """Return whether some of a claim's sentence lies in a window."""
    claim = one.claim
    return claim.part == "text" and claim.start < window.end and window.start < claim.end


def stretches(text: str, start: int, end: int, claims: Sequence[Numbered]) -> Iterator[Stretch]:
    """Yield text[start:end] in stretches; joined they are that text.

    Args:
        text: one part of the report.
        start: first character.
        end: behind the last one.
        claims: those of this part that reach into the stretch.
    """
    places = {place for one in claims for place in (one.claim.start, one.claim.end)}
    edges = sorted({start, end, *(place for place in places if start < place < end)})
    for left, right in pairwise(edges):
        yield _stretch(text, left, right, claims)


def _stretch(text: str, left: int, right: int, claims: Sequence[Numbered]) -> Stretch:
    covering = tuple(c for c in claims if c.claim.start <= left and right <= c.claim.end)
    marks = [
        Mark(span.role, span.start, span.end)
        for one in covering
        for span in one.claim.spans
        if span.part == one.claim.part
    ]
    tellings = {one.claim.factuality for one in covering}
    return Stretch(
        pieces=cut(text, left, right, marks),
        claims=covering,
        starts=tuple(c for c in covering if c.claim.start == left),
        ends=tuple(c for c in covering if c.claim.end == right),
        factuality=next((telling for telling in Factuality if telling in tellings), None),
        is_across=bool(covering) and all(one.claim.event in ACROSS for one in covering),
    )
