"""The written forms of currencies, from the vocabulary's `currencies.csv`."""

import functools
import re
from dataclasses import dataclass
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.vocabulary.tables import read_table

FILE: Final = "currencies.csv"
_COLUMNS: Final = ("form", "code", "place", "needs_scale", "inferred", "home", "cues")
_PLACES: Final = ("before", "after", "both")


@dataclass(frozen=True, slots=True)
class Currency:
    """One reading of one written form."""

    form: str
    code: str  # ISO 4217
    place: str  # "before" the number, "after" it, or "both"
    needs_scale: bool  # True: a currency only with "million" and the like ("5 trillion won")
    inferred: bool  # True: other dollars are written the same way
    home: str | None  # state whose outlets mean this one, where the form has several readings
    cues: tuple[str, ...]  # words in the text that tell this reading


@functools.cache
def load_currencies() -> tuple[Currency, ...]:
    """Return every reading of every form, in the order of the file.

    Raises:
        VocabularyError: a line of the file breaks its schema.
    """
    return tuple(_currency(tuple(row.values())) for row in read_table(FILE, _COLUMNS))


def _currency(row: tuple[str, ...]) -> Currency:
    form, code, place, needs_scale, inferred, home, cues = row
    if place not in _PLACES or not re.fullmatch(r"[A-Z]{3}", code):
        raise VocabularyError(FILE, None, f"{form!r}: unusable place or code: {place!r}, {code!r}")
    return Currency(
        form=form,
        code=code,
        place=place,
        needs_scale=needs_scale == "1",
        inferred=inferred == "1",
        home=home or None,
        cues=tuple(cue for cue in cues.split(";") if cue),
    )


@functools.cache
def readings() -> dict[str, tuple[Currency, ...]]:
    """Return the readings by form; words that stand after the number in lower case."""
    table: dict[str, tuple[Currency, ...]] = {}
    for currency in load_currencies():
        is_word = currency.place == "after"
        form = currency.form.lower() if is_word else currency.form
        table[form] = (*table.get(form, ()), currency)
    return table


def choose(form: str, text: str, home: str | None) -> Currency | None:
    """Return the reading of a written form: the only one, or the one that the text tells.

    Several readings are told apart by the words of the text, then by the outlet's home state;
    then the first one is taken if it has no cues of its own. None where nothing tells.
    """
    found = readings().get(form) or readings().get(singular(form.lower())) or ()
    if len(found) < 2:
        return found[0] if found else None
    for currency in found:
        if any(re.search(rf"\b{re.escape(cue)}\b", text) for cue in currency.cues):
            return currency
    for currency in found:
        if home is not None and currency.home == home:
            return currency
    return None if found[0].cues else found[0]


def singular(form: str) -> str:
    """Return a currency's word without the plural's s: "dollars", "pounds sterling"."""
    if form == "pounds sterling":
        return "pound sterling"
    for ending in ("ies", "s"):
        if form.endswith(ending) and form[: -len(ending)] in readings():
            return form[: -len(ending)]
    return form
