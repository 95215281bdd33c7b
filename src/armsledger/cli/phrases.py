"""Values in words, for people."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from armsledger.exports.words import actor_name, plural
from armsledger.model import Claim, Money, Quantity, ReportHead

_QUALIFIERS: Final = {"=": "", "~": "about ", ">": "more than ", "<": "less than "}
_STEPS: Final = (
    (Decimal(10**12), "trillion"),
    (Decimal(10**9), "billion"),
    (Decimal(10**6), "million"),
)


def figure(quantity: Quantity | None) -> str:
    """Return "4 batteries", or "-"."""
    if quantity is None:
        return "-"
    unit = quantity.unit if quantity.value == 1 else plural(quantity.unit)
    return f"{_number(quantity.value)} {unit}"


def amount(money: Money | None) -> str:
    """Return "more than USD 2.5 billion", or "-"."""
    if money is None:
        return "-"
    lead = f"{_QUALIFIERS.get(money.qualifier, '')}{money.currency}"
    for step, name in _STEPS:
        if money.amount >= step:
            return f"{lead} {_number(money.amount / step)} {name}"
    return f"{lead} {_number(money.amount)}"


def counted(number: int, thing: str) -> str:
    """Return "1 deal", "2 deals"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def party(code: str | None) -> str:
    """Return "Russia (RUS)", a code without a longer name as it is, "?" for none."""
    if code is None:
        return "?"
    name = actor_name(code)
    return code if name == code else f"{name} ({code})"


def references(numbers: Iterable[int]) -> str:
    """Return "[1]-[4] [7]": the numbers under which a page refers to its claims, runs as one."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return " ".join(_run(first, last) for first, last in runs)


def _run(first: int, last: int) -> str:
    if last - first > 1:
        return f"[{first}]-[{last}]"
    return " ".join(f"[{number}]" for number in range(first, last + 1))


def speaker(claim: Claim, head: ReportHead | None) -> str:
    """Return who says it: the source with those who passed it on, or the report itself."""
    if claim.source is None:
        name = "the report"
    else:
        country = f", {claim.source.country}" if claim.source.country else ""
        name = f"{claim.source.name} ({claim.source.kind}{country})"
    via = f" via {', '.join(claim.via)}" if claim.via else ""
    return f"{name}{via}; {place(head)}"


def place(head: ReportHead | None) -> str:
    """Return where and when a report was published."""
    if head is None:
        return "unknown report"
    return f"{head.outlet or 'unknown outlet'}, {head.date or 'undated'}"


def _number(value: Decimal) -> str:
    plain = value.normalize()
    return f"{int(plain):,}" if plain == plain.to_integral_value() else f"{plain:f}"
