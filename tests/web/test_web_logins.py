"""Logging in: sessions that cannot be planted, that end, and tries that are counted."""

import sqlite3

import pytest
from argon2 import PasswordHasher
from web_material import (
    HERE,
    PASSWORD,
    Clock,
    client_of,
    log_in,
    post,
    team_app,
    token_in,
)

from armsledger.store.accounts import Accounts
from armsledger.web.access.limits import BY_ACCOUNT, BY_ADDRESS, WINDOW
from armsledger.web.access.passwords import Passwords
from armsledger.web.app import create_app
from armsledger.web.settings import Access, Settings


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def app(team_ledger, clock):
    return team_app(team_ledger, clock)


@pytest.fixture
def team(app):
    with client_of(app) as client:
        yield client


@pytest.fixture
def other(app, team):
    """Another browser on the same desk."""
    with client_of(app) as client:
        yield client


def is_in(client):
    return client.get("/about").status_code == 200


def cookie_of(client):
    return client.cookies["al_session"]


def test_a_login_leads_to_the_page_that_was_asked_for(team):
    asked = team.get("/about?as_of=2019-01-01")
    assert asked.headers["Location"] == "/login?next=%2Fabout%3Fas_of%3D2019-01-01"
    answer = log_in(team, "Ann", next="/about?as_of=2019-01-01")
    assert answer.headers["Location"] == "/about?as_of=2019-01-01"
    assert is_in(team)


@pytest.mark.parametrize(
    ("name", "password"), [("Ann", "wrong"), ("Nobody", PASSWORD), ("", ""), ("Ann", "x" * 9999)]
)
def test_a_wrong_login_says_no_more_than_that(team, name, password):
    answer = log_in(team, name, password)
    assert answer.status_code == 403
    assert "do not belong together" in answer.text
    assert not is_in(team)


def test_a_name_is_found_in_any_case(team):
    assert log_in(team, " aNN ").status_code == 303
    assert ">Ann</a>" in team.get("/about").text


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_a_login_leads_nowhere_else(team, to):
    assert log_in(team, "Ann", next=to).headers["Location"] == "/"


def test_the_cookie_is_hidden_from_scripts_and_other_sites(team):
    told = log_in(team, "Ann").headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=lax" in told
    assert "Secure" not in told


def test_over_https_the_cookie_is_bound_to_the_host(team_ledger):
    app = team_app(team_ledger, url="https://desk.example")
    with client_of(app, base_url="https://desk.example") as client:
        answer = log_in(client, "Ann")
        told = answer.headers["Set-Cookie"]
        assert told.startswith("__Host-al_session=")
        assert "Secure" in told
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert is_in(client)


def test_a_planted_session_is_not_taken_over(team, other):
    log_in(other, "Rea")
    planted = cookie_of(other)
    team.cookies.set("al_session", planted, domain="127.0.0.1")
    answer = log_in(team, "Ada")
    assert planted not in answer.headers["Set-Cookie"]
    assert not is_in(other), "the planted session has ended"


def test_a_made_up_session_opens_nothing(team):
    team.cookies.set("al_session", "made-up", domain="127.0.0.1")
    assert not is_in(team)


def test_only_digests_of_sessions_are_stored(team, team_ledger):
    log_in(team, "Ann")
    stored = sqlite3.connect(team_ledger)
    assert cookie_of(team) not in str(list(stored.execute("SELECT * FROM sessions")))
    assert PASSWORD not in str(list(stored.execute("SELECT * FROM accounts")))
    stored.close()


def test_a_login_ends_at_logout(team, other):
    log_in(team, "Ann")
    other.cookies.set("al_session", cookie_of(team), domain="127.0.0.1")
    assert is_in(other)
    assert team.get("/about").headers["Cache-Control"] == "private, no-store"
    answer = post(team, "/logout")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert not is_in(team)
    assert not is_in(other)


def test_a_login_ends_when_nothing_is_done(team, clock):
    log_in(team, "Ann")
    for _ in range(3):
        clock.pass_by(minutes=119)
        assert is_in(team)
    clock.pass_by(minutes=121)
    assert not is_in(team)


def test_a_login_ends_after_its_hours(team, clock):
    log_in(team, "Ann")
    for _ in range(13):
        clock.pass_by(hours=1)
        assert is_in(team)
    clock.pass_by(hours=1)
    assert not is_in(team)


def test_a_role_counts_from_the_next_request_on(team, other):
    log_in(team, "Ada")
    log_in(other, "Rea")
    assert other.get("/admin/audit").status_code == 403
    changed = post(team, "/admin/accounts/role", {"name": "Rea", "role": "admin"})
    assert changed.status_code == 303
    assert other.get("/admin/audit").status_code == 200


def test_removing_an_account_ends_its_logins(team, other):
    log_in(team, "Ada")
    log_in(other, "Rea")
    assert post(team, "/admin/accounts/remove", {"name": "Rea"}).status_code == 303
    assert not is_in(other)
    assert log_in(other, "Rea").status_code == 403


def test_ending_all_logins(team, other):
    log_in(team, "Ada")
    log_in(other, "Rea")
    assert post(team, "/admin/accounts/end", {"name": "Rea"}).status_code == 303
    assert not is_in(other)


def test_the_last_admin_stays(team):
    log_in(team, "Ada")
    for path, form in (("role", {"role": "reader"}), ("remove", {})):
        answer = post(team, f"/admin/accounts/{path}", {"name": "Ada", **form})
        assert answer.status_code == 422
        assert "last admin" in answer.text


def test_a_new_password_ends_the_other_logins(team, other):
    log_in(team, "Ann")
    log_in(other, "Ann")
    new = "another long password"
    form = {"current": PASSWORD, "new": new, "again": new}
    assert post(team, "/account/password", form).status_code == 303
    assert is_in(team)
    assert not is_in(other)
    assert log_in(other, "Ann").status_code == 403
    assert log_in(other, "Ann", new).status_code == 303


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"current": "wrong"}, 403, "present password is another"),
        ({"again": "something else altogether"}, 422, "not the same"),
        ({"new": "short", "again": "short"}, 422, "15 to 256 characters"),
        ({"new": "a" * 20, "again": "a" * 20}, 422, "guessed at once"),
    ],
)
def test_a_bad_new_password_is_told(team, form, status, told):
    log_in(team, "Ann")
    new = {"current": PASSWORD, "new": "another long password", "again": "another long password"}
    answer = post(team, "/account/password", new | form)
    assert answer.status_code == status
    assert told in answer.text


def test_an_admin_makes_an_account(team, other):
    log_in(team, "Ada")
    form = {"name": "New", "role": "analyst", "password": "a password of some length"}
    assert post(team, "/admin/accounts", form).status_code == 303
    assert log_in(other, "New", "a password of some length").status_code == 303
    again = post(team, "/admin/accounts", form)
    assert again.status_code == 422
    assert "already" in again.text


def test_too_many_tries_on_an_account_wait(team, other, clock):
    for _ in range(BY_ACCOUNT):
        assert log_in(team, "Ann", "wrong").status_code == 403
    refused = log_in(other, "ann")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW
    assert log_in(other, "Rea").status_code == 303, "others are not held up"
    clock.pass_by(seconds=WINDOW + 1)
    assert log_in(team, "Ann").status_code == 303


def test_too_many_tries_from_an_address_wait(team):
    for number in range(BY_ADDRESS):
        assert log_in(team, f"name {number % 25}", "wrong").status_code == 403
    assert log_in(team, "Ann").status_code == 429


def test_right_logins_are_not_counted(team):
    for _ in range(BY_ADDRESS + 1):
        assert log_in(team, "Ann").status_code == 303


def test_the_audit_log_tells_all_of_it(team, team_ledger):
    log_in(team, "Ann", "wrong")
    log_in(team, "Ada")
    post(team, "/admin/accounts/role", {"name": "Rea", "role": "analyst"})
    shown = team.get("/admin/audit").text
    post(team, "/logout")
    accounts = Accounts.open(str(team_ledger))
    told = [(act.who, act.act, act.about) for act in accounts.acts(limit=4)][::-1]
    accounts.close()
    assert told == [
        ("Ann", "failed to log in", ""),
        ("Ada", "logged in", ""),
        ("Ada", "changed a role", "Rea: reader to analyst"),
        ("Ada", "logged out", ""),
    ]
    assert "Rea: reader to analyst" in shown


def test_the_log_turns_pages(team, app):
    log_in(team, "Ada")
    for number in range(150):
        app.state.workplace.accounts.log(
            app.state.workplace.accounts.acts(limit=1)[0].__class__(
                at="2024-01-01T00:00:00+00:00", who="x", address="", act="did", about=f"no {number}"
            )
        )
    first = team.get("/admin/audit")
    assert "no 149" in first.text
    assert "no 30<" not in first.text
    older = first.text.split('rel="next" href="')[1].split('"')[0]
    assert "no 30<" in team.get(older).text


def test_a_broken_ledger_is_told_with_the_safe_headers(team_ledger):
    with client_of(team_app(team_ledger), raise_server_exceptions=False) as client:
        log_in(client, "Ann")
        stored = sqlite3.connect(team_ledger)
        stored.execute("DROP TABLE sessions")
        stored.close()
        answer = client.get("/about")
    assert answer.status_code == 500
    assert "log says why" in answer.text
    assert "sessions" not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_weak_hash_is_made_anew_at_the_next_login(team_ledger):
    stronger = Passwords(PasswordHasher(2, 16, 1))
    settings = Settings(ledger=str(team_ledger), access=Access.ACCOUNTS)
    app = create_app(settings, passwords=stronger)
    with client_of(app) as client:
        log_in(client, "Ann")
        assert "m=16,t=2" in app.state.workplace.accounts.find("Ann").password
        assert is_in(client)
        client.cookies.clear()
        assert log_in(client, "Ann").status_code == 303


def test_local_access_needs_no_login(reading_client):
    assert reading_client.get("/login").headers["Location"] == "/"
    assert reading_client.get("/admin/accounts").status_code == 403
    assert "without accounts" in reading_client.get("/account").text


def test_a_program_on_this_machine_needs_no_form_token(reading_client):
    """But a browser's requests do, and what a foreign page can send is none of a program's."""
    path, json = "/account/tokens", {"Content-Type": "application/json"}
    told = reading_client.post(path, content="{}", headers={**json, "Cookie": ""}).text
    assert "form was not made by this desk" in told
    reading_client.cookies.clear()
    plain = reading_client.post(path, content="{}", headers=json)
    assert "form was not made by this desk" not in plain.text
    for more in ({"Origin": HERE}, {"Sec-Fetch-Site": "none"}, {"Content-Type": "text/plain"}):
        refused = reading_client.post(path, content="{}", headers={**json, **more})
        assert "form was not made by this desk" in refused.text, more


def test_the_login_form_is_tied_to_the_browser(team, other):
    stolen = token_in(other.get("/login"))
    form = {"csrf": stolen, "name": "Ann", "password": PASSWORD}
    assert team.post("/login", data=form, headers={"Origin": HERE}).status_code == 403
