"""`serve` refuses what would let in everybody and says where it is; `users` manages accounts."""

import json
import re
import signal
import urllib.request

import pytest

PASSWORD = "a long and winding password"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "desk.example"])
def test_serve_refuses_other_machines_without_access_control(call, host):
    result = call("serve", "--host", host, "--port", "0")
    assert result.exit_code == 2
    for way_out in ("--access accounts", "users add", "--access proxy", "127.0.0.1"):
        assert way_out in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--access", "open"], "--access: 'open' is not known"),
        (["--access", "accounts"], "users add NAME --role admin"),
        (["--proxy-peer", "proxy.example"], "give an address or a network"),
        (["--proxy-header", "X User"], "names no header"),
        (["--proxy-role", "king"], "--proxy-role: 'king' is not known"),
        (["--url", "desk.example"], "https://desk.example.org"),
        (["--url", "https://desk.example/path"], "without a path"),
    ],
)
def test_serve_refuses_what_makes_no_sense(call, arguments, told):
    result = call("serve", "--port", "0", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_serve_says_where_it_is_and_stops_on_ctrl_c(start, call, ledger_path):
    process = start("--ledger", ledger_path, "serve", "--port", "0", "--who", "Ann")
    address = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())[0]
    with urllib.request.urlopen(f"{address}healthz", timeout=30) as answer:
        assert json.load(answer)["status"] == "ok"
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert "No deals yet" in answer.read().decode()
    taken = call("serve", "--port", address.split(":")[-1][:-1])
    assert taken.exit_code == 2
    assert "choose another one with --port" in taken.stderr
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130


def test_users_are_added_listed_changed_and_removed(call):
    added = call("users", "add", "Ada", "--role", "admin", input=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    assert call("users", "add", "Rea", "--no-password").exit_code == 0
    assert call("users", "role", "rea", "analyst").exit_code == 0
    listed = json.loads(call("users", "list", "--json").stdout)
    assert [(u["name"], u["role"], u["has_password"]) for u in listed] == [
        ("Ada", "admin", True),
        ("Rea", "analyst", False),
    ]
    assert "Ada  admin" in call("users", "list").stdout
    assert call("users", "password", "Rea", input=f"{PASSWORD}\n").exit_code == 0
    assert call("users", "remove", "Rea").exit_code == 0
    assert "Rea" not in call("users", "list").stdout
    told = call("users", "log").stdout
    assert "removed an account: Rea, on the command line" in told
    assert PASSWORD not in told


def test_tokens_are_made_and_revoked(call):
    call("users", "add", "Ada", "--role", "analyst", "--no-password")
    made = call("users", "token", "Ada", "--label", "nightly", "--days", "3", "--role", "analyst")
    assert re.fullmatch(r"armsledger_[\w-]{43}\n", made.stdout)
    (token,) = json.loads(call("users", "list", "--json").stdout)[0]["tokens"]
    assert (token["label"], token["role"]) == ("nightly", "analyst")
    assert call("users", "token", "Ada", "--revoke", token["number"]).exit_code == 0
    assert json.loads(call("users", "list", "--json").stdout)[0]["tokens"] == []
    assert json.loads(call("users", "log", "--json", "--limit", "1").stdout)[0]["act"] == (
        "revoked a token"
    )


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["add", "Bob"], "short\n", "15 to 256 characters"),
        (["add", "Bob"], "", "15 to 256 characters"),
        (["add", " "], PASSWORD, "printable characters"),
        (["add", "Bob", "--role", "king"], PASSWORD, "'king' is not known"),
        (["add", "ADA"], PASSWORD, "already"),
        (["remove", "Ada"], "", "last admin"),
        (["role", "Bob", "admin"], "", "users list"),
        (["token", "Bob"], "", "users list"),
        (["token", "Ada", "--label", ""], "", "what the token is for"),
        (["token", "Ada", "--revoke", "7"], "", "no token '7'"),
    ],
)
def test_users_refuses_in_words(call, arguments, given, told):
    call("users", "add", "Ada", "--role", "admin", "--no-password")
    result = call("users", *arguments, input=given)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_password_is_no_argument(call):
    assert call("users", "add", "Bob", "--password", PASSWORD).exit_code == 2
    assert call("users", "add", "Bob", PASSWORD).exit_code == 2
