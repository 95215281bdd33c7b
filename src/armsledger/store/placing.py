"""Putting claims, as people have decided them, into the parts of the register; marking parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from armsledger.decide.deals import components
from armsledger.decide.replay import Binding, Replay, replay
from armsledger.model import Claim
from armsledger.model.decision import Decision, Kind
from armsledger.store import decisions as log
from armsledger.store import rows
from armsledger.store.derivation import Derivation
from armsledger.store.rows import batches
from armsledger.store.schema import (
    bindings,
    claims,
    deals,
    partitions,
    placements,
    redirects,
    reports,
    units,
)

NumberedClaim = tuple[int, Claim]  # row number, and the claim as the machine read it


def place_report(
    connection: Connection,
    report: int,
    found: Sequence[NumberedClaim],
    derivation: Derivation,
) -> bool:
    """Put a report's current claims where they are assessed, with its decisions replayed.

    Marks the parts of the register that they leave and those that they enter.

    Returns:
        Whether decisions on deals hold on to the report: then the caller has to `tie`.
    """
    head = select(reports.c.content_hash).where(reports.c.seq == report)
    content_hash = connection.scalars(head).one()
    made = log.on_report(connection, content_hash)
    result = _replay(connection, report, content_hash, found, made)
    placed = [_row(seq, claim, report, result, derivation) for seq, claim in found]
    before = _placed(connection, report)
    if placed != before:
        mark(connection, {row["partition"] for row in (*before, *placed)})
        connection.execute(delete(placements).where(placements.c.report == report))
        if placed:
            connection.execute(insert(placements), placed)
    rebound = _bind(connection, result.bindings)
    on_deals = {decision.id for decision in made if decision.kind in log.DEAL_KINDS}
    homes = {claim.id: row["partition"] for (_, claim), row in zip(found, placed, strict=True)}
    keys = {key for binding in rebound if binding.decision in on_deals for key in binding.claims}
    mark(connection, {homes[key] for key in keys if key in homes})
    return bool(on_deals)


def _placed(connection: Connection, report: int) -> list[dict[str, Any]]:
    """Return a report's placements as they are, by claim."""
    query = select(placements).where(placements.c.report == report).order_by(placements.c.claim)
    return [dict(row) for row in connection.execute(query).mappings()]


def current_claims(connection: Connection, report: int) -> list[NumberedClaim]:
    """Return a report's current claims as the machine read them, rejected ones too."""
    query = (
        select(claims.c.seq, claims.c.body)
        .join(placements, placements.c.claim == claims.c.seq)
        .where(placements.c.report == report)
        .order_by(claims.c.seq)
    )
    return [(row.seq, rows.claim_of(row.body)) for row in connection.execute(query)]


def record_decisions(
    connection: Connection, made: Iterable[Decision], derivation: Derivation
) -> tuple[str, ...]:
    """Log decisions and let them count; those that are in the log already change nothing.

    Returns:
        The ids of the new ones, sorted.
    """
    found = {decision.id: decision for decision in made}
    fresh = sorted(found.keys() - log.known_ids(connection, found))
    for key in fresh:
        log.insert_decision(connection, found[key])
    touched = _touched(connection, [found[key] for key in fresh])
    ties = any(decision.kind in log.DEAL_KINDS for decision in touched)
    hashes = {anchor.report for decision in touched for anchor in decision.places()}
    for batch in batches(sorted(hashes)):
        query = select(reports.c.seq).where(reports.c.content_hash.in_(batch))
        for seq in connection.scalars(query.order_by(reports.c.seq)).all():
            found_now = current_claims(connection, seq)
            ties |= place_report(connection, seq, found_now, derivation)
    if ties:
        tie(connection)
        mark(connection, _partitions_of_decisions(connection, touched))
    return tuple(fresh)


def tie(connection: Connection) -> None:
    """Bring up to date which partitions are built together, and mark those that changed."""
    before = {row.partition: row.unit for row in connection.execute(select(units))}
    after = components(edge for _, edge in log.rulings(connection))
    changed = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    if not changed:
        return
    stale = sorted({before.get(name, name) for name in changed})
    for batch in batches(stale):
        for table, column in (
            (deals, deals.c.partition),
            (redirects, redirects.c.partition),
            (partitions, partitions.c.name),
        ):
            connection.execute(delete(table).where(column.in_(batch)))
    connection.execute(delete(units))
    if after:
        written = [{"partition": name, "unit": after[name]} for name in sorted(after)]
        connection.execute(insert(units), written)
    mark(connection, changed)


def mark(connection: Connection, names: Iterable[str]) -> None:
    """Mark the parts of the register that these partitions are built in as out of date."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    for name in _units_of(connection, names):
        statement = dialect.insert(partitions).values(name=name, rules=None)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_={"rules": None})
        )


def members_of(connection: Connection, unit: str) -> list[str]:
    """Return the partitions that are built together under this name, sorted."""
    found = connection.scalars(select(units.c.partition).where(units.c.unit == unit))
    return sorted(found) or [unit]


def partitions_of(connection: Connection, seqs: Sequence[int]) -> list[str]:
    """Return the partitions that the reports' claims are in, sorted."""
    found: set[str] = set()
    for batch in batches(seqs):
        query = select(placements.c.partition).where(placements.c.report.in_(batch)).distinct()
        found.update(connection.scalars(query))
    return sorted(found)


def _replay(
    connection: Connection,
    report: int,
    content_hash: str,
    found: Sequence[NumberedClaim],
    made: Sequence[Decision],
) -> Replay:
    if not made:
        return Replay((), {})
    query = select(reports.c.title, reports.c.text).where(reports.c.seq == report)
    row = connection.execute(query).one()
    parts = {"title": row.title or "", "text": row.text}
    return replay(parts, content_hash, [claim for _, claim in found], made)


def _row(
    seq: int, claim: Claim, report: int, result: Replay, derivation: Derivation
) -> dict[str, Any]:
    ruled = result.ruled.get(claim.id)
    decided = claim if ruled is None else ruled.claim
    return {
        "claim": seq,
        "report": report,
        "partition": derivation.partition_of(decided),
        "verdict": None if ruled is None or ruled.verdict is None else str(ruled.verdict),
        "effective": None if decided is claim else rows.claim_text(decided),
        "confidence": claim.confidence,
    }


@dataclass(frozen=True, slots=True)
class _Rebound:
    """An anchor that was found to be about another claim than before."""

    decision: str
    claims: tuple[str, ...]  # before and now


def _bind(connection: Connection, found: Sequence[Binding]) -> list[_Rebound]:
    """Write which claims anchors are about; return the anchors for which that has changed."""
    before = log.bindings_of(connection, {binding.decision for binding in found})
    old = {(b.decision, b.ordinal): b for known in before.values() for b in known}
    changed = [b for b in found if old[b.decision, b.ordinal] != b]
    if changed:
        is_this = (
            bindings.c.decision == bindparam("of_decision"),
            bindings.c.ordinal == bindparam("at_ordinal"),
        )
        connection.execute(update(bindings).where(*is_this), [_rebinding(b) for b in changed])
    both = ((b.decision, old[b.decision, b.ordinal].claim, b.claim) for b in changed)
    return [_Rebound(key, tuple(c for c in pair if c is not None)) for key, *pair in both]


def _rebinding(binding: Binding) -> dict[str, Any]:
    return {
        "of_decision": binding.decision,
        "at_ordinal": binding.ordinal,
        "claim": binding.claim,
        "found": str(binding.found),
    }


def _touched(connection: Connection, made: Iterable[Decision]) -> list[Decision]:
    """Return the decisions whose effect new ones change: themselves, or what they withdraw."""
    touched: dict[str, Decision] = {}
    waiting = list(made)
    while waiting:
        targets = {d.target for d in waiting if d.target is not None}
        touched.update({d.id: d for d in waiting if d.kind is not Kind.WITHDRAW})
        waiting = [d for d in log.with_ids(connection, targets) if d.id in targets]
    return list(touched.values())


def _partitions_of_decisions(connection: Connection, made: Iterable[Decision]) -> set[str]:
    ids = [decision.id for decision in made]
    query = (
        select(placements.c.partition)
        .join(claims, claims.c.seq == placements.c.claim)
        .join(bindings, bindings.c.claim == claims.c.id)
        .distinct()
    )
    found = {deal.partition for decision in made for deal in decision.deals}
    for batch in batches(ids):
        found.update(connection.scalars(query.where(bindings.c.decision.in_(batch))))
    return found


def _units_of(connection: Connection, names: Iterable[str]) -> list[str]:
    wanted = sorted(set(names))
    found = {name: name for name in wanted}
    for batch in batches(wanted):
        query = select(units.c.partition, units.c.unit).where(units.c.partition.in_(batch))
        found.update({row.partition: row.unit for row in connection.execute(query)})
    return sorted(set(found.values()))
