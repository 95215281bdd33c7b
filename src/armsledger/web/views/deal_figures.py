"""Numbers and money of a deal, step beside step: what is offered is not yet delivered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from armsledger.assess.amounts import unit_key
from armsledger.exports.words import (
    listing,
    money_words,
    number_words,
    plural,
    quantity_words,
)
from armsledger.model import Claim, Deal, Event, Factuality, Side, is_weak
from armsledger.web.drawings import Bar, Version
from armsledger.web.views.pointers import Pointing

# The steps, and the events whose figures belong to each. A number in a trial or a deployment tells
# what was fired or moved, not what was handed over.
STEPS: Final[Mapping[str, frozenset[Event]]] = {
    "offered": frozenset(
        {Event.INTEREST, Event.OFFER, Event.SELECTION, Event.TALKS, Event.APPROVAL}
    ),
    "ordered": frozenset({Event.ORDER, Event.FINANCING, Event.PRODUCTION}),
    "delivered": frozenset({Event.DELIVERY}),
}

# Units and currencies that get a drawing of their own; the rest stands in the claims.
MAX_DRAWINGS: Final = 4
_MAX_SPEAKERS: Final = 3

_CURRENCIES: Final = {
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "RUB": "Russian roubles",
    "CNY": "Chinese yuan",
    "INR": "Indian rupees",
}

_TELLING: Final = tuple(Factuality)  # the strongest first
_MONEY: Final = "value"
_NUMBER: Final = "quantity"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn of one unit or currency."""

    key: str  # unique on the page
    title: str  # "Price in US dollars"
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One amount in one claim."""

    amount: Decimal
    words: str
    claim: Claim


def figures_of(deal: Deal, claims: Sequence[Claim], pointing: Pointing) -> tuple[Figure, ...]:
    """Return the drawings' contents: numbers by unit, then money by currency; () for none.

    Args:
        deal: the deal.
        claims: its claims without those of copies.
        pointing: makes links to them.
    """
    numbers: dict[str, list[_Told]] = defaultdict(list)
    money: dict[str, list[_Told]] = defaultdict(list)
    for claim in claims:
        if claim.quantity is not None:
            told = _Told(claim.quantity.value, quantity_words(claim.quantity) or "", claim)
            numbers[unit_key(claim.quantity.unit)].append(told)
        if claim.value is not None:
            told = _Told(claim.value.amount, money_words(claim.value) or "", claim)
            money[claim.value.currency].append(told)
    best = dict(deal.evidence)
    counted = [
        Figure(f"number-{n}", _number_title(told), _bars(told, best.get(_NUMBER, ()), pointing))
        for n, (_, told) in enumerate(_ranked(numbers))
    ]
    paid = [
        Figure(f"money-{n}", _money_title(currency), _bars(told, best.get(_MONEY, ()), pointing))
        for n, (currency, told) in enumerate(_ranked(money))
    ]
    return tuple(figure for figure in (*paid, *counted) if any(b.amount for b in figure.bars))


def _ranked(groups: Mapping[str, list[_Told]]) -> list[tuple[str, list[_Told]]]:
    """Return the units told of in the most claims, most first."""
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))[:MAX_DRAWINGS]


def _number_title(told: Iterable[_Told]) -> str:
    """Return "Number of batteries", by the commonest word where several count the same things."""
    units = [one.claim.quantity.unit for one in told if one.claim.quantity]
    unit = max(sorted(set(units)), key=units.count)
    return "Number" if unit == "unit" else f"Number of {plural(unit)}"


def _money_title(currency: str) -> str:
    return f"Price in {_CURRENCIES.get(currency, currency)}"


def _bars(told: Sequence[_Told], best: Sequence[str], pointing: Pointing) -> tuple[Bar, ...]:
    return tuple(
        _bar(name, [one for one in told if one.claim.event in events], frozenset(best), pointing)
        for name, events in STEPS.items()
    )


def _bar(name: str, told: Sequence[_Told], best: frozenset[str], pointing: Pointing) -> Bar:
    stated = [one for one in told if one.claim.factuality is not Factuality.DENIED]
    if not stated:
        return Bar(name, versions=tuple(_versions(told, pointing)))
    chosen = min(_same(stated), key=lambda group: _rank(group, best))
    lead = min(chosen, key=lambda one: (_telling(one.claim), -one.claim.confidence, one.claim.id))
    return Bar(
        name,
        float(lead.amount),
        lead.words,
        lead.claim.factuality,
        pointing.href(lead.claim.id),
        tuple(_versions(told, pointing)),
    )


def _same(told: Iterable[_Told]) -> list[list[_Told]]:
    """Return the amounts with the claims that give them."""
    groups: dict[tuple[Decimal, str], list[_Told]] = defaultdict(list)
    for one in told:
        groups[one.amount, one.words].append(one)
    return list(groups.values())


def _rank(group: Sequence[_Told], best: frozenset[str]) -> tuple[object, ...]:
    """Return the order: what is a fact, surely read, as the register has it, by most speakers."""
    return (
        min(_telling(one.claim) for one in group),
        all(is_weak(one.claim) for one in group),
        not any(one.claim.id in best for one in group),
        -len({_speaker(one.claim) for one in group}),
        -float(max(one.amount for one in group)),
        group[0].words,
    )


def _telling(claim: Claim) -> int:
    return _TELLING.index(claim.factuality)


def _speaker(claim: Claim) -> str:
    return claim.source.name if claim.source else "the report itself"


def _versions(told: Sequence[_Told], pointing: Pointing) -> Iterable[Version]:
    """Yield one version for each amount that a side gives in one way of telling."""
    groups: dict[tuple[Decimal, str, Side, Factuality], list[_Told]] = defaultdict(list)
    for one in told:
        side = pointing.numbering.side(one.claim.id)
        groups[one.amount, one.words, side, one.claim.factuality].append(one)
    for (amount, words, side, telling), group in groups.items():
        speakers = sorted({_speaker(one.claim) for one in group})
        rest = len(speakers) - _MAX_SPEAKERS
        named = speakers[:_MAX_SPEAKERS] + ([f"{number_words(Decimal(rest))} more"] * (rest > 0))
        lead = max(group, key=lambda one: (one.claim.confidence, one.claim.id))
        yield Version(
            float(amount), words, listing(named), side, telling, pointing.href(lead.claim.id)
        )
