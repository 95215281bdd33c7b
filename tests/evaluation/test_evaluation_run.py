import json

import pytest

from armsledger.errors import ConfigurationError, ExtractionError, UnreadableError
from armsledger.evaluation.causes import Cause, Evidence, Side, find_mistakes, tally
from armsledger.evaluation.places import Stretch, place_of
from armsledger.evaluation.rows import read_rows, row_from_json
from armsledger.evaluation.run import compare, evaluate, extract_rows, follow, sentences_of
from armsledger.evaluation.trace import Considered, SeenSentence, Trace
from armsledger.extract.registry import load_extractor
from armsledger.model import Report, hash_content
from armsledger.sources import ReadOptions, read_all
from cases import each_case, load_cases
from ledger_fakes import Remembered

CASES = load_cases("evaluation_causes.jsonl")


def report(name, **metadata):
    text = "Russia sold S-400 to Turkey."
    return Report(
        id=name,
        text=text,
        content_hash=hash_content(None, text, None, None),
        metadata=tuple((key, json.dumps(value)) for key, value in metadata.items()),
    )


class FailingExtractor:
    name = "failing"
    version = "1"

    def extract(self, report):
        raise ExtractionError(report.id, "on purpose")


TEXT = "Russia sold S-400 to Turkey. Talks went on."
SENTENCES = ("Title", "Russia sold S-400 to Turkey.", "Talks went on.", "Not there.")
REPORT = Report(id="r", title="Title", text=TEXT, content_hash="r")


def to_trace(row):
    """Return a trace as a case gives it."""
    if row.get("is_form"):
        return Trace(is_form=True)
    considered = (c | {"trigger": Stretch(**c["trigger"])} for c in row["considered"])
    return Trace(
        sentences=tuple(to_sentence(dict(s)) for s in row["sentences"]),
        triggers=tuple(Stretch(**t) for t in row["triggers"]),
        systems=frozenset(row["systems"]),
        categories=frozenset(row["categories"]),
        parties=frozenset(row["parties"]),
        considered=tuple(Considered(**c) for c in considered),
    )


def to_sentence(row):
    values = row.pop("values", {})
    read = {role: tuple(tuple(v) if isinstance(v, list) else v for v in values[role])
            for role in values}  # fmt: skip
    return SeenSentence(Stretch(**row), read)


@each_case(CASES)
def test_mistakes_have_the_likely_cause(case):
    gold, predicted = ([row_from_json(c) for c in case[side]] for side in ("gold", "predicted"))
    traces = {"r": to_trace(case["trace"])} if "trace" in case else {}
    evidence = Evidence(aliases={}, sentences={"r": SENTENCES}, traces=traces)
    found = find_mistakes(gold, predicted, {"r": REPORT}, evidence)
    told = [[m.side, m.role, m.cause, m.event, m.weapon, m.instead, m.quote] for m in found]
    assert told == case["mistakes"], case["why"]
    assert sum(kind.count for kind in tally(found)) == len(found)


def test_every_cause_and_side_has_a_case():
    told = {(m[0], m[2]) for case in CASES for m in case["mistakes"]}
    assert {side for side, _ in told} == set(Side)
    assert {cause for _, cause in told} == set(Cause)


@pytest.mark.parametrize(
    ("claim", "place"),
    [
        ({"sentence": 1, "trigger": "SOLD"}, ("text", 7, 11)),
        ({"sentence": 1}, ("text", 0, 28)),
        ({"sentence": 0, "trigger": "Title"}, ("title", 0, 5)),
        ({"sentence": 3, "trigger": "sold"}, None),
        ({"sentence": 4}, None),
        ({"part": "text", "start": 29, "end": 43, "trigger": "went on"}, ("text", 35, 42)),
        ({}, None),
    ],
)
def test_where_a_gold_claim_stands(claim, place):
    row = row_from_json({"report": "r", "event": "order", **claim})
    found = place_of(row, REPORT, SENTENCES)
    assert found == (Stretch(*place) if place else None)


def test_every_claim_was_weighed_on_the_way():
    """The trace follows the reader: each of its claims is among what the trace has considered."""
    text = (
        "Turkey signed a $2.5 billion contract with Russia for four S-400 batteries in 2017, the "
        "defence minister said.\nThe United States offered Ankara the Patriot system instead."
    )
    told = Report(id="t", title="Turkey buys S-400 from Russia", text=text, content_hash="t")
    reader = load_extractor()
    seen = follow([told], reader)["t"]
    rows = extract_rows([told], reader)
    assert rows
    weighed = {(c.event, c.supplier, c.recipient, c.system) for c in seen.considered}
    assert {(r.event, r.supplier, r.recipient, r.system) for r in rows} <= weighed
    assert {(r.part, r.start) for r in rows} <= {
        (s.place.part, s.place.start) for s in seen.sentences
    }
    assert any(s.values["value"] == ((2.5e9, "USD"),) for s in seen.sentences)


def test_nothing_is_known_of_another_extractors_way():
    assert follow([REPORT], FailingExtractor()) == {}


def test_sentences_of_a_report():
    assert sentences_of(report("r", sentences=["a", "b"])) == ("a", "b")
    assert sentences_of(report("r")) == ()


def test_a_failing_extractor_gives_no_figures(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"report": "r", "event": "order"}\n')
    with pytest.raises(ExtractionError, match="report r: on purpose"):
        evaluate(gold, [report("r")], FailingExtractor())


def test_gold_of_other_reports_is_refused(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"report": "other", "event": "order"}\n')
    with pytest.raises(ConfigurationError, match="none of its claims"):
        compare(gold, [report("r")], [])


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"report": "r"}', '{"report": "r", "event": "x", "value": 3}']
)
def test_a_line_that_is_no_claim_is_named(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(f'\n{{"report": "r", "event": "order"}}\n{line}\n')
    with pytest.raises(UnreadableError, match=r"gold.jsonl:3: is no claim"):
        read_rows(path)


@pytest.mark.parametrize(
    "corpus", ["seeds", *(pytest.param(c, marks=pytest.mark.slow) for c in ("dev", "train"))]
)
def test_our_claims_score_as_in_the_gold_sets_scorer(scorer, gold_folder, corpus):
    from armsledger.model.codec import claim_to_json

    gold_path = gold_folder / f"{corpus}.gold.jsonl"
    documents = read_all([str(gold_folder / f"{corpus}.reports.jsonl")], options=ReadOptions())
    reports = [d.report for d in documents]
    extractor = Remembered(load_extractor())
    evaluation = evaluate(gold_path, reports, extractor)
    claims = [claim_to_json(c) for r in reports for c in extractor.extract(r)]
    expected = scorer.score(scorer.load(gold_path), claims)
    ours = {name: (f.precision, f.recall, f.f1) for name, f in evaluation.figures.items()}
    assert list(ours) == list(expected)
    for name, values in expected.items():
        assert ours[name] == pytest.approx((values["p"], values["r"], values["f1"]), abs=0.0005)
