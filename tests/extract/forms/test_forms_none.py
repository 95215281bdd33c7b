"""What is no form: news about notices, registers and reports."""

from forms_cases import read

from cases import each_case, load_cases

CASES = load_cases("forms/forms_none.jsonl")


@each_case(CASES)
def test_news_about_a_form_is_no_form(case):
    assert read(case | {"date": "2022-01-01"}) is None, case["why"]


def releases():
    cases = (case for case in load_cases("forms/forms_notices.jsonl") if len(case["want"]) == 1)
    return [case for case in cases if case["want"][0]["kind"] == "release"]


@each_case(releases())
def test_a_release_with_a_reporters_words_is_no_release(case):
    told = case["text"] + "\nThe sale was long expected, two officials told reporters."
    assert read(case | {"text": told}) is None
