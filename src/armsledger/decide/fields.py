"""The fields of a claim that a person may correct, and the values that they take."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from armsledger.decide.errors import DecisionError
from armsledger.model import (
    CATEGORIES,
    Claim,
    Event,
    Factuality,
    Money,
    Quantity,
    Source,
    SourceKind,
)
from armsledger.model.codec import claim_to_json
from armsledger.model.decision import DecidedClaim
from armsledger.model.edtf import day_range

VERDICT: Final = "verdict"  # beside the fields: whether the claim as a whole is right

# A claim that a person vouches for is no longer in doubt.
VOUCHED: Final = 1.0

_QUALIFIERS: Final = ("=", "~", ">", "<")
_LONGEST: Final = 500  # characters of one corrected text: a name or a reason, not an essay


def parse_field(name: str, value: object) -> object:
    """Return a corrected value, given as in a claim's JSON, as the claim's field holds it.

    Raises:
        DecisionError: no such field, or no value of it.
    """
    parser = _PARSERS.get(name)
    if parser is None:
        known = ", ".join(_PARSERS)
        raise DecisionError(f"'{name}' is no field that can be corrected: one of {known}")
    if value is None and name not in _REQUIRED:
        return () if name == "via" else None
    try:
        return parser(value)
    except (ValueError, TypeError, KeyError, InvalidOperation) as error:
        raise DecisionError(f"{name}: {value!r} is no value of it ({error})") from error


def decided(
    claim: Claim, values: Mapping[str, object], evidence: Mapping[str, str]
) -> DecidedClaim:
    """Return a claim as decided: corrected fields, no doubt left, and which decision says so.

    Args:
        claim: as the machine read it.
        values: the corrected fields as the claim holds them.
        evidence: field, or `VERDICT`, to the decision's id.
    """
    own = {field.name: getattr(claim, field.name) for field in fields(Claim)}
    same = DecidedClaim(**own, decisions=tuple(sorted(evidence.items())))
    return replace(
        same,
        **values,  # type: ignore[arg-type]  # parsed by `parse_field`
        confidence=VOUCHED,
        inferred=tuple(name for name in claim.inferred if name not in values),
        spans=tuple(span for span in claim.spans if span.role not in values),
    )


def field_value(claim: Claim, name: str) -> object:
    """Return a claim's field as its JSON has it."""
    return claim_to_json(claim)[name]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("write a text")
    if len(value) > _LONGEST or not value.isprintable():
        raise ValueError(f"at most {_LONGEST} printable characters")
    return value.strip()


def _date(value: object) -> str:
    text = _text(value)
    if day_range(text) is None:
        raise ValueError("write an EDTF date such as 2019-07, 2019-07-12 or 2016/2018")
    return text


def _category(value: object) -> str:
    text = _text(value)
    if text not in CATEGORIES:
        raise ValueError("one of " + ", ".join(CATEGORIES))
    return text


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise TypeError("write a number")
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError("a number from 0")
    return number


def _object(value: object, *keys: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not set(value) <= set(keys):
        raise ValueError("write an object with " + ", ".join(keys))
    return value


def _quantity(value: object) -> Quantity:
    given = _object(value, "value", "unit")
    return Quantity(_number(given["value"]), _text(given.get("unit", "unit")))


def _money(value: object) -> Money:
    given = _object(value, "amount", "currency", "qualifier")
    currency = _text(given["currency"])
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha() and currency.isupper()):
        raise ValueError("a currency's three letters, such as USD")
    qualifier = given.get("qualifier", "=")
    if qualifier not in _QUALIFIERS:
        raise ValueError("the qualifier is one of " + " ".join(_QUALIFIERS))
    return Money(_number(given["amount"]), currency, qualifier)


def _source(value: object) -> Source:
    given = _object(value, "name", "kind", "country")
    country = given.get("country")
    return Source(
        _text(given["name"]), SourceKind(given["kind"]), None if country is None else _text(country)
    )


def _via(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError("write a list of names")
    return tuple(_text(name) for name in value)


def _event(value: object) -> Event:
    return Event(_text(value))


def _factuality(value: object) -> Factuality:
    return Factuality(_text(value))


_REQUIRED: Final = frozenset({"event", "factuality"})
_PARSERS: Final[Mapping[str, Callable[[object], object]]] = MappingProxyType(
    {
        "event": _event,
        "factuality": _factuality,
        "supplier": _text,
        "recipient": _text,
        "system": _text,
        "weapon": _text,
        "category": _category,
        "quantity": _quantity,
        "value": _money,
        "when": _date,
        "actor": _text,
        "source": _source,
        "via": _via,
        "reason": _text,
        "batch": _text,
    }
)
CORRECTABLE: Final = tuple(_PARSERS)
