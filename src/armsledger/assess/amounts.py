"""When two figures can both be true."""

from decimal import Decimal
from typing import Final, NamedTuple

from armsledger.model import Money, Quantity

# Amounts are rounded as they are retold, to half of the last digit that is given: "2 trillion"
# for 2.2, "2.5 billion" for 2.46. The share that this may come to is kept between two bounds,
# estimates: exchange and counting differ by 2 %, and beyond 10 % readers see two amounts.
LEAST_SLACK: Final = Decimal("0.02")
MOST_SLACK: Final = Decimal("0.10")
ABOUT: Final = Decimal("0.15")  # how far "about" reaches

ENDLESS: Final = Decimal("Infinity")

# Words that count the same things. General knowledge.
_UNITS: Final = (
    frozenset({"aircraft", "jet", "plane", "fighter", "fighter jet", "warplane", "helicopter"}),
    frozenset({"submarine", "ship", "vessel", "boat", "frigate", "corvette", "destroyer"}),
    frozenset({"tank", "vehicle", "armoured vehicle", "armored vehicle"}),
    frozenset({"battery", "battalion", "division"}),
    frozenset({"drone", "uav"}),
    frozenset({"howitzer", "gun"}),
)


class Bounds(NamedTuple):
    """The amounts that a figure allows, both ends inclusive."""

    low: Decimal
    high: Decimal


def money_bounds(money: Money) -> Bounds:
    """Return the amounts that would make a money claim true."""
    slack = ABOUT if money.qualifier == "~" else rounding(money.amount)
    low, high = money.amount * (1 - slack), money.amount * (1 + slack)
    if money.qualifier == ">":
        return Bounds(low, ENDLESS)
    if money.qualifier == "<":
        return Bounds(Decimal(0), high)
    return Bounds(low, high)


def rounding(amount: Decimal) -> Decimal:
    """Return the share by which an amount may have been rounded, from its digits."""
    if not amount:
        return LEAST_SLACK
    exponent = amount.normalize().as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1)
    return min(max(half / amount, LEAST_SLACK), MOST_SLACK)


def same_money(a: Money, b: Money) -> bool:
    """Tell whether two money claims can both be true; different currencies always can."""
    if a.currency != b.currency:
        return True
    one, two = money_bounds(a), money_bounds(b)
    return one.low <= two.high and two.low <= one.high


def unit_key(unit: str) -> str:
    """Return the key of a unit; two units with one key count the same things."""
    plain = unit.casefold().strip()
    for words in _UNITS:
        if plain in words:
            return min(words)
    return plain


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities can both be true; different units always can."""
    return unit_key(a.unit) != unit_key(b.unit) or a.value == b.value


def show_money(money: Money) -> str:
    """Return an amount for people: "more than 2 billion USD"."""
    words = {"=": "", "~": "about ", ">": "more than ", "<": "less than "}[money.qualifier]
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if money.amount >= size:
            return f"{words}{_plain(money.amount / size)} {name} {money.currency}"
    return f"{words}{_plain(money.amount)} {money.currency}"


def show_quantity(quantity: Quantity) -> str:
    """Return a quantity for people: "4 (battery)"."""
    return f"{_plain(quantity.value)} ({quantity.unit})"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
