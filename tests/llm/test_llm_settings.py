"""Which settings are taken, and what they say of where texts go."""

import pytest

from armsledger.errors import ConfigurationError
from armsledger.llm import ModelSettings


def made(url="http://127.0.0.1:8080/v1", model="m", **more):
    return ModelSettings(url=url, model=model, **more)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080 (this machine), model m"),
        ("http://localhost:8080/v1", "http://localhost:8080 (this machine), model m"),
        ("http://[::1]:8080/v1", "http://[::1]:8080 (this machine), model m"),
        ("https://models.example/v1", "https://models.example (another machine), model m"),
        ("http://10.0.0.7/v1", "http://10.0.0.7 (another machine, unencrypted), model m"),
        (
            "http://127.0.0.1.example/v1",
            "http://127.0.0.1.example (another machine, unencrypted), model m",
        ),
    ],
)
def test_it_is_told_where_texts_go(url, where):
    assert made(url).destination == where


@pytest.mark.parametrize("end", ["", "/", "//"])
def test_the_address_of_chats(end):
    assert (
        made("http://127.0.0.1:8080/v1" + end).address
        == "http://127.0.0.1:8080/v1/chat/completions"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8080",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "http://",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:x/v1",
        "http://[::1/v1",
        "http://127.0.0.1/v1?model=x",
        "http://127.0.0.1/v1#top",
    ],
)
def test_what_is_no_base_address(url):
    with pytest.raises(ConfigurationError, match="address"):
        made(url)


def test_a_password_in_the_address_is_refused_and_not_shown():
    with pytest.raises(ConfigurationError, match="environment") as caught:
        made("http://user:secret@127.0.0.1/v1")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "more",
    [
        {"model": " "},
        {"confidence": 1.1},
        {"confidence": -0.1},
        {"timeout_s": 0},
        {"tries": 0},
        {"backoff_s": -1},
        {"max_tokens": 0},
        {"max_answer_bytes": 0},
        {"chunk_chars": 499},
        {"overlap_chars": -1},
        {"key": "two words"},
        {"key": "line\nbreak"},
        {"key": "sch\u00f6n"},
    ],
)
def test_what_cannot_be_is_refused(more):
    with pytest.raises(ConfigurationError, match="language model: ") as caught:
        made(**more)
    assert str(more.get("key", "no key")) not in str(caught.value)


def test_the_key_is_not_shown():
    assert "sk-1" not in repr(made(key="sk-1"))
