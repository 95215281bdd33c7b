"""The schema that a model is held to, and the reading of what it says."""

import json

import pytest
from llm_stub import answer, proposal

from armsledger.llm.schema import (
    FIELDS,
    MAX_CLAIMS,
    BrokenAnswerError,
    answer_schema,
    read_answer,
    read_cut_answer,
)


def item(schema):
    return schema["properties"]["claims"]["items"]


@pytest.mark.parametrize("bounded", [True, False])
def test_every_field_is_required_and_no_other_is_allowed(bounded):
    schema = answer_schema(bounded=bounded)
    assert schema["additionalProperties"] is item(schema)["additionalProperties"] is False
    assert tuple(item(schema)["required"]) == tuple(item(schema)["properties"]) == FIELDS


def test_only_the_bounded_schema_has_lengths():
    assert "max" not in json.dumps(answer_schema(bounded=False))
    bounded = item(answer_schema(bounded=True))["properties"]
    open_ended = [n for n, p in bounded.items() if not ("maxLength" in p or "enum" in p)]
    assert open_ended == []


def test_no_field_is_ours():
    ours = {"id", "report", "start", "end", "confidence", "extractor", "system", "category"}
    assert not ours & set(FIELDS)


def test_null_is_nothing():
    (candidate,) = read_answer(answer(proposal(actor=None)))
    assert candidate.actor == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"event": "sale"},
        {"event": ""},
        {"factuality": "true"},
        {"speaker_kind": "minister"},
        {"quote": "x" * 1_001},
        {"trigger": "x" * 201},
        {"supplier": ["KOR"]},
        {"id": "1"},
    ],
)
def test_a_claim_that_does_not_fit_is_none(fields):
    assert read_answer(answer(proposal(**fields))) == (None,)


def test_a_claim_that_lacks_a_field_is_none():
    short = {name: value for name, value in proposal().items() if name != "actor"}
    assert read_answer(answer(short)) == (None,)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"claims": {}}', "null", "1" * 5_000])
def test_what_is_no_answer(content):
    with pytest.raises(BrokenAnswerError):
        read_answer(content)


def test_too_many_claims_are_no_answer():
    assert len(read_answer(answer(*[proposal()] * MAX_CLAIMS))) == MAX_CLAIMS
    with pytest.raises(BrokenAnswerError):
        read_answer(answer(*[proposal()] * (MAX_CLAIMS + 1)))


def test_of_a_cut_answer_whole_claims_are_read():
    whole = answer(proposal(), proposal(event="talks"), proposal(event="delivery"))
    counts = [len(read_cut_answer(whole[:end])) for end in range(len(whole) + 1)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 3)
    assert read_cut_answer(whole) == read_answer(whole)


@pytest.mark.parametrize(
    "content", ["[1]", "claims", '{"claims": "', '{"claims": [' + "[" * 100_000]
)
def test_of_a_cut_answer_nothing_may_be_left(content):
    assert read_cut_answer(content) == ()
