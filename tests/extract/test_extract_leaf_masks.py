"""Masks over leaves give what walking down the trees gives, to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.errors import ConfigurationError
from armsledger.extract.leaf_masks import MOST_LEAVES, Nodes, to_leaf_masks

COLUMNS = 3
NUMBERS = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0, 2.0])
# A tree is a leaf's value, or column, threshold, left and right.
TREES = st.recursive(
    st.floats(-2, 2),
    lambda below: st.tuples(st.integers(0, COLUMNS - 1), NUMBERS, below, below),
    max_leaves=20,
)


def to_nodes(trees):
    """Return trees as lists of nodes."""
    column, threshold, children, value, roots = [], [], [], [], []

    def add(tree):
        at = len(column)
        leaf = not isinstance(tree, tuple)
        column.append(0 if leaf else tree[0])
        threshold.append(0.0 if leaf else tree[1])
        value.append(tree if leaf else 0.0)
        children.append([at, at])
        if not leaf:
            children[at] = [add(tree[2]), add(tree[3])]
        return at

    for tree in trees:
        roots.append(add(tree))
    return Nodes(
        column=np.array(column, dtype=np.intp),
        threshold=np.array(threshold),
        children=np.array(children, dtype=np.intp).ravel(),
        value=np.array(value),
        roots=np.array(roots, dtype=np.int32),
    )


def walk(tree, row):
    """Return the value of the leaf that a row reaches."""
    while isinstance(tree, tuple):
        tree = tree[3] if row[tree[0]] > tree[1] else tree[2]
    return tree


@settings(max_examples=150, deadline=None)
@given(
    st.lists(TREES, min_size=1, max_size=6),
    st.lists(st.tuples(*[NUMBERS] * COLUMNS), min_size=1, max_size=8),
)
def test_masks_reach_the_leaves_of_a_walk(trees, rows):
    sums = to_leaf_masks(to_nodes(trees)).sum_leaves(np.array(rows))
    reached = np.array([[walk(tree, row) for tree in trees] for row in rows])
    assert sums.tolist() == reached.sum(axis=1).tolist()


def chain(leaves):
    """Return a tree of so many leaves, each further right for a larger number."""
    tree = float(leaves)
    for number in range(leaves - 1, 0, -1):
        tree = (0, float(number), float(number), tree)
    return tree


@pytest.mark.parametrize("leaves", [1, 16, 17, 32, 33, MOST_LEAVES])
def test_masks_are_as_wide_as_the_trees(leaves):
    masks = to_leaf_masks(to_nodes([chain(leaves)]))
    rows = np.array([[float(n), 0.0] for n in range(1, leaves + 1)])
    assert masks.sum_leaves(rows).tolist() == list(range(1, leaves + 1))


def test_a_tree_of_too_many_leaves_is_refused():
    with pytest.raises(ConfigurationError, match="65 leaves; at most 64"):
        to_leaf_masks(to_nodes([chain(MOST_LEAVES + 1)]))
