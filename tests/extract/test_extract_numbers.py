"""Tests for armsledger.extract.numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.numbers import find_numbers, read_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,700", "1700"),
        ("6,00,000", "600000"),
        ("2.5", "2.5"),
        ("12\u00a0000", "12000"),
        ("seven", "7"),
        ("Twenty-four", "24"),
        ("a hundred", "100"),
        ("two hundred and thirty", "230"),
        ("two hundred thirty", "230"),
        ("three thousand five hundred", "3500"),
        ("two hundred thousand", "200000"),
        ("twenty-thousand", "20000"),
        ("1.5 million", "1500000"),
        ("two dozen", "24"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("half a million", "500000"),
        ("a pair of", "2"),
        ("a couple of", "2"),
        ("one million two hundred thousand", "1200000"),
        ("hundreds of thousands", "100000"),
        ("tens of millions", "10000000"),
    ],
)
def test_numbers_have_their_value(words, value):
    assert read_number(words) == Decimal(value)


@pytest.mark.parametrize("words", ["", "several", "F-16", "1.2.3", "9" * 40, "\u0661\u0662"])
def test_what_is_no_number_is_none(words):
    assert read_number(words) is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("It has 36 jets and two dozen tanks.", [("36", False), ("two dozen", False)]),
        ("An F-16, $5 and v2 are none.", []),
        ("It sent hundreds of shells.", [("hundreds", True)]),
        ("About 1,700 of 6,00,000.", [("1,700", False), ("6,00,000", False)]),
    ],
)
def test_numbers_are_found(text, want):
    assert [(text[n.start : n.end], n.vague) for n in find_numbers(text)] == want


@given(st.integers(0, 10**12))
def test_grouped_figures_read_back(number):
    assert read_number(f"{number:,}") == number


@given(st.text(max_size=100))
def test_any_text_gives_ordered_disjoint_spans(text):
    edges = [edge for n in find_numbers(text) for edge in (n.start, n.end)]
    assert edges == sorted(edges)
    assert all(0 <= n.start < n.end <= len(text) for n in find_numbers(text))
