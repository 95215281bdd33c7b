"""Pages of claims and of reports, and what flows between states."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select

from armsledger.link.names import fold
from armsledger.model import STAGES, Claim, Event, ReportHead
from armsledger.store import rows, words
from armsledger.store.conditions import Register, conditions, hits
from armsledger.store.cursors import Listing, fingerprint, read_slice
from armsledger.store.queries import (
    ClaimPage,
    ClaimQuery,
    DealQuery,
    Flow,
    ReportPage,
    ReportQuery,
)
from armsledger.store.reader import counts_in_register, decided_body, find_report_id, heads_of
from armsledger.store.rows import batches
from armsledger.store.schema import claims, placements, report_days, reports, voices
from armsledger.store.voices import SPEAKER


def claims_page(connection: Connection, query: ClaimQuery) -> ClaimPage:
    """Return a page of the current claims, by report's date, report and place.

    Raises:
        NotFoundError: the report is not there.
        CursorError: the cursor belongs to another question.
    """
    wanted = _claim_conditions(connection, query)
    # Claims are stored in the order in which they are read.
    keys = (placements.c.day, placements.c.report, placements.c.claim)
    found = _claims(*keys, claims.c.id, decided_body().label("body")).where(*wanted)
    question = fingerprint("claims", query.deal, query.report, query.event, query.source,
                           query.speaker, query.as_of, query.descending)  # fmt: skip
    listing = Listing(found, keys, (str, int, int), query.descending, question)
    part = read_slice(connection, listing, query.cursor, query.limit)
    total = _claims(func.count()).where(*wanted)
    shown = tuple(rows.claim_of(row.body) for row in part.rows)
    return ClaimPage(
        claims=shown,
        heads=heads_of(connection, tuple(sorted({claim.report for claim in shown}))),
        deals=deals_of(connection, shown, query.as_of),
        total=connection.execute(total).scalar_one(),
        next=part.next,
    )


def deals_of(connection: Connection, shown: Sequence[Claim], as_of: str | None) -> dict[str, str]:
    """Return claim id to the id of its deal, as known on a day."""
    found: dict[str, str] = {}
    held = Register(as_of).held().subquery()
    for batch in batches([claim.id for claim in shown]):
        query = select(claims.c.id, held.c.deal).join(held, held.c.claim == claims.c.seq)
        found |= {
            row.id: row.deal for row in connection.execute(query.where(claims.c.id.in_(batch)))
        }
    return found


def _claims(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(placements)
        .join(claims, placements.c.claim == claims.c.seq)
        .where(counts_in_register())
    )


def _claim_conditions(connection: Connection, query: ClaimQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.report is not None:
        report = find_report_id(connection, query.report)
        seq = select(reports.c.seq).where(reports.c.id == report).scalar_subquery()
        found.append(placements.c.report == seq)
    if query.deal is not None:
        held = Register(query.as_of).held().subquery()
        found.append(claims.c.seq.in_(select(held.c.claim).where(held.c.deal == query.deal)))
    if query.event is not None:
        found.append(placements.c.event == query.event)
    if query.source is not None:
        found.append(claims.c.seq.in_(select(voices.c.claim).where(_is_said_by(query.source))))
    if query.speaker is not None:
        mine = select(voices.c.claim).where(voices.c.actor == query.speaker)
        found.append(claims.c.seq.in_(mine))
    if query.as_of is not None:
        found.append(placements.c.day.between("0", query.as_of))
    return found


def _is_said_by(source: str) -> ColumnElement[bool]:
    """Return the condition of `filters.matches_claim`, on voices."""
    asked = fold(source)
    is_kind = or_(voices.c.kind == asked, func.lower(voices.c.country) == asked)
    exact = and_(voices.c.role == SPEAKER, is_kind)
    return or_(words.holds(voices.c.folded, asked), exact)


def reports_page(connection: Connection, query: ReportQuery) -> ReportPage:
    """Return a page of reports, newest first.

    Raises:
        CursorError: the cursor belongs to another question.
    """
    wanted = _report_conditions(connection, query)
    keys = (report_days.c.day, report_days.c.report)
    found: Select[Any] = select(*keys).where(*wanted)
    question = fingerprint("reports", query.outlet, query.text, query.as_of)
    part = read_slice(
        connection,
        Listing(found, keys, (str, int), descending=True, question=question),
        query.cursor,
        query.limit,
    )
    total = select(func.count()).select_from(report_days).where(*wanted)
    seqs = [row.report for row in part.rows]
    heads = heads_by_row(connection, seqs)
    return ReportPage(
        heads=tuple(heads[seq] for seq in seqs),
        claims=claim_numbers(connection, heads),
        total=connection.execute(total).scalar_one(),
        next=part.next,
    )


def heads_by_row(connection: Connection, seqs: Sequence[int]) -> dict[int, ReportHead]:
    """Return reports' heads by row number."""
    found: dict[int, ReportHead] = {}
    for batch in batches(seqs):
        query = select(reports.c.seq, *rows.HEAD_COLUMNS).where(reports.c.seq.in_(batch))
        found |= {row.seq: rows.head_of_row(row) for row in connection.execute(query)}
    return found


def claim_numbers(connection: Connection, heads: Mapping[int, ReportHead]) -> dict[str, int]:
    """Return report id to the number of its claims that count, for reports by row number."""
    found = {head.id: 0 for head in heads.values()}
    for batch in batches(sorted(heads)):
        report = placements.c.report
        query = select(report, func.count().label("n")).group_by(report)
        query = query.where(report.in_(batch), counts_in_register())
        found |= {heads[row.report].id: row.n for row in connection.execute(query)}
    return found


def _report_conditions(connection: Connection, query: ReportQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.outlet is not None:
        found.append(report_days.c.outlet == query.outlet)
    if query.as_of is not None:
        found.append(report_days.c.day.between("0", query.as_of))
    if query.text is not None and query.text.strip():
        terms = words.terms_of(query.text)
        with_them = words.reports_with(connection.dialect, terms)
        found.append(report_days.c.report.in_(with_them) if terms else literal(value=False))
    return found


def flows(connection: Connection, query: DealQuery) -> tuple[Flow, ...]:
    """Return what goes from whom to whom in the deals that a question asks for, most deals first.

    Sums are of the deals' best figures in each currency; nothing is converted.
    """
    register = Register(query.as_of)
    line = register.line
    parties = line.supplier, line.recipient
    rank = STAGES.index(Event.DELIVERY)
    found: Select[Any] = select(
        *parties,
        line.currency,
        func.count().label("deals"),
        func.sum(case((line["rank"] >= rank, 1), else_=0)).label("delivered"),
        func.sum(line.amount).label("amount"),
    )
    found = found.where(*register.known, *conditions(query, register).values())
    with_words = hits(connection, query, register)
    if with_words is not None:
        named = with_words.subquery()
        found = found.where(line.partition == named.c.partition, line.id == named.c.id)
    grouped: dict[tuple[str, str], list[Any]] = {}
    for row in connection.execute(found.group_by(*parties, line.currency)):
        grouped.setdefault((row.supplier, row.recipient), []).append(row)
    out = [_flow(*pair, parts) for pair, parts in grouped.items()]
    return tuple(sorted(out, key=lambda flow: (-flow.deals, flow.supplier, flow.recipient)))


def _flow(supplier: str, recipient: str, parts: Sequence[Any]) -> Flow:
    return Flow(
        supplier=supplier,
        recipient=recipient,
        deals=sum(part.deals for part in parts),
        delivered=sum(int(part.delivered) for part in parts),
        values=tuple(sorted((part.currency, part.amount) for part in parts if part.currency)),
    )
