import csv
import io
import json
import shutil

import pytest
from cli_calls import calling

from armsledger.ledger import Ledger

MORE = {
    "id": "r4",
    "title": "Rafale talks",
    "text": "France offered Egypt the Rafale. Wheat is dear.",
    "date": "2020-01-01",
}


@pytest.fixture(scope="module")
def _queue_ledger(_filled_ledger, tmp_path_factory):
    folder = tmp_path_factory.mktemp("queue")
    ledger = shutil.copy(_filled_ledger, folder / "ledger.db")
    path = folder / "more.jsonl"
    path.write_text(json.dumps(MORE) + "\n")
    result = calling(ledger)("add", path, "--extractor", "ledger_fakes:LineExtractor")
    assert result.exit_code == 0, result.output
    return ledger


@pytest.fixture
def queue(call, ledger_path, _queue_ledger):
    """A ledger with one report that the extractor makes nothing of."""
    shutil.copy(_queue_ledger, ledger_path)
    return call


def test_unread_places_are_listed_worst_first(queue):
    result = queue("claims", "--unread", "--jsonl")
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert found[0]["report"] == "r4"
    assert found[0]["kind"] == "report"
    assert found[0]["weapons"] == ["Rafale"]
    assert found[0]["parties"] == ["EGY", "FRA"]
    assert [one["score"] for one in found] == sorted((o["score"] for o in found), reverse=True)


def test_unread_places_for_people(queue):
    result = queue("claims", "--unread", "--limit", "1")
    assert "unread report | Rafale | EGY FRA" in result.stdout
    assert "1 place; there may be more: --limit 2" in result.stdout


def test_unread_of_one_report_as_csv(queue):
    result = queue("claims", "--unread", "--report", "r4", "--csv")
    assert [row["report"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["r4"]


def test_unread_as_of_a_day(queue):
    result = queue("claims", "--unread", "--as-of", "2019-12-31", "--json")
    assert "r4" not in {one["report"] for one in json.loads(result.stdout)}


def test_filters_of_claims_do_not_fit_the_unread(queue):
    result = queue("claims", "--unread", "--event", "order")
    assert result.exit_code == 2
    assert "--event" in result.stderr


def test_the_queue_in_python(queue, ledger_path):
    told = []
    with Ledger.open(ledger_path) as ledger:
        found = ledger.unread(limit=1, progress=lambda: told.append(1))
    assert [one.report for one in found] == ["r4"]
    assert len(told) == 4


@pytest.mark.parametrize(("least", "all_there"), [("0", True), ("1", False)])
def test_min_confidence_filters_claims_and_deals(filled, ledger_path, least, all_there):
    for command in (["claims"], ["deals"]):
        everything = json.loads(filled(*command, "--json").stdout)
        result = filled(*command, "--min-confidence", least, "--json")
        assert result.exit_code == 0, result.output
        some = json.loads(result.stdout)
        assert everything
        assert len(some) <= len(everything)
        assert (some == everything) or not all_there


def test_min_confidence_of_extract_and_export(filled, reports, tmp_path):
    fake = ["--extractor", "ledger_fakes:LineExtractor"]
    least = {"0": None, "1": None}
    for value in least:
        printed = filled("extract", reports, *fake, "--min-confidence", value).stdout
        least[value] = [json.loads(line)["confidence"] for line in printed.splitlines()]
        out = tmp_path / f"tables-{value}"
        result = filled("export", "jsonl", "-o", out, "--min-confidence", value)
        assert result.exit_code == 0, result.output
    assert least["0"]
    assert all(confidence >= 1 for confidence in least["1"])


def test_an_impossible_confidence_is_refused(filled):
    assert filled("claims", "--min-confidence", "2").exit_code == 2


def test_the_gazetteer_needs_no_ledger(call, tmp_path):
    out = tmp_path / "weapons.csv"
    result = call("export", "gazetteer", "-o", out)
    assert result.exit_code == 0, result.output
    assert out.read_text("utf-8").startswith("key,designation,aliases,")
    printed = call("export", "gazetteer").stdout
    assert printed == out.read_text("utf-8")
