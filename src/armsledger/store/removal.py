"""Taking a partition's deals away, with all that is kept beside them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from armsledger.store.counts import recount
from armsledger.store.rows import batches
from armsledger.store.schema import (
    deal_claims,
    deals,
    lines,
    partitions,
    past_bodies,
    past_claims,
    past_lines,
    past_touched,
    redirects,
    touched,
)


def drop_partitions(connection: Connection, names: Sequence[str]) -> None:
    """Drop all that is derived for some partitions."""
    for batch in batches(names):
        query = select(lines).where(lines.c.partition.in_(batch))
        gone = [dict(row) for row in connection.execute(query).mappings()]
        recount(connection, gone, ())
        drop_past(connection, batch)
        for table in (lines, deal_claims, deals, redirects, touched, past_touched):
            connection.execute(delete(table).where(table.c.partition.in_(batch)))
        connection.execute(delete(partitions).where(partitions.c.name.in_(batch)))


def drop_past(connection: Connection, names: Sequence[str]) -> None:
    """Drop the states in the past of some partitions' deals."""
    mine = select(past_lines.c.seq).where(past_lines.c.partition.in_(names))
    connection.execute(delete(past_bodies).where(past_bodies.c.line.in_(mine)))
    for table in (past_lines, past_claims):
        connection.execute(delete(table).where(table.c.partition.in_(names)))


def drop_deals(connection: Connection, name: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Drop deals of one partition; return the lines that they had."""
    gone: list[dict[str, Any]] = []
    for batch in batches(ids):
        mine = lines.c.partition == name, lines.c.id.in_(batch)
        gone += [dict(row) for row in connection.execute(select(lines).where(*mine)).mappings()]
        connection.execute(delete(lines).where(*mine))
        where = deal_claims.c.partition == name, deal_claims.c.deal.in_(batch)
        connection.execute(delete(deal_claims).where(*where))
        connection.execute(delete(deals).where(deals.c.partition == name, deals.c.id.in_(batch)))
    return gone


def release_claims(connection: Connection, claims: Sequence[int]) -> None:
    """Take claims out of whatever deals they are in."""
    for batch in batches(claims):
        connection.execute(delete(deal_claims).where(deal_claims.c.claim.in_(batch)))


def insert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), rows)
