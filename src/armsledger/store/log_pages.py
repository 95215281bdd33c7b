"""The log of decisions page by page: each entry with what the whole log makes of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from armsledger.decide.history import entries
from armsledger.model.decision import Decision, Kind, Logged
from armsledger.store import decisions as log
from armsledger.store.cursors import Listing, fingerprint, read_slice
from armsledger.store.queries import LogPage, LogQuery
from armsledger.store.schema import decisions

_ON_CLAIMS = frozenset({Kind.ACCEPT, Kind.REJECT, Kind.CORRECT})


def read_log(connection: Connection, query: LogQuery) -> LogPage:
    """Return a page of the log.

    Raises:
        CursorError: the cursor belongs to another question.
    """
    keys = (decisions.c.made_at, decisions.c.id)
    rows: Select[Any] = select(*keys)
    question = fingerprint("log", query.descending)
    listing = Listing(rows, keys, (str, str), query.descending, question)
    part = read_slice(connection, listing, query.cursor, query.limit)
    ids = [row.id for row in part.rows]
    found = {one.decision.id: one for one in entries_of(connection, ids)}
    total = select(func.count()).select_from(decisions)
    return LogPage(
        entries=tuple(found[key] for key in ids),
        total=connection.execute(total).scalar_one(),
        next=part.next,
        previous=part.previous,
    )


def entries_of(connection: Connection, ids: Iterable[str]) -> tuple[Logged, ...]:
    """Return some decisions, by time, each with what the whole log makes of it.

    Ids that are not in the log are left out.
    """
    wanted = set(ids)
    around = _around(connection, wanted)
    bound = log.bindings_of(connection, around)
    found = entries(around.values(), bound)
    return tuple(one for one in found if one.decision.id in wanted)


def _around(connection: Connection, ids: Iterable[str]) -> dict[str, Decision]:
    """Return decisions with all those by which it shows what has become of them.

    These are: what withdraws them, what they withdraw, what is on the same claims or deals, and
    what the makers of the latter knew of.
    """
    found = _by_id(log.with_ids(connection, ids))
    own = [one for one in found.values() if one.kind in _ON_CLAIMS]
    bound = log.bindings_of(connection, [one.id for one in own])
    claims = {b.claim for one in own for b in bound.get(one.id, ()) if b.claim is not None}
    deals = {deal.id for one in found.values() for deal in one.deals}
    targets = {one.target for one in found.values() if one.target is not None}
    for more in (
        log.on_claims(connection, claims),
        log.on_named_deals(connection, deals),
        log.with_ids(connection, targets),
    ):
        found |= _by_id(more)
    return found | _known_to(connection, found)


def _known_to(connection: Connection, found: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return what merges and splits overruled knowingly, and these others, over any steps."""
    known: dict[str, Decision] = {}
    fresh = [*found.values()]
    while fresh:
        named = {key for one in fresh if one.kind in log.DEAL_KINDS for key in one.basis}
        missing = named - found.keys() - known.keys()
        fresh = [one for one in log.with_ids(connection, missing) if one.id not in {*found, *known}]
        known |= _by_id(fresh)
    return known


def _by_id(made: Iterable[Decision]) -> dict[str, Decision]:
    return {one.id: one for one in made}
