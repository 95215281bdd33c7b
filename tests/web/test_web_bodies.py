"""Bodies are bounded, whatever they say of themselves; broken ones are refused in words."""

import pytest
from web_material import HERE, app_on, client_of, log_in, team_app, token_in

from armsledger.web.guards import HEADERS

FORM = {"Origin": HERE, "Content-Type": "application/x-www-form-urlencoded"}
LIMITS = {"max_form_bytes": 2000, "max_upload_bytes": 5000}


@pytest.fixture
def small(own_ledger):
    """A desk that takes little."""
    with client_of(app_on(own_ledger, **LIMITS)) as client:
        yield client


def body(client, size):
    start = f"csrf={token_in(client.get('/about'))}&theme=dark&back="
    return (start + "/" * size)[: max(size, len(start))].encode()


def chunks(data):
    """Send without saying how long it is."""
    yield from (data[i : i + 100] for i in range(0, len(data), 100))


def test_a_body_within_the_limit_is_taken(small):
    assert small.post("/theme", content=body(small, 2000), headers=FORM).status_code == 303


@pytest.mark.parametrize("form", [bytes, chunks], ids=["stated", "unstated"])
def test_a_body_over_the_limit_is_refused(small, form):
    answer = small.post("/theme", content=form(body(small, 2001)), headers=FORM)
    assert answer.status_code == 413
    assert "2,000 bytes" in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)


def test_a_length_that_lies_is_not_believed(small):
    headers = {**FORM, "Content-Length": "10"}
    assert small.post("/theme", content=body(small, 4000), headers=headers).status_code == 413


def test_programs_are_told_in_their_form(small):
    headers = {**FORM, "Accept": "application/json"}
    answer = small.post("/theme", content=b" " * 3000, headers=headers)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"csrf=%zz&theme=dark", b"=&=&", b""])
def test_a_broken_form_is_refused(small, content):
    assert small.post("/theme", content=content, headers=FORM).status_code in {403, 422}


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_broken_upload_is_refused(small, kind):
    headers = {**FORM, "Content-Type": kind}
    assert small.post("/theme", content=b"--y\r\nrubbish", headers=headers).status_code in {
        400,
        403,
    }


def test_strangers_upload_nothing_large(team_ledger):
    """Nobody without a login or a token can have the desk read what an upload may be."""
    upload = {**FORM, "Content-Type": "multipart/form-data; boundary=x"}
    with client_of(team_app(team_ledger, **LIMITS)) as client:
        data = b"--x\r\n" + b"a" * 3000
        assert client.post("/add", content=data, headers=upload).status_code == 413
        log_in(client, "Ann")
        assert client.post("/add", content=data, headers=upload).status_code != 413
