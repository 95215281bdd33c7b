"""Names and kinds found in a text, and which of them stand: case, variants, overlaps, lists."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from armsledger.vocabulary.weapon_forms import Noun
from armsledger.vocabulary.weapon_tables import BLOCKED, Kind, Name

# What may follow a name and still be part of it: a variant's letters, a block, "-class", plural s.
_VERSION: Final = (
    r"(?:[ -]?(?:Mk|MK|Mark|Block|Blk|BLOCK|Batch|Tranche|Flight|Version|Mod|Increment)[ .-]?"
    r"(?:\d{1,3}|[IVX]{1,4})[A-Za-z]{0,2}(?:/\d{1,3}[A-Z]?)?)?"
    r"(?:[- ][Cc]lass)?[sS]?(?![^\W_])"
)
_AFTER_DIGIT: Final = re.compile(
    r"(?:[A-Z]{1,4}(?:-?\d{1,2})?(?:/[A-Z]{1,3}\d?)*|-[A-Z]{1,4}\d{0,2}(?:-\d{1,2})?|/[A-Z]{1,2})?"
    + _VERSION
)
_AFTER_LETTER: Final = re.compile(
    r"(?:-(?:[A-Z]{1,3}\d?|\d{1,2}[A-Z]{0,2}|[IVX]{1,4})|[ ](?:II|III|IV|V|VI)(?![^\W_]))?"
    + _VERSION
)
_LISTED_WITH: Final = re.compile(
    r"\s*(?:,|and|or|/|&|,\s*and|,\s*or|plus|versus|vs\.?)\s*(?:the\s)?"
)
_CLOSE: Final = 40  # characters between two names of a list
_LONG: Final = 7  # letters; longer names count in lower case too ("brahmos")
_SPACED_PREFIXES: Final = ("AN", "AS")  # common words that in capitals are a maker's code
_NEAR: Final = 200  # characters in which a weapon noun supports a plural name ("Javelins")
_COMMON_WORDS: Final = frozenset(
    ("a", "am", "an", "as", "at", "be", "by", "do", "go", "he", "i", "if", "in", "is", "it", "me",
     "my", "no", "of", "on", "or", "so", "to", "up", "us", "we")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found on word boundaries."""

    start: int
    end: int  # with variant letters and plural s
    core: int  # length of the pattern's own characters
    names: tuple[Name, ...]  # empty for a kind
    kind: Kind | None

    loose: bool = False  # written so that it may be something else

    @property
    def ambiguous(self) -> bool:
        """Whether the hit counts only where a weapon is meant."""
        return bool(self.names) and (self.loose or all(name.ambiguous for name in self.names))


class Taken:
    """Which characters are taken by accepted hits."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._hits = sorted(hits, key=lambda hit: hit.start)
        self._starts = [hit.start for hit in self._hits]

    def longer(self, hit: Hit) -> bool:
        """Return whether an accepted hit overlaps this one and is at least as long."""
        for other in self._hits[max(0, bisect_left(self._starts, hit.start) - 1) :]:
            if other.start >= hit.end:
                return False
            if other.end > hit.start and other.core >= hit.core:
                return True
        return False


def is_cased(text: str, start: int, end: int, kind: Kind) -> bool:
    """Return whether an acronym is written in capitals, as it must be; "UAVs" is."""
    return not kind.capitals or text[start : end - 1].isupper()


def is_written_as_name(written: str, name: Name) -> bool:
    """Return whether case allows the name: capitals where lower case would be a common word."""
    if name.capitals:
        return written.isupper()
    letters, space, _ = written.partition(" ")
    if space and letters.lower() in _COMMON_WORDS:  # "at 3", "A 10"; but "AN 32"
        return letters in _SPACED_PREFIXES
    return written[0].isupper() or not _needs_capital(name)


def _needs_capital(name: Name) -> bool:
    """Return whether a name in lower case would be a common word rather than this system."""
    if not name.text[0].isupper():
        return False
    plain = name.text.isalpha() and len(name.text) >= _LONG
    return name.ambiguous or not (plain or any(c.isdigit() for c in name.text))


def is_loose(written: str) -> bool:
    """Return whether one letter stands apart from its number ("S 400", but also "P 500")."""
    return written[1:2].isspace() and written[2:3].isdigit()


def end_of_name(text: str, end: int) -> int | None:
    """Return where a name ends with its variant letters, or None inside a longer word."""
    tail = _AFTER_DIGIT if text[end - 1].isdigit() else _AFTER_LETTER
    match = tail.match(text, end)
    return match.end() if match else None


def longest(hits: list[Hit]) -> list[Hit]:
    """Return hits without overlaps, longer patterns first, then in text order."""
    kept: list[Hit] = []
    covered = bytearray(max((hit.end for hit in hits), default=0))
    for hit in sorted(hits, key=lambda h: (-h.core, h.start)):
        if not any(covered[hit.start : hit.end]):
            covered[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def is_in_list(text: str, hit: Hit, named: list[Hit]) -> bool:
    """Return whether the name is joined by "and" or a comma to a name of a weapon."""
    return any(
        other is not hit and _LISTED_WITH.fullmatch(text[left.end : right.start])
        for other in named
        for left, right in (sorted((other, hit), key=lambda h: h.start),)
        if 0 < right.start - left.end <= _CLOSE
    )


def is_near(hit: Hit, nouns: list[Noun]) -> bool:
    """Return whether a weapon's noun stands in the same few lines."""
    return any(not noun.weak and abs(noun.start - hit.start) < _NEAR for noun in nouns)


def nouns_of(hits: list[Hit]) -> list[Noun]:
    """Return the weapon nouns among the hits, weak ones too."""
    return [
        Noun(hit.start, hit.end, hit.kind.category, hit.kind.kind)
        for hit in hits
        if hit.kind and hit.kind.kind != BLOCKED
    ]


def is_weak(hit: Hit) -> bool:
    """Return whether the hit only supports a name beside it."""
    return hit.kind is not None and hit.kind.weak


def is_shown(hit: Hit) -> bool:
    """Return whether the hit is a mention of a weapon."""
    return hit.kind is None or hit.kind.named
