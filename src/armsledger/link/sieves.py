"""Quick looks that tell most texts apart: bounds of what `is_copy` asks, from small marks.

Texts in one form meet as candidates each with each. A sieve keeps a mark of each text; of two marks
it says whether the texts may be copies. What it holds back is no copy for sure, so that the sieves
change no verdict, only how many texts are compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Generic, TypeVar
from zlib import crc32

from armsledger.link.copies import (
    MIN_CONTAINMENT,
    MIN_NAMES,
    differ_in_numbers,
    numbers_of,
    repeated_names,
    share,
    shingles_of,
    words_of,
)

Mark = TypeVar("Mark")

# Bytes of the digest that stands for a text's words: no two texts of a ledger share one by chance.
DIGEST_BYTES: Final = 16

# Bits of a mask, a power of two: the shingles of a text of 500 words set 6 % of them. A longer text
# passes more often, and is then compared.
MASK_BITS: Final = 8192

# About what a mark takes in memory, in bytes: a set's slots and its strings, and the fixed rest.
_NUMBER_BYTES: Final = 100
_REST_BYTES: Final = 300


@dataclass(frozen=True, slots=True)
class Sieve(Generic[Mark]):
    """One look: how a mark is made, which pairs pass, and how much memory a mark takes."""

    mark: Callable[[str], Mark]
    passes: Callable[[Mark, Mark], bool]  # symmetric
    size: Callable[[Mark], int]  # bytes, about


@dataclass(frozen=True, slots=True)
class Figures:
    """A text's words as a whole, and its numbers."""

    words: bytes  # digest of the words in their order
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's words as a whole, its shingles and words as bits, and its repeated names."""

    words: bytes  # digest of the words in their order
    shingles: int  # how many
    shingle_mask: int
    word_mask: bytes
    names: tuple[tuple[int, int], ...]  # bit and count of each


def figures_of(text: str) -> Figures:
    """Return the words' digest and the numbers of a text."""
    return Figures(_digest(text), numbers_of(text))


def may_agree(a: Figures, b: Figures) -> bool:
    """Tell whether two texts have the same words or enough numbers in common."""
    return a.words == b.words or not differ_in_numbers(a.numbers, b.numbers)


def outline_of(text: str) -> Outline:
    """Return the outline of a text."""
    shingles = shingles_of(text)
    return Outline(
        words=_digest(text),
        shingles=len(shingles),
        shingle_mask=int.from_bytes(_mask(shingles), "little"),
        word_mask=_mask(words_of(text)),
        names=tuple((_bit(name), count) for name, count in repeated_names(text).items()),
    )


def may_overlap(a: Outline, b: Outline) -> bool:
    """Tell whether the smaller text's shingles and names may be in the larger one.

    Of two texts of one size either may be the smaller one.
    """
    if a.words == b.words:
        return True
    if a.shingles < b.shingles:
        return _may_be_in(a, b)
    return _may_be_in(b, a) or (a.shingles == b.shingles and _may_be_in(a, b))


def _may_be_in(smaller: Outline, larger: Outline) -> bool:
    # Shingles that set one bit of the smaller text together may all be in the larger one.
    together = smaller.shingles - smaller.shingle_mask.bit_count()
    shared = (smaller.shingle_mask & larger.shingle_mask).bit_count() + together
    if share(shared, smaller.shingles) < MIN_CONTAINMENT:
        return False
    mask = larger.word_mask
    known = sum(count for bit, count in smaller.names if mask[bit >> 3] >> (bit & 7) & 1)
    return share(known, sum(count for _, count in smaller.names)) >= MIN_NAMES


def _digest(text: str) -> bytes:
    words = " ".join(words_of(text)).encode("utf-8", "surrogatepass")
    return blake2b(words, digest_size=DIGEST_BYTES).digest()


def _mask(words: Iterable[str]) -> bytes:
    mask = bytearray(MASK_BITS // 8)
    for word in words:
        bit = _bit(word)
        mask[bit >> 3] |= 1 << (bit & 7)
    return bytes(mask)


def _bit(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) % MASK_BITS


def _size_of_figures(mark: Figures) -> int:
    return _REST_BYTES + _NUMBER_BYTES * len(mark.numbers)


def _size_of_outline(mark: Outline) -> int:
    return _REST_BYTES + 2 * MASK_BITS // 8 + _NUMBER_BYTES * len(mark.names)


# From the quickest to the slowest. A text goes through the next one only with one that it passed
# the first with.
SIEVES: Final[tuple[Sieve[Any], ...]] = (
    Sieve(figures_of, may_agree, _size_of_figures),
    Sieve(outline_of, may_overlap, _size_of_outline),
)
