"""Accounts, logins, tokens and the audit log, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from armsledger.errors import InputError, LedgerMissingError, NotFoundError, StoreError
from armsledger.store import Store
from armsledger.store.account_rows import Act, Token, checked_name, stamp
from armsledger.store.accounts import Accounts
from armsledger.store.engine import writing

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def act(what="did", about="", at=NOW):
    return Act(at=stamp(at), who="Ada", address="192.0.2.1", act=what, about=about)


@pytest.fixture
def accounts(store, location):
    """The accounts of an empty ledger, with an admin."""
    opened = Accounts.open(location)
    opened.add("Ada", "admin", "hash", act("added"))
    yield opened
    opened.close()


def token_for(account, **more):
    made = {"number": 0, "account": account, "label": "x", "role": "reader", "revoked_at": None}
    return Token(**{**made, "created_at": stamp(NOW), "expires_at": None, **more})


def log_in(accounts, name, digest, hours=1):
    accounts.open_session(name, digest, stamp(NOW + timedelta(hours=hours)), act("in"))


def test_accounts_are_found_by_name_in_any_case(accounts):
    accounts.add("Ren\u00e9", "reader", None, act())
    assert accounts.find("REN\u00c9").name == "Ren\u00e9"
    assert accounts.find("Rene\u0301").name == "Ren\u00e9"
    assert accounts.find("Rene") is None
    assert [account.name for account in accounts.all()] == ["Ada", "Ren\u00e9"]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00", "x" * 65, "\u202eevil"])
def test_what_is_no_name(name):
    with pytest.raises(InputError, match="printable"):
        checked_name(name)


def test_a_name_is_taken_once(accounts):
    with pytest.raises(InputError, match="already"):
        accounts.add("ADA", "reader", None, act())


def test_a_removed_account_keeps_its_name_and_can_be_made_anew(accounts):
    accounts.add("Rea", "analyst", "hash", act())
    accounts.remove("Rea", act())
    assert accounts.find("Rea") is None
    assert accounts.find("Rea", removed_too=True).is_active is False
    with pytest.raises(NotFoundError, match="users list"):
        accounts.remove("Rea", act())
    accounts.add("rea", "reader", "other", act())
    assert (accounts.find("Rea").role, accounts.find("Rea").password) == ("reader", "other")


def test_the_last_admin_stays(accounts):
    with pytest.raises(InputError, match="last admin"):
        accounts.remove("Ada", act())
    with pytest.raises(InputError, match="last admin"):
        accounts.set_role("Ada", "analyst", act())
    accounts.add("Bea", "admin", None, act())
    accounts.remove("Ada", act())
    with pytest.raises(InputError, match="last admin"):
        accounts.remove("Bea", act())


def test_logins_are_found_counted_and_ended(accounts):
    log_in(accounts, "Ada", "one")
    log_in(accounts, "Ada", "two")
    assert accounts.find_session("one").account.name == "Ada"
    assert accounts.find_session("three") is None
    assert accounts.count_sessions(stamp(NOW)) == {"Ada": 2}
    accounts.close_session("one")
    assert accounts.find_session("one") is None
    accounts.close_sessions("Ada", act())
    assert accounts.count_sessions(stamp(NOW)) == {}


def test_logins_that_are_over_are_cleared_away(accounts):
    log_in(accounts, "Ada", "old", hours=-1)
    assert accounts.find_session("old").expires_at < stamp(NOW)
    log_in(accounts, "Ada", "new")
    assert accounts.find_session("old") is None


def test_a_new_password_ends_all_logins_but_one(accounts):
    for digest in ("here", "there"):
        log_in(accounts, "Ada", digest)
    accounts.set_password("Ada", "new", act(), keep="here")
    assert accounts.find_session("here").account.password == "new"
    assert accounts.find_session("there") is None


def test_using_a_login_is_marked_unless_the_ledger_is_busy(accounts, store):
    log_in(accounts, "Ada", "one")
    later = stamp(NOW + timedelta(minutes=9))
    with writing(store._engine):
        accounts.touch_session("one", later)
    assert accounts.find_session("one").seen_at == stamp(NOW)
    accounts.touch_session("one", later)
    assert accounts.find_session("one").seen_at == later


def test_tokens_are_found_and_revoked(accounts):
    ada = accounts.find("Ada")
    accounts.add_token(token_for(ada, expires_at=stamp(NOW)), "digest", act())
    found = accounts.find_token("digest")
    assert (found.label, found.role, found.expires_at) == ("x", "reader", stamp(NOW))
    assert found.account == ada
    assert accounts.tokens_of("Ada") == (found,)
    with pytest.raises(NotFoundError, match="token"):
        accounts.revoke_token("Ada", found.number + 1, act())
    accounts.revoke_token("Ada", found.number, act())
    assert accounts.find_token("digest").revoked_at == stamp(NOW)
    assert accounts.tokens_of("Ada") == ()


def test_removing_an_account_ends_its_logins_and_tokens(accounts):
    accounts.add("Rea", "reader", None, act())
    log_in(accounts, "Rea", "one")
    accounts.add_token(token_for(accounts.find("Rea")), "digest", act())
    accounts.remove("Rea", act())
    assert accounts.find_session("one") is None
    assert accounts.find_token("digest") is None
    accounts.add("Rea", "reader", None, act())
    assert accounts.find_session("one") is None
    assert accounts.find_token("digest").revoked_at is not None


def test_the_log_is_told_from_the_newest(accounts):
    for number in range(5):
        accounts.log(act("did", str(number)))
    last = accounts.acts(limit=2)
    assert [one.about for one in last] == ["4", "3"]
    assert [one.about for one in accounts.acts(before=last[-1].number, limit=2)] == ["2", "1"]
    assert last[0].address == "192.0.2.1"


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_log_only_grows(accounts, store, statement):
    with pytest.raises(StoreError, match="append-only"), writing(store._engine) as connection:
        connection.execute(text(statement))
    assert [one.act for one in accounts.acts()] == ["added"]


def test_a_refused_change_leaves_no_line(accounts):
    with pytest.raises(InputError):
        accounts.remove("Ada", act("removed"))
    assert [one.act for one in accounts.acts()] == ["added"]


def test_a_rebuild_and_a_dump_leave_accounts_alone(accounts, store):
    before = store.dump()
    log_in(accounts, "Ada", "one")
    store.rebuild()
    assert accounts.find_session("one").account.name == "Ada"
    assert store.dump() == before


def test_there_must_be_a_ledger(tmp_path):
    with pytest.raises(LedgerMissingError):
        Accounts.open(str(tmp_path / "none.db"))
    Store.open(str(tmp_path / "some.db"), create=True).close()
    Accounts.open(str(tmp_path / "some.db")).close()
