"""How much room words take, on the wide side: nobody knows which font a reader's machine has."""

import unicodedata
from functools import lru_cache
from typing import Final

from armsledger.web.drawings.svg import clean

# Parts of the font's size, after DejaVu Sans, the widest of the usual system fonts.
_NARROW: Final = frozenset("iljI.,:;'|!()[]/ ft-r")
_BROAD: Final = frozenset("mwMW@%&\N{HORIZONTAL ELLIPSIS}")
_THIN_EM: Final = 0.4
_BROAD_EM: Final = 1.0
_CAPITAL_EM: Final = 0.75
_LETTER_EM: Final = 0.64
_FULL_EM: Final = 1.05  # of East Asian letters and of pictures
_BOLD: Final = 1.1
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


def room(words: str, size: float, *, is_bold: bool = False) -> float:
    """Return the width of words in units of the drawing."""
    total = sum(map(_em, clean(words)))
    return total * size * (_BOLD if is_bold else 1)


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    if letter in _NARROW:
        return _THIN_EM
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x1_0000:
        return _FULL_EM
    if letter in _BROAD:
        return _BROAD_EM
    return _CAPITAL_EM if letter.isupper() else _LETTER_EM if ord(letter) < 0x0590 else _FULL_EM


def fit(words: str, width: float, size: float, *, is_bold: bool = False) -> str:
    """Return the words, cut with an ellipsis where they need more than `width`."""
    text = clean(words)
    if room(text, size, is_bold=is_bold) <= width:
        return text
    left = width - room(_ELLIPSIS, size, is_bold=is_bold)
    kept = 0
    for letter in text:
        left -= room(letter, size, is_bold=is_bold) if letter != " " else _THIN_EM * size
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip(" ,;") + _ELLIPSIS if kept else ""


def wrap(words: str, width: float, size: float) -> list[str]:
    """Return the words broken into lines that fit; a word that is too long by itself is cut."""
    lines: list[str] = []
    for word in clean(words).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and room(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(fit(word, width, size))
    return lines
