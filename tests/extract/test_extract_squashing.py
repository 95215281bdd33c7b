"""From scores to probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from armsledger.extract.squashing import sigmoid, softmax

SCORES = arrays.arrays(np.float64, st.tuples(*[st.integers(1, 5)] * 2), elements=st.floats(-40, 40))


@given(SCORES)
def test_choices_sum_to_one_and_keep_their_order(scores):
    found = softmax(scores)
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert (found >= 0).all()
    surest = np.take_along_axis(found, scores.argmax(axis=1)[:, None], axis=1)
    assert (found <= surest).all()


@given(SCORES, st.floats(-1e6, 1e6))
def test_what_all_choices_gain_changes_nothing(scores, gain):
    assert softmax(scores + gain) == pytest.approx(softmax(scores), abs=1e-6)


@given(SCORES)
def test_two_choices_are_the_odds_of_one(scores):
    against = np.stack([scores.ravel(), np.zeros(scores.size)], axis=1)
    assert softmax(against)[:, 0] == pytest.approx(sigmoid(scores.ravel()))


@pytest.mark.parametrize("shape", [(0, 3), (0, 0), (2, 0)])
def test_nothing_stays_nothing(shape):
    assert softmax(np.zeros(shape)).shape == shape
