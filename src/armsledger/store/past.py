"""The register's past: which deals were known from which day of reports to which.

The states are made for the days on which reports came, part by part (`closure`), from the first
day that is out of date, when somebody asks for the past or has time to prepare it. They are those
that the rules derive from the claims of reports up to a day; no other code makes them.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, or_, select, update

from armsledger.store import closure
from armsledger.store.decisions import has_rulings
from armsledger.store.derivation import Derivation, Material
from armsledger.store.gathering import gather
from armsledger.store.marks import ALWAYS, EVERYTHING, mark_past
from armsledger.store.past_states import States
from armsledger.store.placing import members_of
from armsledger.store.removal import drop_past
from armsledger.store.rows import batches
from armsledger.store.schema import partitions, past_touched

# Seconds for which the write lock is held in one go; then others have their turn.
SLICE: Final = 0.25


def is_there(connection: Connection, rules: str) -> bool:
    """Return whether each partition has a past by these rules, be it out of date."""
    return not _unruled(connection, rules)


def is_ready(connection: Connection, rules: str, day: str) -> bool:
    """Return whether the register as known on a day can be read from the stored states."""
    if _unruled(connection, rules):
        return False
    query = select(past_touched.c.since).where(past_touched.c.since <= day).limit(1)
    return connection.execute(query).first() is None


def left(connection: Connection, rules: str) -> int:
    """Return how many parts of the past are out of date."""
    query = select(past_touched.c.key)
    return len(_unruled(connection, rules)) + len(connection.execute(query).all())


def _unruled(connection: Connection, rules: str) -> list[str]:
    """Return the partitions whose past other rules have made, or none."""
    held = partitions.c.past_rules
    query = select(partitions.c.name).where(or_(held.is_(None), held != rules))
    return sorted(connection.scalars(query))


def prepare(connection: Connection, derivation: Derivation, until: str) -> bool:
    """Bring the past up to a day up to date, for SLICE seconds; return whether that is done.

    The links of all partitions have to be those of the rules: refresh first.
    """
    for name in _unruled(connection, derivation.version):
        _begin(connection, name, derivation.version)
    ends = time.monotonic() + SLICE
    query = select(past_touched).where(past_touched.c.since <= until)
    query = query.order_by(past_touched.c.since, past_touched.c.partition).limit(1)
    while time.monotonic() < ends:
        row = connection.execute(query).first()
        if row is None:
            return True
        _renew(connection, _Task(row.partition, row.key, bool(row.seeks), ends), derivation)
    return False


def _begin(connection: Connection, name: str, rules: str) -> None:
    drop_past(connection, [name])
    connection.execute(delete(past_touched).where(past_touched.c.partition == name))
    row = {"partition": name, "key": EVERYTHING, "seeks": True, "since": ALWAYS}
    mark_past(connection, [row])
    mine = partitions.c.name == name
    connection.execute(update(partitions).where(mine).values(past_rules=rules))


@dataclass(frozen=True, slots=True)
class _Task:
    """A key under which the past is out of date."""

    partition: str
    key: str
    seeks: bool
    ends: float  # time.monotonic at which to stop


def _renew(connection: Connection, task: _Task, derivation: Derivation) -> None:
    """Make the states of one part anew, or take a whole partition apart."""
    members = members_of(connection, task.partition)
    whole = _is_one(connection, task.partition, members)
    if task.key == EVERYTHING and not whole:
        _take_apart(connection, task.partition)
        return
    if whole:
        scope = None
        since = _take_marks(connection, task.partition, None)
    else:
        reached = {task.key: task.seeks}
        scope = closure.reached_from(connection, task.partition, reached)
        since = _take_marks(connection, task.partition, scope.followed)
    found = gather(connection, members, None if scope is None else scope.claims)
    states = States(connection, task.partition, None if scope is None else scope.keys)
    states.cut(since)
    rest = _go_on(states, found.material, _Run(since, task.ends), derivation)
    if scope is not None and states.is_entangled():
        mine = partitions.c.name == task.partition
        connection.execute(update(partitions).where(mine).values(entangled=True, past_rules=None))
    elif rest is not None:
        key = EVERYTHING if scope is None else task.key
        row = {"partition": task.partition, "key": key, "seeks": True, "since": rest}
        mark_past(connection, [row])


def _is_one(connection: Connection, name: str, members: Sequence[str]) -> bool:
    """Tell whether a partition has to be built as a whole."""
    query = select(partitions.c.entangled).where(partitions.c.name == name)
    entangled = bool(connection.execute(query).scalar())
    return entangled or list(members) != [name] or has_rulings(connection, members)


def _take_apart(connection: Connection, name: str) -> None:
    """Mark each part of a partition, instead of the whole."""
    drop_past(connection, [name])
    connection.execute(delete(past_touched).where(past_touched.c.partition == name))
    keys = sorted(set(closure.all_parts(connection, name)))
    rows = [{"partition": name, "key": key, "seeks": True, "since": ALWAYS} for key in keys]
    if rows:
        mark_past(connection, rows)


def _take_marks(connection: Connection, name: str, keys: Iterable[str] | None) -> str:
    """Take the marks under some keys (None: all) of a partition away; return their first day."""
    days: list[str] = []
    mine = past_touched.c.partition == name
    conditions = [mine]
    if keys is not None:
        conditions = [mine & past_touched.c.key.in_(batch) for batch in batches(sorted(keys))]
    for condition in conditions:
        days += connection.scalars(select(past_touched.c.since).where(condition))
        connection.execute(delete(past_touched).where(condition))
    return min(days, default=ALWAYS)


@dataclass(frozen=True, slots=True)
class _Run:
    since: str
    ends: float


def _go_on(states: States, material: Material, run: _Run, derivation: Derivation) -> str | None:
    """Make the states of a part day by day; return the day on which to go on, None: done."""
    dates = {material.heads[claim.report].date for claim in material.claims}
    days = sorted(day for day in dates if day is not None and day >= run.since)
    for number, day in enumerate(days):
        if number and time.monotonic() >= run.ends:
            states.write()
            return day
        states.take(day, derivation.drafts(material, as_of=day), material, derivation)
    states.write()
    return None
