"""Places of ledgers, and what is told about unusable ones."""

import sqlite3

import pytest

from armsledger.errors import ConfigurationError, LedgerMissingError, StoreError
from armsledger.store import Store
from armsledger.store.engine import is_server, open_engine, shown


def test_a_missing_file_is_named_with_the_way_out(tmp_path):
    with pytest.raises(LedgerMissingError, match="add PATH"):
        Store.open(str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_a_folder_is_no_ledger(tmp_path):
    with pytest.raises(StoreError, match="folder"):
        Store.open(str(tmp_path), create=True)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="make it first"):
        Store.open(str(tmp_path / "no" / "l.db"), create=True)


def test_another_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("this is no database at all, but a text of some length " * 20)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(str(path), create=True)
    assert path.read_text().startswith("this is no database")


def test_a_foreign_database_is_not_changed(tmp_path):
    path = tmp_path / "guests.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE guests (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="no ledger"):
        Store.open(str(path), create=True)
    assert path.read_bytes() == before


def test_a_new_ledger_uses_a_write_ahead_log(tmp_path):
    Store.open(str(tmp_path / "l.db"), create=True).close()
    with sqlite3.connect(tmp_path / "l.db") as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert mode == "wal"


def test_an_unknown_scheme_is_refused():
    with pytest.raises(ConfigurationError, match="postgresql://"):
        open_engine("mysql://host/x")


def test_an_unreachable_server_is_one_error(tmp_path):
    with pytest.raises(StoreError):
        Store.open(f"postgresql://nobody@/none?host={tmp_path}", create=True)


def test_a_password_is_not_shown():
    assert "secret" not in shown("postgresql://me:secret@host/db")
    assert is_server("postgresql://me:secret@host/db")
