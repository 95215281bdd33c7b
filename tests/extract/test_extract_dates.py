"""Tests for armsledger.extract.dates. To add a case, add a line to tests/data/dates.jsonl."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.dates import find_dates
from armsledger.extract.edtf import is_edtf
from cases import each_case, load_cases

CASES = load_cases("dates.jsonl")
WORDS = (
    "last next this the since by until from to and or between early late mid end of year years"
    " month week weekend decade quarter summer winter two a few ago later after before in within"
    " over 2019 2020s 9999 0000 May March 31 30 Feb. 29 Monday , . - / ' 1st Q1 fiscal ended coming"
)
anchors = st.none() | st.dates()
texts = st.text(max_size=120) | st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join)


def anchor_of(case):
    return dt.date.fromisoformat(case["anchor"]) if case["anchor"] else None


@each_case(CASES)
def test_dates_are_read(case):
    text = case["text"]
    found = [[text[m.start : m.end], m.edtf] for m in find_dates(text, anchor_of(case))]
    assert found == case["want"]


@given(texts, anchors)
def test_any_text_gives_ordered_disjoint_spans_and_valid_edtf(text, anchor):
    mentions = find_dates(text, anchor)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(is_edtf(m.edtf) for m in mentions)


@given(texts)
def test_without_an_anchor_nothing_is_anchored(text):
    assert not any(m.anchored for m in find_dates(text, None))


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_date_in_full_is_read_back(day):
    months = "January February March April May June July August September October November December"
    month = months.split()[day.month - 1]
    for written in (f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}", str(day)):
        assert [m.edtf for m in find_dates(f"It was signed on {written}.", None)] == [str(day)]


@pytest.mark.parametrize(
    ("text", "anchored"),
    [("It was signed in 2019.", False), ("It was signed last year.", True)],
)
def test_anchored_tells_what_the_text_does_not_say_in_full(text, anchored):
    assert [m.anchored for m in find_dates(text, dt.date(2024, 7, 9))] == [anchored]
