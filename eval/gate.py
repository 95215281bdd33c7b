"""The accuracy gate: no figure may fall below the one that `baseline.json` records.

    python eval/gate.py [--gold DIR] [--update [--allow-regression]]

Every corpus is a pair `NAME.reports.jsonl`, `NAME.gold.jsonl`. The project's own example corpus
is always scored; those of DIR too, where DIR exists. The baseline names each corpus by the hash
of its two files: a changed corpus has no floor until `--update` writes one. `--update` refuses to
lower a floor unless `--allow-regression` is given, which takes a line in the changelog.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from armsledger.evaluation.run import Evaluation, evaluate
from armsledger.extract.registry import load_extractor
from armsledger.sources import ReadOptions, read_all

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
CORPORA = ("seeds", "train", "dev", "passages")

# Figures are deterministic; they are recorded with four digits, so half a unit of the last one.
EPSILON = 0.00005


def corpora(gold_folder: Path | None) -> dict[str, tuple[Path, Path]]:
    found = {"examples": (HERE / "examples.reports.jsonl", HERE / "examples.gold.jsonl")}
    if gold_folder is not None:
        for name in CORPORA:
            pair = (gold_folder / f"{name}.reports.jsonl", gold_folder / f"{name}.gold.jsonl")
            if all(path.exists() for path in pair):
                found[name] = pair
    return found


def corpus_hash(paths: tuple[Path, Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def measure(paths: tuple[Path, Path]) -> Evaluation:
    outcomes = read_all([str(paths[0])], options=ReadOptions())
    reports = [o.report for o in outcomes if o.report is not None]
    return evaluate(paths[1], reports, load_extractor())


def to_record(paths: tuple[Path, Path], evaluation: Evaluation) -> dict[str, object]:
    return {
        "sha256": corpus_hash(paths),
        "reports": evaluation.reports,
        "figures": {
            name: {
                "f1": round(f.f1, 4),
                "precision": round(f.precision, 4),
                "recall": round(f.recall, 4),
                "gold": f.gold,
            }
            for name, f in evaluation.figures.items()
        },
    }


def fallen(name: str, floor: dict, record: dict) -> list[str]:
    if floor["sha256"] != record["sha256"]:
        return [f"{name}: the corpus has changed; run eval/gate.py --update to record it"]
    lines = []
    for figure, values in floor["figures"].items():
        now = record["figures"].get(figure, {"f1": 0.0})["f1"]
        if now < values["f1"] - EPSILON:
            lines.append(f"{name}: {figure} F1 fell from {values['f1']:.4f} to {now:.4f}")
    return lines


def show(name: str, record: dict) -> None:
    print(f"{name} ({record['reports']} reports)")
    for figure, v in record["figures"].items():
        print(f"  {figure:20} P {v['precision']:.3f}  R {v['recall']:.3f}  F1 {v['f1']:.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=None)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    args = parser.parse_args()
    baseline = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    gold = args.gold if args.gold is not None and args.gold.exists() else None
    problems, records = [], {}
    for name, paths in corpora(gold).items():
        records[name] = to_record(paths, measure(paths))
        show(name, records[name])
        if name in baseline:
            changed = baseline[name]["sha256"] != records[name]["sha256"]
            if not (args.update and changed):
                problems += fallen(name, baseline[name], records[name])
        elif not args.update:
            problems.append(f"{name}: no floor recorded; run eval/gate.py --update")
    if args.gold is not None and gold is None:
        print(f"no gold set at {args.gold}: only the project's own examples were scored")
    for line in problems:
        print(line, file=sys.stderr)
    if args.update and (not problems or args.allow_regression):
        text = json.dumps(baseline | records, indent=1, sort_keys=True)
        BASELINE.write_text(text + "\n", "utf-8")
        return 0
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
