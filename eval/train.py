"""Train the extractor's learned parts and write the model file.

    python eval/train.py --corpus NAME.reports.jsonl NAME.gold.jsonl [--corpus ...]
                         [--support NAME.reports.jsonl NAME.gold.jsonl ...]
                         [--negatives REPORTS.jsonl] [--aliases FILE] [--encoders FOLDER]
                         [--out FILE]

The stages are trained in the order in which they run. What a later stage learns from are the
choices that the earlier ones make on reports they were not trained on (folds over reports, never
over sentences), so that it meets the errors that it will meet. Seeds are fixed: the same corpora
give the same file. What is learned and how well: docs/methods/model-card.md.
"""

import argparse
import gzip
import json
import random
import sys
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from blend import Encoders, Heard, fit_opinion, hear, read_encoders, with_opinion
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from trees import SEED, TREES, fit_trees

from armsledger.evaluation.values import read_aliases, squash
from armsledger.extract.argument_features import gather_facts
from armsledger.extract.choose import (
    NO_WEAPON,
    NONE,
    choose_parties,
    choose_weapons,
    event_rows,
    party_candidates,
    party_rows,
    propose_events,
    weapon_candidates,
    weapon_rows,
)
from armsledger.extract.encoder.encoder import Encoder
from armsledger.extract.encoder.opinion import ROLES
from armsledger.extract.learned import MODEL_FILE, Model, model_from_json
from armsledger.extract.scene import Vocabularies, build_scene
from armsledger.extract.selector_features import selector_rows
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Report, hash_content
from armsledger.text.parse import parse_report
from armsledger.vocabulary.frames import load_frames

OUT = Path(__file__).parents[1] / "src" / "armsledger" / "extract" / "data" / MODEL_FILE
FOLDS = 5

# Strength of the linear model's prior and shape of the trees: flat optima of a sweep over folds.
EVENT_C = 0.06

# A real report counts as much as so many that were written for learning: in the stages (sweep 1 to
# 8), and in the selector, where what was written for learning is denser in claims than life.
REAL_WEIGHT = 4.0
SELECTOR_WEIGHT = 0.15
# The selector sees few, strongly related numbers: slower learning and smaller trees (over folds
# 0.530 against 0.521 with the shape above).
SELECTOR_TREES = TREES | {
    "max_iter": 250,
    "learning_rate": 0.04,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 40,
    "l2_regularization": 5.0,
    "max_features": 0.3,
}
MIN_FEATURE_COUNT = 2
SETTINGS = {
    "event_floor": 0.05,
    "weapon_more": 0.35,
    "party_more": 0.5,
    "keep": 0.3,
    "report": 0.44,
}

# How many thresholds on either side of one say with it how good it is.
NEIGHBOURS = 2

# How far below the threshold the first claim of an event may lie in a report that has claims
# (sweep over folds: 0.04 gives arguments F1 .627, 0 and 0.08 give .627 and .617; claims F1 stays).
NEW_EVENT_SLACK = 0.04


@dataclass(frozen=True)
class Example:
    """A report with its scene and its gold claims (dicts with offsets of the trigger).

    The threshold is chosen on real reports only: what was written for learning is denser in claims
    than life.
    """

    report: Report
    scene: object
    facts: object
    gold: tuple
    fold: int
    real: bool


def read_jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def to_report(row: dict) -> Report:
    keys = {k: row.get(k) for k in ("title", "date", "outlet")}
    digest = hash_content(keys["title"], row["text"], keys["date"], keys["outlet"])
    return Report(id=row["id"], text=row["text"], content_hash=digest, **keys)


def place_gold(row: dict, claims: list[dict]) -> tuple[dict, ...]:
    """Give each gold claim the part and offsets of its trigger, where it has none yet."""
    if claims and "start" in claims[0]:
        return tuple(claims)
    offsets, at = [], 0
    for number, sentence in enumerate(row.get("sentences") or []):
        if number == 0:
            offsets.append(("title", 0))
            continue
        found = row["text"].find(sentence, at)
        found = found if found >= 0 else row["text"].find(sentence)
        offsets.append(("text", found) if found >= 0 else None)
        at = found + len(sentence) if found >= 0 else at
    placed = []
    for claim in claims:
        where = offsets[claim["sentence"]]
        if where is None:
            continue
        sentence = row["sentences"][claim["sentence"]]
        start = sentence.lower().find(claim["trigger"].lower())
        if start >= 0:
            start += where[1]
            placed.append(
                claim | {"part": where[0], "start": start, "end": start + len(claim["trigger"])}
            )
    return tuple(placed)


def load_examples(
    corpora: list[tuple[Path, Path]],
    negatives: Path | None = None,
    limit: int = 0,
    support: list[tuple[Path, Path]] | None = None,
) -> list[Example]:
    pairs = [(r, g, True) for r, g in corpora] + [(r, g, False) for r, g in support or []]
    examples = []
    for reports, gold, real in pairs:
        by_report = defaultdict(list)
        for claim in read_jsonl(gold):
            by_report[claim["report"]].append(claim)
        examples += [
            to_example(row, by_report[row["id"]], real=real) for row in read_jsonl(reports)
        ]
    if negatives is not None:
        rows = sorted(read_jsonl(negatives), key=lambda row: row["id"])
        random.Random(SEED).shuffle(rows)
        examples += [to_example(row, [], real=True) for row in rows[:limit]]
    return examples


@cache
def learning_vocabularies() -> Vocabularies:
    """Return the vocabularies with every event word there is, light verbs too.

    "Made a statement" is no event; as an example of none it teaches what "made" tells elsewhere
    (claims F1 over folds .543 with these examples, .541 without).
    """
    whole = load_vocabularies()
    return replace(whole, triggers=replace(whole.triggers, light={}))


def to_example(row: dict, claims: list[dict], *, real: bool) -> Example:
    report = to_report(row)
    scene = build_scene(parse_report(report), learning_vocabularies())
    fold = fold_of(row["id"])
    facts = gather_facts(scene, load_frames())
    return Example(report, scene, facts, place_gold(row, claims), fold, real)


def fold_of(report_id: str) -> int:
    return zlib.crc32(report_id.encode()) % FOLDS


class Keys:
    """Weapon keys as the scorer sees them."""

    def __init__(self, aliases: dict[str, str]) -> None:
        self.aliases = aliases

    def of_name(self, name: str) -> str:
        return self.aliases.get(squash(name), squash(name))

    def of_gold(self, claim: dict) -> str:
        if claim["system"]:
            return self.of_name(claim["system"])
        return f"[{claim['category'] or ''}]"

    def of_candidate(self, key: str, scene) -> str:
        return self.of_name(key) if key in scene.systems else key


def gold_at(place, example: Example) -> list[dict]:
    part, trigger = place.sentence.sentence.part, place.trigger
    return [
        g
        for g in example.gold
        if g["part"] == part and trigger.start < g["end"] and g["start"] < trigger.end
    ]


@dataclass(frozen=True)
class Rows:
    """The training rows of one report, made once and used in every fold."""

    weight: float
    events: tuple[list, list]
    weapon: tuple[list, list]
    recipient: tuple[list, list]
    supplier: tuple[list, list]
    places: list  # of the events
    groups: dict  # by role: (place, candidates) whose rows follow each other


def rows_of(example: Example, keys: Keys) -> Rows:
    weight = REAL_WEIGHT if example.real else 1.0
    rows = Rows(weight, *(([], []) for _ in range(4)), [], {role: [] for role in ROLES})
    for place, features in event_rows(example.scene):
        found = gold_at(place, example)
        rows.places.append(place)
        rows.events[0].append(features)
        rows.events[1].append(found[0]["event"] if found else NONE)
        by_event = defaultdict(list)
        for claim in found:
            by_event[claim["event"]].append(claim)
        for event, claims in by_event.items():
            add_argument_rows(rows, place, event, claims, example, keys)
    return rows


def add_argument_rows(rows, place, event, claims, example, keys) -> None:
    scene, context = example.scene, (example.facts, load_frames())
    weapons, parties = weapon_candidates(scene), party_candidates(scene)
    wanted = {keys.of_gold(c) for c in claims}
    rows.groups["weapon"].append((place, weapons))
    rows.weapon[0].extend(weapon_rows(place, event, weapons, example.facts))
    rows.weapon[1].extend(int(keys.of_candidate(k, scene) in wanted) for k in weapons)
    for key in sorted(wanted):
        mine = [c for c in claims if keys.of_gold(c) == key]
        at = next((k for k in weapons if keys.of_candidate(k, scene) == key), NO_WEAPON)
        found = party_rows(place, event, at, parties, context)
        for side, role in ((rows.recipient, "recipient"), (rows.supplier, "supplier")):
            codes = {c[role] or "" for c in mine}
            rows.groups[role].append((place, parties))
            side[0].extend(found)
            side[1].extend(int(code in codes) for code in parties)


def weights_of(parts: list[tuple[list, list]], weights: list[float]) -> np.ndarray:
    return np.repeat(weights, [len(part[1]) for part in parts])


def fit_events(parts: list[tuple[list, list]], weights: list[float]) -> dict:
    rows = [row for part in parts for row in part[0]]
    labels = [label for part in parts for label in part[1]]
    counts = Counter(name for row in rows for name in row)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{n: 1 for n in sorted(row) if counts[n] >= MIN_FEATURE_COUNT} for row in rows]
    )
    fitted = LogisticRegression(C=EVENT_C, max_iter=1000).fit(
        matrix, labels, sample_weight=weights_of(parts, weights)
    )
    return {
        "classes": list(fitted.classes_),
        "names": list(vectorizer.feature_names_),
        "weights": np.round(fitted.coef_.T, 4).tolist(),
        "bias": np.round(fitted.intercept_, 4).tolist(),
    }


def fit_part(parts: list[tuple[list, list]], weights: list[float]) -> dict:
    rows, labels = [r for p in parts for r in p[0]], [y for p in parts for y in p[1]]
    return fit_trees(rows, labels, weights_of(parts, weights))


def stage_model(rows: list[Rows]) -> dict:
    empty = {
        "names": ["event"],
        "feature": [-1],
        "threshold": [0.0],
        "left": [0],
        "right": [0],
        "value": [0.0],
        "roots": [0],
        "base": 0.0,
        "depth": 1,
    }
    weights = [r.weight for r in rows]
    data = {
        "events": fit_events([r.events for r in rows], weights),
        "weapon": fit_part([r.weapon for r in rows], weights),
        "recipient": fit_part([r.recipient for r in rows], weights),
        "supplier": fit_part([r.supplier for r in rows], weights),
    }
    return data | {"selector": empty, "settings": SETTINGS, "version": "0"}


def proposals_of(example: Example, model: Model):
    found = propose_events(example.scene, model)
    found = choose_weapons(found, example.scene, example.facts, model)
    return choose_parties(found, example.scene, example.facts, model, load_frames())


def gold_keys(example: Example, keys: Keys) -> tuple[set, set]:
    """Return exact keys, and those of gold claims that name only a kind of weapon."""
    exact = {(g["event"], g["recipient"], keys.of_gold(g)) for g in example.gold}
    loose = {(g["event"], g["recipient"]) for g in example.gold if not g["system"]}
    return exact, loose


def scored_key(proposal, example: Example, keys: Keys, loose: set, named: set) -> tuple:
    """Return a proposal's key as the scorer counts it."""
    scene = example.scene
    key = keys.of_candidate(proposal.weapon, scene)
    system = scene.systems.get(proposal.weapon)
    if system and (proposal.event, proposal.recipient) in loose and key not in named:
        key = f"[{system.category}]"
    return proposal.event, proposal.recipient, key


@dataclass(frozen=True)
class OutOfFold:
    """What is made of each report by stages that the other folds have made.

    Attributes:
        parts: for each fold the stages without it, as JSON, and its encoder if there is one.
        pairs: (example, proposals), fold by fold.
        heard: of the real reports, what features and encoders say; empty without encoders.
    """

    parts: list[tuple[dict, Encoder | None]]
    pairs: list
    heard: list[Heard]


def out_of_fold(examples: list[Example], rows: list[Rows], encoders: Encoders | None) -> OutOfFold:
    """Return what stages that are trained on the other folds make of each fold."""
    stages, heard = [], []
    pairs = list(zip(examples, rows, strict=True))
    for fold in range(FOLDS):
        stages.append(stage_model([r for e, r in pairs if e.fold != fold]))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
        if encoders is not None:
            model, encoder = model_from_json(stages[-1]), encoders.folds[fold]
            heard += [hear(fold, r, model, encoder) for e, r in pairs if e.fold == fold and e.real]
    parts, found = [], []
    for fold, stage in enumerate(stages):
        encoder = encoders.folds[fold] if encoders is not None else None
        data = with_opinion(stage, [h for h in heard if h.fold != fold], encoder)
        model = model_from_json(data, encoder)
        parts.append((data, encoder))
        found += [(e, proposals_of(e, model)) for e in examples if e.fold == fold]
    return OutOfFold(parts, found, heard)


def selector_data(pairs, keys: Keys):
    """Return rows, labels (the claim stands in that very sentence), folds, weights, scored keys."""
    rows, labels, folds, weights, ids = [], [], [], [], []
    for example, proposals in pairs:
        exact, loose = gold_keys(example, keys)
        named = {k[2] for k in exact}
        for proposal, row in zip(proposals, selector_rows(proposals), strict=True):
            key = scored_key(proposal, example, keys, loose, named)
            rows.append(row)
            labels.append(int(key in exact and told_here(proposal, example)))
            folds.append(example.fold)
            weights.append(1.0 if example.real else SELECTOR_WEIGHT)
            ids.append(((example.report.id, key), int(key in exact)))
    return rows, labels, np.array(folds), np.array(weights), ids


def told_here(proposal, example: Example) -> bool:
    """Return whether gold tells the event, for this recipient, in the proposal's sentence."""
    sentence = proposal.place.sentence.sentence
    return any(
        g["part"] == sentence.part
        and sentence.start <= g["start"] < sentence.end
        and (g["event"], g["recipient"]) == (proposal.event, proposal.recipient)
        for g in example.gold
    )


def best_threshold(scores, ids, gold_total: int) -> tuple[float, float]:
    """Return the F1 of scored keys at the best threshold, and that threshold.

    F1 is flat around its best and jumps by chance from one threshold to the next; so the best one
    is that with the best mean of itself and its neighbours. The best alone moved from .22 to .32
    between two trainings that differed in nothing that counts.
    """
    thresholds = [float(round(at, 2)) for at in np.arange(0.1, 0.6, 0.02)]
    found = []
    for threshold in thresholds:
        kept = {key: label for s, (key, label) in zip(scores, ids, strict=True) if s >= threshold}
        hits = sum(kept.values())
        found.append(2 * hits / (len(kept) + gold_total) if kept else 0.0)
    means = np.convolve(found, np.ones(2 * NEIGHBOURS + 1), mode="valid")
    best = int(means.argmax()) + NEIGHBOURS
    return found[best], thresholds[best]


def fit_selector(pairs, keys: Keys) -> tuple[dict, float, float]:
    """Return the selector, the threshold with the best F1 over folds, and that F1."""
    rows, labels, folds, weights, ids = selector_data(pairs, keys)
    real = weights == 1.0
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        part = [rows[i] for i in train], [labels[i] for i in train], weights[train]
        fitted = fit_trees(*part, shape=SELECTOR_TREES)
        model = model_from_json(_only_selector(fitted))
        scores[test] = model.selector.probabilities([rows[i] for i in test])
    total = sum(len(gold_keys(e, keys)[0]) for e, _ in pairs if e.real)
    measured = [i for i, is_real in zip(ids, real, strict=True) if is_real]
    f1, threshold = best_threshold(scores[real], measured, total)
    return fit_trees(rows, labels, weights, shape=SELECTOR_TREES), threshold, f1


def _only_selector(trees: dict) -> dict:
    events = {"classes": [NONE], "names": [], "weights": [[0.0]], "bias": [0.0]}
    return {
        "events": events,
        "weapon": trees,
        "recipient": trees,
        "supplier": trees,
        "selector": trees,
        "settings": SETTINGS,
        "version": "0",
    }


def train(
    examples: list[Example], keys: Keys, encoders: Encoders | None = None
) -> tuple[dict, float]:
    rows = [rows_of(example, keys) for example in examples]
    made = out_of_fold(examples, rows, encoders)
    pairs = made.pairs
    selector, threshold, f1 = fit_selector(pairs, keys)
    data = stage_model(rows)
    data["selector"] = selector
    if encoders is not None:
        data["opinion"] = fit_opinion(made.heard, encoders.whole.digest)
    slack = round(threshold - NEW_EVENT_SLACK, 2)
    data["settings"] = SETTINGS | {"keep": threshold, "new_event": slack}
    return data, f1


def write(data: dict, out: Path) -> None:
    body = json.dumps(data | {"version": ""}, sort_keys=True).encode()
    data["version"] = f"{zlib.crc32(body):08x}"
    text = json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(gzip.compress(text, 9, mtime=0))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--support", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--negatives", type=Path, default=None)
    parser.add_argument("--negatives-limit", type=int, default=400)
    parser.add_argument("--aliases", type=Path, default=None, help="names that count as equal")
    parser.add_argument("--encoders", type=Path, default=None, help="folder of train_encoder.py")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    keys = Keys(read_aliases(args.aliases) if args.aliases is not None else {})
    examples = load_examples(args.corpus, args.negatives, args.negatives_limit, args.support)
    print(f"{len(examples)} reports, {sum(len(e.gold) for e in examples)} claims")
    encoders = read_encoders(args.encoders, FOLDS) if args.encoders is not None else None
    data, f1 = train(examples, keys, encoders)
    write(data, args.out)
    print(f"selector: claims F1 over folds {f1:.3f} at {data['settings']['keep']}")
    print(f"{args.out.name}: {args.out.stat().st_size:,} bytes, version {data['version']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
