"""From places in a form to claims: quote, spans, what is inferred, a stable id."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from armsledger.extract.quantities import find_quantities
from armsledger.model import (
    Claim,
    Event,
    Factuality,
    Money,
    Quantity,
    Report,
    Span,
    claim_id,
)
from armsledger.vocabulary.weapons import System, load_weapons

NAME: Final = "forms"
VERSION: Final = "1"
LABEL: Final = f"{NAME}/{VERSION}"

# A form's fields are read as they are labelled; what is left is a misprint or a wrong split.
SURE: Final = 0.98
# Where a part had to be guessed: a cell that was lost, a weapon from a heading.
GUESSED: Final = 0.8

_NAME_WORDS: Final = 4  # words of the longest names of systems

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One claim by the places of its parts; offsets into the report's text."""

    event: Event
    factuality: Factuality
    quote: Place
    trigger: Place
    supplier: str | None
    recipient: str | None
    supplier_at: Place | None = None
    recipient_at: Place | None = None
    weapon_at: Place | None = None
    system: str | None = None
    category: str | None = None
    quantity: Quantity | None = None
    quantity_at: Place | None = None
    value: Money | None = None
    value_at: Place | None = None
    when: str | None = None
    when_at: Place | None = None
    confidence: float = SURE


def to_claim(draft: Draft, report: Report) -> Claim:
    """Return the claim of a draft."""
    text = report.text
    key = (
        "text", draft.quote[0], str(draft.event), draft.supplier, draft.recipient, draft.system,
        draft.category, draft.weapon_at and draft.weapon_at[0], draft.when, str(draft.factuality),
    )  # fmt: skip
    return Claim(
        id=claim_id(report.id, LABEL, *key),
        report=report.id,
        event=draft.event,
        factuality=draft.factuality,
        trigger=text[slice(*draft.trigger)],
        start=draft.quote[0],
        end=draft.quote[1],
        part="text",
        quote=text[slice(*draft.quote)],
        extractor=LABEL,
        confidence=draft.confidence,
        supplier=draft.supplier,
        recipient=draft.recipient,
        system=draft.system,
        weapon=text[slice(*draft.weapon_at)] if draft.weapon_at else None,
        category=draft.category,
        quantity=draft.quantity,
        value=draft.value,
        when=draft.when,
        spans=_spans(draft),
        inferred=_inferred(draft),
    )


def _places(draft: Draft) -> dict[str, Place | None]:
    return {
        "trigger": draft.trigger,
        "supplier": draft.supplier_at,
        "recipient": draft.recipient_at,
        "weapon": draft.weapon_at,
        "quantity": draft.quantity_at,
        "value": draft.value_at,
        "when": draft.when_at,
    }


def _spans(draft: Draft) -> tuple[Span, ...]:
    found = (Span(role, *at) for role, at in _places(draft).items() if at is not None)
    return tuple(sorted(found, key=lambda s: (s.role, s.start)))


def _inferred(draft: Draft) -> tuple[str, ...]:
    """Return the fields that have a value though the quoted words do not state it."""
    at = _places(draft)
    fields = (
        ("supplier", draft.supplier, at["supplier"]),
        ("recipient", draft.recipient, at["recipient"]),
        ("system", draft.system, at["weapon"]),
        ("value", draft.value, at["value"]),
        ("when", draft.when, at["when"]),
    )
    return tuple(
        name
        for name, value, place in fields
        if value is not None and not _inside(place, draft.quote)
    )


def _inside(place: Place | None, quote: Place) -> bool:
    return place is not None and quote[0] <= place[0] and place[1] <= quote[1]


@lru_cache(maxsize=4096)
def weapon_in(words: str, context: str = "") -> tuple[str | None, str | None]:
    """Return the system and the category that a noun phrase names; None for what it doesn't.

    Args:
        words: the noun phrase.
        context: what the same form names besides, which settles ambiguous names.
    """
    mentions = load_weapons().find(words, context=context)
    named = next((m for m in mentions if m.system is not None), None)
    first = _leading_system(words) if named is None or not named.listed else None
    category = next((m.category for m in mentions if m.category), None)
    if first is not None and (named is not None or category in (None, first.category)):
        return first.name, first.category  # a common word, but in a list of weapons
    if named is not None and named.system is not None:
        return named.system.name, named.category
    return None, category


def _leading_system(words: str) -> System | None:
    """Return the system whose name a phrase begins with, the longest such name."""
    parts = words.split()[:_NAME_WORDS]
    names = (" ".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((found for name in names if (found := load_weapons().lookup(name))), None)


def unit_of(words: str) -> str:
    """Return the unit in which an item's words count: "missile" in "12 AIM-9X missiles"."""
    mentions = load_weapons().find(words)
    named = [(m.start, m.end) for m in mentions if m.system is not None]
    kinds = [(m.start, m.end) for m in mentions if m.system is None]
    found = find_quantities(words, designations=named, weapon_spans=kinds)
    return found[0].quantity.unit if found else "unit"


def quantity_of(value: Decimal | None, words: str) -> Quantity | None:
    """Return a number of items with its unit."""
    return None if value is None else Quantity(value, unit_of(words))
