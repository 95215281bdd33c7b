"""From scores to probabilities."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def sigmoid(scores: Floats) -> Floats:
    """Return, for each score, how likely it is that it holds."""
    return np.asarray(1 / (1 + np.exp(-scores)))


def softmax(scores: Floats) -> Floats:
    """Return (rows, choices) probabilities that sum to 1 in every row."""
    if not scores.size:
        return scores
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True))
