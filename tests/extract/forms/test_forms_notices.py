"""Notices to the Congress: every field of every case, and the claims made of them."""

from forms_cases import claim_line, differences, read, wanted

from cases import each_case, load_cases

CASES = load_cases("forms/forms_notices.jsonl")
LEAST_RIGHT = 0.98  # share of the fields that the reader promises


def test_there_are_enough_cases_each_with_an_id_of_its_own():
    assert len({case["id"] for case in CASES}) == len(CASES) >= 60


@each_case(CASES)
def test_every_field_is_right(case):
    assert list(differences(case)) == [], case["why"]


def test_the_promised_share_of_fields_is_right():
    wrong = sum(len(list(differences(case))) for case in CASES)
    fields = sum(len(wanted(notice)) for case in CASES for notice in case["want"])
    assert 1 - wrong / fields >= LEAST_RIGHT


@each_case(CASES)
def test_the_claims_are_those_of_the_case(case):
    assert [claim_line(claim) for claim in read(case).claims] == case["claims"], case["why"]
