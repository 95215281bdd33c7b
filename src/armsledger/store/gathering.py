"""What the deals of a partition, or of a part of it, follow from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from armsledger.model import ReportHead
from armsledger.store import rows
from armsledger.store.decisions import rulings
from armsledger.store.derivation import Material
from armsledger.store.linking import Placed
from armsledger.store.reader import counts_in_register, decided_body
from armsledger.store.rows import batches
from armsledger.store.schema import claims, copy_pairs, placements, reports


@dataclass(frozen=True, slots=True)
class Gathered:
    """Material with where it stands."""

    material: Material
    places: Mapping[str, tuple[tuple[int, int], ...]]  # claim id -> claim's and report's rows
    decided: frozenset[str]  # claims on which somebody has decided


def gather(
    connection: Connection, members: Sequence[str], seqs: Iterable[int] | None = None
) -> Gathered:
    """Return what the deals of partitions that are built together follow from.

    Args:
        connection: to the ledger.
        members: the partitions.
        seqs: the claims of a part that is built by itself; such a part has no rulings. None: all.
    """
    found = list(_claim_rows(connection, members, seqs))
    parsed = sorted(
        ((rows.claim_of(row.body), rows.digest_of(row.body)) for row in found),
        key=lambda pair: rows.reading_order(pair[0]),
    )
    heads, pairs = _copies_of(connection, {row.report for row in found})
    made = () if seqs is not None else tuple(one for one, _ in rulings(connection, members))
    claimed, digests = tuple(c for c, _ in parsed), tuple(d for _, d in parsed)
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for row in found:
        places[row.id] = (*places.get(row.id, ()), (row.seq, row.report))
    decided = frozenset(row.id for row in found if row.verdict is not None)
    return Gathered(Material(claimed, heads, pairs, digests, made), places, decided)


def gather_reports(connection: Connection, seqs: Iterable[int]) -> Material:
    """Return the heads of reports and of all their copies, without claims."""
    heads, pairs = _copies_of(connection, set(seqs))
    return Material((), heads, pairs, ())


def copy_material(connection: Connection) -> Material:
    """Return all pairs of copies with their reports' heads, without claims."""
    found = connection.execute(select(copy_pairs.c.a, copy_pairs.c.b)).all()
    by_seq = _heads(connection, sorted({seq for row in found for seq in (row.a, row.b)}))
    pairs = sorted((by_seq[row.a].id, by_seq[row.b].id) for row in found)
    return Material((), {head.id: head for head in by_seq.values()}, tuple(pairs), ())


def placed_in(connection: Connection, partition: str) -> list[Placed]:
    """Return a partition's current claims that count, as decided."""
    found = _claim_rows(connection, [partition], None)
    return [Placed(row.seq, partition, rows.claim_of(row.body)) for row in found]


def component_of(connection: Connection, seqs: Iterable[int]) -> set[int]:
    """Return these reports and all that are copies of them, over any number of steps."""
    seen = set(seqs)
    fresh = sorted(seen)
    while fresh:
        found: set[int] = set()
        for one, other in ((copy_pairs.c.a, copy_pairs.c.b), (copy_pairs.c.b, copy_pairs.c.a)):
            for batch in batches(fresh):
                found.update(connection.scalars(select(other).where(one.in_(batch))))
        fresh = sorted(found - seen)
        seen |= found
    return seen


def _claim_rows(
    connection: Connection, members: Sequence[str], seqs: Iterable[int] | None
) -> Iterable[Row[*tuple[Any, ...]]]:
    query = _counted().where(placements.c.partition.in_(members))
    if seqs is None:
        yield from connection.execute(query)
        return
    for batch in batches(sorted(seqs)):
        yield from connection.execute(_counted().where(placements.c.claim.in_(batch)))


def _counted() -> Select[*tuple[Any, ...]]:
    columns = (claims.c.seq, claims.c.id, placements.c.report, placements.c.verdict)
    return (
        select(*columns, decided_body().label("body"))
        .join_from(claims, placements, placements.c.claim == claims.c.seq)
        .where(counts_in_register())
    )


def _copies_of(
    connection: Connection, here: set[int]
) -> tuple[dict[str, ReportHead], tuple[tuple[str, str], ...]]:
    """Return the heads of reports and all their copies, by id, and the pairs of copies."""
    copied = sorted(component_of(connection, here))
    by_seq = _heads(connection, copied)
    heads = {head.id: head for head in sorted(by_seq.values(), key=lambda head: head.id)}
    pairs = [(by_seq[a].id, by_seq[b].id) for a, b in _pairs(connection, copied)]
    return heads, tuple(sorted((min(pair), max(pair)) for pair in pairs))


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
