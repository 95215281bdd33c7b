"""How one report was read, and which others have its text: by index, whatever the ledger's size."""

import json

from sqlalchemy import Connection, select

from armsledger.store.derivation import Derivation
from armsledger.store.gathering import gather_reports
from armsledger.store.queries import Reading
from armsledger.store.reader import find_report_id
from armsledger.store.schema import reports, runs


def read_reading(connection: Connection, key: str, derivation: Derivation) -> Reading:
    """Return how the report with this id, or with the only id that begins so, was read.

    Raises:
        NotFoundError: no report, or several.
    """
    own = find_report_id(connection, key)
    columns = reports.c.seq, reports.c.notes, reports.c.added_at
    row = connection.execute(select(*columns).where(reports.c.id == own)).one()
    latest = select(runs).where(runs.c.report == row.seq).order_by(runs.c.seq.desc()).limit(1)
    run = connection.execute(latest).one()
    original, copies = _same_text(connection, own, row.seq, derivation)
    return Reading(
        added_at=row.added_at,
        notes=tuple(json.loads(row.notes)),
        extractor=run.extractor,
        status=run.status,
        error=run.error,
        original=original,
        copies=copies,
    )


def _same_text(
    connection: Connection, own: str, seq: int, derivation: Derivation
) -> tuple[str | None, tuple[str, ...]]:
    """Return the report's original, if it is a copy, and the other copies of that text."""
    material = gather_reports(connection, [seq])
    originals = derivation.originals(material)
    first = originals.get(own, own)
    others = [key for key, of in originals.items() if of == first and key != own]
    others.sort(key=lambda key: (material.heads[key].date or "9999", key))
    return originals.get(own), tuple(others)
