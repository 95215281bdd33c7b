"""Connections to a ledger's database, and the one place that knows SQLite from PostgreSQL.

A reader gets a snapshot and is never blocked. A writer holds the ledger's only write lock for
one transaction: `BEGIN IMMEDIATE` in SQLite, an advisory lock in PostgreSQL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from armsledger.errors import (
    ConfigurationError,
    LedgerBusyError,
    MissingExtraError,
    StoreError,
)

# Seconds that a writer waits for another one. One transaction takes milliseconds, so a lock
# that is held for this long is held by something that has stopped.
BUSY_TIMEOUT: Final = 30.0

# The key of PostgreSQL's advisory lock: the letters "armsledg" as a number; any constant does.
LOCK_KEY: Final = int.from_bytes(b"armsledg", "big")

# Connections that are kept, and that may be open besides: a server answers from 40 threads.
POOL: Final = 16
OVERFLOW: Final = 48

_WRITE: Final = "ledger_write"
_WAIT: Final = "ledger_wait_ms"
_LOCK_NOT_AVAILABLE: Final = "55P03"  # PostgreSQL's SQLSTATE for a lock that timed out


def is_server(location: str) -> bool:
    """Return whether the location is a database server's address rather than a file's path."""
    return location.startswith(("postgresql:", "postgres:", "postgresql+psycopg:"))


def shown(location: str) -> str:
    """Return the location for messages, without a password."""
    return make_url(location).render_as_string() if is_server(location) else location


def open_engine(location: str, *, timeout: float = BUSY_TIMEOUT) -> Engine:
    """Return an engine for a path (SQLite) or a `postgresql://` address; connects lazily.

    Raises:
        ConfigurationError: the address is of no kind that is known.
        MissingExtraError: PostgreSQL's driver is not installed.
    """
    if is_server(location):
        return _open_postgresql(location)
    if location.startswith("sqlite:///"):
        location = location.removeprefix("sqlite:///")
    if "://" in location:
        raise ConfigurationError(
            f"{location}: a ledger is a path (SQLite) or postgresql://user@host/database"
        )
    return _open_sqlite(Path(location), timeout)


def _open_postgresql(location: str) -> Engine:
    try:
        url = make_url(location).set(drivername="postgresql+psycopg")
    except ArgumentError as error:
        raise ConfigurationError(
            f"{location}: write it as postgresql://user@host/database"
        ) from error
    try:
        return create_engine(url, pool_size=POOL, max_overflow=OVERFLOW)
    except ModuleNotFoundError as error:
        raise MissingExtraError("a ledger in PostgreSQL", "postgres") from error


def _open_sqlite(path: Path, timeout: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": timeout, "isolation_level": None},
        pool_size=POOL,
        max_overflow=OVERFLOW,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # FULL costs one fsync a transaction and keeps a reported addition even if the power fails;
    # NORMAL would keep it only if no more than the process dies.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def use_wal(engine: Engine) -> None:
    """Set a new SQLite ledger to write-ahead logging, which the file then keeps.

    Not done on connecting: a file that turns out to be no ledger must not be changed.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        raise StoreError(f"{_name_of(engine)}: {error}") from error
    finally:
        raw.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if _WAIT in options:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(options[_WAIT])}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITE) else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the ledger, whatever is written meanwhile."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with translated(engine), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, timeout: float = BUSY_TIMEOUT) -> Iterator[Connection]:
    """Give a connection that holds the write lock; commits at the end, or nothing happened.

    Raises:
        LedgerBusyError: another writer held the lock for longer than `timeout` seconds.
    """
    wait = max(1, int(timeout * 1000))
    options = {_WRITE: True, _WAIT: wait}
    with (
        translated(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {wait}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        yield connection


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn the database's errors into the package's own, named after the ledger."""
    try:
        yield
    except DBAPIError as error:
        name = _name_of(engine)
        if _is_busy(error):
            raise LedgerBusyError(
                f"{name}: another process is writing to this ledger; try again when it is done"
            ) from error
        raise StoreError(f"{name}: {_first_line(error)}") from error


def _name_of(engine: Engine) -> str:
    is_file = engine.dialect.name == "sqlite"
    return str(engine.url.database) if is_file else engine.url.render_as_string()


def _is_busy(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    # The low byte is the error, the others say more (SQLite's extended result codes).
    return code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]
