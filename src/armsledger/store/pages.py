"""Pages of the register: filtered, ordered and counted by the database."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, TextualSelect, func, or_, select

from armsledger.model import Deal
from armsledger.store.conditions import Register, conditions, hits
from armsledger.store.counters import version_of
from armsledger.store.cursors import Listing, fingerprint, read_slice
from armsledger.store.derivation import Derivation
from armsledger.store.facets import Counting, count_all
from armsledger.store.queries import DESCENDING, DealPage, DealQuery, DealSort
from armsledger.store.rows import batches
from armsledger.store.schema import deals, partitions, past_bodies

_ORDER: Final = {
    DealSort.LAST_REPORTED: ("last_reported", str),
    DealSort.FIRST_REPORTED: ("first_reported", str),
    DealSort.SUPPLIER: ("by_supplier", str),
    DealSort.RECIPIENT: ("by_recipient", str),
    DealSort.SYSTEM: ("by_system", str),
    DealSort.STAGE: ("rank", int),
    DealSort.VALUE: ("by_value", str),
    DealSort.CLAIMS: ("claims", int),
    DealSort.DISAGREEMENTS: ("disagreements", int),
}


def read_page(connection: Connection, query: DealQuery, derivation: Derivation) -> DealPage:
    """Return a page of the register as it is stored.

    Raises:
        CursorError: the cursor belongs to another question.
        InputError: there are too many words in the text.
    """
    register = Register(query.as_of)
    found = hits(connection, query, register)
    part = read_slice(connection, listing_of(query, register, found), query.cursor, query.limit)
    total, facets = count_all(Counting(connection, query, register, found))
    shown = read_deals(connection, part.rows, register, derivation)
    return DealPage(
        deals=shown,
        total=total,
        facets=facets,
        thin=frozenset(row.id for row in part.rows if row.thin),
        next=part.next,
        previous=part.previous,
        version=version_of(connection),
        waiting=waiting(connection, derivation.version),
    )


def listing_of(query: DealQuery, register: Register, found: TextualSelect | None) -> Listing:
    """Return the lines that a question asks for, in its order."""
    line = register.line
    keys: list[Any] = []
    types: list[type] = []
    sort = query.sort
    words = None if found is None else found.subquery()
    if sort is DealSort.RELEVANCE:
        if words is not None:
            keys.append(words.c.score)
            types.append(int)
        sort = DealSort.LAST_REPORTED
    name, kind = _ORDER[sort]
    keys += [line[name], line.id, line.partition]
    types += [kind, str, str]
    beside = [line.thin] if query.as_of is None else [line.thin, line.seq]
    rows = select(*keys, *beside).where(*register.known)
    rows = rows.where(*conditions(query, register).values())
    if words is not None:
        rows = rows.where(line.partition == words.c.partition, line.id == words.c.id)
    down = query.descending if query.descending is not None else query.sort in DESCENDING
    return Listing(rows, tuple(keys), tuple(types), down, _question(query))


def _question(query: DealQuery) -> str:
    return fingerprint(replace(query, cursor=None, limit=0, facets=True))


def read_deals(
    connection: Connection,
    rows: Sequence[Row[*tuple[Any, ...]]],
    register: Register,
    derivation: Derivation,
) -> tuple[Deal, ...]:
    """Return the deals in some lines, in their order."""
    if register.as_of is not None:
        past = _past_bodies(connection, [row.seq for row in rows])
        return tuple(derivation.from_json(json.loads(past[row.seq])) for row in rows)
    bodies = _bodies(connection, [(row.partition, row.id) for row in rows])
    return tuple(derivation.from_json(json.loads(bodies[row.partition, row.id])) for row in rows)


def read_by_id(
    connection: Connection, ids: Sequence[str], register: Register, derivation: Derivation
) -> dict[str, Deal]:
    """Return the deals with these ids as known on a day, by id."""
    line = register.line
    columns = [line.partition, line.id] + ([] if register.as_of is None else [line.seq])
    found: dict[str, Deal] = {}
    for batch in batches(ids):
        query = select(*columns).where(line.id.in_(batch), *register.known)
        rows = connection.execute(query.order_by(line.partition.desc())).all()
        found |= {deal.id: deal for deal in read_deals(connection, rows, register, derivation)}
    return found


def _bodies(
    connection: Connection, places: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    # By id alone, which is as good as unique: SQLite reads all rows for a list of pairs.
    wanted = set(places)
    found: dict[tuple[str, str], str] = {}
    for batch in batches(sorted({key for _, key in places})):
        query = select(deals.c.partition, deals.c.id, deals.c.body).where(deals.c.id.in_(batch))
        for row in connection.execute(query):
            if (row.partition, row.id) in wanted:
                found[row.partition, row.id] = row.body
    return found


def _past_bodies(connection: Connection, seqs: Sequence[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for batch in batches(seqs):
        query = select(past_bodies).where(past_bodies.c.line.in_(batch))
        found |= {row.line: zlib.decompress(row.body) for row in connection.execute(query)}
    return found


def waiting(connection: Connection, rules: str) -> int:
    """Return how many partitions are to be brought up to date."""
    held = partitions.c.rules
    query = select(func.count()).select_from(partitions)
    return connection.execute(query.where(or_(held.is_(None), held != rules))).scalar_one()
