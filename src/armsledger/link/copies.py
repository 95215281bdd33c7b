"""Which reports repeat another's text: MinHash for candidates, shingles to confirm, components."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from armsledger.link.names import fold
from armsledger.model import ReportHead
from armsledger.vocabulary.outlets import outlet_of

# Words in a shingle. Three survive an edit every few words; see docs/methods/copies.md.
SHINGLE_WORDS: Final = 3

# 32 bands of 3 rows find a pair of Jaccard similarity 0.5 with probability 0.986 and one of 0.2
# with 0.23 (1 - (1 - s^3)^32): a cut or lengthened copy is about 0.5.
BANDS: Final = 32
ROWS: Final = 3
SEED: Final = 1  # of the hash family; another seed makes stored signatures useless

# A report shorter than this is a copy only of an equal text: three-word shingles of a headline
# and a line say too little.
SHORT_WORDS: Final = 30

# Chosen by the sweep in docs/methods/copies.md (tests/data/link_copies.jsonl).
MIN_CONTAINMENT: Final = 0.63  # share of the smaller text's shingles that the other has
MIN_NUMBERS: Final = 0.50  # share of the smaller text's numbers that the other has
MIN_NAMES: Final = 0.67  # share of the smaller text's repeated names that the other has

# Texts whose words and shingles are remembered: one is compared with every candidate, and the
# candidates of the next are often the same. Some 100 KB each for a long report.
TEXTS_KEPT: Final = 256

REPEATED: Final = 2  # a name that occurs so often is what a text is about

_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_NAME: Final = re.compile(r"(?<![.!?:\"“”]\s)(?<!^)\b[A-Z]\w{2,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CopySet:
    """Reports that carry one text."""

    original: str  # id of the report taken as the first
    members: tuple[str, ...]  # ids, sorted; the original is one of them


def sign(text: str) -> tuple[int, ...]:
    """Return the MinHash signature of a text: BANDS * ROWS numbers, the same on every machine.

    Case and punctuation do not count. A text without words has the empty signature. One of fewer
    than `SHORT_WORDS` words is signed as a whole, so that it meets its equals only: a stream of
    short notices in one form would otherwise be compared each with each.
    """
    from datasketch import MinHash  # here: numpy is slow to import

    words = words_of(text)
    whole = frozenset({" ".join(words)} if words else ())
    shingles = whole if len(words) < SHORT_WORDS else shingles_of(text)
    if not shingles:
        return ()
    made = MinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    return tuple(int(value) for value in made.hashvalues)


def band_keys(signature: tuple[int, ...]) -> tuple[str, ...]:
    """Return the keys of a signature: two reports that share a key are candidates for a copy."""
    return tuple(
        f"{band}:" + ".".join(f"{v:x}" for v in signature[band * ROWS : (band + 1) * ROWS])
        for band in range(len(signature) // ROWS)
    )


def is_copy(text_a: str, text_b: str) -> bool:
    """Tell whether two texts are one text: agency copy, a light edit, a paragraph added or cut.

    Two reports about the same event are not, nor two notices in the same form about other
    states and numbers.
    """
    if _same_words(text_a, text_b):
        return True
    # The cheap test comes first: in a form's notices it is the figures that differ.
    if differ_in_numbers(numbers_of(text_a), numbers_of(text_b)):
        return False
    if min(len(words_of(text_a)), len(words_of(text_b))) < SHORT_WORDS:
        return False
    smaller, larger = sorted((text_a, text_b), key=_size)
    return (
        _shared_numbers(smaller, larger) >= MIN_NUMBERS
        and _shared_names(smaller, larger) >= MIN_NAMES
        and _shared_shingles(smaller, larger) >= MIN_CONTAINMENT
    )


def _same_words(text_a: str, text_b: str) -> bool:
    """Tell whether two texts have the same words, at least one; stops at the first difference."""
    pairs = zip_longest(_WORD.finditer(fold(text_a)), _WORD.finditer(fold(text_b)))
    some = False
    for a, b in pairs:
        if a is None or b is None or a[0] != b[0]:
            return False
        some = True
    return some


def differ_in_numbers(a: frozenset[str], b: frozenset[str]) -> bool:
    """Tell whether two texts share too few numbers, whichever of them is the smaller one."""
    return share(len(a & b), min(len(a), len(b))) < MIN_NUMBERS


def likeness(text_a: str, text_b: str) -> tuple[float, float, float]:
    """Return the shares of the smaller text's shingles, numbers and repeated names in the other."""
    smaller, larger = sorted((text_a, text_b), key=_size)
    return (
        _shared_shingles(smaller, larger),
        _shared_numbers(smaller, larger),
        _shared_names(smaller, larger),
    )


def _size(text: str) -> tuple[int, str]:
    return len(shingles_of(text)), text


def _shared_shingles(smaller: str, larger: str) -> float:
    shingles = shingles_of(smaller)
    return share(len(shingles & shingles_of(larger)), len(shingles))


def _shared_numbers(smaller: str, larger: str) -> float:
    numbers = numbers_of(smaller)
    return share(len(numbers & numbers_of(larger)), len(numbers))


def _shared_names(smaller: str, larger: str) -> float:
    names = repeated_names(smaller)
    others = set(words_of(larger))
    known = sum(count for name, count in names.items() if name in others)
    return share(known, sum(names.values()))


def copy_sets(heads: Iterable[ReportHead], pairs: Iterable[tuple[str, str]]) -> tuple[CopySet, ...]:
    """Return the sets of two and more reports that the confirmed pairs connect, sorted.

    The original is the earliest (undated reports last), an agency's before another's, then the
    smallest id. The order of heads and pairs does not matter; a pair with an unknown report is
    ignored.
    """
    known = {head.id: head for head in heads}
    parent = {key: key for key in known}
    for a, b in pairs:
        if a in known and b in known:
            low, high = sorted((_root(parent, a), _root(parent, b)))
            parent[high] = low
    groups: dict[str, list[ReportHead]] = {}
    for key, head in known.items():
        groups.setdefault(_root(parent, key), []).append(head)
    sets = [_set_of(group) for group in groups.values() if len(group) > 1]
    return tuple(sorted(sets, key=lambda s: s.original))


def originals_of(sets: Iterable[CopySet]) -> Mapping[str, str]:
    """Return report id -> id of its original, for the copies only."""
    return {
        member: one.original for one in sets for member in one.members if member != one.original
    }


def _set_of(group: list[ReportHead]) -> CopySet:
    first = min(group, key=lambda h: (h.date or "9999", not is_agency(h.outlet), h.id))
    return CopySet(first.id, tuple(sorted(head.id for head in group)))


def is_agency(outlet: str | None) -> bool:
    """Tell whether an outlet's name is a news agency's."""
    known = outlet_of(outlet) if outlet else None
    return known is not None and known.kind == "agency"


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


@lru_cache(maxsize=TEXTS_KEPT)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and accents."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=TEXTS_KEPT)
def shingles_of(text: str) -> frozenset[str]:
    """Return the runs of three words in a text; of a shorter one all its words as one."""
    words = words_of(text)
    if len(words) < SHINGLE_WORDS:
        return frozenset({" ".join(words)} if words else ())
    return frozenset(map(" ".join, zip(*(words[at:] for at in range(SHINGLE_WORDS)), strict=False)))


@lru_cache(maxsize=TEXTS_KEPT)
def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers in a text as they are written."""
    return frozenset(_NUMBER.findall(text))


def repeated_names(text: str) -> dict[str, int]:
    """Return how often the names occur that occur more than once."""
    return {name: count for name, count in _names(text).items() if count >= REPEATED}


@lru_cache(maxsize=TEXTS_KEPT)
def _names(text: str) -> Counter[str]:
    """Count the capitalised words that do not open a sentence."""
    return Counter(fold(name) for name in _NAME.findall(text))


def share(part: int, whole: int) -> float:
    """Return a part of a whole as a number; all of nothing is 1."""
    return 1.0 if whole == 0 else part / whole
