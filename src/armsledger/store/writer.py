"""Adding one report: everything it brings, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, insert, select

from armsledger.pipeline import FAILED, Outcome
from armsledger.store import rows
from armsledger.store.copying import CopyFinder
from armsledger.store.derivation import Derivation
from armsledger.store.marks import touch
from armsledger.store.placing import place_report, tie
from armsledger.store.rows import batches
from armsledger.store.schema import (
    claims,
    copy_pairs,
    links,
    report_days,
    reports,
    runs,
)


@dataclass(frozen=True, slots=True)
class Known:
    """A report that the ledger already holds."""

    seq: int
    id: str
    status: str  # of its latest run


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a transaction has written."""

    report: str
    claims: int
    copies: tuple[str, ...]  # ids of stored reports with the same text, sorted


def find_known(connection: Connection, content_hash: str) -> Known | None:
    """Return the stored report with this content, or None."""
    query = (
        select(reports.c.seq, reports.c.id, runs.c.status)
        .join(runs, runs.c.report == reports.c.seq)
        .where(reports.c.content_hash == content_hash)
        .order_by(runs.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Known(row.seq, row.id, row.status)


def is_taken(connection: Connection, report_id: str) -> bool:
    """Return whether another content has this id."""
    query = select(reports.c.seq).where(reports.c.id == report_id)
    return connection.execute(query).first() is not None


def record(
    connection: Connection,
    outcome: Outcome,
    notes: Sequence[str],
    derivation: Derivation,
    finder: CopyFinder | None = None,
) -> Recorded:
    """Write a new report with its run and claims, and mark what has to be derived again.

    Costs the same whatever the ledger's size: every look-up is by key.

    Args:
        connection: with the write lock.
        outcome: what was read.
        notes: on the report.
        derivation: the rules of the register.
        finder: finds its copies; None: one that remembers nothing yet.
    """
    row = rows.report_row(outcome.report, notes, rows.now())
    report = _insert(connection, reports, row)
    note_day(connection, report, outcome.report.date, outcome.report.outlet)
    copies = (finder or CopyFinder(derivation)).find(connection, report, outcome.report.text)
    count = record_run(connection, report, outcome, derivation)
    if copies:
        _mark_component(connection, report)
    return Recorded(outcome.report.id, count, _ids(connection, copies))


def note_day(connection: Connection, report: int, date: str | None, outlet: str | None) -> None:
    """Note by which day and outlet a report is found."""
    row = {"report": report, "day": date or "", "outlet": outlet or ""}
    connection.execute(insert(report_days).values(row))


def record_run(
    connection: Connection, report: int, outcome: Outcome, derivation: Derivation
) -> int:
    """Write one extraction of a stored report; its claims take the place of earlier ones.

    A failed extraction is noted, but leaves an earlier run's claims in place.

    Returns:
        The number of claims.
    """
    error = None if outcome.error is None else str(outcome.error)
    row = {
        "report": report,
        "extractor": outcome.extractor,
        "status": outcome.status,
        "error": error,
    }
    run = _insert(connection, runs, row)
    if outcome.status == FAILED:
        return 0
    found = [
        (_insert(connection, claims, rows.claim_row(claim, run=run, report=report)), claim)
        for claim in outcome.claims
    ]
    if place_report(connection, report, found, derivation):
        tie(connection)
    return len(found)


def component_of(connection: Connection, seqs: Iterable[int]) -> set[int]:
    """Return these reports and all that are copies of them, over any number of steps."""
    seen = set(seqs)
    fresh = sorted(seen)
    while fresh:
        found: set[int] = set()
        for batch in batches(fresh):
            found.update(connection.scalars(_other(copy_pairs.c.b, copy_pairs.c.a, batch)))
            found.update(connection.scalars(_other(copy_pairs.c.a, copy_pairs.c.b, batch)))
        fresh = sorted(found - seen)
        seen |= found
    return seen


def _other(column: Column[int], given: Column[int], batch: Sequence[int]) -> Select[int]:
    return select(column).where(given.in_(batch))


def _mark_component(connection: Connection, report: int) -> None:
    # A new copy may be the earliest: then every report of the set has another original. What an
    # undated one tells is not known on any day, and it is no dated one's original.
    found = sorted(component_of(connection, [report]))
    days = (_days_of(connection, batch) for batch in batches(found))
    since = min((day for some in days for day in some), default=None)
    keys: dict[tuple[str, str], bool] = {}
    for batch in batches(found):
        for row in connection.execute(_links_of_reports(batch)):
            keys[row.partition, row.key] = keys.get((row.partition, row.key), False) or row.seeks
    touch(connection, keys, since=since)


def _days_of(connection: Connection, seqs: Sequence[int]) -> Sequence[str]:
    query = select(reports.c.date).where(reports.c.seq.in_(seqs), reports.c.date.is_not(None))
    return connection.scalars(query).all()


def _links_of_reports(seqs: Sequence[int]) -> Select[str, str, bool]:
    query = select(links.c.partition, links.c.key, links.c.seeks)
    return query.join(claims, claims.c.seq == links.c.claim).where(claims.c.report.in_(seqs))


def _insert(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    key = connection.execute(insert(table).values(row)).inserted_primary_key
    if key is None:
        raise AssertionError(f"no key came back from {table.name}")
    return int(key[0])


def _ids(connection: Connection, seqs: Sequence[int]) -> tuple[str, ...]:
    found: list[str] = []
    for batch in batches(seqs):
        found += connection.scalars(select(reports.c.id).where(reports.c.seq.in_(batch)))
    return tuple(sorted(found))
