"""Text with some of its words marked, in pieces that a template prints one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from armsledger.store.queries import Marked


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    text: str
    is_marked: bool


def pieces(found: Marked) -> Iterator[Piece]:
    """Yield the stretches of a text in order; together they are the text."""
    last = 0
    for start, end in found.marks:
        if last < start:
            yield Piece(found.text[last:start], is_marked=False)
        yield Piece(found.text[start:end], is_marked=True)
        last = end
    if last < len(found.text):
        yield Piece(found.text[last:], is_marked=False)
