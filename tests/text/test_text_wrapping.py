"""Wrapped lines become one paragraph and no offset moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.model import Report
from armsledger.text.wrapping import unwrap, unwrapped
from cases import each_case, load_cases

CASES = load_cases("text_wrapping.jsonl")


def test_ids_are_unique():
    assert len({case["id"] for case in CASES}) == len(CASES)


@each_case(CASES)
@pytest.mark.parametrize("end", ["\n", " \n", "\r\n"])
def test_cases(case, end):
    text = end.join(case["lines"])
    found = [line for line in unwrap(text).split("\n") if line.strip()]
    rest = [line for line in case["lines"] if line]
    expected = []
    for size in case["groups"]:
        expected.append(" ".join(" ".join(rest[:size]).split()))
        rest = rest[size:]
    assert [" ".join(line.split()) for line in found] == expected


LINES = st.lists(st.text(alphabet="aB .-\r\t\u2019\u00e9", max_size=90), max_size=8)


@given(LINES)
def test_only_white_space_changes(lines):
    text = "\n".join(lines)
    read = unwrap(text)
    assert len(read) == len(text)
    assert all(a == b or (a.isspace() and b == " ") for a, b in zip(text, read, strict=True))


def test_a_report_that_is_not_wrapped_is_not_copied():
    report = Report(id="r", text="One line.\nAnother line.", content_hash="r")
    assert unwrapped(report) is report


def test_the_copy_keeps_everything_but_the_line_breaks():
    text = "\n".join(CASES[0]["lines"])
    report = Report(id="r", text=text, title="Boats", content_hash="h", date="2020-01-02")
    read = unwrapped(report)
    assert read.text == text.replace("\n", " ")
    assert (read.id, read.title, read.date) == (report.id, report.title, report.date)
