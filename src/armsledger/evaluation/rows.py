"""What scoring reads of a claim, from a gold file's line or from one of our own claims."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from armsledger.errors import UnreadableError


@dataclass(frozen=True, slots=True)
class Speaker:
    """The part of a source that is compared."""

    name: str
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredClaim:
    """The compared fields of one claim; empty strings count as absent."""

    report: str
    event: str
    supplier: str | None = None
    recipient: str | None = None
    system: str | None = None
    category: str | None = None
    quantity: float | None = None
    value: tuple[float, str | None] | None = None  # amount rounded to cents, ISO 4217
    when: str | None = None
    factuality: str | None = None
    source: Speaker | None = None
    # Where it stands, to show it and to tell why it is wrong; not compared.
    quote: str | None = None
    sentence: int | None = None
    trigger: str | None = None
    part: str | None = None
    start: int | None = None  # of the trigger or of its sentence
    end: int | None = None


def row_from_json(row: Mapping[str, Any]) -> ScoredClaim:
    """Return the compared fields of a claim in the form of the annotation guidelines."""
    return ScoredClaim(
        report=row["report"],
        event=row["event"],
        supplier=row.get("supplier"),
        recipient=row.get("recipient"),
        system=row.get("system"),
        category=row.get("category"),
        quantity=_quantity_of(row.get("quantity")),
        value=_money_of(row.get("value")),
        when=None if row.get("when") is None else str(row["when"]),
        factuality=row.get("factuality"),
        source=_speaker_of(row.get("source")),
        quote=row.get("quote"),
        sentence=row.get("sentence"),
        trigger=row.get("trigger"),
        part=row.get("part"),
        start=row.get("start"),
        end=row.get("end"),
    )


def _quantity_of(quantity: Mapping[str, Any] | None) -> float | None:
    value = quantity.get("value") if quantity else None
    return None if value is None else float(value)


def _money_of(money: Mapping[str, Any] | None) -> tuple[float, str | None] | None:
    if not money or money.get("amount") is None:
        return None
    return round(float(money["amount"]), 2), money.get("currency")


def _speaker_of(source: Mapping[str, Any] | None) -> Speaker | None:
    return Speaker(str(source["name"]), source["kind"]) if source else None


def read_rows(path: Path) -> tuple[ScoredClaim, ...]:
    """Return the claims of a JSONL file, in order.

    Raises:
        UnreadableError: a line is no JSON object with `report` and `event`.
    """
    lines = path.read_text("utf-8").splitlines()
    return tuple(_parse_lines(str(path), lines))


def _parse_lines(name: str, lines: Iterable[str]) -> Iterable[ScoredClaim]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield row_from_json(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"is no claim of the annotation guidelines ({error!r})"
            raise UnreadableError(f"{name}:{number}", reason) from error
