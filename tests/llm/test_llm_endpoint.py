"""Whatever the endpoint does, an answer is of the schema or it is none, in a bounded time."""

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from llm_stub import (
    answer,
    completion,
    drips,
    fails,
    hangs,
    hangs_up,
    knows,
    proposal,
    says,
    says_text,
    sends,
)

from armsledger.llm.endpoint import CutAnswerError, NoAnswerError
from armsledger.llm.schema import read_answer

CHAT = [{"role": "user", "content": "a passage"}]
GOOD = answer(proposal())


def test_the_first_form_that_does_is_remembered(stub, endpoint_of, waits):
    stub.does(knows("llama.cpp", proposal()))
    endpoint = endpoint_of()
    assert [endpoint.ask(CHAT), endpoint.ask(CHAT)] == [GOOD, GOOD]
    assert stub.forms() == ["bounded", "llama.cpp", "llama.cpp"]
    assert waits == []


@pytest.mark.parametrize("status", [400, 422, 500, 501])
@pytest.mark.parametrize("form", ["bounded", "llama.cpp", "strict", "newer"])
def test_each_form_is_found(form, status, stub, endpoint_of):
    stub.does(knows(form, proposal(), otherwise=status))
    assert endpoint_of().ask(CHAT) == GOOD
    assert stub.forms()[-1] == form


def test_a_server_that_ignores_one_form_is_asked_in_the_other(stub, endpoint_of):
    stub.does(says_text("Sure! Here are the claims:"), says(proposal()))
    assert endpoint_of().ask(CHAT) == GOOD
    assert stub.forms() == ["bounded", "llama.cpp"]


def test_no_form_does(stub, endpoint_of, waits):
    stub.does(fails(400, "no such option"))
    with pytest.raises(NoAnswerError, match=r"HTTP 400: .*no such option"):
        endpoint_of().ask(CHAT)
    assert len(stub.requests) == 4
    assert waits == []


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504, 529])
def test_not_now_is_tried_again(status, stub, endpoint_of, waits):
    stub.does(fails(status), fails(status), says(proposal()))
    assert endpoint_of().ask(CHAT) == GOOD
    assert waits == [1, 2]
    assert stub.forms() == ["bounded"] * 3


@pytest.mark.parametrize(
    ("header", "waited"),
    [("7", 7), ("0", 1), ("100000", 60), ("soon", 1), ("-3", 1), ("", 1)],
    ids=["seconds", "less than ours", "more than allowed", "no number", "negative", "empty"],
)
def test_retry_after_is_kept_within_bounds(header, waited, stub, endpoint_of, waits):
    stub.does(fails(429, Retry_After=header), says(proposal()))
    assert endpoint_of().ask(CHAT) == GOOD
    assert waits == [waited]


def test_retry_after_may_be_a_date(stub, endpoint_of, waits):
    at = datetime.now(UTC) + timedelta(days=1)
    stub.does(fails(429, Retry_After=format_datetime(at, usegmt=True)), says(proposal()))
    assert endpoint_of().ask(CHAT) == GOOD
    assert waits == [60]


BROKEN = {
    "truncated body": sends(json.dumps(completion(GOOD)).encode()[:-20]),
    "truncated claims": says_text(GOOD[:-30]),
    "prose": says_text("There are no arms deals here."),
    "fenced": says_text(f"```json\n{GOOD}\n```"),
    "list": says_text("[]"),
    "more keys": says_text('{"claims": [], "note": "done"}'),
    "claims is text": says_text('{"claims": "none"}'),
    "nan": says_text('{"claims": [NaN]}'),
    "deep": says_text("[" * 100_000),
    "deep body": sends(b"[" * 100_000),
    "null": says_text(None),
    "no choices": sends(b'{"choices": []}'),
    "choices is text": sends(b'{"choices": "abc"}'),
    "not utf-8": sends(b'{"choices": "\xff\xfe"}'),
    "utf-16": sends(json.dumps(completion(GOOD)).encode("utf-16")),
    "html": sends(b"<html>Sign in</html>", kind="text/html"),
    "empty": sends(b""),
    "huge": sends(b" " * 300_000),
    "hangs up": hangs_up,
    "500": fails(500),
}


@pytest.mark.parametrize("behaviour", BROKEN.values(), ids=BROKEN)
def test_what_stays_broken_is_given_up(behaviour, stub, endpoint_of, waits):
    stub.does(behaviour)
    with pytest.raises(NoAnswerError, match="3 tries"):
        endpoint_of(tries=3, max_answer_bytes=200_000).ask(CHAT)
    assert 3 <= len(stub.requests) <= 12
    assert waits == [1, 2]


@pytest.mark.parametrize("behaviour", BROKEN.values(), ids=BROKEN)
def test_what_heals_is_read(behaviour, stub, endpoint_of):
    stub.does(behaviour, behaviour, behaviour, says(proposal()))
    assert endpoint_of(max_answer_bytes=200_000).ask(CHAT) == GOOD


def test_a_broken_answer_is_not_asked_for_in_the_same_words(stub, endpoint_of):
    stub.does(says(), says_text("{"), says())
    endpoint = endpoint_of()
    endpoint.ask(CHAT)
    endpoint.ask(CHAT)
    told = [(body["seed"], body["temperature"]) for body in stub.requests]
    assert told == [(0, 0), (0, 0), (1, 0.3)]


@pytest.mark.parametrize("behaviour", [hangs, drips], ids=["silent", "dripping"])
def test_a_slow_answer_is_no_answer(behaviour, stub, endpoint_of):
    stub.does(behaviour)
    began = time.monotonic()
    with pytest.raises(NoAnswerError, match=r"within 0.2 seconds"):
        endpoint_of(timeout_s=0.2, tries=2).ask(CHAT)
    assert time.monotonic() - began < 20  # far above, only so that a hang shows


@pytest.mark.parametrize("status", [401, 403, 404, 301])
def test_what_no_wait_heals_is_not_tried_again(status, stub, endpoint_of, waits):
    stub.does(fails(status, "no", Location="http://127.0.0.1:9/elsewhere"))
    with pytest.raises(NoAnswerError, match=f"HTTP {status}"):
        endpoint_of().ask(CHAT)
    assert len(stub.requests) == 1
    assert waits == []


def test_an_endpoint_that_is_down_is_not_waited_for_with_every_report(stub, endpoint_of, waits):
    stub.does(fails(503))
    endpoint = endpoint_of(tries=3)
    for _ in range(5):
        with pytest.raises(NoAnswerError):
            endpoint.ask(CHAT)
    assert len(stub.requests) == 3 * 3 + 2
    stub.does(says())
    assert endpoint.ask(CHAT) == answer()


@pytest.mark.parametrize(
    "behaviour",
    [
        says_text(GOOD[:100], "length"),
        fails(400, "This model's maximum context length is 4096 tokens"),
        fails(400, "the request exceeds the available context size"),
        fails(413, "input is too long"),
    ],
    ids=["cut", "openai", "llama.cpp", "413"],
)
def test_too_long_is_told_apart(behaviour, stub, endpoint_of):
    stub.does(behaviour)
    with pytest.raises(CutAnswerError, match="longer than the model takes"):
        endpoint_of().ask(CHAT)
    assert len(stub.requests) == 1


def test_the_key_is_sent_and_never_shown(stub, endpoint_of):
    key = "sk-very-secret"
    stub.does(says())
    endpoint = endpoint_of(key=key)
    endpoint.ask(CHAT)
    assert stub.headers[0]["Authorization"] == f"Bearer {key}"
    stub.does(fails(401, f"the key {key} is wrong"))
    with pytest.raises(NoAnswerError, match=r"the key \*\*\* is wrong") as caught:
        endpoint.ask(CHAT)
    assert key not in repr(caught.value) + repr(endpoint.settings)


def test_without_a_key_none_is_sent(stub, endpoint_of):
    endpoint_of().ask(CHAT)
    assert "Authorization" not in stub.headers[0]


def test_a_proxy_of_the_environment_sees_nothing(stub, endpoint_of, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert read_answer(endpoint_of().ask(CHAT)) == ()
    assert stub.paths == ["/v1/chat/completions"]
