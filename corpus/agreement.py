"""Two annotations of the same texts: draw a sample without its claims, and measure the agreement.

    python corpus/agreement.py sample corpus/*.txt [--share 0.1] > texts.txt
    python corpus/agreement.py score corpus/*.txt --second corpus/agreement/second.txt

`sample` prints the reports of a sample (always the same one for the same corpus) without their
claims, so that a second annotator does not see the first one's. The second annotation is a file of
the corpus' format without the texts: `@ id` and the claim lines. `score` counts it against the
corpus as the evaluation counts predictions against gold: swapping the two swaps precision and
recall and leaves F1.
"""

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path

from read_corpus import Entry, read_entries, to_claim

from armsledger.evaluation.rows import row_from_json
from armsledger.evaluation.score import score
from armsledger.evaluation.values import squash
from armsledger.vocabulary.weapon_tables import read_systems

SEED = 20261122
SHOWN = ("claims", "deals", "arguments", "supplier", "quantity", "value", "when", "factuality",
         "source")  # fmt: skip


def entries_of(paths: list[Path]) -> list[Entry]:
    return [entry for path in sorted(paths) for entry in read_entries(path)]


def draw(entries: list[Entry], share: float) -> list[Entry]:
    ranked = sorted(entries, key=lambda entry: entry.id)
    chosen = random.Random(SEED).sample(ranked, round(share * len(ranked)))
    return sorted(chosen, key=lambda entry: entry.id)


def sample(args) -> int:
    for entry in draw(entries_of(args.paths), args.share):
        print(f"@ {entry.id} | {entry.date or ''} | {entry.outlet or ''} | {entry.title or ''}")
        print(f"{entry.text}\n")
    return 0


def read_second(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the claim lines of each report, with their places."""
    found: dict[str, list[tuple[str, str]]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("@ "):
            lines = found.setdefault(line[2:].partition("|")[0].strip(), [])
        elif line.startswith("> "):
            lines.append((f"{path.name}:{number}", line[2:]))
    return found


def claims_of(entry: Entry) -> list[dict]:
    return [to_claim(entry, place, line) for place, line in entry.claims]


def names_of_systems() -> dict[str, str]:
    """Return squashed name -> squashed designation: two names of one system are no disagreement."""
    found: dict[str, set[str]] = {}
    for system, _ in read_systems():
        for name in (system.name, *system.aliases):
            found.setdefault(squash(name), set()).add(squash(system.name))
    return {name: min(systems) for name, systems in found.items() if len(systems) == 1}


def measure(args) -> int:
    texts = {entry.id: entry for entry in entries_of(args.paths)}
    second = read_second(args.second)
    unknown = sorted(second.keys() - texts.keys())
    if unknown:
        raise SystemExit(f"{args.second}: not in the corpus: {', '.join(unknown)}")
    pairs = [(texts[key], replace(texts[key], claims=lines)) for key, lines in second.items()]
    sides = [[row_from_json(c) for pair in pairs for c in claims_of(pair[i])] for i in (0, 1)]
    figures = score(*sides, names_of_systems())
    print(f"{len(pairs)} texts; claims: {len(sides[0])} first, {len(sides[1])} second")
    for name in (*SHOWN, *(n for n in figures if n.startswith("event:"))):
        f = figures[name]
        print(f"{name:20} P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}  ({f.gold} first)")
    empty = [(not a.claims, not b.claims) for a, b in pairs]
    same = sum(a == b for a, b in empty)
    print(f"agreed on whether a text has any claim: {same} of {len(pairs)}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    sampling = commands.add_parser("sample")
    sampling.add_argument("paths", nargs="+", type=Path)
    sampling.add_argument("--share", type=float, default=0.1)
    sampling.set_defaults(run=sample)
    measuring = commands.add_parser("score")
    measuring.add_argument("paths", nargs="+", type=Path)
    measuring.add_argument("--second", type=Path, required=True)
    measuring.set_defaults(run=measure)
    args = parser.parse_args()
    return args.run(args)


if __name__ == "__main__":
    sys.exit(main())
