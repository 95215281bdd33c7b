"""Numbers that only grow: the ledger's version."""

from typing import Final

from sqlalchemy import Connection, select

from armsledger.store.marks import upsert
from armsledger.store.schema import counters

VERSION: Final = "version"


def version_of(connection: Connection) -> int:
    """Return the number of changes that readers could see so far."""
    query = select(counters.c.value).where(counters.c.name == VERSION)
    return connection.execute(query).scalar() or 0


def next_version(connection: Connection) -> int:
    """Count one more change; return the ledger's version with it."""
    statement = upsert(connection, counters).values(name=VERSION, value=1)
    grown = {"value": counters.c.value + 1}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=grown))
    return version_of(connection)
