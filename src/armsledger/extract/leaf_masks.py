"""Which leaf of each tree a row reaches, by trying every condition of all trees at once.

Walking down costs several operations a level for each pair of row and tree. Trees that were
learned together share most of their conditions, so each is tried once; what a condition rules
out is a mask over the leaves of a tree, and of the leaves that no mask rules out, numbered from
left to right, a row reaches the first (the idea: QuickScorer, Lucchese and others 2015).
"""

from dataclasses import dataclass
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from armsledger.errors import ConfigurationError

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Masks = NDArray[np.unsignedinteger[Any]]

# Leaves that a tree may have: as many as the widest mask has bits.
MOST_LEAVES: Final = 64

# The exponent's place in a double, and what is added to it (IEEE 754).
_FRACTION: Final = 52
_BIAS: Final = 1023

# Stands where a tree has fewer conditions than another: it never holds.
_NEVER: Final = (0, inf)


@dataclass(frozen=True, slots=True)
class Nodes:
    """Trees as lists of nodes; a leaf is its own child."""

    column: Indices  # (nodes,)
    threshold: Floats  # (nodes,) go left if value <= threshold
    children: Indices  # (2 * nodes,) left and right of each node
    value: Floats  # (nodes,) what a leaf adds
    roots: NDArray[np.int32]  # (trees,)


@dataclass(frozen=True, slots=True)
class LeafMasks:
    """The conditions of trees, and the leaves that they leave."""

    columns: Indices  # (conditions,)
    thresholds: Floats  # (conditions,) it holds if the value is greater
    nodes: Indices  # (most nodes of a tree, trees) the condition of each node
    ruled_out: Masks  # (the same) the leaves it rules out if it holds
    value: Floats  # (trees * width,) what the leaves add
    width: int  # most leaves of a tree

    def sum_leaves(self, matrix: Floats) -> Floats:
        """Return (rows,) sums over all trees of the leaves that the rows reach."""
        numbers = np.ascontiguousarray(matrix.T).take(self.columns, axis=0)
        holds = (numbers > self.thresholds[:, None]).astype(self.ruled_out.dtype)
        np.negative(holds, out=holds)  # all bits, or none
        gone: Masks = np.zeros((self.nodes.shape[1], len(matrix)), dtype=holds.dtype)
        for nodes, ruled_out in zip(self.nodes, self.ruled_out, strict=True):
            gone |= holds.take(nodes, axis=0) & ruled_out[:, None]
        first = ~gone & (gone + 1)  # the lowest bit that is left, alone
        reached = (first.astype(np.float64).view(np.int64) >> _FRACTION) - _BIAS
        leaves = np.ascontiguousarray(reached.T) + np.arange(0, self.value.size, self.width)
        return np.asarray(self.value.take(leaves).sum(axis=1))


def to_leaf_masks(nodes: Nodes) -> LeafMasks:
    """Return the masks of trees.

    Raises:
        ConfigurationError: a tree has more than MOST_LEAVES leaves.
    """
    trees = [_Tree(nodes, root) for root in nodes.roots.tolist()]
    width = max(len(tree.leaves) for tree in trees)
    if width > MOST_LEAVES:
        raise ConfigurationError(f"a tree has {width} leaves; at most {MOST_LEAVES} can be read")
    depth = max(1, *(len(tree.conditions) for tree in trees))
    number = {_NEVER: 0}
    table = np.zeros((depth, len(trees)), dtype=np.intp)
    ruled_out = np.zeros((depth, len(trees)), dtype=_mask_type(width))
    value = np.zeros((len(trees), width))
    for at, tree in enumerate(trees):
        value[at, : len(tree.leaves)] = tree.leaves
        for line, (condition, leaves) in enumerate(tree.conditions):
            table[line, at] = number.setdefault(condition, len(number))
            ruled_out[line, at] = leaves
    columns, thresholds = zip(*number, strict=True)
    return LeafMasks(
        columns=np.array(columns, dtype=np.intp),
        thresholds=np.array(thresholds),
        nodes=table,
        ruled_out=ruled_out,
        value=value.ravel(),
        width=width,
    )


def _mask_type(width: int) -> type[np.unsignedinteger[Any]]:
    types = (np.uint16, np.uint32, np.uint64)
    return next(kind for kind in types if np.iinfo(kind).bits >= width)


class _Tree:
    """A tree's leaves from left to right; its conditions with the leaves that each rules out."""

    def __init__(self, nodes: Nodes, root: int) -> None:
        self.leaves: list[float] = []
        self.conditions: list[tuple[tuple[int, float], int]] = []
        self._walk(nodes, root)

    def _walk(self, nodes: Nodes, node: int) -> None:
        left, right = nodes.children[2 * node : 2 * node + 2].tolist()
        if left == node:
            self.leaves.append(float(nodes.value[node]))
            return
        first = len(self.leaves)
        self._walk(nodes, left)
        ruled_out = (1 << len(self.leaves)) - (1 << first)
        condition = int(nodes.column[node]), float(nodes.threshold[node])
        self.conditions.append((condition, ruled_out))
        self._walk(nodes, right)
