"""EDTF dates as ranges of days."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.model.edtf import FIRST_DAY, LAST_DAY, DayRange, day_range


def days(start, end):
    return DayRange(date.fromisoformat(start).toordinal(), date.fromisoformat(end).toordinal())


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-04-25", "2017-04-25", "2017-04-25"),
        ("2019-22", "2019-06-01", "2019-08-31"),
        ("2019-24", "2019-01-01", "2020-02-29"),
        ("2019-21/2019-23", "2019-03-01", "2019-11-30"),
        ("2016/2018", "2016-01-01", "2018-12-31"),
        ("2017-04-25~", "2017-04-18", "2017-05-02"),
        ("2017?", "2017-01-01", "2017-12-31"),
    ],
)
def test_closed_ranges(text, start, end):
    assert day_range(text) == days(start, end)
    assert not day_range(text).is_open


@pytest.mark.parametrize("text", ["2016/..", "../2016", "2016/", "/2016"])
def test_open_ranges(text):
    assert day_range(text).is_open


@pytest.mark.parametrize(
    "text", [None, "", "soon", "2017-13", "2017-02-30", "2017-00", "2018/2017", "0000", "20170425"]
)
def test_what_is_no_date_has_no_range(text):
    assert day_range(text) is None


def test_overlap():
    assert day_range("2019").overlaps(day_range("2019-22"))
    assert day_range("2019").contains(day_range("2019-22"))
    assert not day_range("2018").overlaps(day_range("2019-01"))
    assert day_range("2018/..").overlaps(day_range("2030"))


@settings(deadline=None)  # a loaded machine is no failure
@given(st.text(max_size=12))
def test_any_text_gives_a_range_or_none(text):
    found = day_range(text)
    assert found is None or FIRST_DAY <= found.start <= found.end <= LAST_DAY


@settings(deadline=None)  # a loaded machine is no failure
@given(st.dates())
def test_a_day_is_itself(day):
    assert day_range(day.isoformat()) == DayRange(day.toordinal(), day.toordinal())
