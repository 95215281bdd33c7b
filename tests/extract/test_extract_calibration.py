import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.calibration import (
    CALIBRATION_FILE,
    Calibration,
    load_calibration,
    log_odds,
)

scores = st.floats(0.0, 1.0)
lines = st.builds(Calibration, slope=st.floats(0.1, 3.0), shift=st.floats(-3.0, 3.0))


@given(line=lines, one=scores, other=scores)
def test_the_surer_of_two_claims_stays_the_surer(line, one, other):
    low, high = sorted((one, other))
    assert 0.0 <= line.confidence(low) <= line.confidence(high) <= 1.0


@given(score=st.floats(0.001, 0.999))
def test_without_a_map_a_score_is_its_own_confidence(score):
    assert Calibration().confidence(score) == pytest.approx(score, abs=1e-4)


@pytest.mark.parametrize("score", [0.0, 1.0, 1e-300])
def test_scores_at_the_ends_have_odds(score):
    assert abs(log_odds(score)) < 10


def test_the_packaged_map_says_what_it_was_learned_from():
    text = files("armsledger.extract").joinpath("data", CALIBRATION_FILE).read_text("utf-8")
    record = json.loads(text)
    found = load_calibration()
    assert (found.slope, found.shift) == (record["slope"], record["shift"])
    assert found.slope > 0
    assert record["claims"] > 1_000
    assert record["error_over_folds"] <= 0.05
