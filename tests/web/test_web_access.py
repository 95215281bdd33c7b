"""Every route asks for a role and for a form token of this desk; found by looking at the routes."""

import pytest
from web_material import (
    HERE,
    PEOPLE,
    client_of,
    filled,
    log_in,
    routes_of,
    team_app,
    token_in,
)

from armsledger.web.access.csrf import form_token, new_secret
from armsledger.web.access.roles import Role
from armsledger.web.guards import HEADERS

# What serves everybody, known or not.
OPEN = {
    ("GET", "/healthz"),
    ("GET", "/static/{version}/{path:path}"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/theme"),
}
ORIGIN = {"Origin": HERE}
BRIEFLY = {"looks": 1}  # a live stream ends after one look at the ledger


@pytest.fixture
def team(team_ledger):
    with client_of(team_app(team_ledger)) as client:
        yield client


def closed(app):
    return [(method, path, *roles) for method, path, roles in routes_of(app) if roles != [None]]


def send(client, method, path, token=None, **headers):
    """Send a request that carries a form token as a script's header."""
    given = {"X-CSRF-Token": token} if token else {}
    head = {**ORIGIN, **given, **headers}
    return client.request(method, filled(path), headers=head, params=BRIEFLY)


def test_every_route_asks_for_one_role(team):
    assert [(m, p, roles) for m, p, roles in routes_of(team.app) if len(roles) != 1] == []


def test_few_routes_are_open(team):
    assert {(m, p) for m, p, roles in routes_of(team.app) if roles == [None]} == OPEN


def test_nobody_gets_in_without_a_login(team):
    token = token_in(team.get("/login"))
    for method, path, _role in closed(team.app):
        page = send(team, method, path, token)
        program = send(team, method, path, token, Accept="application/json")
        assert program.status_code == 401, (method, path)
        if path.startswith(("/api", "/openapi.json")):
            assert page.status_code == 401, (method, path)
        else:
            assert page.status_code == 303, (method, path)
            assert page.headers["Location"].startswith("/login"), (method, path)


@pytest.mark.parametrize("name", ["Rea", "Ann"])
def test_a_role_that_is_too_small_is_refused(team, name):
    log_in(team, name)
    token = token_in(team.get("/about"))
    mine, tried = Role(PEOPLE[name]), 0
    for method, path, role in closed(team.app):
        if not mine.covers(role):
            tried += 1
            assert send(team, method, path, token).status_code == 403, (method, path)
    assert tried


def foreign_tokens(team):
    other = form_token(new_secret())
    flipped = token_in(team.get("/about"))
    flipped = flipped[:-1] + ("0" if flipped[-1] != "0" else "1")
    return [None, other, flipped, "", "x", "0" * 128, "00"]


def test_a_foreign_form_token_is_refused(team, team_ledger):
    with client_of(team_app(team_ledger)) as stranger:
        log_in(stranger, "Rea")
        strange = token_in(stranger.get("/about"))
    before = token_in(team.get("/login"))
    log_in(team, "Ada")
    changing = [(m, p) for m, p, _ in routes_of(team.app) if m != "GET"]
    assert len(changing) >= 10
    for method, path in changing:
        for token in [*foreign_tokens(team), strange, before]:
            assert send(team, method, path, token).status_code == 403, (method, path, token)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:81", "x"])
def test_another_sites_origin_is_refused_with_any_token(team, origin):
    log_in(team, "Ada")
    token = token_in(team.get("/about"))
    for method, path, _role in routes_of(team.app):
        if method != "GET":
            answer = send(team, method, path, token, Origin=origin)
            assert answer.status_code == 403, (method, path)


def test_a_token_of_the_own_page_is_taken_in_a_field_and_in_a_header(team):
    log_in(team, "Ada")
    token = token_in(team.get("/about"))
    form = {"theme": "dark", "back": "/about"}
    by_field = team.post("/theme", data={"csrf": token, **form}, headers=ORIGIN)
    by_header = team.post("/theme", data=form, headers={**ORIGIN, "X-CSRF-Token": token})
    assert (by_field.status_code, by_header.status_code) == (303, 303)


def test_two_tokens_of_a_page_differ(team):
    first, second = (token_in(team.get("/login")) for _ in range(2))
    assert first != second


def test_answers_of_all_kinds_have_the_safe_headers(team):
    log_in(team, "Ada")
    token = token_in(team.get("/about"))
    for method, path, _role in routes_of(team.app):
        for answer in (send(team, method, path, token), send(team, method, path)):
            told = {name: answer.headers.get(name) for name in HEADERS}
            assert told == dict(HEADERS), (method, path, answer.status_code)


def test_forms_without_a_field_are_told_so_not_broken(team):
    """A form with all its fields missing is refused in words, by every route."""
    log_in(team, "Ada")
    for method, path, _role in routes_of(team.app):
        token = token_in(team.get("/about"))
        answer = send(team, method, path, token)
        assert answer.status_code < 500, (method, path)
        if path == "/logout":
            log_in(team, "Ada")
