"""A document as a format's reader hands it over, before gaps are filled and dates inferred."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """What one document says of itself. Absent is None or empty, never a guess."""

    text: str
    title: str | None = None
    date: str | None = None  # as declared, in any form
    date_inferred: bool = False  # the declared date is itself marked as inferred
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    record_id: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    date_texts: tuple[str, ...] = ()  # short strings shown on the page that may hold its date
    created: str | None = None  # when the file was made (PDF, DOCX); weak evidence of a date
    notes: tuple[str, ...] = ()


def with_fields(document: RawDocument, fields: Mapping[str, str | None]) -> RawDocument:
    """Return the document with some of its text fields replaced."""
    return replace(document, **cast("dict[str, Any]", dict(fields)))


def to_json(document: RawDocument) -> dict[str, Any]:
    """Return the document as a JSON object."""
    return asdict(document)


def from_json(row: dict[str, Any]) -> RawDocument:
    """Return the document that `to_json` wrote."""
    tuples = {name: tuple(row[name]) for name in ("date_texts", "notes")}
    metadata = tuple((key, value) for key, value in row["metadata"])
    return RawDocument(**{**row, **tuples, "metadata": metadata})
