"""Notices in the layout of the Federal Register: sales, changes to sales, leases."""

from typing import Final

from armsledger.extract.forms import notice_fields as fields
from armsledger.extract.forms.contractors import read_contractors
from armsledger.extract.forms.notices import (
    cases_in,
    compact,
    money_of,
    place_of,
    spans_of,
    words_of,
)
from armsledger.extract.forms.parties import purchasers_of
from armsledger.extract.forms.reading import FormKind, Notification
from armsledger.extract.forms.stretches import Stretch, find_notices
from armsledger.extract.forms.view import View
from armsledger.model import Span

# Headings of fields, and of lines within fields in older layouts.
_DEPARTMENT: Final = r"(?:Military\s+Department|Implementing\s+Agency)"
_PRIOR: Final = r"Prior\s+Related"
_COMMISSION: Final = r"Sales\s+Commission"
_SENSITIVITY: Final = r"Sensitivity\s+of\s+Tech"


def read_transmittals(view: View) -> tuple[Notification, ...]:
    """Return the notices of a text in the layout of the Federal Register, in order."""
    return tuple(_read(stretch) for stretch in find_notices(view))


def _read(stretch: Stretch) -> Notification:
    text, view, kind = stretch.view.text, stretch.view, fields.kind_of(stretch)
    purchaser = text[slice(*fields.purchaser_place(stretch))]
    values, rent = fields.values_of(stretch, kind), fields.rent_of(stretch, kind)
    title, delivered = fields.title_place(stretch), fields.delivered_in(stretch)
    department = fields.words_in(stretch, _DEPARTMENT) or ""
    whole = text[stretch.opening : stretch.end]
    start, end = view.span(stretch.start, stretch.end)
    return Notification(
        kind=kind,
        transmittal=compact(stretch.number["number"]) if stretch.number else None,
        corrected=fields.is_corrected(stretch),
        purchasers=purchasers_of(purchaser),
        purchaser=words_of(purchaser),
        mde_value=money_of(values.mde),
        other_value=money_of(values.other),
        total_value=money_of(values.total),
        lease_value=money_of(rent),
        value_open=values.is_open,
        items=fields.items_of(stretch, kind),
        title=words_of(text[slice(*title)]) if title else None,
        department=fields.department_name(department),
        cases=cases_in(department),
        prior_cases=cases_in(fields.words_in(stretch, _PRIOR) or ""),
        amends=fields.amended(stretch, kind),
        commission=fields.words_in(stretch, _COMMISSION),
        sensitivity=fields.words_in(stretch, _SENSITIVITY),
        classification=fields.classification_in(whole),
        term=fields.term_in(whole) if kind is FormKind.LEASE else None,
        delivered=delivered[0] if delivered else None,
        contractors=read_contractors(whole),
        spans=_spans(stretch, kind),
        start=start,
        end=end,
    )


def _spans(stretch: Stretch, kind: FormKind) -> tuple[Span, ...]:
    values = fields.values_of(stretch, kind)
    delivered, who = fields.delivered_in(stretch), fields.purchaser_place(stretch)
    places = {
        "heading": fields.heading_place(stretch),
        "purchaser": who if who[0] < who[1] else None,
        "transmittal": stretch.number.span("number") if stretch.number else None,
        "mde_value": place_of(values.mde),
        "other_value": place_of(values.other),
        "total_value": place_of(values.total),
        "lease_value": place_of(fields.rent_of(stretch, kind)),
        "delivered": delivered[1:] if delivered else None,
        "title": fields.title_place(stretch),
        "department": fields.place_in(stretch, _DEPARTMENT),
        "prior_cases": fields.place_in(stretch, _PRIOR),
        "commission": fields.place_in(stretch, _COMMISSION),
        "sensitivity": fields.place_in(stretch, _SENSITIVITY),
    }
    return spans_of(stretch.view, places)
