"""Cue words: verbs of saying, nouns for speakers, and words that tell planned from done."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.model import Event, SourceKind
from armsledger.vocabulary.tables import read_table

_FACTUALITY: Final = "factuality_cues.csv"
_VERBS: Final = "speech_verbs.csv"
_NOUNS: Final = "speaker_nouns.csv"
_WORDS: Final = "name_words.csv"


@dataclass(frozen=True, slots=True)
class FactualityCue:
    """What a word says about the event that it governs or stands beside."""

    effect: str  # "planned", "possible", "denied", "would" (by context), "keep" (nothing)
    own: frozenset[Event]  # events that the cue itself names


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb whose subject says something."""

    content: str  # "clause" (says that ...), "object" (announces a thing), "both", "told"
    passive: bool  # whether "it was <verb> that" gives an unnamed source


@dataclass(frozen=True, slots=True)
class SpeakerNoun:
    """A noun for somebody, or something, that says things."""

    kind: SourceKind
    role: str  # "person", "body", "text"


@cache
def load_factuality_cues() -> dict[tuple[str, str], FactualityCue]:
    """Return the cues by kind ("aux", "governor", "modifier", "mark", "light") and lower-case word.

    Raises:
        VocabularyError: the data file breaks its schema or names an unknown event.
    """
    table = read_table(_FACTUALITY, ("kind", "cue", "effect", "own"))
    return {
        (row["kind"], row["cue"]): FactualityCue(row["effect"], _events(row["own"]))
        for row in table
    }


def _events(cell: str) -> frozenset[Event]:
    try:
        return frozenset(Event(name) for name in cell.split())
    except ValueError as error:
        raise VocabularyError(_FACTUALITY, None, str(error)) from error


@cache
def load_speech_verbs() -> dict[str, SpeechVerb]:
    """Return the verbs of saying by lemma.

    Raises:
        VocabularyError: the data file breaks its schema.
    """
    table = read_table(_VERBS, ("lemma", "content", "passive"))
    return {row["lemma"]: SpeechVerb(row["content"], row["passive"] == "yes") for row in table}


@cache
def load_speaker_nouns() -> dict[str, SpeakerNoun]:
    """Return the nouns for speakers by lower-case singular.

    Raises:
        VocabularyError: the data file breaks its schema or names an unknown kind.
    """
    table = read_table(_NOUNS, ("noun", "kind", "role"))
    return {row["noun"]: SpeakerNoun(_kind(row["kind"]), row["role"]) for row in table}


def _kind(cell: str) -> SourceKind:
    try:
        return SourceKind(cell)
    except ValueError as error:
        raise VocabularyError(_NOUNS, None, str(error)) from error


@cache
def name_words(role: str) -> frozenset[str]:
    """Return the lower-case words of a role in names: "title", "company", "body", "office", ...

    Raises:
        VocabularyError: the data file breaks its schema.
    """
    table = read_table(_WORDS, ("word", "role"))
    return frozenset(row["word"] for row in table if row["role"] == role)
