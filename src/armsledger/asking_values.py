"""A corrected value as a person writes it, as a claim's JSON has it."""

import json
import re
from typing import Any, Final

from armsledger import asking
from armsledger.errors import ConfigurationError

NOTHING: Final = "-"  # stands for "the report does not tell"

_MONEY: Final = re.compile(r"([=~<>]?)\s*([\d.,]+(?:e\d+)?)\s*([a-z]+)?\s+([A-Z]{3})")
_QUANTITY: Final = re.compile(r"([\d.,]+)\s*(.*)")
_SCALES: Final = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ACTORS: Final = frozenset({"supplier", "recipient", "actor"})


def value_of(field: str, text: str) -> Any:  # noqa: ANN401 - each field has its own form
    """Return the value that the text gives a field; "-" is none.

    Raises:
        ConfigurationError: the text is no value of the field.
    """
    if text == NOTHING:
        return [] if field == "via" else None
    if text.startswith(("{", "[")):
        return _json(field, text)
    if field in _ACTORS:
        return _actor(text, field)
    readers = {"value": _money, "quantity": _quantity, "source": _source, "via": _names}
    reader = readers.get(field)
    return text if reader is None else reader(text)


def _json(field: str, text: str) -> Any:  # noqa: ANN401 - whatever the text holds
    try:
        return json.loads(text)
    except ValueError as error:
        raise ConfigurationError(f"{field}: {text} is no JSON ({error})") from error


def _actor(text: str, field: str) -> str:
    """Return a state's or group's code; what looks like a code is taken as it is."""
    if text.isascii() and text.isalnum() and text.isupper():
        return text
    return asking.actor_code(text, field) or text


def _money(text: str) -> dict[str, Any]:
    found = _MONEY.fullmatch(text.strip())
    scale = _SCALES.get(found[3] or "", 0) if found else 0
    if found is None or (found[3] and not scale):
        raise ConfigurationError(
            f"value: '{text}': write an amount such as '2.5 billion USD' or '>2000000000 USD'"
        )
    amount = _number(found[2], "value") * 10**scale
    return {"amount": amount, "currency": found[4], "qualifier": found[1] or "="}


def _quantity(text: str) -> dict[str, Any]:
    found = _QUANTITY.fullmatch(text.strip())
    if found is None:
        raise ConfigurationError(f"quantity: '{text}': write a number and a unit: '4 battery'")
    return {"value": _number(found[1], "quantity"), "unit": found[2].strip() or "unit"}


def _number(text: str, field: str) -> float:
    try:
        number = float(text.replace(",", ""))
    except ValueError as error:
        raise ConfigurationError(f"{field}: '{text}' is no number") from error
    return int(number) if number.is_integer() else number


def _source(text: str) -> dict[str, Any]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in {2, 3}:
        raise ConfigurationError(
            f"source: '{text}': write 'NAME, KIND' or 'NAME, KIND, COUNTRY' (the kind: official,"
            " company, outlet, expert, unnamed or other)"
        )
    country = _actor(parts[2], "source") if len(parts) == 3 else None
    return {"name": parts[0], "kind": parts[1], "country": country}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
