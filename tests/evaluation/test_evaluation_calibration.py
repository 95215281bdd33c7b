from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.evaluation.calibration import (
    Bin,
    are_right,
    bins_of,
    calibration_error,
    errors_by_chance,
)
from armsledger.evaluation.rows import row_from_json

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(told=pairs, number=st.integers(1, 12))
def test_bins_hold_every_claim_and_differ_by_one_at_most(told, number):
    bins = bins_of([c for c, _ in told], [right for _, right in told], number)
    sizes = [one.count for one in bins]
    assert sum(sizes) == len(told)
    assert max(sizes) - min(sizes) <= 1
    middles = [one.confidence for one in bins]
    assert all(a <= b + 1e-12 for a, b in pairwise(middles))
    assert 0.0 <= calibration_error(bins) <= 1.0


@pytest.mark.parametrize(
    ("bins", "error"),
    [
        ((), 0.0),
        ((Bin(10, 0.5, 0.5),), 0.0),
        ((Bin(10, 0.9, 0.4), Bin(30, 0.2, 0.3)), 0.2),
    ],
    ids=["no claims", "exact", "weighed by size"],
)
def test_the_error_is_the_mean_gap(bins, error):
    assert calibration_error(bins) == pytest.approx(error)


def test_each_claim_counts_by_itself():
    order = {"report": "r", "event": "order", "recipient": "TUR", "system": "S-400"}
    kind = {"report": "r", "event": "talks", "recipient": "TUR", "category": "missiles"}
    gold = [row_from_json(order), row_from_json(kind)]
    told = [order, order, order | {"recipient": "IND"}, kind | {"system": "X-9"}]
    found = are_right(gold, [row_from_json(row) for row in told], {})
    assert found == [True, True, False, True]


def test_few_claims_have_a_larger_error_by_chance_than_many():
    few, many = errors_by_chance([0.5] * 40), errors_by_chance([0.5] * 400)
    assert 0 < few[0] < few[1] < 1
    # The mean gap of a bin of n fair coins is about .4 / sqrt(n): .2 for 4, .063 for 40.
    assert few[0] < 0.2 < few[1]
    assert many[0] < 0.063 < many[1]
    assert many[1] < few[0]


def test_sure_claims_have_no_error_by_chance():
    assert errors_by_chance([0.0, 1.0] * 20) == (0.0, 0.0)


def test_equal_confidences_are_not_sorted_by_whether_they_are_right():
    assert calibration_error(bins_of([0.5] * 8, [True, False] * 4, 4)) == 0.0
