"""Tests for armsledger.extract.money and currencies. To add a case, add a line to money.jsonl."""

from decimal import Decimal

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.currencies import choose, load_currencies
from armsledger.extract.money import find_money
from cases import each_case, load_cases

CASES = load_cases("money.jsonl")


def as_row(text, mention):
    money = mention.money
    basis = "inferred" if mention.currency_inferred else "stated"
    row = [text[mention.start : mention.end], money.amount, money.currency, money.qualifier, basis]
    return [*row, "per unit"] if mention.per_unit else row


@each_case(CASES)
def test_amounts_are_read(case):
    text = case["text"]
    want = [[quote, Decimal(amount), *rest] for quote, amount, *rest in case["want"]]
    assert [as_row(text, mention) for mention in find_money(text)] == want


@given(
    st.text(alphabet="US$€Rs1239,. -milonbcre\u0301\U0001f680", max_size=80) | st.text(max_size=80)
)
def test_spans_are_ordered_disjoint_and_inside_the_text(text):
    mentions = find_money(text)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(m.money.amount > 0 for m in mentions)


@given(
    st.integers(1, 999),
    st.sampled_from([("million", 10**6), ("bn", 10**9), ("crore", 10**7)]),
    st.text(alphabet="abc .", max_size=20),
)
def test_a_planted_amount_is_found_where_it_stands(number, scale, before):
    quote = f"EUR {number} {scale[0]}"
    text = f"{before} for {quote} in all"
    (mention,) = find_money(text)
    assert text[mention.start : mention.end] == quote
    assert mention.money.amount == number * scale[1]


def test_every_code_is_a_currency_and_every_home_a_state():
    known = set(get_global("all_currencies"))
    assert {c.code for c in load_currencies()} <= known
    assert all(c.home is None or len(c.home) == 3 for c in load_currencies())


def test_forms_are_listed_once_for_each_code():
    rows = [(c.form, c.code) for c in load_currencies()]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("home", "code"), [("ARG", "ARS"), ("PHL", "PHP"), ("FRA", None), (None, None)]
)
def test_home_decides_where_the_text_does_not(home, code):
    found = [m.money.currency for m in find_money("It costs 70 billion pesos.", home)]
    assert found == ([code] if code else [])


def test_the_text_decides_before_home():
    chosen = choose("rupee", "a yard in Karachi", "PAK")
    assert chosen is not None
    assert chosen.code == "PKR"
    assert [m.money.currency for m in find_money("Mexico paid 3 billion pesos.", "ARG")] == ["MXN"]
