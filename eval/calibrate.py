"""Learn what the selector's score is worth, and measure how well confidences are calibrated.

    python eval/calibrate.py learn READINGS --gold GOLD.jsonl [--aliases FILE] [--out FILE]
    python eval/calibrate.py measure REPORTS.jsonl GOLD.jsonl [--max ERROR]

READINGS are the claims that `eval/ablation.py --row all` read of reports that the reading model had
not seen; `--gold` stands once for each corpus. `learn` writes a straight line between log odds
(Platt), tried on each fold with the line of the others. `measure` prints ten bins of equal size of
the program as it is; with `--max` it fails above that expected calibration error. A claim is right
if the scorer finds it in gold.
"""

import argparse
import json
import sys
from pathlib import Path

from sklearn.linear_model import LogisticRegression
from train import FOLDS, OUT, read_jsonl

from armsledger.evaluation.calibration import (
    WITHIN,
    are_right,
    bins_of,
    calibration_error,
    errors_by_chance,
)
from armsledger.evaluation.rows import read_rows, row_from_json
from armsledger.evaluation.run import aliases_of, to_row
from armsledger.evaluation.values import read_aliases
from armsledger.extract.calibration import CALIBRATION_FILE, Calibration, log_odds
from armsledger.extract.registry import load_extractor
from armsledger.sources import ReadOptions, read_all

DIGITS = 3

# Nearly no prior: two numbers are learned from some 1,700 claims.
C = 1e6


def fit(scores: list[float], right: list[bool]) -> Calibration:
    odds = [[log_odds(score)] for score in scores]
    fitted = LogisticRegression(C=C).fit(odds, right)
    slope, shift = float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    return Calibration(round(slope, DIGITS), round(shift, DIGITS))


def error(confidences: list[float], right: list[bool]) -> float:
    return calibration_error(bins_of(confidences, right))


def learn(args) -> int:
    aliases = read_aliases(args.aliases) if args.aliases is not None else {}
    gold = [row for path in args.gold for row in read_rows(path)]
    claims = [
        (line["fold"], claim) for line in read_jsonl(args.readings) for claim in line["claims"]
    ]
    if not claims:
        raise SystemExit(f"{args.readings}: holds no claims; write it with eval/ablation.py")
    folds, scores = [fold for fold, _ in claims], [claim["confidence"] for _, claim in claims]
    right = are_right(gold, [row_from_json(claim) for _, claim in claims], aliases)
    tried = try_on_folds(folds, scores, right)
    found = fit(scores, right)
    record = {
        "slope": found.slope,
        "shift": found.shift,
        "claims": len(scores),
        "error_before": round(error(scores, right), DIGITS),
        "error_over_folds": round(error(tried, right), DIGITS),
    }
    args.out.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(json.dumps(record))
    return 0


def try_on_folds(folds: list[int], scores: list[float], right: list[bool]) -> list[float]:
    """Return each claim's confidence by the line that was learned on the other folds."""
    lines = {}
    for fold in range(FOLDS):
        others = [i for i, own in enumerate(folds) if own != fold]
        lines[fold] = fit([scores[i] for i in others], [right[i] for i in others])
        own = [i for i, at in enumerate(folds) if at == fold]
        truth = [right[i] for i in own]
        before = error([scores[i] for i in own], truth)
        after = error([lines[fold].confidence(scores[i]) for i in own], truth)
        print(f"fold {fold + 1}: {len(own)} claims, error {before:.3f}, calibrated {after:.3f}")
    return [lines[fold].confidence(score) for fold, score in zip(folds, scores, strict=True)]


def measure(args) -> int:
    documents = read_all([str(args.reports)], options=ReadOptions())
    reports = [d.report for d in documents if d.report is not None]
    extractor = load_extractor()
    claims = [claim for report in reports for claim in extractor.extract(report)]
    right = are_right(read_rows(args.gold), [to_row(c) for c in claims], aliases_of(args.gold))
    confidences = [c.confidence for c in claims]
    bins = bins_of(confidences, right)
    for one in bins:
        print(f"{one.count:5} claims  confidence {one.confidence:.3f}  right {one.right:.3f}")
    found = calibration_error(bins)
    print(f"expected calibration error {found:.3f} over {len(claims)} claims")
    least, most = errors_by_chance(confidences)
    print(f"exact confidences: {least:.3f} to {most:.3f} in {WITHIN:.0%} of tries, by chance alone")
    return int(args.max is not None and found > args.max)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    learning = commands.add_parser("learn")
    learning.add_argument("readings", type=Path)
    learning.add_argument("--gold", type=Path, action="append", required=True)
    learning.add_argument("--aliases", type=Path, default=None)
    learning.add_argument("--out", type=Path, default=OUT.with_name(CALIBRATION_FILE))
    learning.set_defaults(run=learn)
    measuring = commands.add_parser("measure")
    measuring.add_argument("reports", type=Path)
    measuring.add_argument("gold", type=Path)
    measuring.add_argument("--max", type=float, default=None, metavar="ERROR")
    measuring.set_defaults(run=measure)
    args = parser.parse_args()
    return args.run(args)


if __name__ == "__main__":
    sys.exit(main())
