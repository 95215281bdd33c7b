"""A ledger of the examples, made from their annotated claims, and a desk on it."""

import re
import sys
import threading
import warnings
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "exports"))  # dossier_views.py

import uvicorn
from argon2 import PasswordHasher
from dossier_views import example_view, hostile_view
from fastapi.routing import iter_route_contexts

from armsledger.ledger import Ledger
from armsledger.store.account_rows import Act, stamp
from armsledger.store.accounts import Accounts
from armsledger.web.access.needs import Needs
from armsledger.web.access.passwords import Passwords
from armsledger.web.app import create_app
from armsledger.web.settings import Access, Settings

with warnings.catch_warnings():
    # The client asks for another HTTP library than the one that is locked; both do.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HERE = "http://127.0.0.1"
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class StoredExtractor:
    """Implements `ports.Extractor`: gives the claims that it was made with."""

    name = "people"
    version = "1"

    def __init__(self, claims):
        self._claims = defaultdict(list)
        for claim in claims:
            self._claims[claim.report].append(claim)

    def extract(self, report):
        return self._claims[report.id]


def fill(path, view):
    """Make a ledger of a view's reports and claims."""
    with Ledger.open(path, create=True) as ledger:
        outcomes = ledger.add(view.reports.values(), StoredExtractor(view.claims.values()))
        assert {outcome.status for outcome in outcomes} == {"added"}
        ledger.refresh()


def fill_examples(path):
    fill(path, example_view())


def fill_hostile(path):
    """A report in a made-up language is not read: it stands beside one that is."""
    view = hostile_view()
    (unread,) = view.reports.values()
    told = replace(unread, language="en")
    other = replace(unread, id=f"other {unread.id}", content_hash="1" * 64)
    fill(path, replace(view, reports={told.id: told, other.id: other}))


def app_on(path, **more):
    return create_app(Settings(ledger=str(path), **{"who": "Ann"} | more), clock=lambda: NOW)


@contextmanager
def client_of(app, **more):
    """Give a client that behaves as a browser on this machine."""
    options = {"base_url": HERE, "follow_redirects": False} | more
    with TestClient(app, **options) as client:
        yield client


def token_in(page):
    """Return a form token of a page."""
    return TOKEN.search(page.text)[1]


def post(client, path, data=None, page="/account", **more):
    """Send a form as it stands on a page."""
    form = {"csrf": token_in(client.get(page)), **(data or {})}
    return client.post(path, data=form, headers={"Origin": str(client.base_url)}, **more)


@contextmanager
def serving(app):
    """Serve an app on a free loopback port and give its address."""
    # Browsers hold streams of events open; they are cut off at the end.
    config = uvicorn.Config(
        app, port=0, log_level="warning", lifespan="on", timeout_graceful_shutdown=0.3
    )
    listening = config.bind_socket()
    listening.listen()  # so that whoever comes before the server has started waits for it
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


CHEAP = Passwords(PasswordHasher(1, 8, 1))  # so that tests log in quickly
PASSWORD = "a long and winding password"
PEOPLE = {"Rea": "reader", "Ann": "analyst", "Ada": "admin"}


def add_accounts(path):
    """Give a ledger one account of each role."""
    accounts = Accounts.open(str(path))
    for name, role in PEOPLE.items():
        act = Act(at=stamp(NOW), who="test", address="", act="added", about=name)
        accounts.add(name, role, CHEAP.hash(PASSWORD, name), act)
    accounts.close()


def log_in(client, name, password=PASSWORD, **more):
    """Send the login form, logged in already or not; the client keeps the cookie."""
    form = {"name": name, "password": password, **more}
    page = "/login" if client.get("/login").status_code == 200 else "/account"
    return post(client, "/login", form, page=page)


class Clock:
    """A time that tests move."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def ticks(self):
        return self.now.timestamp()

    def pass_by(self, **length):
        self.now += timedelta(**length)


def team_app(path, clock=None, **more):
    """Return a desk with accounts."""
    clock = clock or Clock()
    settings = Settings(ledger=str(path), **{"access": Access.ACCOUNTS, "who": "nobody"} | more)
    return create_app(settings, clock=clock, ticks=clock.ticks, passwords=CHEAP)


def routes_of(app):
    """Return method, path and the roles that are asked for, of every route."""
    return [
        (method, route.path, [need.role for need in needs_of(route.dependant)])
        for route in iter_route_contexts(app.routes)
        for method in sorted(route.methods - {"HEAD", "OPTIONS"})
    ]


def needs_of(dependant):
    """Return every `Needs` that a route depends on, however deep."""
    found = [dependant.call] if isinstance(dependant.call, Needs) else []
    return found + [need for one in dependant.dependencies for need in needs_of(one)]


def filled(path):
    """Return a route's path with something in the place of each parameter."""
    return re.sub(r"\{[^}]*\}", "1", path)
