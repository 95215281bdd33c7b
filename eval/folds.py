"""Train on four fifths of the reports, read the last fifth, five times: figures on unseen reports.

Used by `ablation.py` and `calibrate.py`. A fold is the one of `train.py`, so that no report is read
by a model that learned from it; the threshold of a fold is chosen on the other folds too.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from train import (
    FOLDS,
    NEW_EVENT_SLACK,
    SELECTOR_TREES,
    SETTINGS,
    Encoders,
    Example,
    Keys,
    _only_selector,
    best_threshold,
    fit_trees,
    gold_keys,
    out_of_fold,
    rows_of,
    selector_data,
)

from armsledger.extract.learned import Model, model_from_json
from armsledger.extract.reader import Reader
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Claim
from armsledger.vocabulary.frames import load_frames


@dataclass(frozen=True)
class Reading:
    """The claims of one report, read by the model of its fold, and the processor's seconds."""

    example: Example
    claims: tuple[Claim, ...]
    seconds: float


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fold_models(
    examples: list[Example], keys: Keys, encoders: Encoders | None = None
) -> Iterator[tuple[int, Model]]:
    """Yield each fold's number with the model that the other folds made.

    Args:
        examples: the reports.
        keys: of weapons.
        encoders: one for each fold, taught without it; None: no encoder.
    """
    rows = [rows_of(example, keys) for example in examples]
    made = out_of_fold(examples, rows, encoders)
    found = made.pairs
    selectors, scores, data = fold_selectors(found, keys)
    for fold, (own, encoder) in enumerate(made.parts):
        keep = threshold_without(fold, scores, data, found, keys)
        settings = SETTINGS | {"keep": keep, "new_event": round(keep - NEW_EVENT_SLACK, 2)}
        joined = {"selector": selectors[fold], "settings": settings, "version": f"fold-{fold}"}
        yield fold, model_from_json(own | joined, encoder)


def fold_selectors(pairs: list, keys: Keys) -> tuple[list[dict], np.ndarray, tuple]:
    """Return each fold's selector, and what they score the proposals that they have not seen."""
    data = rows, labels, folds, weights, _ = selector_data(pairs, keys)
    scores, selectors = np.zeros(len(rows)), []
    for fold in range(FOLDS):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        part = [rows[i] for i in train], [labels[i] for i in train], weights[train]
        selectors.append(fit_trees(*part, shape=SELECTOR_TREES))
        selector = model_from_json(_only_selector(selectors[-1])).selector
        scores[test] = selector.probabilities([rows[i] for i in test])
    say("selectors of all folds")
    return selectors, scores, data


def threshold_without(fold: int, scores: np.ndarray, data: tuple, pairs: list, keys: Keys) -> float:
    """Return the threshold that is best on the real reports of the other folds."""
    _, _, folds, weights, ids = data
    seen = np.flatnonzero((folds != fold) & (weights == 1.0))
    total = sum(len(gold_keys(e, keys)[0]) for e, _ in pairs if e.real and e.fold != fold)
    return best_threshold(scores[seen], [ids[i] for i in seen], total)[1]


def readings(
    examples: Iterable[Example],
    models: Iterable[tuple[int, Model]],
    *,
    keep: float | None = None,
    change: Callable[[Reader], Reader] = lambda reader: reader,
) -> Iterator[Reading]:
    """Yield the real reports as the program reads them, each with the model of its fold.

    Args:
        examples: the reports; those that were written for learning are left out.
        models: of each fold.
        keep: the threshold; None: each model's own.
        change: what else is different about the reader.
    """
    real = [example for example in examples if example.real]
    for fold, model in models:
        reader = Reader(load_vocabularies(), load_frames(), model)
        reader = change(replace(reader, keep=keep))
        for example in real:
            if example.fold == fold:
                started = time.process_time()
                claims = tuple(reader.extract(example.report))
                yield Reading(example, claims, time.process_time() - started)
        say(f"fold {fold + 1} of {FOLDS} read")
