"""HEAD is answered wherever GET is: the same status and headers, and no body."""

import pytest
from web_material import client_of, filled, log_in, routes_of, team_app

BRIEFLY = {"looks": 1}
# These differ from one answer to the next.
OWN = {"date", "set-cookie", "content-length"}


@pytest.fixture
def team(team_ledger):
    with client_of(team_app(team_ledger)) as client:
        log_in(client, "Ada")
        yield client


def gets(app):
    return [filled(path) for method, path, _ in routes_of(app) if method == "GET"]


def test_every_page_and_list_has_a_head(team):
    for path in gets(team.app):
        whole = team.get(path, params=BRIEFLY)
        head = team.head(path, params=BRIEFLY)
        assert head.status_code == whole.status_code, path
        assert head.content == b"", path
        assert kept(head) == kept(whole), path


def kept(answer):
    return {name: value for name, value in answer.headers.items() if name not in OWN}


def test_the_length_is_that_of_the_body(reading_client):
    for path in ("/healthz", "/api/deals", "/api/search?q=S-400"):
        whole, head = reading_client.get(path), reading_client.head(path)
        assert head.headers["content-length"] == whole.headers["content-length"], path


def test_an_endless_answer_has_a_head_at_once(reading_client):
    head = reading_client.head("/api/events")
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")
    assert head.content == b""


def test_a_head_is_refused_as_a_page_is(team_ledger):
    with client_of(team_app(team_ledger)) as stranger:
        page, program = stranger.head("/review"), stranger.head("/api/deals")
    assert (page.status_code, program.status_code) == (303, 401)
    assert page.headers["location"] == "/login?next=%2Freview"
    assert page.content == program.content == b""


def test_what_only_takes_forms_has_none(reading_client):
    assert reading_client.head("/review/decide").status_code == 405
