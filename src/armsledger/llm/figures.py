"""Number, sum and date of a claim: the model names the words, our grammars read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from armsledger.extract.dates import find_dates
from armsledger.extract.mentions import Mention
from armsledger.extract.money import find_money
from armsledger.extract.quantities import find_quantities
from armsledger.llm.grounds import Grounds
from armsledger.llm.place import Place, stated
from armsledger.llm.rejections import Cause, Unread
from armsledger.llm.schema import Candidate
from armsledger.model import Money, Quantity

AnyMention = TypeVar("AnyMention", bound=Mention)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the grammars read; `places` by role, and what they could not read."""

    quantity: Quantity | None
    value: Money | None
    when: str | None
    places: dict[str, Mention | None]
    unread: tuple[Unread, ...]


def figures_of(candidate: Candidate, place: Place, grounds: Grounds) -> Figures:
    """Return number, sum and date as the grammars read them from the words that the model names.

    Raises:
        RejectedError: words are not in the quote.
    """
    text = grounds.report.part(place.part)[place.start : place.end].replace("\n", " ")
    weapons = [m for m in grounds.weapons[place.part] if place.start <= m.start < place.end]
    spans = [(m.start - place.start, m.end - place.start) for m in weapons]
    named = [s for s, m in zip(spans, weapons, strict=True) if m.system is not None]
    kinds = [s for s, m in zip(spans, weapons, strict=True) if m.system is None]
    counted = find_quantities(text, designations=named, weapon_spans=kinds)
    quantity = _chosen(candidate.quantity, counted, place)
    money = _chosen(candidate.value, (m for m in find_money(text) if not m.per_unit), place)
    date = _chosen(candidate.when, find_dates(text, grounds.anchor), place)
    read = (
        (Unread.QUANTITY, candidate.quantity, quantity),
        (Unread.VALUE, candidate.value, money),
        (Unread.WHEN, candidate.when, date),
    )
    return Figures(
        quantity.quantity if quantity else None,
        money.money if money else None,
        date.edtf if date else None,
        {"quantity": quantity, "value": money, "when": date},
        tuple(what for what, words, found in read if words.strip() and found is None),
    )


def _chosen(words: str, mentions: Iterable[AnyMention], place: Place) -> AnyMention | None:
    """Return what a grammar reads at the words that the model names; None if it reads nothing.

    Raises:
        RejectedError: the words are not in the quote.
    """
    if not words.strip():
        return None
    at = stated(words, place, Cause.FIGURE)
    placed = (mention.shifted(place.start) for mention in mentions)
    return next((mention for mention in placed if mention.overlaps(at)), None)
