"""Train what attaches dates and numbers to events and write the weights.

    python eval/train_attach.py --corpus NAME.reports.jsonl NAME.gold.jsonl [--corpus ...]
                                [--support NAME.reports.jsonl NAME.gold.jsonl ...] [--out FILE]

Reports of `--support` were written for learning and count half; they teach a slot only where their
id starts with one of TEACHES. The triggers, events and weapons are those of the
gold claims; the candidates are what the grammars find. The same corpora give the same file.
Figures and what is learned: docs/methods/attaching.md.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from train import learning_vocabularies, place_gold, read_jsonl, squash, to_report

from armsledger.evaluation.dates import same_time
from armsledger.extract.argument_features import Place
from armsledger.extract.attach import ATTACH_FILE
from armsledger.extract.attach_features import (
    Setting,
    date_features,
    is_dateline,
    quantity_features,
)
from armsledger.extract.claims import find_parts, weapon_ref
from armsledger.extract.proposal import Proposal
from armsledger.extract.scene import Scene, build_scene
from armsledger.extract.slots import assign_slots
from armsledger.extract.told import told_of
from armsledger.extract.triggers import Trigger, lemma_of
from armsledger.model import Report
from armsledger.text.parse import parse_report

OUT = Path(__file__).parents[1] / "src" / "armsledger" / "extract" / "data" / ATTACH_FILE

# Inverse strength of the prior, rarest feature kept, and probability from which a candidate is
# taken: the best of a sweep over five folds of reports, flat around.
SETTINGS = {"when": (0.15, 3, 0.35), "quantity": (0.1, 3, 0.4)}
DIGITS = 4

# A real report counts as much as so many that were written for learning.
REAL_WEIGHT = 2.0

# Parts of the corpus, by the start of their ids, that teach a slot: those whose claims all have it
# filled in where the text states it. Over folds, the other parts make numbers no better.
TEACHES = {
    "when": ("wn-",),
    "quantity": ("ao-", "ae-", "al-", "lf-", "ma-", "re-", "wn-"),
}

Pair = tuple[frozenset[str], bool]


def propose_gold(scene: Scene, placed: tuple[dict, ...]) -> Iterator[tuple[dict, Proposal]]:
    """Yield each gold claim with the proposal that would be right."""
    for claim in placed:
        for position, item in enumerate(scene.sentences):
            sentence = item.sentence
            inside = sentence.start <= claim["start"] < sentence.end
            if sentence.part != claim["part"] or not inside:
                continue
            trigger = trigger_at(item, claim["start"], min(claim["end"], sentence.end))
            if trigger is not None:
                weapon = weapon_key(claim, scene)
                place = Place(trigger, scene, position)
                parties = {role: claim[role] for role in ("supplier", "recipient")}
                yield claim, Proposal(place, claim["event"], 1.0, 0.0, weapon=weapon, **parties)


def trigger_at(item, start: int, end: int) -> Trigger | None:
    """Return the reader's trigger at a gold trigger's place, else one made of its words."""
    for trigger in item.triggers:
        if trigger.start < end and start < trigger.end:
            return trigger
    shift = item.sentence.shift
    words = [
        t
        for t in item.sentence.tokens
        if t.idx + shift < end and t.idx + len(t) + shift > start and not t.is_punct
    ]
    if not words:
        return None
    inside = {t.i for t in words}
    head = next((t for t in words if t.head.i not in inside or t.head is t), words[0])
    lemma = " ".join(lemma_of(t) for t in words)
    return Trigger(head, tuple(words), frozenset(), lemma, "verb", start, end)


def weapon_key(claim: dict, scene: Scene) -> str:
    if not claim["system"]:
        return f"[{claim['category'] or ''}]"
    same = (k for k in scene.weapon_counts if squash(k) == squash(claim["system"]))
    return next(same, claim["system"])


def pairs_of(row: dict, claims: list[dict], vocabularies) -> Iterator[tuple[str, Pair]]:
    """Yield (slot, pair) of every candidate of a report's gold claims."""
    report = to_report(row)
    scene = build_scene(parse_report(report), vocabularies)
    yield from pairs_of_scene(report, scene, propose_gold(scene, place_gold(row, claims)))


def pairs_of_scene(
    report: Report, scene: Scene, proposed: Iterable[tuple[dict, Proposal]]
) -> Iterator[tuple[str, Pair]]:
    """Yield (slot, pair) of every candidate of a scene's claims."""
    by_sentence = defaultdict(list)
    for claim, proposal in proposed:
        by_sentence[proposal.place.position].append((claim, proposal))
    for position, items in sorted(by_sentence.items()):
        sentence = scene.sentences[position]
        found = find_parts(sentence, report, {})
        events = defaultdict(set)
        for _, proposal in items:
            events[proposal.place.trigger].add(proposal.event)
        frozen = {t: frozenset(names) for t, names in events.items()}
        slots = assign_slots(sentence, frozen, found.dates, found.money)
        setting = Setting(sentence, tuple(events), report.date)
        for claim, proposal in items:
            told, weapon = told_of(proposal), weapon_ref(proposal)
            for date in found.dates:
                if is_dateline(date, sentence):
                    continue
                chosen = slots[told.trigger].date is date
                features = date_features(date, told, found.dates, setting, chosen=chosen)
                right = claim["when"] is not None and same_time(date.edtf, claim["when"])
                yield "when", (features, right)
            for q in found.quantities:
                features = quantity_features(q, weapon, told, found.quantities, setting)
                gold = (claim["quantity"] or {}).get("value")
                yield "quantity", (features, gold is not None and q.quantity.value == gold)


def weighted_rows(
    corpora: list[tuple[Path, Path]], support: list[tuple[Path, Path]]
) -> Iterator[tuple[dict, list[dict], float]]:
    """Yield every report with its gold claims and what it counts for."""
    for pairs, weight in ((corpora, REAL_WEIGHT), (support, 1.0)):
        for reports, gold in pairs:
            claims = defaultdict(list)
            for claim in read_jsonl(gold):
                claims[claim["report"]].append(claim)
            for row in read_jsonl(reports):
                yield row, claims[row["id"]], weight


def teaches(slot: str, report_id: str, weight: float) -> bool:
    """Tell whether a report's claims are learned from for a slot."""
    return weight == REAL_WEIGHT or report_id.startswith(TEACHES[slot])


def fit(
    pairs: list[Pair], c: float, min_count: int, threshold: float, weights: list[float]
) -> dict:
    counts = Counter(name for features, _ in pairs for name in features)
    kept = {name for name, count in counts.items() if count >= min_count}
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([dict.fromkeys(sorted(f & kept), 1.0) for f, _ in pairs])
    model = LogisticRegression(C=c, max_iter=2000)
    model.fit(rows, [right for _, right in pairs], sample_weight=weights)
    named = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    learned = {name: round(float(w), DIGITS) for name, w in named}
    return {
        "threshold": threshold,
        "bias": round(float(model.intercept_[0]), DIGITS),
        "weights": {name: w for name, w in sorted(learned.items()) if w},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs=2, type=Path, action="append", required=True)
    parser.add_argument("--support", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    vocabularies = learning_vocabularies()
    pairs, weights = defaultdict(list), defaultdict(list)
    for row, claims, weight in weighted_rows(args.corpus, args.support):
        for slot, pair in pairs_of(row, claims, vocabularies):
            if teaches(slot, row["id"], weight):
                pairs[slot].append(pair)
                weights[slot].append(weight)
    model = {slot: fit(pairs[slot], *s, weights[slot]) for slot, s in SETTINGS.items()}
    args.out.write_text(json.dumps(model, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
