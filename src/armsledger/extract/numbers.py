"""Numbers as English news writes them: "1,700", "6,00,000", "twenty-four", "two dozen", "a pair".

`NUMBER` is the pattern that the other small grammars build on; `read_number` gives its value.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from armsledger.extract.mentions import Mention

_SMALL_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL_VALUES: Final = {word: value for value, word in enumerate(_SMALL_WORDS.split())}
_TENS_VALUES: Final = {word: 10 * value for value, word in enumerate(_TENS_WORDS.split(), start=2)}
_SCALE_VALUES: Final = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1000,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_PAIRS: Final = frozenset(("pair", "couple"))
_VAGUE_VALUES: Final = {"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000}
_VAGUE_VALUES_LARGE: Final = {
    "tens": 10,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
}

# Western and Indian grouping, a decimal point; a number that goes on after a comma is not cut.
DIGITS: Final = r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?"
_ONES: Final = "|".join(sorted(_SMALL_VALUES, key=len, reverse=True))
_TENS: Final = "|".join(_TENS_VALUES)
_JOIN: Final = r"[\s\u2010\u2011-]+"
SMALL_WORDS: Final = rf"(?:(?:{_TENS})(?:{_JOIN}(?:{_ONES}))?|{_ONES})"
_SCALES: Final = r"(?:dozen|score|hundred|thousand|lakh|million|crore)"
WORDS: Final = (
    rf"(?:(?:{SMALL_WORDS}|half{_JOIN}an?|an?){_JOIN}{_SCALES}(?![a-z])"
    rf"(?:{_JOIN}(?:and\s+)?(?:{SMALL_WORDS}{_JOIN})?{_SCALES}(?![a-z]))*"
    rf"(?:{_JOIN}and\s+{SMALL_WORDS}|{_JOIN}{SMALL_WORDS})?"
    rf"|an?\s+(?:pair|couple)\s+of|{SMALL_WORDS}|half{_JOIN}a{_JOIN}dozen)(?![a-z])"
)
# Figures before words, and "two million" in either: "1.5 million rounds".
NUMBER: Final = rf"(?:{DIGITS}(?:\s+(?:hundred|thousand|lakh|million|crore|dozen))?|{WORDS})"
_NUMBER: Final = re.compile(
    rf"(?<![\w.,/$€£¥₹-])(?:(?P<number>{NUMBER})(?![,.]?\d)"
    rf"|(?P<vague>(?:tens\s+of\s+)?(?:dozens|scores|hundreds|thousands)"
    rf"(?:\s+of\s+(?:thousands|millions))?))(?!\w)",
    re.IGNORECASE,
)
MAX_DIGITS: Final = 18  # longer digit strings are identifiers, not counts


@dataclass(frozen=True, slots=True)
class NumberMention(Mention):
    """A number in a text."""

    value: Decimal
    vague: bool = False  # True: "dozens", "hundreds of thousands"; the value is the smallest


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """Return the numbers of a text in reading order.

    A number glued to a letter, a hyphen or a currency sign on its left is none ("F-16", "$5").
    """
    return tuple(
        NumberMention(match.start(), match.end(), value, match["vague"] is not None)
        for match in _NUMBER.finditer(text)
        if (value := read_number(match[0])) is not None
    )


def read_number(words: str) -> Decimal | None:
    """Return the value of a number in figures or words, or None if it is neither."""
    plain = re.sub(r"(?<=[0-9])[\u00a0\u202f](?=[0-9])", "", words.strip().lower())
    parts = re.split(r"[\s\u2010\u2011-]+", plain)
    total, current = Decimal(0), None
    for part in parts:
        if part in ("of", "and"):
            continue
        scale = _SCALE_VALUES.get(part) or _vague(part)
        if scale is None:
            value = _plain(part)
            if value is None:
                return None
            current = _add(current, value, after_half=part in ("a", "an"))
        elif scale in (100, 12, 20) or current is None:
            current = (Decimal(1) if current is None else current) * scale
        else:
            total, current = total + current * scale, Decimal(0)
    return None if current is None else total + current


def _add(current: Decimal | None, value: Decimal, *, after_half: bool) -> Decimal:
    if current is None:
        return value
    if after_half:  # "half a dozen": the article adds nothing
        return current
    return current * 2 if value == 2 and current == 1 else current + value


def _vague(part: str) -> int | None:
    return _VAGUE_VALUES.get(part) or _VAGUE_VALUES_LARGE.get(part)


def _plain(part: str) -> Decimal | None:
    if part in ("a", "an"):
        return Decimal(1)
    if part in _PAIRS:
        return Decimal(2)
    if part == "half":
        return Decimal("0.5")
    word = _SMALL_VALUES.get(part, _TENS_VALUES.get(part))
    if word is not None:
        return Decimal(word)
    figures = part.replace(",", "")
    plain = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", figures)
    return Decimal(figures) if plain and len(figures) <= MAX_DIGITS else None
