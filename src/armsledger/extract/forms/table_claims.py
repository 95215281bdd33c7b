"""The claims of the rows of official tables: transfers, licences, exports, refusals."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from armsledger.extract.forms.drafts import GUESSED, SURE, Draft, Place, weapon_in
from armsledger.extract.forms.reading import LicenceRow, TransferRow
from armsledger.model import Event, Factuality, Quantity

# SIPRI's category for those of the register and of the common military list that have one.
_REGISTER: Final = {
    "I": "armoured vehicles", "II": "armoured vehicles", "III": "artillery", "IV": "aircraft",
    "V": "aircraft", "VI": "ships", "VII": "missiles", "VIII": "other",
}  # fmt: skip
_MILITARY_LIST: Final = {
    "ML1": "other", "ML2": "artillery", "ML3": "other", "ML4": "missiles", "ML5": "sensors",
    "ML6": "armoured vehicles", "ML9": "ships", "ML10": "aircraft",
}  # fmt: skip

_NUMERAL: Final = 8  # characters of the longest numeral of a category: "VII. (b)"


def transfer_drafts(row: TransferRow) -> Iterator[Draft]:
    """Yield the claim of a row of a register; none for a nil report."""
    if row.nil or row.partner is None or row.partner == row.reporter:
        return
    exported = row.direction == "export"
    partner_at = _at(row, "importer" if exported else "exporter")
    reporter_at = _at(row, "exporter" if exported else "importer") or _at(row, "reporter")
    system, category = weapon_in(row.description or "")
    trigger = _at(row, "trigger")
    roman = (row.category or "").partition(".")[0]
    yield Draft(
        event=Event.APPROVAL if row.authorised else Event.DELIVERY,
        factuality=Factuality.FACT,
        quote=(row.start, row.end),
        trigger=trigger or (row.start, row.end),
        supplier=row.reporter if exported else row.partner,
        recipient=row.partner if exported else row.reporter,
        supplier_at=reporter_at if exported else partner_at,
        recipient_at=partner_at if exported else reporter_at,
        weapon_at=_at(row, "description") or _words_at(row, "category"),
        system=system,
        category=category or _REGISTER.get(roman),
        quantity=Quantity(row.items, "unit") if row.items else None,
        quantity_at=_at(row, "items") if row.items else None,
        value=row.value,
        value_at=_at(row, "value") if row.value else None,
        when=str(row.year) if row.year else None,
        when_at=_at(row, "year"),
        confidence=SURE if row.reporter else GUESSED,
    )


def licence_drafts(row: LicenceRow) -> Iterator[Draft]:
    """Yield the claims of a row: licences given, exports made, licences refused."""
    if row.destination is None or row.destination == row.exporter:
        return
    base = Draft(
        event=Event.APPROVAL,
        factuality=Factuality.FACT,
        quote=(row.start, row.end),
        trigger=_at(row, "trigger") or (row.start, row.end),
        supplier=row.exporter,
        recipient=row.destination,
        supplier_at=_at(row, "exporter"),
        recipient_at=_at(row, "destination"),
        category=_MILITARY_LIST.get(row.category, "other") if row.category else None,
        when=str(row.year) if row.year else None,
        when_at=_at(row, "year"),
        confidence=SURE if row.exporter else GUESSED,
    )
    at = _at(row, "licence_value")
    if row.licence_value or row.licences:
        yield replace(base, value=row.licence_value, value_at=at if row.licence_value else None)
    if row.export_value and row.export_value.amount:
        own = _at(row, "export_value")
        yield replace(base, event=Event.DELIVERY, value=row.export_value, value_at=own)
    if row.refusals or (row.criteria and row.refusals is None):
        yield replace(base, factuality=Factuality.DENIED)


def _words_at(row: TransferRow, role: str) -> Place | None:
    """Return a cell that holds more than a numeral."""
    found = _at(row, role)
    return found if found and found[1] - found[0] > _NUMERAL else None


def _at(row: TransferRow | LicenceRow, role: str) -> Place | None:
    return next(((s.start, s.end) for s in row.spans if s.role == role), None)
