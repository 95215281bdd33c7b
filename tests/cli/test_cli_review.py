"""Reviewing on the command line: one decision a call, the queue, and a session of keys."""

import json
import os
import pty
import select
import time

import pytest

from armsledger.cli.session import Session
from armsledger.ledger import Ledger

ADA = ["--who", "Ada"]
BEN = ["--who", "Ben"]


@pytest.fixture
def claim(filled):
    """The id of the claim that the S-400 were delivered."""
    return claim_id(filled, "delivery", "r1")


def claim_id(call, event, report):
    rows = json.loads(call("claims", "--event", event, "--report", report, "--json").stdout)
    return rows[0]["id"]


def deal(call, key):
    result = call("deal", key, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def decided(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_reject_and_withdraw(filled, claim):
    made = decided(filled("review", "reject", claim, *ADA, "--why", "misread", "--json"))
    assert (made["kind"], made["who"], made["why"]) == ("reject", "Ada", "misread")
    assert deal(filled, "rus-tur-s-400")["stage"] == "order"
    told = filled("review", "withdraw", made["id"], *BEN)
    assert (told.exit_code, made["id"] in told.stdout) == (0, True)
    assert deal(filled, "rus-tur-s-400")["stage"] == "delivery"


CORRECTIONS = [
    ("when", "2019-07", "2019-07"),
    ("when", "-", None),
    ("recipient", "India", "IND"),
    ("value", "2.5 billion USD", {"amount": 2500000000, "currency": "USD", "qualifier": "="}),
    ("value", ">2e9 USD", {"amount": 2000000000, "currency": "USD", "qualifier": ">"}),
    ("quantity", "4 battery", {"value": 4, "unit": "battery"}),
    ("quantity", '{"value": 2}', {"value": 2}),
    ("source", "TASS, outlet, RUS", {"name": "TASS", "kind": "outlet", "country": "RUS"}),
    ("via", "TASS, RIA", ["TASS", "RIA"]),
    ("factuality", "planned", "planned"),
]


@pytest.mark.parametrize(("field", "text", "value"), CORRECTIONS)
def test_correct_takes_values_as_people_write_them(filled, claim, field, text, value):
    made = decided(filled("review", "correct", claim, field, *ADA, "--json", "--", text))
    assert (made["field"], made["value"]) == (field, value)


REFUSED = [
    (["review", "accept", "0123"], "--who"),
    (["review", "accept", "0123", *ADA], "no claim '0123'"),
    (["review", "correct", "CLAIM", "colour", "red", *ADA], "colour"),
    (["review", "correct", "CLAIM", "value", "lots", *ADA], "2.5 billion USD"),
    (["review", "correct", "CLAIM", "quantity", "some", *ADA], "4 battery"),
    (["review", "correct", "CLAIM", "source", "TASS", *ADA], "KIND"),
    (["review", "correct", "CLAIM", "value", "{", *ADA], "JSON"),
    (["review", "merge", "rus-tur-s-400", *ADA], "two or more"),
    (["review", "merge", "rus-tur-s-400", "none", *ADA], "no deal 'none'"),
    (["review", "split", "fra-ind-rafale", "CLAIM", *ADA], "not in deal"),
    (["review", "note", "CLAIM", *ADA], "says something"),
    (["review", "withdraw", "0123", *ADA], "no decision '0123'"),
    (["decisions", "list", "--kind", "guess"], "--kind"),
    (["decisions", "list", "--about", "none"], "none"),
    (["decisions", "export", "--training"], "--output"),
]


@pytest.mark.parametrize(("line", "told"), REFUSED)
def test_what_cannot_be_decided_is_refused_in_one_line(filled, claim, line, told):
    result = filled(*[claim if word == "CLAIM" else word for word in line])
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_nobody_overrules_another_unnoticed_but_everybody_oneself(filled, claim):
    first = decided(filled("review", "correct", claim, "when", "2019-06", *ADA, "--json"))
    again = decided(filled("review", "correct", claim, "when", "2019-07", *ADA, "--json"))
    assert again["basis"] == [first["id"]]
    refused = filled("review", "correct", claim, "when", "2019-08", *BEN)
    assert (refused.exit_code, f"--basis {again['id']}" in refused.stderr) == (2, True)
    knowing = ["--basis", again["id"]]
    decided(filled("review", "correct", claim, "when", "2019-08", *BEN, *knowing, "--json"))
    assert deal(filled, "rus-tur-s-400")["delivered"] == "2019-08"


def test_merge_split_and_note(filled, claim):
    decided(filled("review", "merge", "rus-tur-s-400", "usa-tur-patriot", *ADA, "--json"))
    assert deal(filled, "usa-tur-patriot")["id"] == "rus-tur-s-400"
    told = filled("review", "split", "rus-tur-s-400", claim, *ADA)
    assert told.exit_code == 0, told.stderr
    born = f"rus-tur-s-400-{told.stdout[:6]}"
    assert deal(filled, born)["claim_ids"] == [claim]
    assert filled("review", "note", born, *ADA, "--why", "a word").exit_code == 0
    assert filled("review", "note", claim, *ADA, "--why", "a word").exit_code == 0
    listed = filled("decisions", "list", "--about", born).stdout
    assert "3 decisions" in listed


def test_the_queue_is_listed_where_there_is_no_terminal(filled):
    rows = json.loads(filled("review", "--json", "--limit", "3").stdout)
    assert len(rows) == 3
    assert {"claim", "deal", "doubt", "effect", "if_accepted", "if_rejected"} == set(rows[0])
    lines = filled("review", "--jsonl").stdout.splitlines()
    assert len(lines) == 5
    shown = filled("review").stdout
    assert rows[0]["claim"]["id"] in shown
    assert "5 claims" in shown


def session(ledger, keys, answers=()):
    pressed, given, shown = iter(keys), iter(answers), []
    one = Session(ledger, "Ada", lambda: next(pressed), lambda _: next(given), shown.append)
    one.run(20)
    return "\n".join(shown)


@pytest.fixture
def ledger(filled, ledger_path):
    with Ledger.open(ledger_path) as opened:
        yield opened


def kinds(ledger):
    return [str(one.decision.kind) for one in ledger.decisions()]


def test_a_session_of_keys(ledger):
    shown = session(ledger, "ar xcnq", ["when", "2019-05", "a slip", "look again"])
    assert kinds(ledger) == ["accept", "reject", "correct", "note"]
    assert "4 decided" in shown


def test_a_session_undoes_what_it_did(ledger):
    before = ledger.deals()
    session(ledger, "ruq")
    assert kinds(ledger) == ["reject", "withdraw"]
    assert ledger.deals() == before


def test_a_session_tells_what_went_wrong_and_goes_on(ledger):
    shown = session(ledger, "cuaq", ["colour", "red", ""])
    assert "colour" in shown
    assert "nothing to undo" in shown
    assert kinds(ledger) == ["accept"]


def test_a_session_ends_when_nothing_is_left(ledger):
    assert "nothing is left in doubt" in session(ledger, "aaaaa")


def test_a_session_is_interrupted_like_every_command(ledger):
    with pytest.raises(KeyboardInterrupt):
        session(ledger, "a\x03")
    assert kinds(ledger) == ["accept"]


def test_review_on_a_terminal(filled, start, ledger_path):
    control, terminal = pty.openpty()
    process = start("--ledger", ledger_path, "review", "--who", "Ada", stdin=terminal)
    os.close(terminal)
    wait_for(process, "q quit")
    wait_for(process, "accept", pressing=(control, b"a"))
    wait_for(process, "decided", pressing=(control, b"q"))
    assert process.wait(timeout=60) == 0
    os.close(control)
    rows = json.loads(filled("decisions", "list", "--json").stdout)
    assert {row["kind"] for row in rows} == {"accept"}


def wait_for(process, wanted, pressing=None, seconds=60):
    """Read what a process says until a word comes; keys pressed before it listens are lost."""
    end, said = time.monotonic() + seconds, ""
    while wanted not in said:
        assert time.monotonic() < end, said
        if pressing is not None:
            os.write(*pressing)
        if select.select([process.stdout], [], [], 2)[0]:
            said += os.read(process.stdout.fileno(), 4096).decode()
    return said
