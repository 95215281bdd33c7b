"""Boosted trees, fitted and written as plain numbers that need no library to be read."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

SEED = 20261121

# Shape of the trees: flat optimum of a sweep over folds.
TREES = {
    "max_iter": 150,
    "learning_rate": 0.06,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "random_state": SEED,
    "early_stopping": False,
}


def fit_trees(
    rows: list[dict], labels: list[int], weights: np.ndarray | None = None, shape: dict = TREES
) -> dict:
    names = sorted({name for row in rows for name in row})
    index = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)), dtype=np.float32)
    for i, row in enumerate(rows):
        for name, value in row.items():
            matrix[i, index[name]] = value
    fitted = HistGradientBoostingClassifier(**shape).fit(matrix, labels, sample_weight=weights)
    return trees_to_json(fitted, names)


def trees_to_json(fitted, names: list[str]) -> dict:
    feature, threshold, left, right, value, roots, depth = [], [], [], [], [], [], 0
    for (predictor,) in fitted._predictors:
        base = len(feature)
        roots.append(base)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            feature.append(-1 if leaf else int(node["feature_idx"]))
            threshold.append(0.0 if leaf else float(f"{node['num_threshold']:.6g}"))
            left.append(0 if leaf else base + int(node["left"]))
            right.append(0 if leaf else base + int(node["right"]))
            value.append(float(f"{node['value']:.5g}") if leaf else 0.0)
            depth = max(depth, int(node["depth"]))
    return {
        "names": names,
        "feature": feature,
        "threshold": threshold,
        "left": left,
        "right": right,
        "value": value,
        "roots": roots,
        "base": float(fitted._baseline_prediction.ravel()[0]),
        "depth": depth,
    }
