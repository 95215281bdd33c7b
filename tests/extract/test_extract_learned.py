"""The arithmetic of the learned parts, on models small enough for mental arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.learned import Linear, Trees, load_model

LINEAR = Linear(
    classes=("none", "order"),
    index={"a": 0, "b": 1},
    weights=np.array([[0.0, math.log(3)], [math.log(2), 0.0]]),
    bias=np.array([0.0, 0.0]),
)

# First tree: x <= 1 ? -1 : (y <= 5 ? 0 : 2). Second tree: a single leaf of 0.5.
TREES = Trees(
    names={"x": 0, "y": 1},
    feature=np.array([0, 0, 1, 0, 0, 0], dtype=np.intp),
    threshold=np.array([1.0, 0, 5.0, 0, 0, 0]),
    children=np.array([1, 2, 1, 1, 3, 4, 3, 3, 4, 4, 5, 5], dtype=np.intp),
    value=np.array([0, -1.0, 0, 0.0, 2.0, 0.5]),
    roots=np.array([0, 5], dtype=np.int32),
    base=0.25,
    depth=3,
)


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([], [0.5, 0.5]),
        (["unknown"], [0.5, 0.5]),
        (["a"], [0.25, 0.75]),
        (["b"], [2 / 3, 1 / 3]),
        (["a", "b"], [0.4, 0.6]),
    ],
)
def test_linear(names, wanted):
    assert LINEAR.probabilities([names])[0] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("row", "raw"),
    [({}, -0.25), ({"x": 1}, -0.25), ({"x": 2}, 0.75), ({"x": 2, "y": 6}, 2.75), ({"z": 9}, -0.25)],
)
def test_trees(row, raw):
    assert TREES.probabilities([row])[0] == pytest.approx(1 / (1 + math.exp(-raw)))


def test_no_rows():
    assert LINEAR.probabilities([]).shape == (0, 2)
    assert TREES.probabilities([]).shape == (0,)


NUMBERS = st.floats(-1e6, 1e6)


@given(st.lists(st.dictionaries(st.sampled_from("xyz"), NUMBERS), max_size=6))
def test_a_row_is_judged_alone(rows):
    together = TREES.probabilities(rows)
    assert [TREES.probabilities([row])[0] for row in rows] == list(together)


def test_the_packaged_model_is_whole():
    model = load_model()
    assert "none" in model.events.classes
    assert model.events.weights.shape == (len(model.events.index), len(model.events.classes))
    assert {"event_floor", "weapon_more", "party_more", "keep"} <= set(model.settings)
    for trees in (model.weapon, model.recipient, model.supplier, model.selector):
        assert trees.feature.max() < len(trees.names)
        own = np.arange(len(trees.feature))[:, None]
        children = trees.children.reshape(-1, 2)
        inner = (children != own).any(axis=1)
        assert (children[inner] > own[inner]).all()
        assert max(trees.children.max(), trees.roots.max()) < len(trees.value)
