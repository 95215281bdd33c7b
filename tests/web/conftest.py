"""Desks to ask: in the process, and on a real port with a real browser."""

import os
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

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


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
def browser():
    """A headless Chromium."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield opened
        opened.close()


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
    troubles, contexts = [], []

    def opened(address, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.extend(_told(message.text)))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: troubles.extend(_foreign(request.url)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _told(text):
    """Return what a console says, but for a stream of events that ends because the desk does."""
    return [] if "ERR_INCOMPLETE_CHUNKED_ENCODING" in text else [text]


def _foreign(address):
    return [] if address.startswith(("http://127.0.0.1:", "data:")) else [address]
