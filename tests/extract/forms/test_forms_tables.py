"""Registers of transfers and reports on licences: every row of every case, and its claims."""

from forms_cases import claim_line, read, rows_of

from cases import each_case, load_cases

CASES = load_cases("forms/forms_tables.jsonl")


@each_case(CASES)
def test_every_row_is_read(case):
    assert rows_of(case) == case["rows"], case["why"]


@each_case(CASES)
def test_the_claims_are_those_of_the_rows(case):
    assert [claim_line(claim) for claim in read(case).claims] == case["claims"], case["why"]


@each_case(CASES)
def test_nothing_of_a_table_is_left_out_in_silence(case):
    assert read(case).unread == ()


def test_a_row_that_cannot_be_read_is_named():
    case = next(case for case in CASES if case["id"] == "register-csv")
    text = case["text"].replace("Egypt", "Atlantis")
    reading = read(case | {"text": text})
    assert [text[line.start : line.end].split(",")[1] for line in reading.unread] == ["Atlantis"]
    assert len(reading.transfers) == len(case["rows"]) - 1
