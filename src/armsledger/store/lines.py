"""A deal as a row by which pages find, order and count it."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from armsledger.link.names import fold, squash
from armsledger.model import STAGES, Deal, Money, Support
from armsledger.vocabulary.actor_entries import read_states

# What sorts after every code and every name.
LAST_NAME: Final = "~"

# Between the names in a list that is kept as one text, and between the values in a cell.
MARK: Final = "|"

# How values in several currencies follow each other: the ones most used for arms first.
_CURRENCIES: Final = ("USD", "EUR", "GBP")

# Digits before the point in the key that orders sums: more than any deal has.
_DIGITS: Final = 18

_YEAR: Final = re.compile(r"[0-9]{4}")
_ONE_SIDED: Final = frozenset({Support.SUPPLIER, Support.RECIPIENT})


class Cell(NamedTuple):
    """The values of the filters that have few; equal cells are counted together."""

    category: str
    stage: str
    state: str
    support: str
    disputed: str  # "yes" or "no", and so on
    one_sided: str
    sanctioned: str
    opposed: str
    thin: str

    def text(self) -> str:
        """Return the cell as one word."""
        return MARK.join(self)


def cell_of(text: str) -> Cell:
    """Return the cell that `Cell.text` wrote."""
    return Cell(*text.split(MARK))


def line_of(deal: Deal, *, partition: str, link: str, thin: bool) -> dict[str, Any]:
    """Return the deal's row, without what only the present or the past has.

    Args:
        deal: the deal.
        partition: the part of the register in which it is built.
        link: the deal key (`link.reach`) of one of its claims.
        thin: whether it rests on too little.
    """
    flags = {
        "disputed": bool(deal.disagreements),
        "one_sided": deal.support in _ONE_SIDED,
        "sanctioned": bool(deal.sanctioned),
        "opposed": bool(deal.opposed),
        "thin": thin,
    }
    words = {
        "category": deal.category or "",
        "stage": str(deal.stage or ""),
        "state": str(deal.state),
        "support": str(deal.support or ""),
    }
    cell = Cell(**words, **{name: yes_no(is_so) for name, is_so in flags.items()})
    place = {"partition": partition, "id": deal.id, "link": link, "cell": cell.text()}
    return place | flags | words | _parties(deal) | _times(deal) | _figures(deal)


def yes_no(is_so: bool) -> str:  # noqa: FBT001 - it is the value that is worded
    """Return "yes" or "no"."""
    return "yes" if is_so else "no"


def listed(values: Iterable[str]) -> str:
    """Return values as one text in which each can be found between two marks."""
    found = [value.replace(MARK, "") for value in values]
    return MARK + "".join(value + MARK for value in found) if found else ""


def year_of(text: str | None) -> int:
    """Return the first year that an EDTF date names; 0: none."""
    found = _YEAR.search(text or "")
    return int(found[0]) if found else 0


def value_key(value: Money | None) -> str:
    """Return the text that orders sums: by currency, US dollars highest, then by amount."""
    if value is None:
        return ""
    known = value.currency in _CURRENCIES
    rank = len(_CURRENCIES) - _CURRENCIES.index(value.currency) if known else 0
    return f"{rank}{value.currency}{value.amount:0{_DIGITS}.2f}"


def _parties(deal: Deal) -> dict[str, Any]:
    names = [name for name in (deal.system, *deal.aliases) if name]
    return {
        "supplier": deal.supplier or "",
        "recipient": deal.recipient or "",
        "system": deal.system or "",
        "systems": listed(sorted({squash(name) for name in names})),
        "by_supplier": deal.supplier or LAST_NAME,
        "by_recipient": deal.recipient or LAST_NAME,
        "by_system": fold(deal.system or deal.weapon or "") or LAST_NAME,
        "names": names_of(deal),
        "reactions": listed(sorted({*deal.sanctioned, *deal.opposed})),
    }


def names_of(deal: Deal) -> str:
    """Return all that a deal is called, folded, each designation also in one piece."""
    states = state_names()
    parties = [code for code in (deal.supplier, deal.recipient) if code]
    systems = [name for name in (deal.system, *deal.aliases) if name]
    words = [
        deal.id,
        *parties,
        *(states.get(code, "") for code in parties),
        *systems,
        *(squash(name) for name in systems),
        deal.category or "",
        deal.weapon or "",
    ]
    return fold(" ".join(word for word in dict.fromkeys(words) if word))


def _times(deal: Deal) -> dict[str, Any]:
    return {
        "ordered": year_of(deal.ordered),
        "delivered": year_of(deal.delivered),
        "reported": year_of(deal.first_reported),
        "first_reported": deal.first_reported or "",
        "last_reported": deal.last_reported or "",
    }


def _figures(deal: Deal) -> dict[str, Any]:
    return {
        "rank": STAGES.index(deal.stage) if deal.stage in STAGES else -1,
        "claims": len(deal.claims),
        "disagreements": len(deal.disagreements),
        "by_value": value_key(deal.value),
        "amount": float(deal.value.amount) if deal.value else 0.0,
        "currency": deal.value.currency[:8] if deal.value else "",
    }


@cache
def state_names() -> Mapping[str, str]:
    """Return the states' names by code."""
    return MappingProxyType({state.code: state.name for state in read_states()})
