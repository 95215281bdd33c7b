"""Each method and each part on and off, over five folds of real reports.

    python eval/ablation.py --corpus NAME.reports.jsonl NAME.gold.jsonl [--corpus ...]
                            [--support NAME.reports.jsonl NAME.gold.jsonl ...] [--aliases FILE]
                            [--encoders FOLDER] [--row NAME ...] [--list]

Every report is read by models that did not learn from it (`folds.py`). A row that is done is kept
in build/ablation and not made again until the code, the vocabulary or the corpora change; so the
table can be made in pieces, and a run that was stopped goes on with the next row. The table is
written into docs/methods/ablation.md.
"""

import argparse
import hashlib
import json
import pickle
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev

import train_attach
import train_told
from folds import fold_models, readings, say
from rules_alone import propose_by_rules
from train import (
    FOLDS,
    Keys,
    fold_of,
    learning_vocabularies,
    load_examples,
    read_encoders,
    read_jsonl,
)

from armsledger.evaluation.rows import ScoredClaim, row_from_json
from armsledger.evaluation.score import score
from armsledger.evaluation.values import read_aliases
from armsledger.extract import attach, choose, claims, reader, told
from armsledger.extract.learned import load_model
from armsledger.model.codec import claim_to_json
from armsledger.text.parse import split_paragraphs

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "ablation"
PAGE = ROOT / "docs" / "methods" / "ablation.md"
SECTION = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end of table -->)", re.DOTALL)
FIGURES = ("claims", "deals", "arguments", "factuality", "when", "quantity")

# Whatever decides what is learned or read; what `make train` writes is no part of it.
CODE = ("extract/**/*.py", "text/*.py", "vocabulary/*.py", "vocabulary/data/*.csv")
SCRIPTS = (
    *("blend.py", "folds.py", "rules_alone.py", "train.py", "train_attach.py", "train_told.py"),
    "trees.py",
)

Swap = tuple[object, str, object]  # module, name, what stands there instead


@dataclass(frozen=True)
class Variant:
    """One row: what is different from the whole."""

    words: str
    support: bool = True  # learn from our own corpus too
    encoder: bool = True
    swaps: tuple[Swap, ...] = ()
    learned: bool = True  # with models of its fold; else nothing that was learned is asked
    rated: bool = True  # the selector's scores and threshold; else a threshold of its own


def joint_score(proposals, _selector):
    """Return the proposals rated by the product of the choices that made them."""
    return [replace(p, confidence=round(choose._joint(p), 4)) for p in proposals]


def all_paragraphs(report, _weapons, _actors):
    title = split_paragraphs(report.part("title"), "title")
    return (*title, *split_paragraphs(report.text))


def told_by_rules(proposals, *_):
    return [told.told_of(p).factuality for p in proposals]


def date_by_rules(_told, _dates, _setting, *, chosen):
    return chosen


def quantity_by_rules(event, weapon, quantities, _setting):
    """Return the number nearest to the weapon, else to the event."""
    at = weapon.start if weapon is not None else event.trigger.start
    return min(quantities, key=lambda q: (abs(q.noun_start - at), q.start), default=None)


VARIANTS = {
    "all": Variant("everything"),
    "rules": Variant(
        "rules alone", support=False, encoder=False, learned=False,
        swaps=((reader, "propose", propose_by_rules), (reader, "settle", told_by_rules),
               (claims, "date_of", date_by_rules), (claims, "quantity_of", quantity_by_rules)),
    ),
    "features": Variant(
        "learned from features of real reports alone: no encoder, corpus or selector",
        support=False, encoder=False, swaps=((choose, "rate", joint_score),), rated=False,
    ),
    "no-corpus": Variant("without our own corpus", support=False),
    "no-selector": Variant(
        "without the selector: the product of the choices", rated=False,
        swaps=((choose, "rate", joint_score),),
    ),
    "no-encoder": Variant("without the sentence encoder", encoder=False),
    "no-sharing": Variant(
        "each trigger's parties for itself",
        swaps=((choose, "REPORT_SHARE", 0.0), (choose, "SURE_SHARE", 0.0)),
    ),
    "no-told": Variant(
        "how it is told, by rules alone", swaps=((reader, "settle", told_by_rules),)
    ),
    "no-attach": Variant(
        "dates and numbers, by rules alone",
        swaps=((claims, "date_of", date_by_rules), (claims, "quantity_of", quantity_by_rules)),
    ),
    "no-gate": Variant(
        "without the gate", swaps=((reader, "paragraphs_worth_parsing", all_paragraphs),)
    ),
    "no-forms": Variant(
        "without the readers of official forms",
        swaps=((reader, "read_form", lambda _report: None),),
    ),
}  # fmt: skip


@contextmanager
def swapped(swaps: tuple[Swap, ...]) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name, value in swaps:
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        yield


class Ablation:
    """The corpora, and what was made of them so far."""

    def __init__(self, args) -> None:
        self.args = args
        aliases = read_aliases(args.aliases) if args.aliases is not None else {}
        self.aliases, self.keys = aliases, Keys(aliases)
        self.print = fingerprint(args)
        self._examples: dict[bool, list] = {}
        self._models: dict[tuple[bool, bool], list] = {}
        self._slots: list | None = None

    def examples(self, *, support: bool) -> list:
        if support not in self._examples:
            say(f"parsing the reports{' and the corpus' if support else ''}")
            extra = self.args.support if support else []
            self._examples[support] = load_examples(self.args.corpus, support=extra)
        return self._examples[support]

    def models(self, variant: Variant) -> list:
        """Return each fold's number and model, from the cache where they are there."""
        encoded = variant.encoder and self.args.encoders is not None
        key = variant.support, encoded
        if key not in self._models:
            path = CACHE / f"models-{self.print}-{int(key[0])}{int(key[1])}.pickle"
            if not path.exists():
                encoders = read_encoders(self.args.encoders, FOLDS) if encoded else None
                made = list(fold_models(self.examples(support=key[0]), self.keys, encoders))
                write_whole(path, pickle.dumps([(f, without_encoder(m)) for f, m in made]))
            self._models[key] = self.with_encoders(pickle.loads(path.read_bytes()), encoded)
        return self._models[key]

    def with_encoders(self, models: list, encoded: bool) -> list:  # noqa: FBT001 - a column
        """Return the models with the networks that are not kept with them."""
        if not encoded:
            return models
        folds = read_encoders(self.args.encoders, FOLDS).folds
        return [(f, replace(m, opinion=replace(m.opinion, encoder=folds[f]))) for f, m in models]

    def slot_models(self) -> list[tuple[Swap, ...]]:
        """Return for each fold the small models of dates, numbers and telling of the others."""
        if self._slots is None:
            say("small models of dates, numbers and telling")
            told_parts = train_told.read_told(self.args)
            heard = self.heard_tellings(told_parts)
            pairs = attach_pairs(self.args)
            self._slots = [slot_swaps(fold, (told_parts, heard), pairs) for fold in range(FOLDS)]
        return self._slots

    def heard_tellings(self, told_parts: list) -> list:
        """Return what features and encoders say of how claims are told; [] without encoders."""
        if self.args.encoders is None:
            return []
        opinions = [model.opinion for _, model in self.models(VARIANTS["all"])]
        encoders = read_encoders(self.args.encoders, FOLDS)
        return train_told.hear_told(told_parts, encoders, opinions)


def without_encoder(model):
    """Return the model without its network, which has a file of its own."""
    opinion = model.opinion
    return model if opinion is None else replace(model, opinion=replace(opinion, encoder=None))


def attach_pairs(args) -> list:
    """Return (fold, slot, pair, weight) of every candidate, as `train_attach` learns from."""
    vocabularies, found = learning_vocabularies(), []
    for row, claims_of_row, weight in train_attach.weighted_rows(args.corpus, args.support):
        for slot, pair in train_attach.pairs_of(row, claims_of_row, vocabularies):
            if train_attach.teaches(slot, row["id"], weight):
                found.append((fold_of(row["id"]), slot, pair, weight))
    return found


def slot_swaps(fold: int, tellings: tuple[list, list], pairs: list) -> tuple[Swap, ...]:
    """Return what the small models are replaced by to read a fold: those of the others.

    Args:
        fold: the one that is read.
        tellings: of all reports, how they are told and what was heard of that.
        pairs: of all reports, dates and numbers.
    """
    told_parts, heard = tellings
    learned = train_told.fit_all(t for t in told_parts if t.fold != fold)
    if heard:
        learned["second"] = train_told.fit_second(h for h in heard if h.fold != fold)
    telling = told.told_model(learned)
    parts = {}
    for slot, settings in train_attach.SETTINGS.items():
        own = [(pair, weight) for f, s, pair, weight in pairs if s == slot and f != fold]
        data = train_attach.fit([p for p, _ in own], *settings, [w for _, w in own])
        parts[slot] = attach._to_weights(data)
    dated = attach.AttachModel(**parts)
    return (
        (told, "load_told_model", lambda: telling),
        (attach, "load_attach_model", lambda: dated),
    )


def fingerprint(args) -> str:
    digest = hashlib.sha256()
    package = ROOT / "src" / "armsledger"
    paths = [path for pattern in CODE for path in sorted(package.glob(pattern))]
    paths += [Path(__file__).with_name(name) for name in SCRIPTS]
    paths += [path for pair in (*args.corpus, *args.support) for path in pair]
    paths += sorted(args.encoders.glob("fold*.onnx")) if args.encoders is not None else []
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def run_row(name: str, ablation: Ablation) -> None:
    variant = VARIANTS[name]
    lines = []
    examples = ablation.examples(support=variant.support)
    slots: list[tuple[Swap, ...]] = [()] * FOLDS
    models = [(fold, load_model()) for fold in range(FOLDS)]
    if variant.learned:
        models, slots = ablation.models(variant), ablation.slot_models()
    for fold, model in models:
        with swapped((*slots[fold], *variant.swaps)):
            keep = None if variant.rated else 0.0
            for one in readings(examples, [(fold, model)], keep=keep):
                told_claims = [claim_to_json(claim) for claim in one.claims]
                line = {"fold": fold, "report": one.example.report.id, "claims": told_claims}
                lines.append(line | {"seconds": round(one.seconds, 5)})
    if not variant.rated:
        lines = with_own_threshold(lines, gold_of(ablation.args), ablation.aliases)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_whole(CACHE / f"{name}.jsonl", text.encode())
    write_whole(CACHE / f"{name}.key", ablation.print.encode())


def gold_of(args) -> list[ScoredClaim]:
    return [row_from_json(row) for _, gold in args.corpus for row in read_jsonl(gold)]


def rows_of(lines: list[dict], floor: float = 0.0) -> list[ScoredClaim]:
    found = (claim for line in lines for claim in line["claims"])
    return [row_from_json(claim) for claim in found if claim["confidence"] >= floor]


def with_own_threshold(lines: list[dict], gold: list, aliases: dict) -> list[dict]:
    """Return the readings without the claims below the threshold that is best on other folds."""
    kept = []
    for fold in range(FOLDS):
        others = [line for line in lines if line["fold"] != fold]
        names = {line["report"] for line in others}
        known = [row for row in gold if row.report in names]
        floors = [step / 50 for step in range(1, 40)]
        best = max(floors, key=lambda at: score(known, rows_of(others, at), aliases)["claims"].f1)
        for line in lines:
            if line["fold"] == fold:
                own = [c for c in line["claims"] if c["confidence"] >= best]
                kept.append(line | {"claims": own})
    return kept


def measure(name: str, gold: list, aliases: dict) -> tuple[dict[str, list[float]], float]:
    """Return each figure's F1 in each fold, and the seconds for a thousand reports."""
    lines = read_jsonl(CACHE / f"{name}.jsonl")
    found = defaultdict(list)
    for fold in range(FOLDS):
        own = [line for line in lines if line["fold"] == fold]
        names = {line["report"] for line in own}
        figures = score([row for row in gold if row.report in names], rows_of(own), aliases)
        for figure in FIGURES:
            found[figure].append(figures[figure].f1)
    return found, 1000 * sum(line["seconds"] for line in lines) / len(lines)


def table(ablation: Ablation) -> str:
    gold = gold_of(ablation.args)
    lines = [
        "| | " + " | ".join(FIGURES) + " | s per 1,000 |",
        "| --- " * (len(FIGURES) + 2) + "|",
    ]
    for name, variant in VARIANTS.items():
        if not (CACHE / f"{name}.jsonl").exists():
            lines.append(f"| {variant.words} |" + " |" * (len(FIGURES) + 1))
            continue
        figures, seconds = measure(name, gold, ablation.aliases)
        cells = [f"{mean(v):.3f} ± {stdev(v):.3f}" for v in figures.values()]
        old = "" if is_done(name, ablation.print) else " (of an earlier state)"
        lines.append(f"| {variant.words}{old} | " + " | ".join(cells) + f" | {seconds:.0f} |")
    return "\n".join(lines) + "\n"


def is_done(name: str, state: str) -> bool:
    key = CACHE / f"{name}.key"
    return key.exists() and key.read_text() == state


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--support", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--aliases", type=Path, default=None, help="names that count as equal")
    parser.add_argument("--encoders", type=Path, default=None, help="folder of train_encoder.py")
    parser.add_argument("--row", choices=VARIANTS, action="append", help="only these rows")
    parser.add_argument("--list", action="store_true", help="what is done; makes no row")
    args = parser.parse_args()
    ablation = Ablation(args)
    for number, name in enumerate(args.row or VARIANTS, start=1):
        done = is_done(name, ablation.print)
        say(f"row {number}: {name}: {'done' if done else 'to be made'}")
        if not done and not args.list:
            run_row(name, ablation)
    if PAGE.exists():
        text = PAGE.read_text("utf-8")
        PAGE.write_text(SECTION.sub(lambda _: table(ablation), text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
