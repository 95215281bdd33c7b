"""Tests for armsledger.extract.edtf and the calendar arithmetic of armsledger.extract.periods."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.edtf import (
    earlier_of,
    edtf_agree,
    edtf_contains,
    edtf_key,
    edtf_overlaps,
    end_part,
    interval_of,
    is_edtf,
    start_part,
)
from armsledger.extract.periods import unit_period, week_period

UNITS = ["day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century"]


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2017-04-25", "2017-04-25", "2017-04-25"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-22", "2019-06-01", "2019-08-30"),
        ("2012-24", "2012-12-01", "2013-03-01"),
        ("2017", "2017-01-01", "2017-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("2020~", "2020-01-01", "2020-12-31"),
        ("2016/2018-03", "2016-01-01", "2018-03-31"),
        ("2016/..", "2016-01-01", "9999-12-31"),
        ("../2018", "0001-01-01", "2018-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("999X", "9990-01-01", "9999-12-31"),
    ],
)
def test_interval_covers_first_to_last_day(edtf, first, last):
    assert interval_of(edtf) == (day(first), day(last))


@pytest.mark.parametrize(
    "text",
    ["", "..", "soon", "0000", "000X", "2017-13", "2017-00", "2017-02-30", "2018/2016", "2016/",
     "/2016", "17", "2017-4", "2017-04-25T10:00", "2016/2017/2018", "\uff12\uff10\uff11\uff17"],
)  # fmt: skip
def test_what_is_no_edtf_is_refused(text):
    assert interval_of(text) is None
    assert not is_edtf(text)


@given(st.text(alphabet="0123456789X-/.~?", max_size=24))
def test_interval_is_total_and_ordered(text):
    bounds = interval_of(text)
    assert bounds is None or bounds[0] <= bounds[1]


@given(st.dates(), st.dates())
def test_a_pair_of_days_parses_back(one, other):
    first, last = sorted((one, other))
    assert interval_of(f"{first}/{last}") == (first, last)


@given(st.dates(), st.sampled_from([*UNITS[:6], "year"]))
def test_the_unit_of_a_day_holds_it_or_is_its_weekend(when, unit):
    found = unit_period(when, unit, 0)
    if found is None:  # only at the calendar's edge
        assert when > dt.date(9999, 12, 20) or when < dt.date(1, 1, 8)
    elif unit != "weekend":
        assert found.first <= when <= found.last
        assert edtf_contains(found.edtf, when.isoformat())


@given(st.dates(), st.sampled_from(UNITS), st.integers(-500, 500))
def test_units_far_away_are_periods_or_none(when, unit, by):
    found = unit_period(when, unit, by)
    assert found is None or interval_of(found.edtf) == (found.first, found.last)


def test_weeks_run_from_monday_to_sunday():
    week = week_period(day("2024-07-09"), -1)
    assert week is not None
    assert week.edtf == "2024-07-01/2024-07-07"


def test_containing_and_overlapping():
    assert edtf_contains("2017", "2017-04")
    assert not edtf_contains("2017-04", "2017")
    assert edtf_overlaps("2016/2018", "2018-05/..")
    assert not edtf_overlaps("2016", "2017")
    assert not edtf_contains("2017", "soon")
    assert not edtf_overlaps("soon", "2017")


def test_agreement_is_within_a_month_at_both_ends():
    assert edtf_agree("2018-10/2018-12", "2018-11/2018-12")
    assert not edtf_agree("2018", "2018-06")
    assert not edtf_agree("2018", "later")
    assert not edtf_agree("2018-01-01", "2018-01-03", tolerance=dt.timedelta(days=1))


def test_earlier_of_takes_the_earlier_start_then_the_earlier_end():
    assert earlier_of("2018", "2017-04-25") == "2017-04-25"
    assert earlier_of("2017", "2017-01") == "2017-01"
    with pytest.raises(ValueError, match="'soon'"):
        edtf_key("soon")


def test_parts_of_an_interval():
    assert (start_part("2016/2018"), end_part("2016/2018")) == ("2016", "2018")
    assert (start_part("2016"), end_part("2016")) == ("2016", "2016")
