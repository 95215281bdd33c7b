"""The words of the date grammar: patterns for months, weekdays, years, units and cues of tense."""

import re
from typing import Final

MONTHS: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MARCH|APR(?:IL)?|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    r"|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Za-z])"
)
_MONTH_KEYS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR: Final = r"(?:19|20)\d\d"
WEEKDAYS: Final = (
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)day(?![a-z])"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?=,?\s)"
)
_WEEKDAY_KEYS: Final = "mon tue wed thu fri sat sun"
UNITS: Final = r"(?:day|weekend|week|fortnight|month|quarter|year|decade)"
SEASON_WORDS: Final = r"(?:spring|summer|autumn|fall|winter)"
COUNT: Final = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|eighteen|twenty(?:[ -]four|[ -]five)?|thirty|forty|fifty|half[ -]a"
    r"|(?:a\s+)?few|several|(?:a\s+)?couple(?:\s+of)?|a\s+dozen)"
)
VAGUE_COUNT: Final = 3  # "a few", "several": how many they are taken for
MAX_COUNT: Final = 500  # more units than this are no time expression

# The last cue before an expression without a year says which way to look for it. "Will be
# delivered" is one cue: the participle in it tells nothing of the past.
_PASSIVE: Final = r"(?:\s+(?:not|[a-z]+ly|also|only|soon|then))*\s+be(?:\s+[a-z]+ly)?\s+[a-z]+"
_FUTURE: Final = (
    rf"(?:will|shall|would|could|may|might|can|must|should|to|likely\s+to|n[o']t){_PASSIVE}"
    r"|will|shall|would|could|may(?=\s+[a-z])|might|must|should|to\s+be"
    r"|expect(?:s|ed)?|scheduled|due|plan(?:s|ned|ning)?|set|going|intend(?:s|ed|ing)?|aim(?:s|ed)?"
    r"|hope[sd]?|upcoming|forthcoming|coming|next|deadline|expir(?:e|es|ing|y|ation)"
    r"|slated|likely|anticipated|poised|ahead|later|soon|paves|eyes|wants|seeks|ready"
)
_PAST: Final = (
    r"was|were|had|has|have|did|ago|last|earlier|since|previous(?:ly)?|recent(?:ly)?|after|back"
    r"|said|says|told|came|got|gave|took|made|held|sold|bought|sent|met|won|lost|began|went|saw"
    r"|kept|broke|struck|fell|rose|hit|led|left|brought|built|shot|paid|put(?=\s+in)"
    r"|following|followed|(?!(?:expect|schedul|plann|intend|aim|hop|slat|anticipat|pois|need|unit"
    r"|arm|advanc|guid|propos|continu|allow)ed\b)[a-z]{2,}ed"
)
_CUES: Final = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b")
_DEADLINE: Final = re.compile(r"\b(?:[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore)(?:\s+[a-z]+){0,3}\s+$")
_PAST_BE: Final = frozenset(("was", "were", "did"))
_MODAL_AFTER: Final = re.compile(
    r"\s?,?\s?(?:will|would|might|may|could|is\s+(?:likely|due|set))\b"
)
_INFINITIVE: Final = re.compile(r"\bto\s+[a-z]{2,}\b")
_BEFORE: Final = 110  # characters before an expression in which its cue is looked for
_AFTER: Final = 80


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation that `MONTHS` matched."""
    return _MONTH_KEYS.split().index(word[:3].lower()) + 1


def weekday_number(word: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name that `WEEKDAYS` matched."""
    return _WEEKDAY_KEYS.split().index(word[:3].lower())


def direction_at(text: str, start: int, end: int) -> int:
    """Return 1 where the words around an expression look ahead, -1 back, 0 where none tells.

    A modal right after it ("the visit in July might ...") looks ahead. A deadline's
    preposition ("by June") looks ahead unless the verb is in the past perfect. Else the nearest
    cue before the expression decides, then the first one after it. A bare infinitive ("to
    buy"), which may be a purpose told of the past, comes last.
    """
    before = text[max(0, start - _BEFORE) : start]
    cues = list(_CUES.finditer(before))
    cue = cues[-1] if cues else None
    perfect = any(found[0] == "had" for found in cues[-2:])
    if _MODAL_AFTER.match(text, end):
        return 1
    if _DEADLINE.search(before):
        return -1 if perfect or (cue is not None and cue[0] in _PAST_BE) else 1
    cue = cue or _CUES.search(text, end, min(len(text), end + _AFTER))
    if cue is not None:
        return 1 if cue["future"] else -1
    return 1 if _INFINITIVE.search(before) else 0
