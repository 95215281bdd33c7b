"""What is no form: news about notices, registers and reports."""

import pytest
from forms_cases import load, read

CASES = load("forms_none.jsonl")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_news_about_a_form_is_no_form(case):
    assert read(case | {"date": "2022-01-01"}) is None, case["why"]


def releases():
    cases = (case for case in load("forms_notices.jsonl") if len(case["want"]) == 1)
    return [case for case in cases if case["want"][0]["kind"] == "release"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in releases()])
def test_a_release_with_a_reporters_words_is_no_release(case):
    told = case["text"] + "\nThe sale was long expected, two officials told reporters."
    assert read(case | {"text": told}) is None
