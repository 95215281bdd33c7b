"""Numbers of weapons: "four batteries of S-400", "36 Rafale fighter jets", "a dozen howitzers".

A number counts weapons if the noun phrase after it ends in a noun of the vocabulary's
`quantity_units.csv`, or is a designation (`counted_nouns`). A range is read by its lower end;
"dozens" and "hundreds" give no number. Forms and misses: docs/methods/quantities.md.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from armsledger.extract.counted_nouns import (
    Head,
    Phrase,
    Spans,
    find_head,
    names_weapon,
    weapon_before,
)
from armsledger.extract.mentions import QuantityMention
from armsledger.extract.numbers import NUMBER, read_number
from armsledger.model import Quantity

_ROUND_YEARS: Final = 50  # a bare 1950, 2000 or 2050 may be a count; other years are years

_NUMBER: Final = re.compile(
    rf"(?<![\w.,/$€£¥₹#-])(?P<low>{NUMBER})\+?(?!\s?%|[.,]?\d|\w)"
    rf"(?:\s?(?:[-\u2010-\u2014]|to|or|and)\s?(?P<high>{NUMBER})\+?(?![\w%]|[.,]\d))?(?![-\u2010\u2011/:]\w)",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(
    r"\b(?P<low>an\s+additional|an\s+extra|another|a\s+single|(?P<plain>an?|first|second|third|fourth"
    r"|fifth|sixth|[1-9]\d?(?:st|nd|rd|th)))(?=\s+\w)",
    re.IGNORECASE,
)
# What stands before a figure that belongs to a name, a date or a measure.
_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:Leopard|Challenger|Hermes|Heron|Merkava|Marder|Type|Hawk|Boeing|Airbus|Dornier|Saab"
    r"|Falcon|Gulfstream|Mirage|Barak|Searcher|Bharat|Agni|Prithvi|Shaheen|Shahed|Mohajer|Akash"
    r"|Meteor|Embraer|Fokker|Antonov|Ilyushin|Sukhoi|Aster|Python|Bell|Model|Class|Series|Mark|Mk"
    r"|Block|Batch|Phase|Tranche|Project|Programme|Program|Flight|Standard|Article|Resolution|No\.?"
    r"|number|chapter|page|age|aged|level|generation|Rs\.?|INR|USD|EUR|GBP|top|room|route|Spike"
    r"|Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)\s+)$"
)
_DATING: Final = re.compile(
    r"\b(?:in|since|by|until|from|of|during|the|a|an|its|their|before|after)\s+$", re.IGNORECASE
)
_AGAIN: Final = re.compile(rf"\s?\({NUMBER}\)", re.IGNORECASE)  # "50 (fifty)"
# "two of the four frigates", "two of a total of four frigates".
_OF_THE: Final = re.compile(
    rf"\s+of\s+(?:(?:the|its|these|those|their|a)\s+)?(?:(?:planned\s+)?total\s+(?:of\s+)?)?"
    rf"(?:{NUMBER}\s+)?(?=\w)",
    re.IGNORECASE,
)
_TONS: Final = re.compile(
    r"\s+(?:metric\s+)?(?P<unit>ton|tonne)s?\s+of\s+(?:[\w-]+\s+){0,2}"
    r"(?:arms|weapons|weaponry|munitions|ammunition|equipment|explosives|hardware|materiel)\b"
)
_MORE: Final = re.compile(
    r"\s+more(?=\s*(?:[.,;:)]|$|\w+ly\b|(?:will|would|by|from|for|in|on|to|and|are|were|have|with"
    r"|this|next|last)\b))"
)
_HANDED: Final = re.compile(
    r"\s+(?:already\s+in\s+service|already\s+delivered|(?:will|would|are\s+to|were|have|had|must)"
    r"(?:\s+(?:be|been|also|to))*\s+(?:[a-z]+ly\s+)?(?:deliver|procur|buil|manufactur|assembl|suppli"
    r"|purchas|produc|handed|transferr|bought|acquir|order|equipp|made\s+in))"
)
_OF_THEM: Final = re.compile(
    r"\s+of\s+(?:them|these|those|which)\b(?=\s*(?:[.,;:)]|$|(?:for|to|will|would|were|was|are|by"
    r"|in|from|have|had)\b))"
)
_ALONE_BEFORE: Final = re.compile(
    r"\b(?:another|additional|further|extra|remaining|the\s+next|first|other|batch\s+of|fleet\s+of"
    r"|total\s+of|order\s+(?:of|for)|buy|acquire|procure|order|purchase|deliver)\s+$",
    re.IGNORECASE,
)
_ALONE_AFTER: Final = re.compile(
    r"\s*(?:[.,;:)]|$|each\b|more\b|(?:will|would|were|was|are|have|had|has|to\s+be|for|from|in)\b)"
)


def find_quantities(
    text: str, *, designations: Spans = (), weapon_spans: Spans = ()
) -> tuple[QuantityMention, ...]:
    """Return the numbers of weapons in a text, in reading order, disjoint.

    Args:
        text: any string; offsets of the mentions are into it.
        designations: half-open spans of the text that name a weapon ("S-400", "Rafale"); a
            number before one counts in "unit" unless a counting noun follows.
        weapon_spans: half-open spans of phrases that name a kind of weapon.
    """
    known = tuple(sorted((*designations, *weapon_spans)))
    kept: list[QuantityMention] = []
    found = sorted((*_counted(text, known), *_singles(text, known)), key=lambda m: m.start)
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _counted(text: str, known: Spans) -> Iterator[QuantityMention]:
    for match in _NUMBER.finditer(text):
        value = read_number(match["low"])
        if value is None or value < 1 or value != value.to_integral_value():
            continue
        if match["high"] and _scaled_high(match):
            value = read_number(f"{match['low']} {match['high'].split()[-1]}") or value
        if _is_name_or_date(text, match, known):
            continue
        head = _head_after(match, Phrase(text, known, singular=value == 1))
        if head is not None:
            yield _mention(match.start(), value, head)


def _head_after(match: re.Match[str], phrase: Phrase) -> Head | None:
    """Return what a number counts: the noun after it, one of a group, or a noun named before."""
    text = phrase.text
    again = _AGAIN.match(text, match.end())
    head = find_head(phrase, again.end() if again else match.end())
    if head is not None:
        return head
    tons = _TONS.match(text, match.end())
    if tons is not None:
        return Head(tons["unit"], tons.start("unit"), tons.end(), "bulk")
    group = _OF_THE.match(text, match.end())
    plural = Phrase(text, phrase.known, singular=False)
    head = find_head(plural, group.end()) if group else None
    return head or _elliptic(text, match)


def _scaled_high(match: re.Match[str]) -> bool:
    """Return whether the range shares a scale: "two to three hundred", "5-6 thousand"."""
    scale = match["high"].split()[-1].lower()
    return (
        scale in ("hundred", "thousand", "million", "dozen") and scale not in match["low"].lower()
    )


def _singles(text: str, known: Spans) -> Iterator[QuantityMention]:
    """Yield one for "a squadron of", "another Patriot battery", "a single frigate"."""
    phrase = Phrase(text, known, singular=True)
    for match in _ARTICLE.finditer(text):
        head = find_head(phrase, match.end())
        if head is not None and (not match["plain"] or _is_formation(phrase, head)):
            yield _mention(match.start(), Decimal(1), head)


def _is_formation(phrase: Phrase, head: Head) -> bool:
    """Return whether a head after "a" or "third" is a formation that stands for its weapons.

    "A missile" names a kind; "the first battalion of the regiment" is no delivery.
    """
    if head.kind != "formation":
        return False
    return head.unit in ("battery", "squadron") or names_weapon(phrase, head)


def _mention(start: int, value: Decimal, head: Head) -> QuantityMention:
    quantity = Quantity(value.to_integral_value(), head.unit)
    return QuantityMention(start, head.end, quantity, head.start, head.end)


def _is_name_or_date(text: str, match: re.Match[str], known: Spans) -> bool:
    """Return whether the figure is part of a designation, a date or another name."""
    start, figures = match.start(), match["low"]
    if any(first <= start < last for first, last in known):
        return True
    before = text[max(0, start - 14) : start]
    if _NOT_BEFORE.search(before):
        return True
    is_year = figures.isdigit() and len(figures) == 4 and 1900 <= int(figures) < 2100
    return is_year and (bool(_DATING.search(before)) or int(figures) % _ROUND_YEARS != 0)


def _elliptic(text: str, match: re.Match[str]) -> Head | None:
    """Return the head of a number without a noun where weapons were named before it.

    "18 of them", "another 12", "six each": the noun stands somewhere earlier in the text.
    """
    end = match.end()
    of_them = _OF_THEM.match(text, end)
    alone = _ALONE_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
    after = _ALONE_AFTER.match(text, end)
    each = text[end : end + 5] == " each"
    told = _MORE.match(text, end) or _HANDED.match(text, end)
    if not (of_them or told or each or (alone and after)):
        return None
    if not weapon_before(text, match.start()):
        return None
    return Head("unit", end, of_them.end() if of_them else end, "elliptic")
