"""How much of an odd text is looked at: bounds that no ordinary report reaches.

What is told twice as often as prose can tell it is a table, a list or rubbish. A bound never
loses a whole report: it divides it, or leaves out the least likely readings, and says so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, TypeVar

from armsledger.text.chapters import MAX_CHAPTER_CHARS
from armsledger.text.parse import MAX_SENTENCE_CHARS

AnyItem = TypeVar("AnyItem")

# Rows of features that exist at once: bounds the memory, and is enough for the trees.
ROWS_AT_ONCE: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of reading. Origin: two to three times the most seen in 1,645 news reports."""

    chapter_chars: int = MAX_CHAPTER_CHARS  # a longer report is read in chapters
    title_chars: int = MAX_CHAPTER_CHARS  # a longer title is read up to there
    # Weapons, actors and event words of one sentence, each, in proportion more in one that is
    # longer than MAX_SENTENCE_CHARS, as a title may be. The most seen in prose is 30.
    sentence_names: int = 48
    # Readings of one sentence (event, weapon, parties), the surest first; the most seen is 29.
    sentence_readings: int = 100
    # Pairs of an event word and a weapon or actor that are compared for each character of a
    # chapter. One news report has up to 0.6; a denser chapter is read in portions.
    pairs_per_char: float = 1.0

    def names_in(self, chars: int) -> int:
        """Return how many names of a kind are looked at in a sentence of so many characters."""
        return ceil(self.sentence_names * max(1.0, chars / MAX_SENTENCE_CHARS))


@dataclass(slots=True)
class LeftOut:
    """What the bounds left out of one report; nothing in ordinary ones."""

    title_chars: int = 0
    names: int = 0
    readings: int = 0

    def in_words(self) -> str:
        """Return what was left out in words, "" for nothing."""
        counts = (
            (self.title_chars, "characters of the title"),
            (self.names, "names and event words of overfull sentences"),
            (self.readings, "unlikely readings of overfull sentences"),
        )
        return ", ".join(f"{count:,} {what}" for count, what in counts if count)


def surest(
    items: Sequence[AnyItem],
    group_of: Callable[[AnyItem], int],
    score_of: Callable[[AnyItem], float],
    most: int,
) -> Sequence[AnyItem]:
    """Return the items, of each group the best `most` at most, in their order; ties by order."""
    if len(items) <= most:
        return items
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        groups[group_of(item)].append(at)
    kept: set[int] = set()
    for group in groups.values():
        kept.update(sorted(group, key=lambda at: -score_of(items[at]))[:most])
    return [item for at, item in enumerate(items) if at in kept]


def in_blocks(items: Sequence[AnyItem], rows_each: int) -> Iterator[Sequence[AnyItem]]:
    """Yield the items in runs, each of about as many rows of features as may exist at once."""
    size = max(1, ROWS_AT_ONCE // max(1, rows_each))
    return (items[at : at + size] for at in range(0, len(items), size))
