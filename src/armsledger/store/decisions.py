"""The log of decisions: written once, read back, never changed."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from armsledger.decide.codec import canonical, decision_from_json, decision_to_json
from armsledger.decide.deals import Ruling, split_id
from armsledger.decide.replay import Binding
from armsledger.decide.standing import standing
from armsledger.model.decision import Decision, Found, Kind
from armsledger.store.rows import batches
from armsledger.store.schema import bindings, claims, decisions, named_deals, placements

DEAL_KINDS = (Kind.MERGE, Kind.SPLIT)


def insert_decision(connection: Connection, decision: Decision) -> None:
    """Write a new decision to the log, its anchors not yet found."""
    anchors = list(decision.places())
    first = anchors[0] if anchors else None
    row = {
        "id": decision.id,
        "made_at": decision.when,
        "author": decision.who,
        "kind": str(decision.kind),
        "report_hash": first and first.report,
        "exact": first and first.exact,
        "prefix": first and first.prefix,
        "suffix": first and first.suffix,
        "field": decision.field,
        "body": canonical(decision_to_json(decision)),
        "target": decision.target,
    }
    connection.execute(insert(decisions).values(row))
    insert_bindings(connection, decision)


def insert_bindings(connection: Connection, decision: Decision) -> None:
    """Note where a decision holds on, before anything is found there, and which deals it names."""
    named = {deal.id for deal in decision.deals} | _born(decision)
    if named:
        rows = [{"deal": deal, "decision": decision.id} for deal in sorted(named)]
        connection.execute(insert(named_deals), rows)
    found = [
        {
            "decision": decision.id,
            "ordinal": ordinal,
            "report_hash": anchor.report,
            "claim": None,
            "found": str(Found.ORPHANED),
        }
        for ordinal, anchor in enumerate(decision.places())
    ]
    if found:
        connection.execute(insert(bindings), found)


def known_ids(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are in the log."""
    found: set[str] = set()
    for batch in batches(sorted(set(ids))):
        found.update(connection.scalars(select(decisions.c.id).where(decisions.c.id.in_(batch))))
    return found


def all_decisions(connection: Connection) -> list[Decision]:
    """Return the whole log by time."""
    query = select(decisions.c.body).order_by(decisions.c.made_at, decisions.c.id)
    return [_decision(body) for body in connection.scalars(query)]


def with_ids(connection: Connection, ids: Iterable[str]) -> list[Decision]:
    """Return these decisions, with all that withdraw them and that withdraw those."""
    found = _where_in(connection, decisions.c.id, ids)
    seen = {decision.id for decision in found}
    fresh = seen
    while fresh:
        more = [d for d in _where_in(connection, decisions.c.target, fresh) if d.id not in seen]
        fresh = {decision.id for decision in more}
        seen |= fresh
        found += more
    return found


def on_report(
    connection: Connection, content_hash: str, *, notes: Collection[str] | None = None
) -> list[Decision]:
    """Return the decisions with an anchor in a report, and all that withdraw these.

    Args:
        connection: to the ledger.
        content_hash: of the report.
        notes: ids; of the notes only these. None: all.
    """
    query = select(decisions.c.id, decisions.c.kind)
    query = query.join(bindings, bindings.c.decision == decisions.c.id)
    rows = connection.execute(query.where(bindings.c.report_hash == content_hash).distinct())
    ids = [r.id for r in rows if notes is None or r.kind != str(Kind.NOTE) or r.id in notes]
    return with_ids(connection, ids) if ids else []


def on_claims(
    connection: Connection, ids: Iterable[str], *, kinds: Iterable[Kind] = tuple(Kind)
) -> list[Decision]:
    """Return the decisions that were found to be about these claims, with their withdrawals.

    Not those on whole deals, which only know their deals by some of the claims.
    """
    found: dict[str, set[int]] = {}
    wanted = sorted(map(str, kinds))
    about = select(bindings.c.decision, bindings.c.ordinal)
    about = about.join(decisions, decisions.c.id == bindings.c.decision)
    about = about.where(decisions.c.kind.in_(wanted))
    for batch in batches(sorted(set(ids))):
        for row in connection.execute(about.where(bindings.c.claim.in_(batch))):
            found.setdefault(row.decision, set()).add(row.ordinal)
    made = _where_in(connection, decisions.c.id, found)
    return with_ids(connection, [d.id for d in made if min(found[d.id]) < len(d.anchors)])


def on_named_deals(connection: Connection, ids: Iterable[str]) -> list[Decision]:
    """Return the decisions that name one of these deals, notes too, with their withdrawals.

    A deal that a split made is named by that split.
    """
    found: set[str] = set()
    for batch in batches(sorted(set(ids))):
        query = select(named_deals.c.decision).where(named_deals.c.deal.in_(batch))
        found.update(connection.scalars(query))
    return with_ids(connection, found)


def _born(decision: Decision) -> set[str]:
    """Return the ids that the deal may have which a split makes."""
    if decision.kind is not Kind.SPLIT:
        return set()
    return {split_id(decision), f"{decision.deals[0].id}-{decision.id}"}


def rulings(
    connection: Connection, members: Sequence[str] | None = None
) -> list[tuple[Ruling, frozenset[str]]]:
    """Return the standing merges and splits, each with the partitions that it ties together.

    These are the partitions of the claims by which its deals are known.

    Args:
        connection: to the ledger.
        members: only decisions that concern one of these partitions; None: all.
    """
    homes = _homes(connection, members)
    current = standing(with_ids(connection, homes)) if homes else []
    bound = bindings_of(connection, homes)
    found = []
    for decision in current:
        held = {b.ordinal: b.claim for b in bound.get(decision.id, ()) if b.claim is not None}
        found.append((Ruling(decision, held), frozenset(homes[decision.id])))
    return found


def bindings_of(connection: Connection, ids: Collection[str]) -> Mapping[str, Sequence[Binding]]:
    """Return what the anchors of these decisions were found to be, by decision, in order."""
    found: dict[str, list[Binding]] = {}
    for batch in batches(sorted(set(ids))):
        query = select(bindings).where(bindings.c.decision.in_(batch))
        for row in connection.execute(query.order_by(bindings.c.decision, bindings.c.ordinal)):
            binding = Binding(row.decision, row.ordinal, row.claim, Found(row.found))
            found.setdefault(row.decision, []).append(binding)
    return found


def has_rulings(connection: Connection, members: Sequence[str]) -> bool:
    """Return whether merges or splits, standing or not, concern one of these partitions."""
    return bool(_homes(connection, members))


def _homes(connection: Connection, members: Sequence[str] | None) -> dict[str, set[str]]:
    """Return for each merge and split in which partitions the claims are that it is about.

    From the decisions, which are few, to the claims, which are many.
    """
    deciding = (
        select(decisions.c.id, bindings.c.claim)
        .join(bindings, bindings.c.decision == decisions.c.id)
        .where(decisions.c.kind.in_([str(kind) for kind in DEAL_KINDS]))
        .where(bindings.c.claim.is_not(None))
    )
    named: dict[str, set[str]] = {}
    for row in connection.execute(deciding):
        named.setdefault(row.claim, set()).add(row.id)
    homes: dict[str, set[str]] = {}
    for batch in batches(sorted(named)):
        query = select(claims.c.id, placements.c.partition)
        query = query.join(placements, placements.c.claim == claims.c.seq)
        for row in connection.execute(query.where(claims.c.id.in_(batch))):
            if members is None or row.partition in members:
                for decision in named[row.id]:
                    homes.setdefault(decision, set()).add(row.partition)
    return homes


def _where_in(
    connection: Connection, column: ColumnElement[Any], values: Iterable[str]
) -> list[Decision]:
    found: list[Decision] = []
    for batch in batches(sorted(set(values))):
        query = select(decisions.c.body).where(column.in_(batch))
        found += [_decision(body) for body in connection.scalars(query)]
    return found


def _decision(body: str) -> Decision:
    return decision_from_json(json.loads(body))
