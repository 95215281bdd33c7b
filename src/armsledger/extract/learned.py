"""The learned parts, as plain numbers: a linear model over named features, and boosted trees.

Both are read from one JSON file that `make train` writes; predicting needs numpy alone. What was
learned, from what, and how well: docs/methods/model-card.md.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from armsledger.errors import ConfigurationError

Floats = NDArray[np.float64]

# Rows that walk down the trees together: bounds the memory, and fits the processor's cache.
BLOCK: Final = 1024

MODEL_FILE: Final = "model.json.gz"


@dataclass(frozen=True, slots=True)
class Linear:
    """Multinomial logistic regression over features that hold or do not."""

    classes: tuple[str, ...]
    index: Mapping[str, int]  # feature -> row of weights
    weights: Floats  # (features, classes)
    bias: Floats  # (classes,)

    def probabilities(self, rows: Sequence[Iterable[str]]) -> Floats:
        """Return (rows, classes); each row sums to 1. Unknown features count for nothing."""
        scores = np.tile(self.bias, (len(rows), 1))
        for i, names in enumerate(rows):
            known = [self.index[name] for name in names if name in self.index]
            if known:
                scores[i] += self.weights[known].sum(axis=0)
        scores -= scores.max(axis=1, keepdims=True, initial=-np.inf) if len(rows) else 0.0
        exponents = np.exp(scores)
        return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted binary trees over named numbers; a missing name counts as 0."""

    names: Mapping[str, int]
    feature: NDArray[np.intp]  # (nodes,) column; 0 in a leaf
    threshold: Floats  # (nodes,) go left if value <= threshold
    children: NDArray[np.intp]  # (2 * nodes,) left and right of each node; a leaf is its own
    value: Floats  # (nodes,) what a leaf adds
    roots: NDArray[np.int32]  # (trees,)
    base: float
    depth: int

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """Return (rows,) probabilities of the positive class."""
        if not rows:
            return np.zeros(0)
        matrix = np.zeros((len(rows), len(self.names)))
        for i, row in enumerate(rows):
            for name, number in row.items():
                column = self.names.get(name)
                if column is not None:
                    matrix[i, column] = number
        blocks = range(0, len(rows), BLOCK)
        raw = np.concatenate([self._sum_leaves(matrix[b : b + BLOCK]) for b in blocks])
        return np.asarray(1 / (1 + np.exp(-raw)))

    def _sum_leaves(self, matrix: Floats) -> Floats:
        """Return (rows,) sums over all trees of the leaves that the rows reach."""
        width = matrix.shape[1]
        flat = matrix.ravel()
        lines = np.arange(0, matrix.size, width, dtype=np.intp)[:, None]
        at = np.broadcast_to(self.roots.astype(np.intp), (len(matrix), len(self.roots)))
        for _ in range(self.depth):
            goes_right = flat.take(self.feature.take(at) + lines) > self.threshold.take(at)
            at = self.children.take(2 * at + goes_right)
        return np.asarray(self.base + self.value.take(at).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Model:
    """All learned parts, and the numbers that join them."""

    events: Linear
    weapon: Trees
    recipient: Trees
    supplier: Trees
    selector: Trees
    settings: Mapping[str, float]
    version: str


@cache
def load_model() -> Model:
    """Return the packaged model.

    Raises:
        ConfigurationError: the model file is missing; `make train` writes it.
    """
    path = files("armsledger.extract") / "data" / MODEL_FILE
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError as error:
        message = f"the model file {MODEL_FILE} is missing: write it with 'make train'"
        raise ConfigurationError(message) from error
    return model_from_json(data)


def model_from_json(data: Mapping[str, Any]) -> Model:
    """Return the model that `eval/train.py` wrote as JSON."""
    return Model(
        events=_linear(data["events"]),
        weapon=_trees(data["weapon"]),
        recipient=_trees(data["recipient"]),
        supplier=_trees(data["supplier"]),
        selector=_trees(data["selector"]),
        settings=data["settings"],
        version=data["version"],
    )


def _linear(data: Mapping[str, Any]) -> Linear:
    return Linear(
        classes=tuple(data["classes"]),
        index={name: i for i, name in enumerate(data["names"])},
        weights=np.array(data["weights"], dtype=np.float64),
        bias=np.array(data["bias"], dtype=np.float64),
    )


def _trees(data: Mapping[str, Any]) -> Trees:
    feature = np.array(data["feature"], dtype=np.intp)
    children = np.array([data["left"], data["right"]], dtype=np.intp).T
    own = np.arange(len(feature))[:, None]
    return Trees(
        names={name: i for i, name in enumerate(data["names"])},
        feature=np.maximum(feature, 0),
        threshold=np.array(data["threshold"], dtype=np.float64),
        children=np.where(feature[:, None] < 0, own, children).ravel(),
        value=np.array(data["value"], dtype=np.float64),
        roots=np.array(data["roots"], dtype=np.int32),
        base=data["base"],
        depth=data["depth"],
    )
