"""Putting claims, as people have decided them, into the parts of the register; marking parts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from armsledger.decide.deals import components
from armsledger.decide.replay import Binding, Replay, replay
from armsledger.model import Claim
from armsledger.model.decision import Decision, Kind
from armsledger.store import decisions as log
from armsledger.store import rows
from armsledger.store.derivation import Derivation
from armsledger.store.linking import Placed, relink
from armsledger.store.marks import mark, touch
from armsledger.store.removal import drop_partitions
from armsledger.store.rows import batches
from armsledger.store.schema import (
    bindings,
    claims,
    placements,
    reports,
    units,
)

NumberedClaim = tuple[int, Claim]  # row number, and the claim as the machine read it


def place_report(
    connection: Connection,
    report: int,
    found: Sequence[NumberedClaim],
    derivation: Derivation,
    *,
    notes: Collection[str] | None = None,
) -> bool:
    """Put a report's current claims where they are assessed, with its decisions replayed.

    Marks the parts of the register that they leave and those that they enter.

    Args:
        connection: with the write lock.
        report: its row.
        found: its claims.
        derivation: the rules of the register.
        notes: ids of the notes that have to be found in it; what others are about stays. None: all.

    Returns:
        Whether decisions on deals hold on to the report: then the caller has to `tie`.
    """
    query = select(reports.c.content_hash, reports.c.date).where(reports.c.seq == report)
    head = connection.execute(query).one()
    made = log.on_report(connection, head.content_hash, notes=notes)
    result = _replay(connection, report, head.content_hash, found, made)
    day = head.date or ""
    placed = [
        _row(seq, claim, result, derivation) | {"report": report, "day": day}
        for seq, claim in found
    ]
    before = _placed(connection, report)
    if placed != before:
        connection.execute(delete(placements).where(placements.c.report == report))
        if placed:
            connection.execute(insert(placements), placed)
        counted = _counted(found, placed, result)
        links = relink(connection, counted, _differing(before, placed))
        touch(connection, links, since=head.date)
        # A partition of rejected claims alone has no keys, but is one.
        homes_of_all = {row["partition"] for row in (*before, *placed)}
        mark(connection, homes_of_all - {partition for partition, _ in links}, since=None)
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


def _differing(before: Sequence[dict[str, Any]], placed: Sequence[dict[str, Any]]) -> set[int]:
    """Return the claims that came, went, or are placed or decided otherwise now."""
    old, new = ({row["claim"]: row for row in side} for side in (before, placed))
    return {seq for seq in old.keys() | new.keys() if old.get(seq) != new.get(seq)}


def _counted(
    found: Sequence[NumberedClaim], placed: Sequence[dict[str, Any]], result: Replay
) -> list[Placed]:
    """Return the claims that count in the register, as decided."""
    return [
        Placed(seq, row["partition"], _decided(claim, result))
        for (seq, claim), row in zip(found, placed, strict=True)
        if row["verdict"] != str(Kind.REJECT)
    ]


def _decided(claim: Claim, result: Replay) -> Claim:
    ruled = result.ruled.get(claim.id)
    return claim if ruled is None else ruled.claim


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
    notes = _notes_to_find(touched)
    hashes = {anchor.report for decision in touched for anchor in decision.places()}
    for batch in batches(sorted(hashes)):
        query = select(reports.c.seq).where(reports.c.content_hash.in_(batch))
        for seq in connection.scalars(query.order_by(reports.c.seq)).all():
            found_now = current_claims(connection, seq)
            ties |= place_report(connection, seq, found_now, derivation, notes=notes)
    if ties:
        tie(connection)
        mark(connection, _partitions_of_decisions(connection, touched))
    return tuple(fresh)


def _notes_to_find(touched: Iterable[Decision]) -> Collection[str] | None:
    """Return the notes whose claims these decisions may change; None: any.

    A note rules nothing, so that it is found again where it was unless the claims are others, or
    count as others by a correction. A deal that people discuss has many notes, in many reports.
    """
    found = list(touched)
    if any(decision.kind is Kind.CORRECT for decision in found):
        return None
    return frozenset(decision.id for decision in found if decision.kind is Kind.NOTE)


def tie(connection: Connection) -> None:
    """Bring up to date which partitions are built together, and mark those that changed."""
    before = {row.partition: row.unit for row in connection.execute(select(units))}
    after = components(edge for _, edge in log.rulings(connection))
    changed = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    if not changed:
        return
    stale = sorted({before.get(name, name) for name in changed})
    drop_partitions(connection, stale)
    connection.execute(delete(units))
    if after:
        written = [{"partition": name, "unit": after[name]} for name in sorted(after)]
        connection.execute(insert(units), written)
    mark(connection, changed)


def members_of(connection: Connection, unit: str) -> list[str]:
    """Return the partitions that are built together under this name, sorted."""
    found = connection.scalars(select(units.c.partition).where(units.c.unit == unit))
    return sorted(found) or [unit]


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


def _row(seq: int, claim: Claim, result: Replay, derivation: Derivation) -> dict[str, Any]:
    ruled = result.ruled.get(claim.id)
    decided = _decided(claim, result)
    return {
        "claim": seq,
        "event": str(decided.event),
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
