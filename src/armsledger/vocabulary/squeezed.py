"""Text without case, accents and separators, each character tied to its place in the original.

Designations are written with a hyphen, a space or nothing ("S-400", "S 400", "S400"). Searching a
text from which the separators were taken out finds all three with one pattern; the original
then decides whether the match stands on word boundaries.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

_PIECE: Final = re.compile(r"[^ \-/\n\t\r]+")  # what stands between separators
_PART: Final = re.compile(r"\d+|[^ \-/\n\t\r\d]+")  # the same, letters and digits apart
_LAST_ACCENTED: Final = 0x24F  # end of Latin Extended-B: all accented letters of arms names
_MAX_GAP: Final = 2  # separators in a row inside a name ("S- 400")
_DOTLESS_I: Final = 0x131
_LIKE_HYPHEN: Final = "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"
_LIKE_SPACE: Final = "\u00a0\u2009\u202f\u2007"
_LIKE_APOSTROPHE: Final = "\u2018\u2019\u02bc"


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text and its searchable form."""

    text: str  # the original
    folded: str  # without case, accents and separators
    where: list[int]  # where[i]: place in `text` of folded[i]


@dataclass(frozen=True, slots=True)
class Key:
    """A name in searchable form."""

    text: str
    joints: frozenset[int]  # places in `text` before which a separator may stand


def fold(text: str) -> str:
    """Return the text in lower case, without accents, character by character.

    `len(fold(text)) == len(text)` for every text: a character whose fold would be longer is kept.
    """
    folded = text.translate(_plain_letters()).lower()
    if len(folded) == len(text):
        return folded
    return "".join(_fold_character(c) for c in text.translate(_plain_letters()))


def squeeze(text: str) -> Squeezed:
    """Return the text in searchable form."""
    folded = fold(text)
    where: list[int] = []
    pieces: list[str] = []
    for piece in _PIECE.finditer(folded):
        start, end = piece.span()
        where.extend(range(start, end))
        pieces.append(piece[0])
    return Squeezed(text, "".join(pieces), where)


def key_of(name: str) -> Key:
    """Return a name in searchable form.

    Separators may stand where the name has them and between letters and digits.
    """
    pieces = _PART.findall(fold(name))
    return Key("".join(pieces), frozenset(accumulate(map(len, pieces))))


def is_whole(squeezed: Squeezed, start: int, end: int, joints: frozenset[int]) -> bool:
    """Return whether folded[start:end] has separators only at `joints`, and few in a row."""
    where = squeezed.where
    if where[end - 1] - where[start] == end - 1 - start:
        return True
    for place in range(start + 1, end):
        gap = where[place] - where[place - 1] - 1
        if gap and (place - start not in joints or gap > _MAX_GAP):
            return False
        if gap > 1 and "\n\n" in squeezed.text[where[place - 1] : where[place]]:
            return False
    return True


def _fold_character(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


@cache
def _plain_letters() -> dict[int, str]:
    """Return what each accented letter and typographic sign is searched as."""
    table = {ord(c): "-" for c in _LIKE_HYPHEN}
    table |= {ord(c): " " for c in _LIKE_SPACE}
    table |= {ord(c): "'" for c in _LIKE_APOSTROPHE}
    for code in range(0xC0, _LAST_ACCENTED + 1):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table[_DOTLESS_I] = "i"  # no decomposition
    table[ord("ł")] = "l"
    table[ord("Ł")] = "L"
    table[ord("ø")] = "o"
    table[ord("Ø")] = "O"
    return table
