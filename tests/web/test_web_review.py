"""Review: decisions made with forms, told, undone, and not written over another's."""

import re

import pytest
from web_material import app_on, client_of, post

from armsledger.ledger import Ledger
from armsledger.model.decision import Kind

S400 = "rus-tur-s-400"


def claim_of(client, event):
    found = client.get("/api/claims", params={"deal": S400, "event": event}).json()
    return found["items"][0]


def log_of(path):
    with Ledger.open(path) as ledger:
        return [one.decision for one in ledger.decisions()]


def decide(client, **form):
    return post(client, "/review/decide", form, page="/review/log")


def test_the_queue_shows_claims_with_their_sentence(reading_client):
    page = reading_client.get("/review").text
    assert page.count("data-item") >= 1
    for key in ("a", "r", "c", "n"):
        assert f'data-key="{key}"' in page


@pytest.mark.parametrize(("kind", "made"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_verdict_is_logged_and_can_be_undone(client, own_ledger, kind, made):
    claim = claim_of(client, "delivery")
    answer = decide(client, kind=kind, claim=claim["id"], why="read it", back="/review")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review?done=")
    told = client.get(answer.headers["location"]).text
    assert f"You {made} a claim" in told
    decision = log_of(own_ledger)[-1]
    assert (decision.kind, decision.who, decision.why) == (Kind(kind), "Ann", "read it")
    undone = decide(client, kind="withdraw", target=decision.id)
    assert undone.status_code == 303
    assert [one.kind for one in log_of(own_ledger)] == [Kind(kind), Kind.WITHDRAW]
    assert "taken back" in client.get("/review/log").text


def test_a_rejected_claim_leaves_the_register(client):
    claim = claim_of(client, "delivery")
    decide(client, kind="reject", claim=claim["id"])
    left = client.get("/api/claims", params={"deal": S400, "limit": 1000}).json()["items"]
    assert claim["id"] not in {one["id"] for one in left}
    page = client.get("/review", params={"claim": claim["id"]})
    assert page.status_code == 200
    assert "rejected a claim" in page.text


def test_a_field_is_corrected(client):
    claim = claim_of(client, "order")
    decide(client, kind="correct", claim=claim["id"], field="value", value="3 billion USD")
    found = client.get("/api/claims", params={"deal": S400, "event": "order"}).json()["items"]
    corrected = next(one for one in found if one["id"] == claim["id"])
    assert corrected["value"] == {"amount": 3_000_000_000, "currency": "USD", "qualifier": "="}
    assert corrected["decisions"]["value"]


def test_deals_are_merged_and_the_old_id_leads_on(client):
    other = next(
        row["id"]
        for row in client.get("/api/deals", params={"limit": 100}).json()["items"]
        if row["id"] != S400
    )
    answer = decide(client, kind="merge", deal=[S400, other], back=f"/review/deals/{S400}")
    assert answer.status_code == 303
    assert client.get(f"/api/deals/{other}").json()["id"] == S400
    assert "merged deals" in client.get(f"/review/deals/{S400}").text


def test_claims_are_split_off(client):
    claim = claim_of(client, "delivery")
    before = client.get("/api/deals").json()["total"]
    assert decide(client, kind="split", deal=S400, claim=[claim["id"]]).status_code == 303
    assert client.get("/api/deals").json()["total"] == before + 1


def test_a_note_is_kept(client):
    decide(client, kind="note", deal=S400, why="ask the ministry")
    assert "ask the ministry" in client.get(f"/review/deals/{S400}").text


def test_two_people_at_once(own_ledger):
    with (
        client_of(app_on(own_ledger, who="Ann")) as ann,
        client_of(app_on(own_ledger, who="Ben")) as ben,
    ):
        claim = claim_of(ann, "delivery")
        assert decide(ann, kind="accept", claim=claim["id"], why="sure").status_code == 303
        answer = decide(ben, kind="reject", claim=claim["id"])
        assert answer.status_code == 409
        assert "Ann" in answer.text
        assert "sure" in answer.text
        assert len(log_of(own_ledger)) == 1
        basis = re.findall(r'name="basis" value="([0-9a-f]+)"', answer.text)
        again = decide(ben, kind="reject", claim=claim["id"], basis=basis)
        assert again.status_code == 303
    assert [(one.who, one.kind) for one in log_of(own_ledger)] == [
        ("Ann", Kind.ACCEPT),
        ("Ben", Kind.REJECT),
    ]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "accept", "claim": "none"}, 404),
        ({"kind": "guess", "claim": "none"}, 422),
        ({"kind": "correct", "field": "value", "value": "a lot"}, 422),
        ({"kind": "withdraw", "target": "none"}, 404),
        ({"kind": "merge", "deal": [S400]}, 422),
        ({"kind": "note", "deal": S400, "why": "x" * 5000}, 422),
    ],
)
def test_what_makes_no_decision_is_told(client, own_ledger, form, status):
    assert decide(client, **form).status_code == status
    assert log_of(own_ledger) == []


def test_a_form_leads_back_to_pages_of_the_desk_only(client):
    claim = claim_of(client, "delivery")
    answer = decide(client, kind="accept", claim=claim["id"], back="https://example.org/")
    assert answer.headers["location"].startswith("/?done=")


def test_a_form_of_another_page_is_refused(client, own_ledger):
    claim = claim_of(client, "delivery")
    answer = client.post(
        "/review/decide", data={"kind": "accept", "claim": claim["id"], "csrf": "00" * 64}
    )
    assert answer.status_code == 403
    assert log_of(own_ledger) == []
