"""Codes, dates, money and numbers in plain English."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from armsledger.model import Claim, Money, Quantity, Side, Support
from armsledger.vocabulary.actor_entries import read_groups, read_states

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SIGNS: Final = {"USD": "$", "EUR": "\N{EURO SIGN}", "GBP": "\N{POUND SIGN}"}
_QUALIFIERS: Final = {"=": "", "~": "about ", ">": "more than ", "<": "less than "}
_STEPS: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_POINT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")
_SAME_PLURAL: Final = frozenset({"aircraft", "spacecraft", "equipment", "ammunition"})

# States that take the article in a sentence.
_WITH_ARTICLE: Final = ("United ", "Netherlands", "Philippines", "Czech Republic", "Bahamas")

SIDE_WORDS: Final = {
    Side.SUPPLIER: "supplier's side",
    Side.RECIPIENT: "recipient's side",
    Side.THIRD: "third party",
    Side.UNNAMED: "unnamed source",
    Side.REPORT: "report's own voice",
}

SUPPORT_WORDS: Final = {
    Support.SUPPLIER: "supplier's side only",
    Support.RECIPIENT: "recipient's side only",
    Support.BOTH: "both sides",
    Support.THIRD: "third party only",
    Support.UNNAMED: "unnamed sources only",
    Support.REPORT: "reports' own voice",
    Support.INDEPENDENT: "independent sources",
}


@cache
def _names() -> dict[str, str]:
    groups = {group.code: group.code for group in read_groups()}
    return groups | {state.code: state.name for state in read_states()}


def actor_name(code: str | None) -> str:
    """Return the name of a state or group; an unknown code is its own name."""
    return "unknown" if code is None else _names().get(code, code)


def with_article(name: str) -> str:
    """Return a state's name as it stands in a sentence: "the United States"."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def money_words(money: Money | None) -> str | None:
    """Return "more than $2.5 billion", None for none."""
    if money is None:
        return None
    sign = _SIGNS.get(money.currency, f"{money.currency} ")
    amount, size = money.amount, ""
    for step, name in _STEPS:
        if money.amount >= step:
            amount, size = money.amount / step, f" {name}"
            break
    return f"{_QUALIFIERS.get(money.qualifier, '')}{sign}{number_words(amount)}{size}"


def quantity_words(quantity: Quantity | None) -> str | None:
    """Return "4 batteries", None for none; plain "units" are left out."""
    if quantity is None:
        return None
    count = number_words(quantity.value)
    if quantity.unit == "unit":
        return count
    return f"{count} {quantity.unit if quantity.value == 1 else plural(quantity.unit)}"


def plural(noun: str) -> str:
    """Return the plural of an English noun by the regular rules."""
    if noun in _SAME_PLURAL or noun.endswith("s"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("x", "ch", "sh")) else "s")


def number_words(value: Decimal) -> str:
    """Return a number with thousands separators and no trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def date_words(edtf: str | None) -> str | None:
    """Return an EDTF date for people: "12 July 2019", "summer 2019", "from 2019 on"."""
    if not edtf:
        return None
    if "/" not in edtf:
        return _point_words(edtf)
    start, _, end = edtf.partition("/")
    if end in ("", ".."):
        return f"from {_point_words(start)} on"
    if start in ("", ".."):
        return f"up to {_point_words(end)}"
    return f"{_point_words(start)} to {_point_words(end)}"


def _point_words(text: str) -> str:
    match = _POINT.fullmatch(text)
    if match is None:
        return text
    year, month, day, about = match.groups()
    words = year
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    elif month is not None and 1 <= int(month) <= len(_MONTHS):
        words = f"{_MONTHS[int(month) - 1]} {year}"
        words = f"{int(day)} {words}" if day else words
    elif month is not None:
        return text
    return f"about {words}" if about else words


def day_words(iso: str | None) -> str:
    """Return an ISO date for people, "undated" for none."""
    if iso is None:
        return "undated"
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def speaker_words(claim: Claim) -> str:
    """Return who says it: "Fikri Isik (official, Turkey)", or "the report itself"."""
    source = claim.source
    if source is None:
        return "the report itself"
    home = f", {actor_name(source.country)}" if source.country else ""
    return f"{source.name} ({source.kind}{home})"


def listing(words: list[str]) -> str:
    """Return words joined as in a sentence: "a, b and c"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, noun: str) -> str:
    """Return "1 claim", "2 claims"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"
