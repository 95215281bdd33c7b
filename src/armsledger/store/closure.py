"""How far a change reaches: the claims of a partition that have to be linked again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from armsledger.link.reach import DEAL, Reach, parts_of
from armsledger.store.marks import EVERYTHING
from armsledger.store.rows import batches
from armsledger.store.schema import links, touched


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a partition that is built by itself."""

    claims: frozenset[int]  # row numbers
    keys: frozenset[str]  # of deals: those of these claims, and of claims that are gone
    followed: frozenset[str]  # all keys that led to them


def touched_keys(connection: Connection, partition: str) -> dict[str, bool]:
    """Return the keys under which a partition has changed since it was built."""
    query = select(touched.c.key, touched.c.seeks).where(touched.c.partition == partition)
    return {row.key: bool(row.seeks) for row in connection.execute(query)}


def is_whole(keys: Iterable[str]) -> bool:
    """Return whether keys stand for a whole partition."""
    return EVERYTHING in keys


def reached_from(connection: Connection, partition: str, keys: Mapping[str, bool]) -> Scope:
    """Return all claims to which a chain of keys leads from these.

    Args:
        connection: to the ledger.
        partition: the partition.
        keys: each with whether somebody seeks under it.
    """
    found: set[int] = set()
    followed: dict[str, bool] = {}
    waiting = dict(keys)
    while waiting:
        followed.update(waiting)
        fresh = _meeting(connection, partition, waiting) - found
        found |= fresh
        waiting = {
            key: seeks
            for key, seeks in _keys_of(connection, partition, fresh).items()
            if key not in followed or (seeks and not followed[key])
        }
    deals = frozenset(key for key in followed if key.startswith(DEAL))
    return Scope(frozenset(found), deals, frozenset(followed))


def _meeting(connection: Connection, partition: str, keys: Mapping[str, bool]) -> set[int]:
    """Return the claims that are met under keys: all, or those that seek."""
    found: set[int] = set()
    for seeks in (True, False):
        query = select(links.c.claim).where(links.c.partition == partition)
        if not seeks:
            query = query.where(links.c.seeks)
        for batch in batches(sorted(key for key, one in keys.items() if one is seeks)):
            found.update(connection.scalars(query.where(links.c.key.in_(batch))))
    return found


def _keys_of(connection: Connection, partition: str, seqs: Iterable[int]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for batch in batches(sorted(seqs)):
        query = select(links.c.key, links.c.seeks).where(links.c.claim.in_(batch))
        for row in connection.execute(query.where(links.c.partition == partition)):
            found[row.key] = found.get(row.key, False) or bool(row.seeks)
    return found


def all_parts(connection: Connection, partition: str) -> list[str]:
    """Return one deal key for each part of a partition that is built by itself."""
    query = select(links.c.claim, links.c.key, links.c.seeks)
    reaches: dict[str, list[Reach]] = {}
    for row in connection.execute(query.where(links.c.partition == partition)):
        reaches.setdefault(str(row.claim), []).append(Reach(row.key, bool(row.seeks)))
    first = (min(part) for part in parts_of(reaches))
    return [min(r.key for r in reaches[claim] if r.key.startswith(DEAL)) for claim in first]
