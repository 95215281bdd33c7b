"""Train what settles how a claim is told (fact, planned, possible, denied) and write the weights.

    python eval/train_told.py --corpus NAME.reports.jsonl NAME.gold.jsonl [--corpus ...]
                              [--support NAME.reports.jsonl NAME.gold.jsonl ...]
                              [--encoders FOLDER] [--out FILE]

The triggers, events, parties and weapons are those of the gold claims. Reports of `--support`
were written for learning; here they count as much as real ones. The same corpora give the same
file. Figures: docs/methods/factuality.md.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from blend import Encoders, fit_blend, read_encoders
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from train import FOLDS, fold_of, learning_vocabularies, place_gold, to_report
from train_attach import REAL_WEIGHT, propose_gold, weighted_rows

from armsledger.extract.encoder.opinion import Opinion, sights_of
from armsledger.extract.learned import load_model
from armsledger.extract.proposal import Proposal
from armsledger.extract.scene import build_scene
from armsledger.extract.told import TOLD_FILE, telling_rows, told_model, told_rows
from armsledger.text.parse import parse_report

OUT = Path(__file__).parents[1] / "src" / "armsledger" / "extract" / "data" / TOLD_FILE

# Inverse strength of the prior and rarest feature kept: flat optima of a sweep over five folds
# of reports.
C = 0.1
MIN_COUNT = 5
# The same of what weighs the encoder's word.
SECOND_C = 0.03
DIGITS = 3


def fit(rows: list[frozenset[str]], values: list[str]) -> dict:
    counts = Counter(name for row in rows for name in row)
    kept = {name for name, count in counts.items() if count >= MIN_COUNT}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(sorted(row & kept), 1.0) for row in rows])
    model = LogisticRegression(C=C, max_iter=3000).fit(matrix, values)
    named = zip(vectorizer.get_feature_names_out(), model.coef_.T, strict=True)
    learned = {name: [round(float(w), DIGITS) for w in line] for name, line in named}
    return {
        "classes": [str(name) for name in model.classes_],
        "bias": [round(float(b), DIGITS) for b in model.intercept_],
        "weights": {name: line for name, line in sorted(learned.items()) if any(line)},
    }


@dataclass(frozen=True)
class Told:
    """The claims of one report: what is seen of them, and how they are told."""

    proposals: list[Proposal]
    rows: list[frozenset[str]]
    values: list[str]
    fold: int
    real: bool


def read_told(args: argparse.Namespace) -> list[Told]:
    vocabularies = learning_vocabularies()
    found = []
    for row, claims, weight in weighted_rows(args.corpus, args.support):
        scene = build_scene(parse_report(to_report(row)), vocabularies)
        pairs = list(propose_gold(scene, place_gold(row, claims)))
        values = [claim["factuality"] for claim, _ in pairs]
        proposals = [proposal for _, proposal in pairs]
        fold, real = fold_of(row["id"]), weight == REAL_WEIGHT
        found.append(Told(proposals, told_rows(proposals), values, fold, real))
    return found


def fit_all(told: Iterable[Told]) -> dict:
    parts = list(told)
    return fit([r for t in parts for r in t.rows], [v for t in parts for v in t.values])


@dataclass(frozen=True)
class HeardTelling:
    """What features and encoder say of how a report's claims are told, neither having seen it."""

    fold: int
    rows: np.ndarray  # for the blend
    values: list[str]


def hear_told(
    told: list[Told], encoders: Encoders, opinions: Sequence[Opinion]
) -> list[HeardTelling]:
    """Return both opinions on the real reports, by models of the other folds.

    Args:
        told: all reports.
        encoders: one for each fold.
        opinions: on what scale the encoders' vectors are, one for each fold.
    """
    heard = []
    for fold, encoder in enumerate(encoders.folds):
        model = told_model(fit_all(t for t in told if t.fold != fold))
        opinion = replace(opinions[fold], encoder=encoder)
        for part in (t for t in told if t.fold == fold and t.real):
            keep = [i for i, p in enumerate(part.proposals) if is_seen(p)]
            if keep:
                sights = sights_of((part.proposals[i].place for i in keep), encoder)
                first = model.features.probabilities([sorted(part.rows[i]) for i in keep])
                rows = telling_rows(first, sights, opinion)
                heard.append(HeardTelling(fold, rows, [part.values[i] for i in keep]))
    return heard


def is_seen(proposal: Proposal) -> bool:
    """Tell whether the encoder knows of the trigger: it is one of its sentence's."""
    return proposal.place.trigger in proposal.place.sentence.triggers


def fit_second(heard: Iterable[HeardTelling]) -> dict:
    """Return how the encoder's word is weighed, as JSON."""
    parts = list(heard)
    values = [value for part in parts for value in part.values]
    return fit_blend(np.concatenate([part.rows for part in parts]), values, SECOND_C)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--support", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--encoders", type=Path, default=None, help="folder of train_encoder.py")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    told = read_told(args)
    data, opinion = fit_all(told), load_model().opinion
    if args.encoders is not None and opinion is not None:
        encoders = read_encoders(args.encoders, FOLDS)
        data["second"] = fit_second(hear_told(told, encoders, [opinion] * FOLDS))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    args.out.write_text(text.replace("],", "],\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
