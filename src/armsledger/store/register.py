"""The register: bringing dirty partitions up to date, and building everything again."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from armsledger.assess.weight import is_thin
from armsledger.decide.effects import guess_of
from armsledger.link.reach import deal_key
from armsledger.model import Claim, Deal
from armsledger.store import closure, rows
from armsledger.store.copying import CopyFinder
from armsledger.store.counters import next_version
from armsledger.store.counts import recount
from armsledger.store.decisions import all_decisions, has_rulings, insert_bindings
from armsledger.store.derivation import Derivation, Draft, inputs_of
from armsledger.store.gathering import Gathered, gather, placed_in
from armsledger.store.lines import line_of
from armsledger.store.linking import relink_all
from armsledger.store.marks import ALWAYS, mark
from armsledger.store.placing import members_of, place_report, tie
from armsledger.store.removal import drop_deals, drop_partitions, insert_all, release_claims
from armsledger.store.rows import batches
from armsledger.store.schema import (
    DERIVED,
    claims,
    deal_claims,
    deals,
    lines,
    partitions,
    placements,
    redirects,
    reports,
    runs,
    touched,
)
from armsledger.store.writer import note_day


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

    Only what the changes reach is linked again, see `link.reach`; a deal whose inputs are those
    of the stored one is left as it is.
    """
    if connection.scalars(select(partitions.c.name).where(partitions.c.name == name)).first():
        scope = scope_of(connection, name, derivation.version)
        changed = None if scope is None else _refresh_part(connection, name, scope, derivation)
        if changed is None:
            changed = _refresh_whole(connection, name, derivation)
        _mark_clean(connection, name, derivation.version)
        _drop_if_empty(connection, name)
        return changed
    return ()


def scope_of(connection: Connection, name: str, rules: str) -> closure.Scope | None:
    """Return what has to be built again of a partition; None: all of it.

    Links made by other rules are made anew first.
    """
    row = connection.execute(select(partitions).where(partitions.c.name == name)).one()
    if row.built != rules:
        for member in members_of(connection, name):
            relink_all(connection, member, placed_in(connection, member))
        mark(connection, [name], since=ALWAYS)
        return None
    return _scope_to_read(connection, name, rules)


def _scope_to_read(connection: Connection, name: str, rules: str) -> closure.Scope | None:
    """Return what the changes since it was built reach in a partition; None: all of it."""
    row = connection.execute(select(partitions).where(partitions.c.name == name)).one()
    members = members_of(connection, name)
    if row.built != rules or row.entangled or members != [name]:
        return None
    if has_rulings(connection, members):
        return None
    keys = closure.touched_keys(connection, name)
    return None if closure.is_whole(keys) else closure.reached_from(connection, name, keys)


def _refresh_whole(connection: Connection, name: str, derivation: Derivation) -> tuple[str, ...]:
    found = gather(connection, members_of(connection, name))
    query = select(deals.c.id, deals.c.inputs).where(deals.c.partition == name)
    before: dict[str, str] = {row.id: row.inputs for row in connection.execute(query)}
    drafts = {draft.id: draft for draft in derivation.drafts(found.material)}
    changed = _apply(connection, name, _Work(found, before, drafts), derivation)
    _lead(connection, name, drafts.values())
    return changed


def _refresh_part(
    connection: Connection, name: str, scope: closure.Scope, derivation: Derivation
) -> tuple[str, ...] | None:
    """Bring a part up to date; None: it is no part, its deals' ids meet those of another."""
    found = gather(connection, [name], scope.claims)
    before = _stored_under(connection, name, scope.keys)
    drafts = {draft.id: draft for draft in derivation.drafts(found.material)}
    if _is_entangled(connection, name, before, drafts):
        held = partitions.c.name == name
        connection.execute(update(partitions).where(held).values(entangled=True))
        return None
    return _apply(connection, name, _Work(found, before, drafts), derivation)


def _stored_under(connection: Connection, name: str, keys: Collection[str]) -> dict[str, str]:
    """Return the stored deals of a part, each with the fingerprint of its inputs."""
    before: dict[str, str] = {}
    for batch in batches(sorted(keys)):
        query = select(deals.c.id, deals.c.inputs).join(
            lines, (lines.c.partition == deals.c.partition) & (lines.c.id == deals.c.id)
        )
        query = query.where(lines.c.partition == name, lines.c.link.in_(batch))
        before.update({row.id: row.inputs for row in connection.execute(query)})
    return before


def _is_entangled(
    connection: Connection, name: str, before: Collection[str], after: Collection[str]
) -> bool:
    """Tell whether deals outside a part have ids that its deals want, or wanted before.

    Of two deals that want one id, the second is told apart by more after a hyphen.
    """
    here = lines.c.partition == name
    new = sorted(set(after) - set(before))
    for batch in batches(new):
        if connection.execute(select(lines.c.id).where(here, lines.c.id.in_(batch))).first():
            return True
    for gone in sorted(set(before) - set(after)):
        query = select(lines.c.id).where(here, lines.c.id > f"{gone}-", lines.c.id < f"{gone}.")
        if any(other not in before for other in connection.scalars(query)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to become of some stored deals."""

    found: Gathered
    before: Mapping[str, str]  # id to fingerprint of the inputs
    drafts: Mapping[str, Draft]


def _apply(
    connection: Connection, name: str, work: _Work, derivation: Derivation
) -> tuple[str, ...]:
    """Make the deals whose inputs differ, drop those that are gone; return whose body differs."""
    material = work.found.material
    digests = {c.id: digest for c, digest in zip(material.claims, material.digests, strict=True)}
    rules = derivation.version
    after = {key: inputs_of(draft, digests, rules) for key, draft in work.drafts.items()}
    made = [key for key in work.drafts if work.before.get(key) != after[key]]
    gone = sorted(work.before.keys() - after.keys())
    if not made and not gone:
        return ()
    fresh = [(work.drafts[key].make(), after[key]) for key in made]
    return _replace(connection, name, work.found, _Fresh(fresh, gone), derivation)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What has come of it."""

    deals: Sequence[tuple[Deal, str]]  # with the fingerprint of the inputs
    gone: Sequence[str]


def _replace(
    connection: Connection, name: str, found: Gathered, fresh: _Fresh, derivation: Derivation
) -> tuple[str, ...]:
    by_id = {claim.id: claim for claim in found.material.claims}
    bodies = [_deal_row(name, deal, inputs, derivation) for deal, inputs in fresh.deals]
    after = {row["id"]: row["body"] for row in bodies}
    touched_ids = sorted({*after, *fresh.gone})
    before = _bodies(connection, name, touched_ids)
    dropped = drop_deals(connection, name, touched_ids)
    changed = tuple(key for key in touched_ids if before.get(key) != after.get(key))
    versions = {row["id"]: row["changed"] for row in dropped}
    now = next_version(connection)
    added = [
        _line(name, deal, by_id)
        | {"changed": now if deal.id in changed else versions.get(deal.id, now)}
        for deal, _ in fresh.deals
    ]
    insert_all(connection, deals, bodies)
    insert_all(connection, lines, added)
    held = [row for deal, _ in fresh.deals for row in _held(name, deal, found)]
    # A corrected claim may still stand with the deal that it leaves: that one's turn comes later.
    release_claims(connection, [row["claim"] for row in held])
    insert_all(connection, deal_claims, held)
    recount(connection, dropped, added)
    return changed


def _line(name: str, deal: Deal, by_id: Mapping[str, Claim]) -> dict[str, Any]:
    found = [by_id[key] for key in deal.claims]
    return line_of(deal, partition=name, link=deal_key(found[0]), thin=is_thin(deal, found))


def _held(name: str, deal: Deal, found: Gathered) -> Iterable[dict[str, Any]]:
    """Yield which claims a deal has, with what a look at each may be worth."""
    confidences = {claim.id: claim.confidence for claim in found.material.claims}
    for key in deal.claims:
        is_open = key not in found.decided
        stake = guess_of(deal, key, confidences[key]) if is_open else 0.0
        for claim, report in found.places[key]:
            row = {"claim": claim, "report": report, "partition": name, "deal": deal.id}
            yield row | {"stake": stake}


def _bodies(connection: Connection, name: str, ids: Sequence[str]) -> dict[str, str]:
    before: dict[str, str] = {}
    for batch in batches(ids):
        query = select(deals.c.id, deals.c.body)
        query = query.where(deals.c.partition == name, deals.c.id.in_(batch))
        before.update({row.id: row.body for row in connection.execute(query)})
    return before


def _lead(connection: Connection, name: str, drafts: Iterable[Draft]) -> None:
    """Write which earlier ids lead to which deals of one partition."""
    connection.execute(delete(redirects).where(redirects.c.partition == name))
    led = [
        {"partition": name, "old": old, "new": draft.id}
        for draft in drafts
        for old in draft.formerly
    ]
    insert_all(connection, redirects, led)


def find_waiting(
    connection: Connection, name: str, wanted: Collection[str], derivation: Derivation
) -> Deal | None:
    """Return the deal of an out-of-date partition that has one of these ids now, or had.

    None: none has. Only what the changes reach is built, in memory; what else is stored stands.
    """
    scope = _scope_to_read(connection, name, derivation.version)
    if scope is not None:
        found = gather(connection, [name], scope.claims).material
        drafts = {draft.id: draft for draft in derivation.drafts(found)}
        before = _stored_under(connection, name, scope.keys)
        if not _is_entangled(connection, name, before, drafts):
            made = next((drafts[key] for key in sorted(wanted) if key in drafts), None)
            return made.make() if made else _stored(connection, name, wanted, before, derivation)
    material = gather(connection, members_of(connection, name)).material
    for draft in derivation.drafts(material):
        if draft.id in wanted or not set(draft.formerly).isdisjoint(wanted):
            return draft.make()
    return None


def _stored(
    connection: Connection,
    name: str,
    wanted: Collection[str],
    before: Collection[str],
    derivation: Derivation,
) -> Deal | None:
    """Return a stored deal that the changes do not reach."""
    for body in _bodies(connection, name, sorted(set(wanted) - set(before))).values():
        return derivation.from_json(json.loads(body))
    return None


def build(
    connection: Connection, name: str, derivation: Derivation, *, as_of: str | None = None
) -> tuple[Deal, ...]:
    """Return one partition's deals as known on a date, from the stored claims."""
    material = gather(connection, members_of(connection, name)).material
    return tuple(draft.make() for draft in derivation.drafts(material, as_of=as_of))


def rebuild(connection: Connection, derivation: Derivation, finder: CopyFinder) -> None:
    """Drop everything derived and build it again from reports and claims."""
    for table in DERIVED:
        connection.execute(delete(table))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO reports_fts(reports_fts) VALUES ('rebuild')")
    for decision in all_decisions(connection):
        insert_bindings(connection, decision)
    for seq in connection.scalars(select(reports.c.seq).order_by(reports.c.seq)).all():
        _derive_report(connection, seq, derivation, finder)
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


def _mark_clean(connection: Connection, name: str, rules: str) -> None:
    """Note that a partition's deals are up to date by these rules."""
    connection.execute(delete(touched).where(touched.c.partition == name))
    clean = update(partitions).where(partitions.c.name == name)
    connection.execute(clean.values(rules=rules, built=rules))


def _drop_if_empty(connection: Connection, name: str) -> None:
    # A re-extraction may have moved the last claim elsewhere.
    members = members_of(connection, name)
    held = select(placements.c.claim).where(placements.c.partition.in_(members))
    if connection.execute(held.limit(1)).first() is None:
        drop_partitions(connection, [name])


def _derive_report(
    connection: Connection, seq: int, derivation: Derivation, finder: CopyFinder
) -> None:
    head = select(reports.c.text, reports.c.date, reports.c.outlet).where(reports.c.seq == seq)
    report = connection.execute(head).one()
    note_day(connection, seq, report.date, report.outlet)
    finder.find(connection, seq, report.text)
    query = select(claims.c.seq, claims.c.body).where(claims.c.run == latest_run(connection, seq))
    rows_of_run = connection.execute(query.order_by(claims.c.seq)).all()
    found = [(claim.seq, rows.claim_of(claim.body)) for claim in rows_of_run]
    place_report(connection, seq, found, derivation)


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
