"""Desks to ask: in the process, and on a real port with a real browser."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # ledger_fakes.py

from web_material import (
    add_accounts,
    app_on,
    client_of,
    fill_examples,
    fill_hostile,
    serving,
)

from browsers import watched

OWN = ("http://127.0.0.1:", "data:")
# A stream of events ends because the desk does.
EXPECTED = ("ERR_INCOMPLETE_CHUNKED_ENCODING",)


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory):
    """The path of a ledger of the examples. Do not write into it: copy it."""
    path = tmp_path_factory.mktemp("web") / "examples.db"
    fill_examples(path)
    return path


@pytest.fixture(scope="session")
def hostile_ledger(tmp_path_factory):
    """The path of a ledger in which every text tries to break out of the page."""
    path = tmp_path_factory.mktemp("web") / "hostile.db"
    fill_hostile(path)
    return path


@pytest.fixture
def own_ledger(example_ledger, tmp_path):
    """The path of a copy of the examples that a test may change."""
    return shutil.copy(example_ledger, tmp_path / "ledger.db")


@pytest.fixture(scope="session")
def _accounts_ledger(example_ledger, tmp_path_factory):
    path = shutil.copy(example_ledger, tmp_path_factory.mktemp("web") / "team.db")
    add_accounts(path)
    return path


@pytest.fixture
def team_ledger(_accounts_ledger, tmp_path):
    """The path of a copy of the examples with an account of each role."""
    return shutil.copy(_accounts_ledger, tmp_path / "team.db")


@pytest.fixture
def empty_ledger(tmp_path):
    """The path of a ledger that is not there yet."""
    return tmp_path / "empty.db"


@pytest.fixture(scope="session")
def reading_client(example_ledger):
    """A client of a desk on the examples, for tests that only read."""
    with client_of(app_on(example_ledger)) as client:
        yield client


@pytest.fixture
def client(own_ledger):
    """A client of a desk on a copy of the examples."""
    with client_of(app_on(own_ledger)) as client:
        yield client


@pytest.fixture(scope="session")
def served(example_ledger):
    """The address of a desk on the examples, for tests that only read."""
    with serving(app_on(example_ledger)) as address:
        yield address


@pytest.fixture
def own_desk(own_ledger):
    """The address of a desk on a copy of the examples."""
    with serving(app_on(own_ledger)) as address:
        yield address


@pytest.fixture
def visit(browser):
    """Return a function that opens an address; afterwards nothing may have gone wrong in it."""
    troubles = []
    with watched(browser, troubles, own=OWN, expected=EXPECTED) as opened:
        yield opened
    assert troubles == []
