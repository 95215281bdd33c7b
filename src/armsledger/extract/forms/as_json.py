"""Readings of forms as plain JSON objects, with the offsets of their fields."""

from collections.abc import Iterator, Sequence
from typing import Any

from armsledger.extract.forms.reading import (
    FormReading,
    Item,
    LicenceRow,
    Notification,
    TransferRow,
)
from armsledger.model import Span
from armsledger.model.codec import money_to_json, number


def form_lines(reading: FormReading) -> Iterator[dict[str, Any]]:
    """Yield one object for each notice, row of a table and line that could not be read.

    `record` says which of them it is: "notice", "transfer", "licences", "unread". `spans` holds
    half-open code-point offsets into the report's text, by field.
    """
    report = {"report": reading.report}
    yield from (report | notice_to_json(notice) for notice in reading.notifications)
    yield from (report | transfer_to_json(row) for row in reading.transfers)
    yield from (report | licences_to_json(row) for row in reading.licences)
    for line in reading.unread:
        place = {"start": line.start, "end": line.end}
        yield report | {"record": "unread", "reason": line.reason} | place


def notice_to_json(notice: Notification) -> dict[str, Any]:
    """Return a notice to the Congress with every field; null and [] where it says nothing."""
    return {
        "record": "notice",
        "form": str(notice.kind),
        "transmittal": notice.transmittal,
        "amends": notice.amends,
        "corrected": notice.corrected,
        "purchasers": list(notice.purchasers),
        "purchaser": notice.purchaser,
        "value": {
            "mde": money_to_json(notice.mde_value),
            "other": money_to_json(notice.other_value),
            "total": money_to_json(notice.total_value),
            "lease": money_to_json(notice.lease_value),
            "open": notice.value_open,
        },
        "title": notice.title,
        "items": [item_to_json(item) for item in notice.items],
        "department": notice.department,
        "cases": list(notice.cases),
        "prior_cases": list(notice.prior_cases),
        "commission": notice.commission,
        "sensitivity": notice.sensitivity,
        "classification": notice.classification,
        "term": notice.term,
        "delivered": notice.delivered,
        "contractors": list(notice.contractors),
    } | _places(notice.spans, notice.start, notice.end)


def item_to_json(item: Item) -> dict[str, Any]:
    """Return an article of a notice's list."""
    return {
        "words": item.words,
        "weapon": item.weapon,
        "quantity": None if item.quantity is None else number(item.quantity),
        "bound": item.bound,
        "major": item.major,
        "start": item.start,
        "end": item.end,
        "spans": {"weapon": [item.weapon_start, item.weapon_end]},
    }


def transfer_to_json(row: TransferRow) -> dict[str, Any]:
    """Return a row of a register of transfers."""
    return {
        "record": "transfer",
        "form": str(row.kind),
        "direction": row.direction,
        "reporter": row.reporter,
        "partner": row.partner,
        "year": row.year,
        "category": row.category,
        "items": None if row.items is None else number(row.items),
        "origin": row.origin,
        "via": row.via,
        "description": row.description,
        "comments": row.comments,
        "value": money_to_json(row.value),
        "nil": row.nil,
        "authorised": row.authorised,
    } | _places(row.spans, row.start, row.end)


def licences_to_json(row: LicenceRow) -> dict[str, Any]:
    """Return a row of a report on export licences."""
    return {
        "record": "licences",
        "form": str(row.kind),
        "exporter": row.exporter,
        "destination": row.destination,
        "year": row.year,
        "category": row.category,
        "licences": row.licences,
        "licence_value": money_to_json(row.licence_value),
        "export_value": money_to_json(row.export_value),
        "refusals": row.refusals,
        "criteria": list(row.criteria),
    } | _places(row.spans, row.start, row.end)


def _places(spans: Sequence[Span], start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "spans": {s.role: [s.start, s.end] for s in spans}}
