"""Train what settles how a claim is told (fact, planned, possible, denied) and write the weights.

    python eval/train_told.py --corpus NAME.reports.jsonl NAME.gold.jsonl [--corpus ...]
                              [--support NAME.reports.jsonl NAME.gold.jsonl ...] [--out FILE]

The triggers, events, parties and weapons are those of the gold claims. Reports of `--support`
were written for learning; here they count as much as real ones. The same corpora give the same
file. Figures: docs/methods/factuality.md.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from train import fold_of, learning_vocabularies, place_gold, to_report
from train_attach import propose_gold, weighted_rows

from armsledger.extract.scene import build_scene
from armsledger.extract.told import TOLD_FILE, told_rows
from armsledger.text.parse import parse_report

OUT = Path(__file__).parents[1] / "src" / "armsledger" / "extract" / "data" / TOLD_FILE

# Inverse strength of the prior and rarest feature kept: flat optima of a sweep over five folds
# of reports.
C = 0.1
MIN_COUNT = 5
DIGITS = 3


def fit(rows: list[frozenset[str]], values: list[str]) -> dict:
    counts = Counter(name for row in rows for name in row)
    kept = {name for name, count in counts.items() if count >= MIN_COUNT}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(row & kept, 1.0) for row in rows])
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

    rows: list[frozenset[str]]
    values: list[str]
    fold: int


def read_told(args: argparse.Namespace) -> list[Told]:
    vocabularies = learning_vocabularies()
    found = []
    for row, claims, _ in weighted_rows(args.corpus, args.support):
        scene = build_scene(parse_report(to_report(row)), vocabularies)
        pairs = list(propose_gold(scene, place_gold(row, claims)))
        values = [claim["factuality"] for claim, _ in pairs]
        seen = told_rows([proposal for _, proposal in pairs])
        found.append(Told(seen, values, fold_of(row["id"])))
    return found


def fit_all(told: Iterable[Told]) -> dict:
    parts = list(told)
    return fit([r for t in parts for r in t.rows], [v for t in parts for v in t.values])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--support", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    text = json.dumps(fit_all(read_told(args)), ensure_ascii=False, separators=(",", ":"))
    args.out.write_text(text.replace("],", "],\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
