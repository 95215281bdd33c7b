"""What the small grammars and gazetteers find in a text, each tied to its characters.

Offsets are half-open code-point offsets into the string that was searched; `shifted` moves a
mention found in a slice to the offsets of the whole.
"""

from dataclasses import dataclass, replace
from typing import Self

from armsledger.model import Money, Quantity, Source


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters of the text that say something."""

    start: int
    end: int

    def shifted(self, by: int) -> Self:
        """Return the same mention `by` characters further right."""
        return replace(self, start=self.start + by, end=self.end + by)

    def overlaps(self, other: "Mention") -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """A time expression and the EDTF it stands for."""

    edtf: str
    rule: str  # name of the grammar rule that read it
    anchored: bool = False  # True: resolved against the report's date, not written in full


@dataclass(frozen=True, slots=True)
class MoneyMention(Mention):
    """An amount of money. `start` and `end` include qualifier words ("more than $2 billion")."""

    money: Money
    currency_inferred: bool = False  # True: the text shows only "$" or "dollars"
    per_unit: bool = False  # "each", "per aircraft", "apiece": no value of the deal


@dataclass(frozen=True, slots=True)
class QuantityMention(Mention):
    """A number with the noun that it counts ("four batteries", "36 Rafale fighter jets")."""

    quantity: Quantity
    noun_start: int  # the counted noun phrase after the number
    noun_end: int


@dataclass(frozen=True, slots=True)
class Attribution(Mention):
    """A stretch of text whose content is somebody's word."""

    source: Source
    via: tuple[str, ...] = ()
    cue_start: int = 0  # the characters that name the speaker
    cue_end: int = 0
