"""Reading the past: deals as known on a day, the days on which they changed, and what changed."""

import json
import zlib
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from armsledger.model import Deal
from armsledger.store import reader
from armsledger.store.conditions import Register, conditions, hits
from armsledger.store.derivation import Derivation
from armsledger.store.lines import MARK
from armsledger.store.queries import Change, DealQuery, Stop
from armsledger.store.schema import LAST_DAY, LED, past_bodies, past_lines
from armsledger.store.words import holds

# A day on which all dated reports are known.
NOW: Final = "9999-99-98"

# The cells whose changes are told; in this order.
CELLS: Final = (
    "stage",
    "next",
    "state",
    "support",
    "ordered",
    "delivered",
    "value",
    "quantity",
    "sanctioned",
    "opposed",
    "disagreements",
)


def all_deals(connection: Connection, derivation: Derivation, day: str) -> tuple[Deal, ...]:
    """Return all deals by id, as known on a day."""
    query = _states().where(*Register(day).known).order_by(past_lines.c.id)
    return tuple(_deal(row, derivation) for row in connection.execute(query))


def find_deal(
    connection: Connection, deal_id: str, derivation: Derivation, day: str
) -> Deal | None:
    """Return the deal that had an id on a day, or that an earlier id led to; None: none."""
    known = Register(day).known
    place = reader.find_deal(connection, deal_id, "")
    led = [] if place is not None else reader.find_redirects(connection, deal_id)
    names = [place[0]] if place is not None else sorted({name for name, _ in led})
    wanted = {deal_id, *(key for _, key in led)}
    here = [past_lines.c.partition.in_(names)] if names else []
    named = _states().where(past_lines.c.id.in_(wanted), *here, *known)
    row = connection.execute(named.order_by(past_lines.c.partition, past_lines.c.id)).first()
    for old in sorted(wanted) if row is None else ():
        is_led = LED, holds(past_lines.c.formerly, f"{MARK}{old}{MARK}")
        lines = select(past_lines.c.seq).where(*is_led)
        leading = _states().where(past_lines.c.seq.in_(lines), *here, *known)
        row = row or connection.execute(leading.order_by(past_lines.c.id)).first()
    return None if row is None else _deal(row, derivation)


def stops(connection: Connection, query: DealQuery | None, deal: str | None) -> tuple[str, ...]:
    """Return the days on which the states of some deals began or ended, in order.

    Args:
        connection: to the ledger.
        query: which deals, by what they were then; None: all.
        deal: an id; None: all.
    """
    rows: Select[Any] = select(past_lines.c.seq)
    if deal is not None:
        rows = rows.where(past_lines.c.id == deal)
    rows = rows.where(*_wanted(connection, query))
    is_all = deal is None and query is None
    wanted = () if is_all else (past_lines.c.seq.in_(rows),)
    began = select(past_lines.c.known_from).where(*wanted).distinct()
    ended = select(past_lines.c.known_to).where(*wanted).distinct()
    days = {*connection.scalars(began), *connection.scalars(ended)}
    return tuple(sorted(days - {LAST_DAY}))


def _wanted(connection: Connection, query: DealQuery | None) -> list[ColumnElement[bool]]:
    """Return the conditions for a state to be one of some deals, by what they were then."""
    if query is None:
        return []
    register = Register(NOW)
    found = list(conditions(query, register).values())
    words = hits(connection, query, register)
    if words is not None:
        found.append(past_lines.c.id.in_(select(words.subquery().c.id)))
    return found


def changes(connection: Connection, deal: str, derivation: Derivation) -> tuple[Stop, ...]:
    """Return what changed in a deal on each day on which something did, in order."""
    query = _states().where(past_lines.c.id == deal).order_by(past_lines.c.known_from)
    rows = connection.execute(query).all()
    found: list[Stop] = []
    before: Row[*tuple[Any, ...]] | None = None
    for row in rows:
        if before is not None and before.known_to < row.known_from:
            found.append(Stop(before.known_to, (Change("deal", deal, None),)))
            before = None
        told = _differences(before, row, derivation)
        if told:
            found.append(Stop(row.known_from, told))
        before = row
    if before is not None and before.known_to != LAST_DAY:
        found.append(Stop(before.known_to, (Change("deal", deal, None),)))
    return tuple(found)


def changed_between(
    connection: Connection,
    days: tuple[str, str],
    derivation: Derivation,
    limit: int,
    query: DealQuery | None = None,
) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """Return what changed between two days, by deal: at most so many deals, by id.

    Args:
        connection: to the ledger.
        days: the two.
        derivation: the rules of the register.
        limit: how many deals at most.
        query: only deals that were such on one of the days; None: all.
    """
    (first, second), known = sorted(days), past_lines.c
    was = known.known_from <= first, known.known_to > first, known.known_to <= second
    now = known.known_from <= second, known.known_to > second, known.known_from > first
    wanted = _wanted(connection, query)
    moved = select(known.id).where(*was, *wanted).union(select(known.id).where(*now, *wanted))
    ids = sorted(connection.scalars(select(func.distinct(moved.subquery().c.id))))
    told: list[tuple[str, tuple[Change, ...]]] = []
    for deal in ids:
        if len(told) == limit:
            break
        sides = [_one(connection, deal, day) for day in days]
        found = _differences(sides[0], sides[1], derivation)
        if found:
            told.append((deal, found))
    return tuple(told)


def differences(before: Deal | None, after: Deal | None) -> tuple[Change, ...]:
    """Return which cells of a deal differ; "deal" where it appears or goes."""
    if before is None or after is None:
        ids = (side.id if side is not None else None for side in (before, after))
        return () if before is after else (Change("deal", *ids),)
    pairs = ((cell, getattr(before, cell), getattr(after, cell)) for cell in CELLS)
    return tuple(Change(cell, _told(old), _told(new)) for cell, old, new in pairs if old != new)


def _told(value: object) -> object:
    return None if value == () else value


def _differences(
    before: Row[*tuple[Any, ...]] | None,
    after: Row[*tuple[Any, ...]] | None,
    derivation: Derivation,
) -> tuple[Change, ...]:
    sides = [None if row is None else _deal(row, derivation) for row in (before, after)]
    return differences(sides[0], sides[1])


def _one(connection: Connection, deal: str, day: str) -> Row[*tuple[Any, ...]] | None:
    query = _states().where(past_lines.c.id == deal, *Register(day).known)
    return connection.execute(query.order_by(past_lines.c.partition)).first()


def _states() -> Select[Any]:
    columns = past_lines.c.id, past_lines.c.known_from, past_lines.c.known_to
    query = select(*columns, past_bodies.c.body)
    return query.join(past_bodies, past_bodies.c.line == past_lines.c.seq)


def _deal(row: Row[*tuple[Any, ...]], derivation: Derivation) -> Deal:
    return derivation.from_json(json.loads(zlib.decompress(row.body)))
