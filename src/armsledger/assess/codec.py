"""Deals as plain JSON objects and back.

The names of the interface contract keep their meaning: `claims`, `reports`, `copies`, `origins`
and `disagreements` are counts. What they count stands beside them under longer names.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from armsledger.model import (
    Deal,
    Disagreement,
    Event,
    Fact,
    Factuality,
    Money,
    Origin,
    Position,
    Quantity,
    Side,
    State,
    Support,
)
from armsledger.model.codec import money_to_json, quantity_to_json


def deal_to_json(deal: Deal) -> dict[str, Any]:
    """Return a deal as a JSON object with every detail, for `deal ID --json` and the store."""
    return deal_row(deal) | {
        "partition": deal.partition,
        "facts": [_fact_to_json(fact) for fact in deal.facts],
        "disputes": [_dispute_to_json(one) for one in deal.disagreements],
        "origins_detail": [_origin_to_json(origin) for origin in deal.origins],
        "claim_ids": list(deal.claims),
        "soft_ids": list(deal.soft),
        "report_ids": list(deal.reports),
        "copy_ids": list(deal.copies),
        "evidence": {cell: list(claims) for cell, claims in deal.evidence},
    }


def deal_row(deal: Deal) -> dict[str, Any]:
    """Return a deal as one flat row of the register, for `deals --json`."""
    return {
        "id": deal.id,
        "supplier": deal.supplier,
        "recipient": deal.recipient,
        "system": deal.system,
        "aliases": list(deal.aliases),
        "category": deal.category,
        "weapon": deal.weapon,
        "batch": deal.batch,
        "stage": deal.stage and str(deal.stage),
        "next": deal.next and str(deal.next),
        "state": str(deal.state),
        "support": deal.support and str(deal.support),
        "next_support": deal.next_support and str(deal.next_support),
        "sanctioned": list(deal.sanctioned),
        "opposed": list(deal.opposed),
        "ordered": deal.ordered,
        "delivered": deal.delivered,
        "quantity": quantity_to_json(deal.quantity),
        "value": money_to_json(deal.value),
        "disagreements": len(deal.disagreements),
        "claims": len(deal.claims),
        "reports": len(deal.reports),
        "copies": len(deal.copies),
        "origins": len(deal.origins),
        "first_reported": deal.first_reported,
        "last_reported": deal.last_reported,
    }


def deal_from_json(row: Mapping[str, Any]) -> Deal:
    """Return the deal that `deal_to_json` wrote; `deal_from_json(deal_to_json(d)) == d`."""
    quantity, value = row["quantity"], row["value"]
    return Deal(
        id=row["id"],
        supplier=row["supplier"],
        recipient=row["recipient"],
        system=row["system"],
        aliases=tuple(row["aliases"]),
        category=row["category"],
        batch=row["batch"],
        stage=row["stage"] and Event(row["stage"]),
        next=row["next"] and Event(row["next"]),
        state=State(row["state"]),
        support=row["support"] and Support(row["support"]),
        sanctioned=tuple(row["sanctioned"]),
        opposed=tuple(row["opposed"]),
        ordered=row["ordered"],
        delivered=row["delivered"],
        quantity=quantity and Quantity(Decimal(str(quantity["value"])), quantity["unit"]),
        value=value and Money(Decimal(str(value["amount"])), value["currency"], value["qualifier"]),
        facts=tuple(_fact_from_json(one) for one in row["facts"]),
        disagreements=tuple(_dispute_from_json(one) for one in row["disputes"]),
        origins=tuple(_origin_from_json(one) for one in row["origins_detail"]),
        claims=tuple(row["claim_ids"]),
        soft=tuple(row["soft_ids"]),
        reports=tuple(row["report_ids"]),
        copies=tuple(row["copy_ids"]),
        first_reported=row["first_reported"],
        last_reported=row["last_reported"],
        evidence=tuple((cell, tuple(claims)) for cell, claims in sorted(row["evidence"].items())),
        partition=row["partition"],
        weapon=row["weapon"],
        next_support=row["next_support"] and Support(row["next_support"]),
    )


def _fact_to_json(fact: Fact) -> dict[str, Any]:
    return {
        "event": str(fact.event),
        "factuality": str(fact.factuality),
        "when": fact.when,
        "reported": fact.reported,
        "support": str(fact.support),
        "actor": fact.actor,
        "claims": list(fact.claims),
    }


def _fact_from_json(row: Mapping[str, Any]) -> Fact:
    return Fact(
        event=Event(row["event"]),
        factuality=Factuality(row["factuality"]),
        when=row["when"],
        reported=row["reported"],
        support=Support(row["support"]),
        actor=row["actor"],
        claims=tuple(row["claims"]),
    )


def _dispute_to_json(one: Disagreement) -> dict[str, Any]:
    positions = [
        {"value": p.value, "claims": list(p.claims), "speakers": list(p.speakers)}
        for p in one.positions
    ]
    return {
        "subject": one.subject,
        "event": one.event and str(one.event),
        "positions": positions,
    }


def _dispute_from_json(row: Mapping[str, Any]) -> Disagreement:
    return Disagreement(
        subject=row["subject"],
        event=row["event"] and Event(row["event"]),
        positions=tuple(
            Position(p["value"], tuple(p["claims"]), tuple(p["speakers"])) for p in row["positions"]
        ),
    )


def _origin_to_json(origin: Origin) -> dict[str, Any]:
    return {
        "speaker": origin.speaker,
        "publisher": origin.publisher,
        "side": str(origin.side),
        "claims": list(origin.claims),
        "copies": list(origin.copies),
    }


def _origin_from_json(row: Mapping[str, Any]) -> Origin:
    return Origin(
        speaker=row["speaker"],
        publisher=row["publisher"],
        side=Side(row["side"]),
        claims=tuple(row["claims"]),
        copies=tuple(row["copies"]),
    )
