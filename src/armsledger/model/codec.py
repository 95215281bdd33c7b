"""Claims and reports as plain JSON objects and back; the names are the interface contract's."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from armsledger.model.claim import Claim, Money, Quantity, Source, Span
from armsledger.model.decision import DecidedClaim
from armsledger.model.events import Event, Factuality, SourceKind
from armsledger.model.report import Report


def number(value: Decimal) -> int | float:
    """Return a JSON number: whole numbers without a fraction."""
    return int(value) if value == value.to_integral_value() else float(value)


def quantity_to_json(quantity: Quantity | None) -> dict[str, Any] | None:
    """Return `{"value", "unit"}`, or None."""
    if quantity is None:
        return None
    return {"value": number(quantity.value), "unit": quantity.unit}


def money_to_json(money: Money | None) -> dict[str, Any] | None:
    """Return `{"amount", "currency", "qualifier"}`, or None."""
    if money is None:
        return None
    return {
        "amount": number(money.amount),
        "currency": money.currency,
        "qualifier": money.qualifier,
    }


def source_to_json(source: Source | None) -> dict[str, Any] | None:
    """Return `{"name", "kind", "country"}`, or None."""
    if source is None:
        return None
    return {"name": source.name, "kind": str(source.kind), "country": source.country}


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """Return a claim as a JSON object.

    `spans` holds the offsets that lie in the claim's own part; a field that stands in the
    other part (the weapon in the title, the claim in the text) is under `elsewhere`. A claim that
    people decided on has `decisions` too: the decision's id by field, or under `verdict`.
    """
    decided = {"decisions": dict(claim.decisions)} if isinstance(claim, DecidedClaim) else {}
    return decided | {
        "id": claim.id,
        "report": claim.report,
        "event": str(claim.event),
        "supplier": claim.supplier,
        "recipient": claim.recipient,
        "system": claim.system,
        "weapon": claim.weapon,
        "category": claim.category,
        "quantity": quantity_to_json(claim.quantity),
        "value": money_to_json(claim.value),
        "when": claim.when,
        "factuality": str(claim.factuality),
        "actor": claim.actor,
        "source": source_to_json(claim.source),
        "via": list(claim.via),
        "reason": claim.reason,
        "batch": claim.batch,
        "trigger": claim.trigger,
        "part": claim.part,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "spans": {s.role: [s.start, s.end] for s in claim.spans if s.part == claim.part},
        "elsewhere": {
            s.role: {"part": s.part, "start": s.start, "end": s.end}
            for s in claim.spans
            if s.part != claim.part
        },
        "inferred": list(claim.inferred),
        "confidence": claim.confidence,
        "extractor": claim.extractor,
    }


def claim_from_json(row: Mapping[str, Any]) -> Claim:
    """Return the claim that `claim_to_json` wrote; `claim_from_json(claim_to_json(c)) == c`."""
    quantity, value, source = row.get("quantity"), row.get("value"), row.get("source")
    part = row["part"]
    spans = [Span(role, where[0], where[1], part) for role, where in row["spans"].items()]
    spans += [
        Span(role, where["start"], where["end"], where["part"])
        for role, where in row.get("elsewhere", {}).items()
    ]
    return Claim(
        id=row["id"],
        report=row["report"],
        event=Event(row["event"]),
        factuality=Factuality(row["factuality"]),
        trigger=row["trigger"],
        start=row["start"],
        end=row["end"],
        part=part,
        quote=row["quote"],
        extractor=row["extractor"],
        confidence=row["confidence"],
        supplier=row.get("supplier"),
        recipient=row.get("recipient"),
        system=row.get("system"),
        weapon=row.get("weapon"),
        category=row.get("category"),
        quantity=quantity and Quantity(Decimal(str(quantity["value"])), quantity["unit"]),
        value=value and Money(Decimal(str(value["amount"])), value["currency"], value["qualifier"]),
        when=row.get("when"),
        actor=row.get("actor"),
        source=source and Source(source["name"], SourceKind(source["kind"]), source["country"]),
        via=tuple(row.get("via") or ()),
        reason=row.get("reason"),
        batch=row.get("batch"),
        spans=tuple(sorted(spans, key=lambda s: (s.part != part, s.role, s.start))),
        inferred=tuple(row.get("inferred") or ()),
    )


def report_to_json(report: Report) -> dict[str, Any]:
    """Return a report as a JSON object, its metadata under `metadata`."""
    return {
        "id": report.id,
        "title": report.title,
        "text": report.text,
        "date": report.date,
        "date_inferred": report.date_inferred,
        "outlet": report.outlet,
        "byline": report.byline,
        "url": report.url,
        "language": report.language,
        "source": report.source,
        "content_hash": report.content_hash,
        "metadata": dict(report.metadata),
    }
