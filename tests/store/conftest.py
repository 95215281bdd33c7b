"""Every store test runs on SQLite and, where a server's programs are at hand, on PostgreSQL."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/ledger_fakes.py

from armsledger.store import Store


@pytest.fixture
def store(location):
    """An empty ledger."""
    opened = Store.open(location, create=True, timeout=5)
    yield opened
    opened.close()
