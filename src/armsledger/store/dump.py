"""A ledger's whole content in one canonical form, for comparing ledgers."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select

from armsledger.store import rows
from armsledger.store.schema import (
    bands,
    bindings,
    claims,
    copy_pairs,
    deal_claims,
    deals,
    decisions,
    facet_counts,
    lines,
    links,
    partitions,
    placements,
    redirects,
    reports,
    units,
    voices,
)


def dump(connection: Connection) -> Iterator[str]:
    """Yield one JSON line for each record, sorted, without row numbers and times of adding.

    Two ledgers with the same reports, claims and register give the same lines.
    """
    ids = {row.seq: row.id for row in connection.execute(select(reports.c.seq, reports.c.id))}
    yield from sorted(_reports(connection))
    yield from sorted(_claims(connection, ids))
    yield from sorted(_copies(connection, ids))
    yield from sorted(_decisions(connection))
    yield from sorted(_register(connection))
    yield from sorted(_pages(connection))


def _line(kind: str, *values: object) -> str:
    return rows.to_json_text([kind, *values])


def _reports(connection: Connection) -> Iterator[str]:
    columns = [c for c in reports.c if c.name not in {"seq", "added_at"}]
    for row in connection.execute(select(*columns)):
        yield _line("report", *row)


def _claims(connection: Connection, ids: dict[int, str]) -> Iterator[str]:
    decided = (placements.c.partition, placements.c.verdict, placements.c.effective)
    query = select(claims.c.report, claims.c.body, *decided).join(
        placements, placements.c.claim == claims.c.seq
    )
    for row in connection.execute(query):
        yield _line("claim", ids[row.report], row.partition, json.loads(row.body))
        if row.verdict is not None:
            yield _line("decided", json.loads(row.body)["id"], row.verdict, row.effective)


def _decisions(connection: Connection) -> Iterator[str]:
    for body in connection.scalars(select(decisions.c.body)):
        yield _line("decision", json.loads(body))
    for row in connection.execute(select(bindings)):
        yield _line("binding", *row)


def _copies(connection: Connection, ids: dict[int, str]) -> Iterator[str]:
    for row in connection.execute(select(copy_pairs.c.a, copy_pairs.c.b)):
        yield _line("copy", *sorted((ids[row.a], ids[row.b])))
    for band in connection.execute(select(bands.c.key, bands.c.report)):
        yield _line("band", band.key, ids[band.report])


def _register(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(partitions.c.name, partitions.c.rules)):
        yield _line("partition", row.name, row.rules)
    for unit in connection.execute(select(units.c.partition, units.c.unit)):
        yield _line("unit", unit.partition, unit.unit)
    for old in connection.execute(select(redirects.c.old, redirects.c.new)):
        yield _line("redirect", old.old, old.new)
    for deal in connection.execute(select(deals.c.partition, deals.c.id, deals.c.body)):
        yield _line("deal", deal.partition, deal.id, json.loads(deal.body))


def _pages(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(*(c for c in lines.c if c.name != "changed"))):
        yield _line("line", *row)
    for row in connection.execute(select(facet_counts)):
        yield _line("count", *row)
    yield from _of_claims(connection)


def _of_claims(connection: Connection) -> Iterator[str]:
    """Yield what is kept for each current claim, under the claim's id."""
    for kind, table in (("link", links), ("voice", voices), ("held", deal_claims)):
        columns = [c for c in table.c if c.name not in {"claim", "report"}]
        query = select(claims.c.id, *columns).join_from(
            table, claims, claims.c.seq == table.c.claim
        )
        for row in connection.execute(query):
            yield _line(kind, *row)
