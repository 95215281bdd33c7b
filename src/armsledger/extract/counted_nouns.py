"""The noun that a number of weapons counts: "batteries of S-400" in "four batteries of S-400".

The phrase after the number is walked word by word to its head: a noun of the vocabulary's
`quantity_units.csv` in the right number with no further such noun after it, or a designation.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.vocabulary.tables import read_table

FILE: Final = "quantity_units.csv"
_COLUMNS: Final = ("singular", "plural", "kind")
_KINDS: Final = frozenset(("weapon", "munition", "component", "formation", "generic"))
_MAX_WORDS: Final = 9  # words of a noun phrase that are looked through for its head

_BEFORE: Final = 400  # characters before a bare number in which its weapon must be named

Spans = Sequence[tuple[int, int]]

_WORD: Final = re.compile(
    r"\s*(?P<open>[\"\u201c\u201d'\u2018\u2019(\[]?)"
    r"(?P<word>[^\W_][\w\u2019'./\u2010\u2011\u00d7+-]*)"
    r"(?P<close>[\"\u201d\u2019')\]]*)"
)
# Words at which a phrase ends without a head.
_STOP: Final = (
    "of for in to and or with from by at on the a an that which who was were is are be been will"
    " would could can may might shall should must has have had as into than per if but while when"
    " where after before under over through during since until against between about around not"
    " also both each all its their his her our this these those it they we he she out up off"
    " percent per cent million billion crore lakh mm cm km kg kilometers kilometres miles feet"
    " metres meters inch inches nm tonnes tons pounds pound lb lbs dollars euros"
    " star wheel th st nd rd said"
    " two three four five six seven eight nine ten eleven twelve dozen dozens hundreds"
)
# Words in -s that may stand inside a phrase, unlike other plurals and verbs.
_INNER: Final = (
    "series class gas forces arms sales logistics avionics communications operations electronics"
    " marines wings always"
)
DESIGNATION: Final = re.compile(
    r"(?=[\w/-]*\d)(?:[A-Z]/)?[A-Z][A-Za-z]{0,6}[-/]?\d{1,4}[\w/+-]*?s?"
    r"|(?!(?:NGO|CEO|MP|POW|VIP|RFP|RFI|MOU|LOI|SME|OEM|IED|TV|PC|PM|ID|GP|ISP|PR|GI)s)[A-Z]{2,6}s"
)
_OF: Final = re.compile(r"\s+of\s+(?:(?:the|its|their|these|those|such)\s+)?(?=\w)")
# "three arms sales" are no three arms.
_TRANSACTIONS: Final = re.compile(
    r"\s+(?:sales|deals|contracts|orders|agreements|transfers|packages)\b"
)
_AND: Final = re.compile(r"\s+and(?=\s+(?P<words>(?:[\w/-]+\s+){0,3}[\w-]+))")
_FORMATION_SET: Final = re.compile(
    r"\b(?:regimental|battalion|regiment|battery|brigade|squadron|system|ship)\s+sets?$"
)
_NOT_ROUNDS: Final = re.compile(
    r"\s+of\s+(?!(?:[\w./\u00d7-]+\s+){0,3}(?:ammunition|ammo|munitions?|artillery)\b)"
)
_CLOSING: Final = ("ed", "ing", "ly")
_CLOSING_WORDS: Final = ("last", "next", "this", "more", "worth")


@dataclass(frozen=True, slots=True)
class Unit:
    """A noun that counts weapons."""

    singular: str
    kind: str


@dataclass(frozen=True, slots=True)
class Head:
    """A counted noun phrase: its unit, and where the phrase begins and ends."""

    unit: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where to look for a counted noun: the text, the weapons known in it, the number."""

    text: str
    known: Spans
    singular: bool  # True: after "one" or an article, so the noun must be no plural
    inner: bool = False  # True: in the "of ..." of another noun; looked into no deeper


@functools.cache
def load_units() -> dict[str, tuple[Unit, bool]]:
    """Return the counting nouns by their written form, with whether that form is a plural.

    Raises:
        VocabularyError: a line of the file breaks its schema.
    """
    table: dict[str, tuple[Unit, bool]] = {}
    for row in read_table(FILE, _COLUMNS):
        singular, plural, kind = row.values()
        if kind not in _KINDS:
            raise VocabularyError(FILE, None, f"{singular}: there is no kind {kind!r}")
        unit = Unit(singular, kind)
        table.setdefault(singular.lower(), (unit, False))
        table[plural.lower()] = (unit, True)
    return table


@functools.cache
def _stop_words() -> frozenset[str]:
    return frozenset(_STOP.split())


@functools.cache
def _inner_words() -> frozenset[str]:
    return frozenset(_INNER.split())


def find_head(phrase: Phrase, start: int) -> Head | None:
    """Return the counted noun of the phrase that begins at a place of the text, or None."""
    text, named, first, position = phrase.text, None, None, start
    for _ in range(_MAX_WORDS):
        match = _WORD.match(text, position)
        if match is None or _breaks(match):
            break
        begin, end = match.span("word")
        first = begin if first is None else first
        unit, used = _unit(phrase, begin, end)
        if unit is not None and not _TRANSACTIONS.match(text, used):
            head = Head(unit.singular, first, used, unit.kind)
            return _whole(phrase, head, named=named is not None)
        span = next((s for s in phrase.known if s[0] <= begin < s[1]), None)
        if span is not None:
            end = max(end, span[1])
            named = Head("unit", first, end, "named")
        elif DESIGNATION.fullmatch(match["word"].rstrip(".")):
            named = Head("unit", first, begin + len(match["word"].rstrip(".")), "named")
        elif _ends_phrase(match["word"]):
            break
        position = _past_and(phrase, max(match.end(), end))
        if text[position : position + 1] in (",", ";", ":", ".", "\u2014", "\u2013"):
            break
    return named


def _breaks(match: re.Match[str]) -> bool:
    """Return whether a word ends the phrase: a function word, a figure, "(SMOs)"."""
    word = match["word"].rstrip(".")
    if word.endswith("/") or word.lower() in _stop_words() or word.replace(",", "").isdigit():
        return True
    return "(" in match["open"] and not word[0].isdigit()


def _ends_phrase(word: str) -> bool:
    """Return whether a word that is no counting noun is another plural or a verb in -s."""
    if not word.islower() or word in _inner_words() or len(word) < 4:
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "'s", "\u2019s", "is", "ous"))


def _past_and(phrase: Phrase, position: int) -> int:
    """Return the place after an "and" that joins adjectives: "transport and attack jets"."""
    match = None if phrase.singular else _AND.match(phrase.text, position)
    if match is None:
        return position
    for word in match["words"].lower().split():
        if word in _stop_words() or word.isdigit():
            break
        found = load_units().get(word)
        if found is not None and found[1]:
            return match.end()
    return position


def _unit(phrase: Phrase, start: int, end: int) -> tuple[Unit | None, int]:
    """Return the counting noun written here if it is the head of its phrase, and its end."""
    text, singular = phrase.text, phrase.singular
    word = text[start:end].rstrip(".'\u2019").lower()
    found = _look_up(text, start, word)
    if found is None:
        return None, end
    unit, plural = found
    after = _word_after(text, end)
    following = load_units().get(after)
    if following is not None and (following[1] or singular):
        return None, end  # the noun after it is the head: "fighter jets", "missile batteries"
    invariant = plural and unit.singular.lower() == word
    if invariant and after and after not in _stop_words() and not after.endswith(_CLOSING):
        return (None if _goes_on(text, end, singular=singular) else unit), start + len(word)
    if not invariant and (plural == singular or not _closes(after, singular=singular)):
        return None, end
    return unit, start + len(word)


def _look_up(text: str, start: int, word: str) -> tuple[Unit, bool] | None:
    """Return a counting noun: the word, the last part of it, or a pair ("control sections")."""
    units = load_units()
    found = units.get(word) or units.get(re.split(r"[/-]", word)[-1])
    if found is not None and found[0].kind != "generic":
        return found
    previous = re.search(r"[\w-]+\s+$", text[max(0, start - 20) : start])
    pair = units.get(f"{previous[0].strip().lower()} {word}") if previous else None
    return pair or found


def _word_after(text: str, end: int) -> str:
    """Return the next word in lower case if only a space is before it, else nothing."""
    match = _WORD.match(text, end) if text[end : end + 1] == " " else None
    return match["word"].lower().rstrip(".") if match else ""


def _goes_on(text: str, position: int, *, singular: bool) -> bool:
    """Return whether another counting noun follows within three words: "aircraft engines"."""
    for _ in range(3):
        match = _WORD.match(text, position)
        if match is None or match["word"].lower() in _stop_words():
            return False
        found = load_units().get(match["word"].lower().rstrip("."))
        if found is not None and found[1] != singular:
            return True
        position = match.end()
    return False


def _closes(after: str, *, singular: bool) -> bool:
    """Return whether a noun in the singular is followed by no further noun ("missile deal")."""
    if not singular or not after or after in _stop_words():
        return True
    return after.endswith(_CLOSING) or after in _CLOSING_WORDS


def _whole(phrase: Phrase, head: Head, *, named: bool) -> Head | None:
    """Return a head with its "of ..." where it counts other things: "batteries of S-400".

    None where the noun counts anything ("two examples") and no weapon is named with it.
    """
    text = phrase.text
    if head.unit == "round" and _NOT_ROUNDS.match(text, head.end):
        return None  # rounds of talks
    if head.kind not in ("formation", "generic") or (head.kind == "generic" and named):
        return head
    if _FORMATION_SET.search(text[head.start : head.end]):
        return head
    of = None if phrase.inner else _OF.match(text, head.end)
    inner = None
    if of is not None:
        inner = find_head(Phrase(text, phrase.known, singular=False, inner=True), of.end())
        inner = inner or find_head(Phrase(text, phrase.known, singular=True, inner=True), of.end())
    if inner is not None:
        return Head(head.unit, head.start, inner.end, head.kind)
    return head if head.kind == "formation" or head.unit == "unit" else None


def names_weapon(phrase: Phrase, head: Head) -> bool:
    """Return whether the phrase of a formation says with which weapon it is equipped."""
    units, words = load_units(), phrase.text[head.start : head.end].split()
    return (
        any(first < head.end and head.start < last for first, last in phrase.known)
        or any(DESIGNATION.fullmatch(word) for word in words)
        or sum(word.lower() in units for word in words) > 1
    )


def weapon_before(text: str, end: int) -> bool:
    """Return whether a weapon is named before a place of the text."""
    units = load_units()
    return any(
        DESIGNATION.fullmatch(word)
        or ((found := units.get(word.lower())) is not None and found[0].kind != "generic")
        for word in re.findall(r"[\w-]+", text[max(0, end - _BEFORE) : end])
    )
