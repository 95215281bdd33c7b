"""What has to be derived again: parts of the register, from which keys on, and since which day."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, case, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from armsledger.store.rows import batches
from armsledger.store.schema import partitions, past_touched, touched, units

EVERYTHING: Final = "*"  # in the place of a key
ALWAYS: Final = ""  # in the place of a day: the whole past

Keys = Mapping[tuple[str, str], bool]  # partition and key -> whether it seeks


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the database's own insertion, which knows what to do about rows that are there."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def mark(connection: Connection, names: Iterable[str], *, since: str | None = ALWAYS) -> None:
    """Mark partitions, with those they are built with, as out of date as a whole.

    Args:
        connection: with the write lock.
        names: partitions.
        since: the first day of reports whose as-of view may be another now; None: none.
    """
    touch(connection, dict.fromkeys(((name, EVERYTHING) for name in names), True), since=since)


def touch(connection: Connection, keys: Keys, *, since: str | None) -> None:
    """Mark what these keys reach as out of date.

    What is built together with other partitions is built as a whole.
    """
    homes = _units_of(connection, {name for name, _ in keys})
    found: dict[tuple[str, str], bool] = {}  # a unit's deals are built together
    for (name, key), seeks in keys.items():
        home = homes.get(name)
        place = (name, key) if home is None else (home, EVERYTHING)
        found[place] = found.get(place, False) or seeks or home is not None
    rows = [{"partition": p, "key": k, "seeks": s} for (p, k), s in sorted(found.items())]
    if rows:
        _mark_rows(connection, rows)
        _touch_rows(connection, rows)
        if since is not None:
            mark_past(connection, [row | {"since": since} for row in rows])


def mark_past(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Mark what these keys reach as out of date in the past, each since its day."""
    statement = upsert(connection, past_touched)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["partition", "key"],
        set_={
            "seeks": or_(past_touched.c.seeks, new.seeks),
            "since": case(
                (past_touched.c.since < new.since, past_touched.c.since), else_=new.since
            ),
        },
    )
    connection.execute(statement, rows)


def _mark_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    statement = upsert(connection, partitions).on_conflict_do_update(
        index_elements=["name"], set_={"rules": None}
    )
    names = sorted({row["partition"] for row in rows})
    connection.execute(statement, [{"name": name, "rules": None} for name in names])


def _touch_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    statement = upsert(connection, touched)
    statement = statement.on_conflict_do_update(
        index_elements=["partition", "key"],
        set_={"seeks": or_(touched.c.seeks, statement.excluded.seeks)},
    )
    connection.execute(statement, rows)


def _units_of(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in batches(sorted(names)):
        query = select(units.c.partition, units.c.unit).where(units.c.partition.in_(batch))
        found.update({row.partition: row.unit for row in connection.execute(query)})
    return found
