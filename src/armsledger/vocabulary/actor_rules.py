"""Where a written form stands for its actor: the conditions on the characters around it."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from armsledger.vocabulary.actor_entries import ActorEntry, read_heads, read_states, read_titles

# One character for one, so that offsets stay those of the text: typographic apostrophes and
# hyphens to the plain ones, other white space to the blank.
_SAME_LENGTH: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u00a0\u202f\n\r\t", " ")
)
_CURRENCY: Final = re.compile(
    r"\s?\$|\s(?:dollars?|rupees?|pounds?|francs?|rub?les?|roubles?|riyals?|rials?|dinars?|dirhams?"
    r"|yen|yuan|won|lira|liras|kron[eao]r?|zlot(?:y|ys|ies)|pesos?|reais|real|shekels?|rand|euros?"
    r"|baht|ringgit|hryvnias?|sterling|crowns?|marks?)\b"
)
# Words of the trade, one of which must stand near a company's name that is also another word.
_TRADE: Final = re.compile(
    r"(?i)\b(?:defen[cs]e|missiles?|aircraft|jets?|fighters?|helicopters?|tanks?|contracts?|compan"
    r"(?:y|ies)|manufacturers?|makers?|firms?|shipbuilders?|shipyards?|yards?|weapons?|arms|radars?"
    r"|engines?|drones?|uavs?|subsidiary|consortium|corporation|aerospace|ltd|inc|group|plc|spa"
    r"|gmbh|naval|submarines?|frigates?|military|rifles?|guns?|howitzers?|artillery|vehicles?"
    r"|munitions?|ammunition|aviation|systems?|warships?|torpedo(?:es)?|rockets?|industr(?:y|ies)"
    r"|bid(?:s|der|ders)?|tender)\b"
)
_TRADE_REACH: Final = 80  # characters each side: about a clause
_CAPITALISED: Final = re.compile(r"[^\W\d_][\w'-]*[ ]$")
_CLOSES_NAME: Final = re.compile(r"(?<!\w)[a-z]+,? ([A-Z][a-z]+) $")  # "co-host, Mika"
_SURNAME: Final = re.compile(r" [A-Z][a-z]+")
_SURNAME_REACH: Final = 32  # characters before a surname in which its given name must stand
# fmt: off
_FREE_BEFORE: Final = frozenset((
    "the", "in", "at", "to", "of", "from", "and", "or", "with", "for", "by", "on", "as", "but",
    "while", "when", "if", "after", "before", "since", "although", "however", "meanwhile",
    "today", "yesterday", "north", "south", "east", "west", "northern", "southern", "eastern",
    "western", "central", "greater", "president", "king", "queen", "prime", "minister",
    "foreign", "defense", "defence", "military", "army", "navy", "air", "force", "official",
    "officials", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "both", "like", "between", "against", "that", "which", "says", "said", "new", "ambassador",
    "over", "under", "into", "via", "mr", "mrs", "ms", "dr", "sir", "lord", "lady",
))
# fmt: on


def fold(text: str) -> str:
    """Return the text with plain apostrophes, hyphens and blanks, of the same length."""
    return text.translate(_SAME_LENGTH)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether no letter or digit touches the span, and it is no part of an address."""
    before = text[start - 1] if start else " "
    after = text[end : end + 2]
    if before.isalnum() or before in "_@<":  # "<PZL>" is a ticker
        return False
    if text[end - 1] == "-":  # a prefix: a capital must follow
        return after[:1].isupper()
    if after[:1].isalnum() or after[:1] == "_":
        return False
    if after[:1] == "-" and after[1:].isdigit():  # a designation: MiG-29, US-2
        return False
    return not (after[:1] == "." and after[1:].islower())


def fits(entry: ActorEntry, text: str, start: int, end: int) -> bool:
    """Return whether the entry's own conditions hold that need no other mention."""
    check = _CHECKS.get(entry.needs)
    if check is not None and not check(text, start, end):
        return False
    return not (entry.form in ("demonym", "name") and _CURRENCY.match(text, end))


def _trade_is_near(text: str, start: int, end: int) -> bool:
    if _neighbour_is_name(text, start):
        return False
    near = text[max(0, start - _TRADE_REACH) : start] + "|" + text[end : end + _TRADE_REACH]
    return _TRADE.search(near) is not None


def _is_no_person(text: str, start: int, _end: int) -> bool:
    return not _neighbour_is_name(text, start)


def _is_no_given_name(text: str, start: int, end: int) -> bool:
    return _is_no_person(text, start, end) and _SURNAME.match(text, end) is None


def _closes_no_name(text: str, start: int, _end: int) -> bool:
    match = _CLOSES_NAME.search(text, max(0, start - _SURNAME_REACH), start)
    return match is None or not _looks_given(match[1])


def _neighbour_is_name(text: str, start: int) -> bool:
    """Return whether a capitalised word that looks like a given name stands before the span."""
    match = _CAPITALISED.search(text, max(0, start - 24), start)
    if match is None:
        return False
    word = match.group().strip()
    if not word[0].isupper() or word.isupper() or word.endswith("'s"):
        return False
    return _looks_given(word)


def _looks_given(word: str) -> bool:
    return word.lower() not in _FREE_BEFORE and word.lower() not in _known_words()


@cache
def _known_words() -> frozenset[str]:
    """Return the words, lower case, of states' names, titles and organs: no given names."""
    names = (w for s in read_states() for w in (*s.names, *s.demonyms, *s.capitals))
    phrases = (*names, *read_titles(), *read_heads())
    return frozenset(word for phrase in phrases for word in phrase.lower().split())


_CHECKS: Final[Mapping[str, Callable[[str, int, int], bool]]] = MappingProxyType(
    {
        "defence": _trade_is_near,
        "person": _is_no_person,
        "given": _is_no_given_name,
        "surname": _closes_no_name,
    }
)
