"""Reading reports and claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select

from armsledger.errors import NotFoundError
from armsledger.model import Claim, Report, ReportHead
from armsledger.model.decision import Kind
from armsledger.store import rows
from armsledger.store.rows import batches
from armsledger.store.schema import claims, deals, partitions, placements, redirects, reports

_LAST: Final = chr(0x10FFFF)  # sorts behind all letters


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds."""

    reports: int
    claims: int
    deals: int
    dirty: int  # partitions that wait to be brought up to date


def count(connection: Connection, rules: str) -> Counts:
    """Return how much the ledger holds; claims are those of each report's current run.

    Rejected claims are not counted.
    """
    waiting = select(func.count()).select_from(partitions)
    waiting = waiting.where(partitions.c.rules.is_distinct_from(rules))
    counting = select(func.count()).select_from(placements).where(counts_in_register())
    return Counts(
        reports=connection.execute(select(func.count()).select_from(reports)).scalar_one(),
        claims=connection.execute(counting).scalar_one(),
        deals=connection.execute(select(func.count()).select_from(deals)).scalar_one(),
        dirty=connection.execute(waiting).scalar_one(),
    )


def find_report(connection: Connection, key: str) -> Report:
    """Return the report with this id, or the only one whose id begins with it.

    Raises:
        NotFoundError: no report, or several.
    """
    own = find_report_id(connection, key)
    return rows.report_of(connection.execute(select(reports).where(reports.c.id == own)).one())


def find_report_id(connection: Connection, key: str) -> str:
    """Return the id of the report that `find_report` returns, without reading its text.

    Raises:
        NotFoundError: no report, or several.
    """
    if connection.scalars(select(reports.c.id).where(reports.c.id == key)).first() is not None:
        return key
    query = select(reports.c.id).where(*_begins(connection, key)).limit(4)
    found = sorted(connection.scalars(query)) if key else []
    if len(found) == 1:
        return str(found[0])
    several = "several ids begin so: " + ", ".join(found[:3]) + (", ..." if found[3:] else "")
    raise NotFoundError("report", key, several if found else "")


def _begins(connection: Connection, key: str) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a report's id begins so, such that an index answers it."""
    last = f"{key}{_LAST}"
    if connection.dialect.name == "postgresql":  # the ids are ordered by the server's language
        return reports.c.id.op("~>=~")(key), reports.c.id.op("~<=~")(last)
    return reports.c.id >= key, reports.c.id <= last


def claims_of(connection: Connection, report: str) -> tuple[Claim, ...]:
    """Return a report's current claims, in reading order."""
    found = connection.scalars(_claims().where(reports.c.id == report))
    return tuple(sorted(map(rows.claim_of, found), key=rows.reading_order))


def all_claims(connection: Connection) -> Iterator[Claim]:
    """Yield the current claims of all reports by report id and place in the report."""
    for report in sorted(connection.scalars(select(reports.c.id))):
        yield from claims_of(connection, report)


def all_reports(connection: Connection) -> Iterator[tuple[int, Report]]:
    """Yield all reports with their row numbers, in the order in which they were added."""
    for seq in connection.scalars(select(reports.c.seq).order_by(reports.c.seq)).all():
        row = connection.execute(select(reports).where(reports.c.seq == seq)).one()
        yield seq, rows.report_of(row)


def report_ids(connection: Connection, as_of: str | None) -> list[str]:
    """Return the ids of the reports dated up to a date (None: of all), sorted."""
    query = select(reports.c.id)
    if as_of is not None:
        query = query.where(reports.c.date <= as_of)
    return sorted(connection.scalars(query))


def heads_of(connection: Connection, ids: tuple[str, ...]) -> dict[str, ReportHead]:
    """Return the heads of these reports by id; unknown ids are left out."""
    heads: dict[str, ReportHead] = {}
    for batch in batches(ids):
        query = select(*rows.HEAD_COLUMNS).where(reports.c.id.in_(batch))
        heads.update({row.id: rows.head_of_row(row) for row in connection.execute(query)})
    return heads


def find_claims(connection: Connection, ids: tuple[str, ...]) -> tuple[Claim, ...]:
    """Return the current claims with these ids, by report and place."""
    found: list[Claim] = []
    for batch in batches(ids):
        query = _claims().where(claims.c.id.in_(batch))
        found += map(rows.claim_of, connection.scalars(query))
    return tuple(sorted(found, key=rows.reading_order))


def find_claim(connection: Connection, claim_id: str) -> Claim | None:
    """Return a current claim as people have decided it, a rejected one too."""
    query = (
        select(decided_body())
        .select_from(placements)
        .join(claims, claims.c.seq == placements.c.claim)
        .where(claims.c.id == claim_id)
        .order_by(placements.c.report)
    )
    body = connection.scalars(query).first()
    return None if body is None else rows.claim_of(body)


def stored_deals(connection: Connection, rules: str) -> Iterator[str]:
    """Yield the JSON of each deal of the partitions that are up to date by these rules."""
    query = (
        select(deals.c.body)
        .join(partitions, partitions.c.name == deals.c.partition)
        .where(partitions.c.rules == rules)
    )
    yield from connection.scalars(query)


def find_deal(connection: Connection, deal_id: str, rules: str) -> tuple[str, str | None] | None:
    """Return where a deal is: its partition, and its JSON where that is up to date; or None."""
    query = (
        select(deals.c.partition, deals.c.body, partitions.c.rules)
        .join(partitions, partitions.c.name == deals.c.partition)
        .where(deals.c.id == deal_id)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.partition, row.body if row.rules == rules else None)


def find_redirects(connection: Connection, old: str) -> list[tuple[str, str]]:
    """Return where an id of before a merge or split leads: partition and id now, in order."""
    query = select(redirects.c.partition, redirects.c.new).where(redirects.c.old == old)
    return sorted((row.partition, row.new) for row in connection.execute(query))


def former_ids(connection: Connection, new: str) -> tuple[str, ...]:
    """Return the ids of before merges and splits that lead to this one, sorted."""
    query = select(redirects.c.old).where(redirects.c.new == new)
    return tuple(sorted(set(connection.scalars(query))))


def machine_claims(connection: Connection, report: str) -> tuple[Claim, ...]:
    """Return a report's current claims as the machine read them, in reading order."""
    query = (
        select(claims.c.body)
        .join(placements, placements.c.claim == claims.c.seq)
        .join(reports, reports.c.seq == claims.c.report)
        .where(reports.c.id == report)
    )
    return tuple(sorted(map(rows.claim_of, connection.scalars(query)), key=rows.reading_order))


def find_places(connection: Connection, claim: str) -> list[int]:
    """Return the reports whose current claims have one of this id, rejected ones too."""
    query = select(placements.c.report).join(claims, claims.c.seq == placements.c.claim)
    return sorted(connection.scalars(query.where(claims.c.id == claim)))


def unreviewed(connection: Connection) -> list[tuple[str, float]]:
    """Return id and confidence of the current claims on which nobody has decided."""
    query = (
        select(claims.c.id, placements.c.confidence)
        .join(placements, placements.c.claim == claims.c.seq)
        .where(placements.c.verdict.is_(None))
        .order_by(claims.c.id)
    )
    return [(row.id, row.confidence) for row in connection.execute(query)]


def counts_in_register() -> ColumnElement[bool]:
    """Return the condition that a placement's claim was not rejected."""
    return placements.c.verdict.is_distinct_from(str(Kind.REJECT))


def decided_body() -> ColumnElement[str]:
    """Return the JSON of a placement's claim as people have decided it."""
    return func.coalesce(placements.c.effective, claims.c.body)


def _claims() -> Select[Any]:
    return (
        select(decided_body())
        .join_from(claims, placements, placements.c.claim == claims.c.seq)
        .join(reports, reports.c.seq == claims.c.report)
        .where(counts_in_register())
    )
