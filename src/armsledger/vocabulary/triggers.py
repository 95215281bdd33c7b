"""The words that name an event of a transfer, in groups of like meaning and like grammar."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.vocabulary.tables import read_table

TABLE: Final = "triggers.csv"
COLUMNS: Final = ("group", "kind", "patterns")
KINDS: Final = ("verb", "noun", "adj")
LIGHT_TABLE: Final = "light_objects.csv"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A trigger of several words, as lower-case lemmas."""

    words: tuple[str, ...]
    kind: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class TriggerLexicon:
    """Lookup of trigger words: single lemmas by (kind, lemma), phrases by their first lemma."""

    words: Mapping[tuple[str, str], frozenset[str]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    groups: tuple[str, ...]
    light: Mapping[str, frozenset[str]]  # verb -> nouns with which it names no event: make a claim


@cache
def load_triggers() -> TriggerLexicon:
    """Return the lexicon of the data files.

    Raises:
        VocabularyError: an unknown kind, or the table breaks its schema.
    """
    entries: dict[tuple[str, str], set[str]] = {}
    for row in read_table(TABLE, COLUMNS):
        if row["kind"] not in KINDS:
            raise VocabularyError(TABLE, None, f"kind '{row['kind']}' is none of {KINDS}")
        for pattern in row["patterns"].split("|"):
            entries.setdefault((row["kind"], pattern.strip().lower()), set()).add(row["group"])
    singles = {key: frozenset(groups) for key, groups in entries.items() if " " not in key[1]}
    phrases: dict[str, list[Phrase]] = {}
    for (kind, pattern), groups in entries.items():
        words = tuple(pattern.split())
        if len(words) > 1:
            phrases.setdefault(words[0], []).append(Phrase(words, kind, frozenset(groups)))
    ordered = {
        first: tuple(sorted(found, key=lambda p: (-len(p.words), p.words)))
        for first, found in phrases.items()
    }
    names = sorted({group for groups in entries.values() for group in groups})
    return TriggerLexicon(singles, ordered, tuple(names), _light_objects())


def _light_objects() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in read_table(LIGHT_TABLE, ("verb", "nouns")):
        found.setdefault(row["verb"], set()).update(row["nouns"].split("|"))
    return {verb: frozenset(nouns) for verb, nouns in found.items()}
