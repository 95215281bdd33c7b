"""Splits a sentence into the word pieces that the encoder was taught with.

The scheme is that of uncased BERT models: words and single punctuation marks, in lower case and
without accents, each cut greedily into the longest pieces that the vocabulary knows (Wu et al.
2016, arXiv:1609.08144).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

# The pieces of the vocabulary that stand for no text.
UNKNOWN: Final = "[UNK]"
FIRST: Final = "[CLS]"
LAST: Final = "[SEP]"
CONTINUED: Final = "##"

# A sentence is looked at up to so many pieces, its marks for start and end among them; 99.9 % of
# the sentences of news reports are shorter. Words beyond have no place in the encoder's view.
MAX_PIECES: Final = 160

# A longer word is no word; the vocabulary's longest piece has 18 letters.
_MAX_WORD: Final = 100
_CACHED_WORDS: Final = 20_000

# Each Chinese, Japanese or Korean ideograph is a word of its own.
_IDEOGRAPHS: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_UNSEEN: Final = frozenset({"Mn", "Cc", "Cf"})
_BASIC_PLANE: Final = 0x10000


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence in pieces: the id of each, and which characters it belongs to.

    All pieces of one word stand for the characters of the whole word. The marks for start and end
    stand for none (`start == end`).
    """

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of pieces that share a character with a stretch of text.

        Returns:
            `(0, 1)`, the mark for the start of the sentence, where there is none: the stretch lies
            beyond the pieces that are looked at.
        """
        inside = [i for i, (a, b) in enumerate(zip(self.starts, self.ends, strict=True))
                  if a < end and start < b]  # fmt: skip
        return (inside[0], inside[-1] + 1) if inside else (0, 1)


class WordPieces:
    """Splits sentences by one vocabulary."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Take the vocabulary: piece to id."""
        self.vocabulary = vocabulary
        self._words = _words()
        self._cut = lru_cache(maxsize=_CACHED_WORDS)(self._cut_word)

    def split(self, text: str) -> Pieces:
        """Return a sentence in pieces."""
        ids, starts, ends = [self.vocabulary[FIRST]], [0], [0]
        for found in self._words.finditer(text):
            cut = self._cut(found.group())
            if len(ids) + len(cut) >= MAX_PIECES:
                break
            ids += cut
            starts += [found.start()] * len(cut)
            ends += [found.end()] * len(cut)
        return Pieces((*ids, self.vocabulary[LAST]), (*starts, 0), (*ends, 0))

    def _cut_word(self, word: str) -> tuple[int, ...]:
        plain = _plain(word)
        ids: list[int] = []
        at = 0
        while at < len(plain):
            end = self._longest(plain, at)
            if end == at or len(plain) > _MAX_WORD:
                return (self.vocabulary[UNKNOWN],)
            ids.append(self.vocabulary[(CONTINUED if at else "") + plain[at:end]])
            at = end
        return tuple(ids)

    def _longest(self, word: str, at: int) -> int:
        """Return where the longest known piece from a place on ends; the place itself: none."""
        prefix = CONTINUED if at else ""
        for end in range(len(word), at, -1):
            if prefix + word[at:end] in self.vocabulary:
                return end
        return at


@cache
def _words() -> re.Pattern[str]:
    """Return what finds words and single marks; currency signs and the like belong to words."""
    marks = "".join(c for c in map(chr, range(_BASIC_PLANE)) if _is_mark(c))
    alone = re.escape(marks) + _IDEOGRAPHS
    return re.compile(rf"[^\s{alone}]+|[{alone}]")


def _is_mark(character: str) -> bool:
    is_ascii_sign = character.isascii() and character.isprintable() and not character.isalnum()
    return unicodedata.category(character)[0] == "P" or (is_ascii_sign and character != " ")


def _plain(word: str) -> str:
    """Return a word in lower case, without accents and invisible characters."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in apart if unicodedata.category(c) not in _UNSEEN)
