"""Records as rows and back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import ColumnElement, Row

from armsledger.errors import InputError
from armsledger.model import Claim, Report, ReportHead
from armsledger.model.codec import claim_from_json, claim_to_json
from armsledger.model.decision import DecidedClaim
from armsledger.store.schema import reports

HEAD_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (
    reports.c.id,
    reports.c.date,
    reports.c.date_inferred,
    reports.c.outlet,
    reports.c.title,
    reports.c.url,
    reports.c.language,
)


def to_json_text(value: object) -> str:
    """Return canonical JSON: sorted keys, no spaces, so that equal values are equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def now() -> str:
    """Return the time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def check_storable(report: Report) -> None:
    """Refuse characters that no database takes, before anything is written.

    Raises:
        InputError: a part holds a NUL or half of a surrogate pair.
    """
    for part in ("id", "title", "text", "outlet", "byline", "url", "source"):
        content = getattr(report, part) or ""
        if "\x00" in content:
            place = content.index("\x00")
            raise InputError(
                ascii(report.id), f"its {part} holds a NUL at character {place}: remove it"
            )
        try:
            content.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InputError(
                ascii(report.id),
                f"its {part} holds half a surrogate pair at character {error.start}:"
                " repair the encoding",
            ) from error


def report_row(report: Report, notes: Sequence[str], added_at: str) -> dict[str, Any]:
    """Return a report as a row of `reports`."""
    return {
        "id": report.id,
        "content_hash": report.content_hash,
        "title": report.title,
        "text": report.text,
        "date": report.date,
        "date_inferred": report.date_inferred,
        "outlet": report.outlet,
        "byline": report.byline,
        "url": report.url,
        "language": report.language,
        "source": report.source,
        "metadata": json.dumps([list(pair) for pair in report.metadata]),
        "notes": json.dumps(list(notes)),
        "added_at": added_at,
    }


def report_of(row: Row[*tuple[Any, ...]]) -> Report:
    """Return the report in a row of `reports`."""
    return Report(
        id=row.id,
        text=row.text,
        content_hash=row.content_hash,
        title=row.title,
        date=row.date,
        date_inferred=row.date_inferred,
        outlet=row.outlet,
        byline=row.byline,
        url=row.url,
        language=row.language,
        source=row.source,
        metadata=tuple((key, value) for key, value in json.loads(row.metadata)),
    )


def head_of_row(row: Row[*tuple[Any, ...]]) -> ReportHead:
    """Return the report's head in a row of `HEAD_COLUMNS`."""
    return ReportHead(
        id=row.id,
        date=row.date,
        date_inferred=row.date_inferred,
        outlet=row.outlet,
        title=row.title,
        url=row.url,
        language=row.language,
    )


def claim_row(claim: Claim, *, run: int, report: int) -> dict[str, Any]:
    """Return a claim as a row of `claims`."""
    return {
        "run": run,
        "report": report,
        "id": claim.id,
        "event": str(claim.event),
        "body": claim_text(claim),
    }


def claim_text(claim: Claim) -> str:
    """Return a claim as a row's JSON; with the decisions on it, if it was decided on."""
    row = claim_to_json(claim)
    if isinstance(claim, DecidedClaim):
        row["decisions"] = dict(claim.decisions)
    return to_json_text(row)


def claim_of(body: str) -> Claim:
    """Return the claim in a row's JSON."""
    row: Mapping[str, Any] = json.loads(body)
    claim = claim_from_json(row)
    if not row.get("decisions"):
        return claim
    own = {field.name: getattr(claim, field.name) for field in fields(Claim)}
    return DecidedClaim(**own, decisions=tuple(sorted(row["decisions"].items())))


def digest_of(body: str) -> str:
    """Return a digest of a row's JSON: equal for equal claims only."""
    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def reading_order(claim: Claim) -> tuple[str, bool, int, int, str]:
    """Return the key that sorts claims by report, title first, then place."""
    return (claim.report, claim.part != "title", claim.start, claim.end, claim.id)


def batches(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    """Yield slices small enough for one statement's parameters (SQLite's old limit is 999)."""
    return (values[i : i + size] for i in range(0, len(values), size))
