"""How the encoder's word is weighed: what both opinions say of reports that neither has seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from armsledger.extract.choose import NONE, likely_sentences
from armsledger.extract.encoder.encoder import ENCODER_FILE, Encoder, to_encoder
from armsledger.extract.encoder.opinion import (
    ROLE_FEATURES,
    ROLES,
    event_rows,
    role_rows,
    scaled,
    sights_of,
)
from armsledger.extract.learned import Model

# Strength of the prior of what weighs the encoder's word (sweep over folds: flat from .3 to 1).
EVENT_BLEND_C = 0.5
ROLE_BLEND_C = 1.0
SPREAD_FLOOR = 1e-3


@dataclass(frozen=True)
class Heard:
    """What the features and the encoder say of one report that neither has learned from.

    Each part holds rows of numbers for the blend, and the right answers.
    """

    fold: int
    probabilities: np.ndarray
    sights: list
    events: list
    roles: Mapping[str, tuple[np.ndarray, list]]


def hear(fold: int, rows, model: Model, encoder: Encoder) -> Heard:
    """Return what both say of a report.

    Args:
        fold: the report's.
        rows: the report's (`train.Rows`).
        model: the stages that the other folds have made.
        encoder: taught by the other folds.
    """
    probabilities = model.events.probabilities(rows.events[0])
    none = probabilities[:, model.events.classes.index(NONE)]
    kept = likely_sentences(rows.places, none)
    sights = sights_of((rows.places[i] for i in kept), encoder)
    labels = [rows.events[1][i] for i in kept]
    roles = {role: hear_role(role, rows, model, encoder) for role in ROLES}
    return Heard(fold, probabilities[kept], sights, labels, roles)


def hear_role(role: str, rows, model: Model, encoder: Encoder) -> tuple[np.ndarray, list]:
    """Return (rows, features) for the blend of a role, and the labels."""
    features, labels = getattr(rows, role)
    scores = getattr(model, role).probabilities(features)
    at, found = 0, [np.zeros((0, ROLE_FEATURES))]
    for place, candidates in rows.groups[role]:
        line = scores[at : at + len(candidates)]
        at += len(candidates)
        found.append(role_rows(role, line[None], candidates, sights_of([place], encoder))[0])
    return np.concatenate(found), labels


def fit_opinion(heard: Sequence[Heard], digest: str) -> dict:
    """Return how the two opinions are weighed, as JSON."""
    sights = [s for h in heard for s in h.sights]
    seen = np.array([s.view.seen[s.number] for s in sights])
    middle = np.round(seen.mean(axis=0), 4)
    spread = np.round(seen.std(axis=0) + SPREAD_FLOOR, 4)
    matrix = event_rows(
        np.concatenate([h.probabilities for h in heard]), sights, scaled(sights, middle, spread)
    )
    events = [label for h in heard for label in h.events]
    return {
        "encoder": digest,
        "events": fit_blend(matrix, events, EVENT_BLEND_C),
        "roles": {role: fit_role([h.roles[role] for h in heard]) for role in ROLES},
        "middle": middle.tolist(),
        "spread": spread.tolist(),
    }


def fit_role(parts: Sequence[tuple[np.ndarray, list]]) -> dict:
    """Return how the opinions on a role are weighed, as JSON."""
    matrix = np.concatenate([part for part, _ in parts])
    return fit_blend(matrix, [label for _, labels in parts for label in labels], ROLE_BLEND_C)


def fit_blend(matrix: np.ndarray, labels: list, c: float) -> dict:
    """Return a fitted logistic regression as JSON."""
    fitted = LogisticRegression(C=c, max_iter=1000).fit(matrix, labels)
    return {
        "weights": np.round(fitted.coef_.T, 4).tolist(),
        "bias": np.round(fitted.intercept_, 4).tolist(),
    }


@dataclass(frozen=True)
class Encoders:
    """The encoders that were taught without each fold's real reports, and the one of all."""

    folds: tuple[Encoder, ...]
    whole: Encoder


def read_encoders(folder: Path, folds: int) -> Encoders:
    """Return the networks that `train_encoder.py` wrote into a folder."""
    names = (*(f"fold{fold}.onnx" for fold in range(folds)), ENCODER_FILE)
    *others, whole = (to_encoder((folder / name).read_bytes(), name) for name in names)
    return Encoders(tuple(others), whole)


def with_opinion(stages: dict, heard: Sequence[Heard], encoder: Encoder | None) -> dict:
    """Return the stages with what weighs the encoder's word, if there is one."""
    if encoder is None:
        return stages
    return stages | {"opinion": fit_opinion(heard, encoder.digest)}
