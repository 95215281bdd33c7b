"""No claim without its exact quote: over every report at hand and thousands of spoilt ones.

The long run is in shards. It is resumed by naming a file in $ARMSLEDGER_SOAK: shards that the file
lists as passed are left out, as long as extractor and reports are the same.
"""

import hashlib
import json
import os
import sys
from functools import cache
from pathlib import Path

import pytest
from laws_evidence import assert_law
from laws_material import EXAMPLES, GOLD, RECORDS, ROOT, example_documents, to_report
from laws_mutations import MUTATIONS, mutated

from armsledger.extract.registry import load_extractor

sys.path.insert(0, str(ROOT / "corpus"))

from read_corpus import convert

GOLD_SETS = ("seeds", "train", "dev", "passages", "background")
SHORT = 60  # mutated reports of the ordinary run: each mutation some times
LONG = 10_000
SHARD = 250


@cache
def corpus_rows():
    rows, _, problems = convert(sorted((ROOT / "corpus").glob("*.txt")))
    assert problems == []
    return rows


def rows_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@cache
def gold_rows():
    paths = (GOLD / f"{name}.reports.jsonl" for name in GOLD_SETS)
    return [row for path in paths if path.exists() for row in rows_of(path)]


@cache
def own_rows():
    """Return the reports that the project brings along."""
    read = [document.report for document in example_documents() if document.report is not None]
    examples = [{"title": r.title, "text": r.text, "date": r.date} for r in read]
    return [*examples, *rows_of(RECORDS), *corpus_rows()]


@cache
def all_rows():
    return [*own_rows(), *gold_rows()]


def test_there_is_something_to_mutate():
    assert EXAMPLES.exists()
    assert len(own_rows()) > 500


def test_mutations_change_texts_and_a_number_names_one():
    rows = own_rows()
    first = [mutated(rows, number) for number in range(50)]
    assert first == [mutated(rows, number) for number in range(50)]
    texts = {row["text"] for row in rows}
    assert sum(row["text"] not in texts for row in first) > 40
    assert len({mutation.__name__ for mutation in MUTATIONS}) == len(MUTATIONS)


def test_on_some_reports_of_the_corpus():
    extractor = load_extractor()
    claims = [assert_law(to_report(row), extractor) for row in corpus_rows()[::40]]
    assert sum(map(len, claims)) > 0


def test_on_some_mutated_reports():
    extractor = load_extractor()
    rows = own_rows()
    claims = [assert_law(to_report(mutated(rows, n)), extractor) for n in range(SHORT)]
    assert sum(map(len, claims)) > 0


@pytest.mark.slow
def test_on_every_report():
    extractor = load_extractor()
    claims = [assert_law(to_report(row), extractor) for row in all_rows()]
    assert sum(map(len, claims)) > 0


@cache
def digest():
    """Return what a shard's result rests on: the extractor and the reports."""
    extractor = load_extractor()
    rows = json.dumps(all_rows(), sort_keys=True)
    told = f"{extractor.name}/{extractor.version} {rows}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def state_file():
    return Path(os.environ["ARMSLEDGER_SOAK"]) if os.environ.get("ARMSLEDGER_SOAK") else None


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(LONG // SHARD))
def test_on_mutated_reports(shard):
    state, line = state_file(), f"{digest()} {shard}"
    if state is not None and state.exists() and line in state.read_text("utf-8").splitlines():
        pytest.skip("passed before")
    extractor, rows = load_extractor(), all_rows()
    numbers = range(shard * SHARD, (shard + 1) * SHARD)
    claims = [assert_law(to_report(mutated(rows, n)), extractor) for n in numbers]
    assert sum(map(len, claims)) > 0
    if state is not None:
        with state.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
