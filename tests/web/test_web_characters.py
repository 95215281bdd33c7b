"""What no ledger takes is refused in words, wherever a request holds it, on both databases."""

from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts
from web_material import (
    HERE,
    app_on,
    client_of,
    fill_examples,
    filled,
    needs_of,
    post,
    routes_of,
    token_in,
)

from armsledger.web.characters import fault_of
from cases import each_case, load_cases

CASES = load_cases("web_characters.jsonl")
NUL = "\x00"
# What a browser's form may name as its charset: it makes half a surrogate pair of plain letters.
SPLIT = b"\\ud800"


@pytest.fixture(scope="module")
def desk(shared_location):
    """A desk on a ledger of either database."""
    fill_examples(shared_location)
    with client_of(app_on(shared_location)) as client:
        yield client


def gets(app):
    return [path for method, path, _ in routes_of(app) if method == "GET"]


def parameters_of(app):
    """Return path and name of each query parameter of each route."""
    found = {("/", "unknown")}
    for route in iter_route_contexts(app.routes):
        if "GET" in route.methods and needs_of(route.dependant):
            fields = [f for d in (route.dependant, *route.dependant.dependencies)
                      for f in d.query_params]  # fmt: skip
            for field in fields:
                model = getattr(field.field_info.annotation, "model_fields", None)
                found |= {(route.path, name) for name in (model or (field.alias,))}
    return sorted(found)


def filled_with(path, text):
    start, _, rest = path.partition("{")
    return f"{start}{quote(text, safe='')}" if rest else path


def is_told(answer):
    """Tell whether a refusal says what is wrong; to programs as a problem document."""
    if answer.status_code != 422 or "NUL" not in answer.text:
        return False
    if answer.headers["content-type"].startswith("text/html"):
        return "<h1" in answer.text
    body = answer.json()
    return answer.headers["content-type"] == "application/problem+json" and bool(body["errors"])


@each_case(CASES)
def test_such_words_are_refused_in_addresses(desk, case):
    for path in gets(desk.app):
        if path.count("{") == 1:
            for accept in ("text/html", "application/json"):
                answer = desk.get(filled_with(path, case["text"]), headers={"Accept": accept})
                assert is_told(answer), (path, answer.status_code)
    for path, name in parameters_of(desk.app):
        answer = desk.get(filled(path), params={"looks": 1, name: case["text"]})
        assert is_told(answer), (path, name, answer.status_code)
        assert name in answer.text


def test_such_words_are_refused_in_forms(desk):
    token = token_in(desk.get("/about"))
    posts = [path for method, path, _ in routes_of(desk.app) if method == "POST"]
    assert len(posts) > 5
    for path in posts:
        path = filled(path)
        for form in ({"why": f"a{NUL}b"}, {f"a{NUL}b": "why"}):
            data = {"csrf": token, **form}
            answer = desk.post(path, data=data, headers={"Origin": HERE})
            assert is_told(answer), (path, answer.status_code)
        parts = {"csrf": token, "why": f"a{NUL}b"}
        answer = desk.post(path, data=parts, files={"x": b""}, headers={"Origin": HERE})
        assert is_told(answer), (path, answer.status_code)


def test_a_decision_with_such_a_reason_is_not_logged(desk):
    claim = desk.get("/api/claims").json()["items"][0]["id"]
    form = {"kind": "reject", "claim": claim, "why": f"be{NUL}cause"}
    answer = post(desk, "/review/decide", form, page="/review/log")
    assert answer.status_code == 422
    assert "why: holds a NUL character at place 3" in answer.text
    assert desk.app.state.workplace.ledger.log_page().total == 0


def test_half_a_surrogate_pair_is_refused(desk):
    token = token_in(desk.get("/about")).encode()
    fields = {b"csrf": token, b"kind": b"note", b"claim": SPLIT, b"why": b"so"}
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = b"".join(part % pair for pair in fields.items()) + b"--x--\r\n"
    kind = "multipart/form-data; boundary=x; charset=unicode_escape"
    answer = desk.post(
        "/review/decide", content=body, headers={"Content-Type": kind, "Origin": HERE}
    )
    assert answer.status_code == 422
    assert "half of a surrogate pair" in answer.text


@pytest.mark.parametrize("text", ["", "Grün", "日本", "\U0010ffff", "\x01\x7f", "a\r\nb", "0%"])
def test_other_characters_are_no_matter(desk, text):
    assert fault_of(text) is None
    for path in ("/", "/search", "/api/search", "/api/claims", "/review/log"):
        name = "q" if "search" in path else "source" if "claims" in path else "decision"
        answer = desk.get(path, params={name: text})
        assert answer.status_code in {200, 404}, (path, text)
    for path in ("/deals/", "/reports/", "/actors/", "/api/deals/", "/api/reports/"):
        assert desk.get(path + quote(f"x{text}", safe="")).status_code == 404, (path, text)
