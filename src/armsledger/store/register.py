"""The derived tables: bringing dirty partitions up to date, and building everything again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from armsledger.model import Deal, ReportHead
from armsledger.store import rows
from armsledger.store.decisions import all_decisions, insert_bindings, rulings
from armsledger.store.derivation import Derivation, Draft, Material
from armsledger.store.placing import members_of, place_report, tie
from armsledger.store.reader import counts_in_register, decided_body
from armsledger.store.rows import batches
from armsledger.store.schema import (
    DERIVED,
    claims,
    copy_pairs,
    deals,
    partitions,
    placements,
    redirects,
    reports,
    runs,
)
from armsledger.store.writer import component_of, find_copies, mark_clean


def dirty_partitions(connection: Connection, rules: str) -> list[str]:
    """Return the names of the partitions whose deals are out of date, sorted.

    Args:
        connection: to the ledger.
        rules: the version of the rules; deals built by another version are out of date.
    """
    held = partitions.c.rules
    query = select(partitions.c.name).where(or_(held.is_(None), held != rules))
    return sorted(connection.scalars(query))


def all_partitions(connection: Connection) -> list[str]:
    """Return the names of all partitions, sorted."""
    return sorted(connection.scalars(select(partitions.c.name)))


def refresh(connection: Connection, name: str, derivation: Derivation) -> tuple[str, ...]:
    """Bring one partition's deals up to date; return the ids of those that are new or changed.

    A deal whose inputs are those of the stored one is left as it is; only the others are made.
    """
    found = gather(connection, name)
    digests = {claim.id: digest for claim, digest in zip(found.claims, found.digests, strict=True)}
    query = select(deals.c.id, deals.c.inputs).where(deals.c.partition == name)
    before: dict[str, str] = {row.id: row.inputs for row in connection.execute(query)}
    drafts = {draft.id: draft for draft in derivation.drafts(found)}
    after = {key: inputs_of(draft, digests, derivation.version) for key, draft in drafts.items()}
    made = [key for key in drafts if before.get(key) != after[key]]
    fresh = [_deal_row(name, drafts[key].make(), after[key], derivation) for key in made]
    gone = sorted(before.keys() - after.keys())
    changed = _replace(connection, name, fresh, gone)
    _lead(connection, name, drafts.values())
    mark_clean(connection, name, derivation.version)
    _drop_if_empty(connection, name)
    return changed


def inputs_of(draft: Draft, digests: Mapping[str, str], rules: str) -> str:
    """Return a fingerprint of all that a deal is made from.

    Reports' heads are not in it: a report's id stands for one content for good.

    Args:
        draft: the deal.
        digests: claim id to a digest of the claim's content.
        rules: the version of the rules.
    """
    parts = [rules, draft.key, *(f"{claim}:{digests[claim]}" for claim in draft.claims)]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _replace(
    connection: Connection, name: str, fresh: Sequence[dict[str, Any]], gone: Sequence[str]
) -> tuple[str, ...]:
    """Write the deals that were made, drop those that are gone; return whose body differs."""
    after = {row["id"]: row["body"] for row in fresh}
    touched = sorted({*after, *gone})
    before: dict[str, str] = {}
    for batch in batches(touched):
        mine = (deals.c.partition == name, deals.c.id.in_(batch))
        query = select(deals.c.id, deals.c.body).where(*mine)
        before.update({row.id: row.body for row in connection.execute(query)})
        connection.execute(delete(deals).where(*mine))
    if fresh:
        connection.execute(insert(deals), fresh)
    return tuple(key for key in touched if before.get(key) != after.get(key))


def _lead(connection: Connection, name: str, drafts: Iterable[Draft]) -> None:
    """Write which earlier ids lead to which deals of one partition."""
    connection.execute(delete(redirects).where(redirects.c.partition == name))
    led = [
        {"partition": name, "old": old, "new": draft.id}
        for draft in drafts
        for old in draft.formerly
    ]
    if led:
        connection.execute(insert(redirects), led)


def build_one(
    connection: Connection,
    name: str,
    wanted: Collection[str],
    derivation: Derivation,
    *,
    as_of: str | None = None,
) -> Deal | None:
    """Return the deal of one partition that has one of these ids now, or had; None: none has."""
    for draft in derivation.drafts(gather(connection, name), as_of=as_of):
        if draft.id in wanted or not set(draft.formerly).isdisjoint(wanted):
            return draft.make()
    return None


def build(
    connection: Connection, name: str, derivation: Derivation, *, as_of: str | None = None
) -> tuple[Deal, ...]:
    """Return one partition's deals as known on a date, from the stored claims."""
    drafts = derivation.drafts(gather(connection, name), as_of=as_of)
    return tuple(draft.make() for draft in drafts)


def gather(connection: Connection, name: str) -> Material:
    """Return what one partition's deals follow from."""
    members = members_of(connection, name)
    query = (
        select(decided_body().label("body"), placements.c.report)
        .join_from(claims, placements, placements.c.claim == claims.c.seq)
        .where(placements.c.partition.in_(members), counts_in_register())
    )
    found: list[Row[*tuple[Any, ...]]] = list(connection.execute(query))
    parsed = sorted(
        ((rows.claim_of(row.body), rows.digest_of(row.body)) for row in found),
        key=lambda pair: rows.reading_order(pair[0]),
    )
    here = {row.report for row in found}
    copied = sorted(component_of(connection, _copied(connection, members)))
    by_seq = _heads(connection, sorted(here.union(copied)))
    heads = {head.id: head for head in sorted(by_seq.values(), key=lambda head: head.id)}
    pairs = [(by_seq[a].id, by_seq[b].id) for a, b in _pairs(connection, copied)]
    ordered = sorted((min(pair), max(pair)) for pair in pairs)
    claimed, digests = tuple(c for c, _ in parsed), tuple(d for _, d in parsed)
    made = tuple(ruling for ruling, _ in rulings(connection, members))
    return Material(claimed, heads, tuple(ordered), digests, made)


def copy_material(connection: Connection) -> Material:
    """Return all pairs of copies with their reports' heads, without claims."""
    found = connection.execute(select(copy_pairs.c.a, copy_pairs.c.b)).all()
    by_seq = _heads(connection, sorted({seq for row in found for seq in (row.a, row.b)}))
    pairs = sorted((by_seq[row.a].id, by_seq[row.b].id) for row in found)
    return Material((), {head.id: head for head in by_seq.values()}, tuple(pairs), ())


def rebuild(connection: Connection, derivation: Derivation) -> None:
    """Drop everything derived and build it again from reports and claims."""
    for table in DERIVED:
        connection.execute(delete(table))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO reports_fts(reports_fts) VALUES ('rebuild')")
    for decision in all_decisions(connection):
        insert_bindings(connection, decision)
    for seq in connection.scalars(select(reports.c.seq).order_by(reports.c.seq)).all():
        _derive_report(connection, seq, derivation)
    tie(connection)
    for name in dirty_partitions(connection, derivation.version):
        refresh(connection, name, derivation)


def latest_run(connection: Connection, report: int) -> int | None:
    """Return the run whose claims stand for the report: the last that did not fail."""
    query = (
        select(runs.c.seq)
        .where(runs.c.report == report, runs.c.error.is_(None))
        .order_by(runs.c.seq.desc())
        .limit(1)
    )
    return connection.scalars(query).one_or_none()


def _drop_if_empty(connection: Connection, name: str) -> None:
    # A re-extraction may have moved the last claim elsewhere.
    members = members_of(connection, name)
    held = select(placements.c.claim).where(placements.c.partition.in_(members))
    if connection.execute(held.limit(1)).first() is None:
        connection.execute(delete(redirects).where(redirects.c.partition == name))
        connection.execute(delete(partitions).where(partitions.c.name == name))


def _derive_report(connection: Connection, seq: int, derivation: Derivation) -> None:
    text = connection.scalars(select(reports.c.text).where(reports.c.seq == seq)).one()
    find_copies(connection, seq, text, derivation)
    query = select(claims.c.seq, claims.c.body).where(claims.c.run == latest_run(connection, seq))
    rows_of_run = connection.execute(query.order_by(claims.c.seq)).all()
    found = [(claim.seq, rows.claim_of(claim.body)) for claim in rows_of_run]
    place_report(connection, seq, found, derivation)


def _copied(connection: Connection, members: Sequence[str]) -> set[int]:
    """Return the reports of these partitions that have copies or are one."""
    here = select(placements.c.report).where(placements.c.partition.in_(members))
    found: set[int] = set()
    for column in (copy_pairs.c.a, copy_pairs.c.b):
        found.update(connection.scalars(select(column).where(column.in_(here)).distinct()))
    return found


def _heads(connection: Connection, seqs: Sequence[int]) -> dict[int, ReportHead]:
    heads: dict[int, ReportHead] = {}
    for batch in batches(seqs):
        query = select(reports.c.seq, *rows.HEAD_COLUMNS).where(reports.c.seq.in_(batch))
        heads.update({row.seq: rows.head_of_row(row) for row in connection.execute(query)})
    return heads


def _pairs(connection: Connection, seqs: Sequence[int]) -> list[tuple[int, int]]:
    # A component is closed: a pair with one end in it lies in it with both.
    found: list[tuple[int, int]] = []
    for batch in batches(seqs):
        query = select(copy_pairs.c.a, copy_pairs.c.b).where(copy_pairs.c.a.in_(batch))
        found += [(row.a, row.b) for row in connection.execute(query)]
    return found


def _deal_row(name: str, deal: Deal, inputs: str, derivation: Derivation) -> dict[str, Any]:
    return {
        "partition": name,
        "id": deal.id,
        "supplier": deal.supplier,
        "recipient": deal.recipient,
        "system": deal.system,
        "stage": None if deal.stage is None else str(deal.stage),
        "category": deal.category,
        "body": rows.to_json_text(derivation.to_json(deal)),
        "inputs": inputs,
    }
