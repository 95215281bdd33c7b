"""API tokens, and users that a proxy names."""

import re

import pytest
from web_material import (
    PASSWORD,
    Clock,
    client_of,
    filled,
    log_in,
    post,
    routes_of,
    team_app,
)

from armsledger.store.accounts import Accounts
from armsledger.web.settings import Access

TOKEN = re.compile(r"armsledger_[\w-]{43}")
PROXY = ("10.1.2.3", 5000)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def team(team_ledger, clock):
    with client_of(team_app(team_ledger, clock)) as client:
        yield client


def make_token(client, name, **form):
    """Log in, make a token, and forget the login."""
    log_in(client, name)
    page = post(client, "/account/tokens", {"label": "a test", **form}, page="/account")
    assert page.status_code == 200, page.text
    client.cookies.clear()
    return TOKEN.search(page.text)[0]


def get(client, token, path="/openapi.json"):
    return client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_token_opens_what_its_role_opens(team):
    token = make_token(team, "Ada", role="reader")
    assert get(team, token) == 200
    assert get(team, token, "/admin/audit") == 403


def test_a_token_is_no_more_than_its_account(team):
    token = make_token(team, "Ada", role="admin")
    assert get(team, token, "/admin/audit") == 200
    log_in(team, "Ada")
    post(team, "/admin/accounts/role", {"name": "Rea", "role": "admin"})
    post(team, "/admin/accounts/role", {"name": "Ada", "role": "reader"})
    team.cookies.clear()
    assert get(team, token, "/admin/audit") == 403


def test_nobody_makes_a_token_above_the_own_role(team):
    log_in(team, "Rea")
    answer = post(team, "/account/tokens", {"label": "x", "role": "admin"}, page="/account")
    assert answer.status_code == 403


def test_a_token_is_shown_once_and_stored_as_a_digest(team, team_ledger):
    token = make_token(team, "Ann")
    log_in(team, "Ann")
    assert token not in team.get("/account").text
    assert token.encode() not in team_ledger.read_bytes()


def test_a_token_ends(team, clock):
    token = make_token(team, "Ann", days="2")
    clock.pass_by(days=1)
    assert get(team, token) == 200
    clock.pass_by(days=1)
    assert get(team, token) == 401


def test_a_revoked_token_counts_no_more(team, team_ledger):
    token = make_token(team, "Ann")
    accounts = Accounts.open(str(team_ledger))
    number = accounts.tokens_of("Ann")[0].number
    accounts.close()
    log_in(team, "Rea")
    assert post(team, f"/account/tokens/{number}/revoke").status_code == 404, "another's"
    log_in(team, "Ann")
    assert post(team, f"/account/tokens/{number}/revoke").status_code == 303
    team.cookies.clear()
    assert get(team, token) == 401


def test_removing_an_account_ends_its_tokens(team):
    token = make_token(team, "Ann")
    log_in(team, "Ada")
    post(team, "/admin/accounts/remove", {"name": "Ann"})
    team.cookies.clear()
    assert get(team, token) == 401
    log_in(team, "Ada")
    form = {"name": "Ann", "role": "admin", "password": PASSWORD + "!"}
    assert post(team, "/admin/accounts", form).status_code == 303
    team.cookies.clear()
    assert get(team, token) == 401, "not even when the account is made anew"


@pytest.mark.parametrize("given", ["", "x", "armsledger_", "armsledger_" + "A" * 43, "\u00e9"])
def test_what_is_no_token_opens_nothing(team, given):
    log_in(team, "Ada")
    header = f"Bearer {given}".encode()
    answer = team.get("/openapi.json", headers={"Authorization": header})
    assert answer.status_code == 401, "nor does the cookie beside it"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_makes_no_tokens_and_changes_no_password(team):
    token = make_token(team, "Ada", role="admin")
    head = {"Authorization": f"Bearer {token}"}
    made = team.post("/account/tokens", data={"label": "x"}, headers=head)
    changed = team.post("/account/password", data={"current": PASSWORD}, headers=head)
    assert (made.status_code, changed.status_code) == (403, 403)


def test_a_token_needs_no_form_token(team):
    token = make_token(team, "Ada", role="admin")
    for method, path, _role in routes_of(team.app):
        if method != "GET":
            head = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            answer = team.request(method, filled(path), headers=head)
            assert "form was not made by this desk" not in answer.text, (method, path)


@pytest.fixture
def behind(team_ledger):
    """A function that opens a desk behind a proxy and gives a client at some address."""
    opened = []

    def open_desk(peer=PROXY, **more):
        settings = {"access": Access.PROXY, "proxy_peers": ("10.0.0.0/8",), **more}
        context = client_of(team_app(team_ledger, **settings), client=peer)
        opened.append(context)
        return context.__enter__()

    yield open_desk
    for context in opened:
        context.__exit__(None, None, None)


def whoami(client, *names):
    headers = [("X-Forwarded-User", name) for name in names]
    answer = client.get("/account", headers=headers)
    return re.search(r"<h1>(.*)</h1>", answer.text)[1] if answer.status_code == 200 else None


def test_a_trusted_proxy_names_the_user(behind):
    desk = behind()
    assert whoami(desk, "ada") == "Ada"
    assert desk.get("/admin/audit", headers={"X-Forwarded-User": "Ada"}).status_code == 200
    assert desk.get("/admin/audit", headers={"X-Forwarded-User": "Ann"}).status_code == 403


def test_a_user_without_an_account_has_the_role_of_the_settings(behind):
    assert whoami(behind(), "Someone") == "Someone"
    assert whoami(behind(proxy_role=None), "Someone") is None
    assert whoami(behind(proxy_role=None), "Rea") == "Rea"


@pytest.mark.parametrize("peer", [("192.0.2.1", 5), ("testclient", 5), ("::1", 5)])
def test_nobody_else_names_a_user(behind, peer):
    assert whoami(behind(peer), "Ada") is None


@pytest.mark.parametrize("names", [[], [""], ["Ada", "Ann"], ["x" * 65], [" "]])
def test_what_names_nobody(behind, names):
    assert whoami(behind(), *names) is None


def test_a_removed_account_stays_out_though_the_proxy_names_it(behind, team_ledger):
    accounts = Accounts.open(str(team_ledger))
    accounts.remove("Rea", accounts.acts(limit=1)[0])
    accounts.close()
    assert whoami(behind(), "Rea") is None


def test_the_log_has_the_address_that_the_proxy_saw(team_ledger):
    head = {"X-Forwarded-For": "1.1.1.1, 203.0.113.9"}
    for peer, address in (("10.0.0.0/8", "203.0.113.9"), ("192.0.2.1", "10.1.2.3")):
        app = team_app(team_ledger, proxy_peers=(peer,))
        with client_of(app, client=PROXY, headers=head) as desk:
            log_in(desk, "Ann")
            assert app.state.workplace.accounts.acts(limit=1)[0].address == address
