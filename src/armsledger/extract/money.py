"""Amounts of money: "US$ 2.5bn", "Rs 5,000 crore", "5 trillion won", "between $2 and $3 billion".

A range is read by its lower end. Forms and misses: docs/methods/money.md.
"""

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from armsledger.extract.currencies import Currency, choose, load_currencies
from armsledger.extract.mentions import MoneyMention
from armsledger.extract.numbers import DIGITS, MAX_DIGITS, SMALL_WORDS, read_number
from armsledger.model import Money

_SCALES: Final = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "lakh": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "m": 10**6,
    "crore": 10**7,
    "cr": 10**7,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tln": 10**12,
    "trn": 10**12,
    "tn": 10**12,
    "tr": 10**12,
}
_SCALE: Final = (
    r"(?:(?i:(?:hundred|thousand|lakh|lac)s?\s+(?:million|billion|crore)s?|(?:million|billion|trillion"
    r"|thousand|hundred|crore|lakh|lac)s?|mln|mn|mio|bln|bn|tln|trn|tn|tr|cr)|[mbkMBK])(?![A-Za-z])"
)
# Digits, decimal comma only before a scale ("€1,5 billion"), or a small number in words.
_AMOUNT: Final = rf"(?:\d{{1,4}},\d{{1,2}}(?=\s?-?{_SCALE})|{DIGITS})(?!,?\d)"
_WORDS: Final = rf"(?i:\b(?:an?|half\s+an?|{SMALL_WORDS})(?=[\s-]))"
_TO: Final = r"\s?(?:[-\u2010-\u2014]|to|and|or)\s?"
_VAGUE: Final = re.compile(
    r"(?<![\w-])(?P<many>(?:(?:tens|hundreds)\s+of\s+(?:thousands|millions|billions)"
    r"|(?:several|many|a\s+few)\s+(?:hundred\s+)?(?:million|billion)|millions|billions|trillions))"
    r"\s+(?:of\s+)?(?:(?P<word>(?:US\s+|U\.S\.\s+)?dollars|euros|rubles|roubles|yuan|rupees))\b",
    re.IGNORECASE,
)
_ABOUT: Final = (
    r"about|approximately|approx\.?|nearly|almost|around|some|roughly|circa|an?\s+estimated"
    r"|estimated|estimated\s+at|close\s+to|an\s+approximate|just\s+(?:over|under)|~"
)
_MORE: Final = (
    r"more\s+than|over|at\s+least|in\s+excess\s+of|upwards?\s+of|exceeding|exceeds?|above|well\s+over"
    r"|no\s+less\s+than|not\s+less\s+than|north\s+of|greater\s+than|a\s+minimum\s+of|>"
)
_LESS: Final = (
    r"less\s+than|(?:under|below)(?!\s+(?:the|an?|its|this|that)\b)|up\s+to|as\s+much\s+as|no\s+more\s+than|not\s+more\s+than|at\s+most"
    r"|a\s+maximum\s+of|not\s+exceeding|upto|<"
)
_QUALIFIER: Final = re.compile(
    rf"(?:(?<!\w)(?:(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT}))\s*"
    rf"(?:(?:the|a|an|another|an\s+additional|additional|between|from)\s+)*)$",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\b(?P<word>between|from)\s+$", re.IGNORECASE)
_ESTIMATED: Final = re.compile(r"\bestimated\b[^.;:$€£\d]{0,40}$", re.IGNORECASE)
_PLUS: Final = re.compile(r"\s*(?:\+|-?\s?plus\b|or\s+more\b|and\s+(?:above|upwards?)\b)")
_EACH: Final = re.compile(
    r"\s?\)?,?\s?(?:each\b|apiece\b|a[\s-]piece\b|per[\s-](?!(?:year|annum|month|week|day|cent)\b)[a-z]+"
    r"|/\s?unit|for\s+each\b|a\s+(?:copy|unit|plane|jet|pop|shot|round|missile|aircraft)\b)",
    re.IGNORECASE,
)
_UNIT_PRICE: Final = re.compile(
    r"(?:\b(?:per[\s-]unit|unit|fly-?away|per[\s-](?:aircraft|jet|missile|plane))\s+(?:cost|price)s?\b"
    r"|\beach\s+(?:\w+\s+){0,3}(?:worth|cost(?:s|ing)?|priced(?:\s+at)?|valued(?:\s+at)?)\b)[^.;\d]{0,30}$",
    re.IGNORECASE,
)
_WINDOW: Final = 60  # characters before an amount in which its qualifier is looked for


@functools.cache
def _grammar() -> re.Pattern[str]:
    """Return the pattern of all amounts with a currency before or after them."""
    before = _alternatives("before")
    after = _alternatives("after")
    first, last = _named_amount("low"), _named_amount("high")
    third, fourth = _named_amount("n", spaced=True), _named_amount("n2")
    words = rf"(?P<w>{_WORDS})[\s-](?P<w_scale>{_SCALE})"
    return re.compile(
        rf"(?<![A-Za-z0-9$€£])(?P<cur>{before})\s?{first}"
        rf"(?:(?P<to>{_TO})(?:(?:{before})\s?)?{last}(?![A-Za-z0-9%]))?(?![A-Za-z0-9])"
        rf"|(?<![\w.,$€£-])(?<!\d\s)(?:{third}(?:{_TO}{fourth})?|{words})"
        rf"[\s\u00a0-]?(?:(?P<people>[A-Z][a-z]+)\s)??(?P<word>{after})(?![A-Za-z])"
    )


def _named_amount(name: str, *, spaced: bool = False) -> str:
    """Return the pattern of a number with its scale, as the groups `name` and `name_scale`."""
    number = rf"\d{{1,3}}(?:\s\d{{3}})+(?!\d)|{_AMOUNT}" if spaced else _AMOUNT
    return rf"(?P<{name}>{number})(?:[\s\u00a0-]?(?P<{name}_scale>{_SCALE}))?"


def _alternatives(place: str) -> str:
    """Return the forms on one side of the number as alternatives, the longest first."""
    forms = {c.form for c in load_currencies() if c.place in (place, "both")}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    plural = "s?" if place == "after" else ""
    return "|".join(
        _written(form, plural) for form in (["pounds sterling"] if plural else []) + ordered
    )


def _written(form: str, plural: str) -> str:
    """Return the pattern of a form: words in any case and number, symbols and codes as they are."""
    pattern = re.escape(form).replace(r"\ ", r"\s?")
    is_word = any(letter.islower() for letter in form) and plural
    return f"(?i:{pattern}{plural})" if is_word else pattern


def find_money(text: str, home: str | None = None) -> tuple[MoneyMention, ...]:
    """Return the amounts of money of a text in reading order, disjoint.

    Args:
        text: any string; offsets of the mentions are into it.
        home: ISO 3166-1 alpha-3 code of the outlet's state, which decides between the states
            whose currencies share a word ("pesos"); a bare "$" is always US dollars.
    """
    if not any(figure.isdigit() for figure in text) and "illion" not in text:
        return ()
    mentions = sorted((*_exact(text, home), *_vague(text)), key=lambda m: m.start)
    kept: list[MoneyMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _exact(text: str, home: str | None) -> Iterator[MoneyMention]:
    pattern, position = _grammar(), 0
    while (match := pattern.search(text, position)) is not None:
        end = match.end()
        if match["to"] and _is_rise(text, match):
            end = match.start("to")
        mention = _mention(text, match, end, home)
        if mention is not None:
            yield mention
        position = end


def _is_rise(text: str, match: re.Match[str]) -> bool:
    """Return whether "X to Y", "X and Y" names two amounts, not the two ends of one."""
    link = match["to"].strip()
    if match["low_scale"] is None and match["high_scale"]:
        return False  # "$2 to $3 billion": one scale for both
    between = _BETWEEN.search(text[max(0, match.start() - 10) : match.start()])
    word = between["word"].lower() if between else ""
    return (link in ("and", "or") and word != "between") or (link == "to" and word == "from")


def _mention(text: str, match: re.Match[str], end: int, home: str | None) -> MoneyMention | None:
    form = match["cur"] or match["word"]
    context = text[max(0, match.start() - 300) : match.end() + 200]
    people = match["people"]
    currency = choose(" ".join(form.split()), people or context, home if people is None else None)
    if people and (currency is None or people not in currency.cues):
        return None  # "500 million Jamaican dollars": a currency that is not listed
    amount, scaled = _amount(match)
    if currency is None or not amount or (currency.needs_scale and not scaled):
        return None
    if currency.code == "GBP" and text[end : end + 4] == " of " and match["word"]:
        return None  # "two million pounds of explosives" are a weight
    return _qualified(text, (match.start(), end), amount, currency)


def _amount(match: re.Match[str]) -> tuple[Decimal | None, bool]:
    """Return the lower end of the amount, and whether a scale word stood with it."""
    if match["w"]:
        number, scale = read_number(match["w"]), match["w_scale"]
    else:
        number = _figures(match["low"] or match["n"])
        scale = match["low_scale"] or match["n_scale"]
        if scale is None and (match["high"] or match["n2"]):
            scale = match["high_scale"] or match["n2_scale"]
    if number is None:
        return None, False
    amount = number * _scale(scale) if scale else number
    whole = amount.to_integral_value()
    return whole if whole == amount else amount, scale is not None


def _figures(figures: str) -> Decimal | None:
    decimal_comma = re.fullmatch(r"(\d{1,4}),(\d{1,2})", figures)
    plain = f"{decimal_comma[1]}.{decimal_comma[2]}" if decimal_comma else figures.replace(" ", "")
    return read_number(plain) if len(figures) <= MAX_DIGITS else None


def _scale(words: str) -> Decimal:
    value = Decimal(1)
    for word in words.lower().split():
        value *= _SCALES.get(word) or _SCALES[word.rstrip("s")]
    return value


def _vague(text: str) -> Iterator[MoneyMention]:
    """Yield "hundreds of millions of dollars" as more than the smallest such amount."""
    if "illion" not in text:
        return
    for match in _VAGUE.finditer(text):
        many = [word for word in match["many"].lower().split() if word not in ("of", "a")]
        value = read_number(" ".join(w for w in many if w not in ("several", "many", "few")))
        currency = choose(" ".join(match["word"].split()), text, None)
        if value is not None and currency is not None:
            money = Money(value, currency.code, ">")
            yield MoneyMention(match.start(), match.end(), money, currency.inferred)


def _qualified(
    text: str, where: tuple[int, int], amount: Decimal, currency: Currency
) -> MoneyMention:
    start, end = where
    window = text[max(0, start - _WINDOW) : start]
    qualifier = "="
    match = _QUALIFIER.search(window)
    plus = _PLUS.match(text, end)
    if match is not None:
        start -= len(window) - match.start()
        qualifier = _sign(match)
    elif plus is not None:
        qualifier, end = ">", plus.end()
    if qualifier == "=" and _ESTIMATED.search(window):
        qualifier = "~"
    unit = _EACH.match(text, end) is not None or _UNIT_PRICE.search(window) is not None
    return MoneyMention(
        start, end, Money(amount, currency.code, qualifier), currency.inferred, per_unit=unit
    )


def _sign(match: re.Match[str]) -> str:
    group = match.groupdict()
    if group.get("more"):
        return ">"
    if group.get("less"):
        return "<"
    return "~" if group.get("about") else "="
