"""The learned parts, as plain numbers: a linear model over named features, and boosted trees.

Both are read from one JSON file that `make train` writes; predicting needs numpy alone. What was
learned, from what, and how well: docs/methods/model-card.md.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from armsledger.errors import ConfigurationError
from armsledger.extract.encoder.encoder import Encoder, load_encoder
from armsledger.extract.encoder.opinion import Blend, Opinion
from armsledger.extract.leaf_masks import LeafMasks, Nodes, to_leaf_masks
from armsledger.extract.squashing import Floats, sigmoid, softmax

# Rows that go through the trees together: bounds the memory, and fits the processor's cache.
BLOCK: Final = 128

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
            known = [at for name in names if (at := self.index.get(name)) is not None]
            if known:
                scores[i] += self.weights[known].sum(axis=0)
        return softmax(scores)


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

    masks: LeafMasks = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the masks that the trees are read with."""
        nodes = Nodes(self.feature, self.threshold, self.children, self.value, self.roots)
        object.__setattr__(self, "masks", to_leaf_masks(nodes))

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """Return (rows,) probabilities of the positive class."""
        return self.rate(to_matrix([(row,) for row in rows], self.names))

    def rate(self, matrix: Floats) -> Floats:
        """Return (rows,) probabilities of the positive class; (rows, names) numbers."""
        if not len(matrix):
            return np.zeros(0)
        blocks = range(0, len(matrix), BLOCK)
        sums = [self.masks.sum_leaves(matrix[b : b + BLOCK]) for b in blocks]
        return sigmoid(self.base + np.concatenate(sums))

    def rate_groups(self, shared: Floats, which: Sequence[int], names: Sequence[str]) -> Floats:
        """Return (groups named, rows of a group) probabilities.

        Args:
            shared: (rows, names) numbers, as many rows for each group.
            which: numbers of groups; one may stand there several times.
            names: for each a feature that holds for all its rows besides.
        """
        width = len(self.names)
        matrix = shared.reshape(max(which) + 1, -1, width)[which]
        for rows, name in zip(matrix, names, strict=True):
            if (column := self.names.get(name)) is not None:
                rows[:, column] = 1.0
        return self.rate(matrix.reshape(-1, width)).reshape(len(which), -1)


def to_matrix(rows: Sequence[Sequence[Mapping[str, float]]], columns: Mapping[str, int]) -> Floats:
    """Return (rows, columns) numbers; what has no column is left out.

    Args:
        rows: each in parts without a name in common; a part of many rows is looked up once.
        columns: name to column.
    """
    parts: dict[int, Mapping[str, float]] = {id(part): part for row in rows for part in row}
    numbers = {key: number for number, key in enumerate(parts, start=1)}
    table = _table(parts.values(), columns)
    width = max(map(len, rows), default=0)
    which = [[numbers[id(part)] for part in row] + [0] * (width - len(row)) for row in rows]
    matrix = np.zeros((len(rows), len(columns)))
    for numbered in zip(*which, strict=True):
        matrix += table[list(numbered)]
    return matrix


def _table(parts: Iterable[Mapping[str, float]], columns: Mapping[str, int]) -> Floats:
    """Return (1 + parts, columns) numbers, the first line empty."""
    places: list[int] = []
    numbers: list[float] = []
    start = width = len(columns)
    for part in parts:
        for name, number in part.items():
            if number and (column := columns.get(name)) is not None:
                places.append(start + column)
                numbers.append(number)
        start += width
    table = np.zeros(start)
    table[places] = numbers
    return table.reshape(-1, width)


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
    opinion: Opinion | None = None  # the encoder's, where the model was taught with one


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
    return model_from_json(data, load_encoder() if "opinion" in data else None)


def model_from_json(data: Mapping[str, Any], encoder: Encoder | None = None) -> Model:
    """Return the model that `eval/train.py` wrote as JSON.

    Args:
        data: the content of a model file.
        encoder: whose opinion the model was taught to weigh; None: read without one.

    Raises:
        ConfigurationError: the model was taught with another encoder.
    """
    return Model(
        events=_linear(data["events"]),
        weapon=_trees(data["weapon"]),
        recipient=_trees(data["recipient"]),
        supplier=_trees(data["supplier"]),
        selector=_trees(data["selector"]),
        settings=data["settings"],
        version=data["version"],
        opinion=None if encoder is None else _opinion(data["opinion"], encoder),
    )


def _opinion(data: Mapping[str, Any], encoder: Encoder) -> Opinion:
    if data["encoder"] != encoder.digest:
        raise ConfigurationError(
            f"the model was taught with encoder {data['encoder']}, the packaged one is"
            f" {encoder.digest}: write both anew with 'make train'"
        )
    return Opinion(
        encoder,
        _blend(data["events"]),
        {role: _blend(blend) for role, blend in data["roles"].items()},
        np.array(data["middle"]),
        np.array(data["spread"]),
    )


def _blend(data: Mapping[str, Any]) -> Blend:
    return Blend(np.array(data["weights"]), np.array(data["bias"]))


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
