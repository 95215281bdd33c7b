"""Figures that can both be true."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.assess.amounts import (
    LEAST_SLACK,
    MOST_SLACK,
    rounding,
    same_money,
    same_quantity,
    show_money,
    show_quantity,
)
from armsledger.model import Money, Quantity

AMOUNT = st.builds(
    Money,
    st.decimals(min_value=1, max_value=10**13, places=0),
    st.sampled_from(["USD", "EUR"]),
    st.sampled_from(["=", "~", ">", "<"]),
)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("2500000000", "="), ("2460000000", "="), True),
        (("2500000000", "="), ("2200000000", "="), False),
        (("2000000000", "="), ("2200000000", "="), True),
        (("3000000000", "="), ("3400000000", "="), False),
        (("2000000000", ">"), ("2500000000", "="), True),
        (("2000000000", "<"), ("2500000000", "="), False),
        (("2000000000", "<"), ("2500000000", ">"), False),
        (("100000000", "~"), ("110000000", "="), True),
    ],
)
def test_same_money(a, b, same):
    one, two = (Money(Decimal(amount), "USD", qualifier) for amount, qualifier in (a, b))
    assert same_money(one, two) is same
    assert same_money(two, one) is same


@settings(deadline=None)  # a loaded machine is no failure
@given(AMOUNT, AMOUNT)
def test_same_money_is_symmetric_and_reflexive(a, b):
    assert same_money(a, b) is same_money(b, a)
    assert same_money(a, a)
    assert LEAST_SLACK <= rounding(a.amount) <= MOST_SLACK


def test_quantities():
    four = Quantity(Decimal(4), "jet")
    assert same_quantity(four, Quantity(Decimal(4), "aircraft"))
    assert not same_quantity(four, Quantity(Decimal(6), "aircraft"))
    assert same_quantity(four, Quantity(Decimal(6), "battery"))


def test_shown_for_people():
    assert show_money(Money(Decimal("2500000000"), "USD")) == "2.5 billion USD"
    assert show_money(Money(Decimal("2000000000"), "USD", ">")) == "more than 2 billion USD"
    assert show_money(Money(Decimal("340000"), "EUR", "~")) == "about 340000 EUR"
    assert show_quantity(Quantity(Decimal("10.0"), "battery")) == "10 (battery)"
