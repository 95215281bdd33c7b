"""Listing, exporting and importing the log of decisions."""

import json
import shutil
from pathlib import Path

import pytest
import typer.main
from cli_calls import calling

from armsledger.cli.main import app

ADA = ["--who", "Ada"]


@pytest.fixture(scope="module")
def _decided_ledger(_filled_ledger, tmp_path_factory):
    """The path of a ledger with a correction, a rejection and a merge, to be copied."""
    path = shutil.copy(_filled_ledger, tmp_path_factory.mktemp("decided") / "ledger.db")
    filled = calling(path)
    rows = {
        (row["report"], row["event"]): row["id"]
        for row in json.loads(filled("claims", "--json").stdout)
    }
    for line in (
        ["correct", rows["r1", "delivery"], "when", "2019-07", "--why", "the ministry says so"],
        ["reject", rows["r2", "offer"]],
        ["accept", rows["r3", "order"]],
        ["merge", "rus-tur-s-400", "fra-ind-rafale"],
    ):
        result = filled("review", *line, *ADA)
        assert result.exit_code == 0, result.stderr
    return path


@pytest.fixture
def decided(call, ledger_path, _decided_ledger):
    """A ledger with a correction, a rejection and a merge."""
    shutil.copy(_decided_ledger, ledger_path)
    return call


def listed(call, *options):
    result = call("decisions", "list", *options, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", ["review", "decisions"])
def test_every_part_of_the_command_and_its_options_are_documented(name):
    page = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text("utf-8")
    section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    for part, command in typer.main.get_command(app).commands[name].commands.items():
        assert f"armsledger {name} {part}" in section
        options = [o for p in command.params for o in p.opts if o.startswith("--")]
        assert [option for option in options if option not in section] == []


def test_the_log_in_every_form(decided):
    rows = listed(decided)
    assert [row["kind"] for row in rows] == ["correct", "reject", "accept", "merge"]
    assert all(row["found"] == "applied" and row["counts"] for row in rows)
    lines = decided("decisions", "list", "--jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = decided("decisions", "list").stdout
    assert all(row["id"] in table for row in rows)
    assert "4 decisions" in table


FILTERS = [
    (["--kind", "merge"], ["merge"]),
    (["--who", "Ben"], []),
    (["--found", "orphaned"], []),
    (["--about", "rus-tur-s-400"], ["correct", "accept", "merge"]),
    (["--about", "fra-ind-rafale"], ["correct", "accept", "merge"]),
]


@pytest.mark.parametrize(("options", "kinds"), FILTERS)
def test_the_log_is_filtered(decided, options, kinds):
    assert [row["kind"] for row in listed(decided, *options)] == kinds


def test_a_log_goes_to_another_ledger_and_back(decided, reports, tmp_path, ledger_path):
    path = tmp_path / "log.jsonl"
    assert decided("decisions", "export", "-o", path).exit_code == 0
    assert decided("decisions", "export").stdout == path.read_text()
    before = decided("deals", "--json").stdout
    ledger_path.rename(tmp_path / "old.db")
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"ledger.db{suffix}").unlink(missing_ok=True)
    decided("add", reports, "--extractor", "ledger_fakes:LineExtractor")
    told = decided("decisions", "import", path, path)
    assert told.stdout == "4 new, 0 known, 4 applied, 0 moved, 0 orphaned\n"
    assert decided("deals", "--json").stdout == before
    assert decided("decisions", "export").stdout == path.read_text()
    again = decided("decisions", "import", path, "--json")
    assert json.loads(again.stdout) == {
        "new": 0,
        "known": 4,
        "applied": 0,
        "moved": 0,
        "orphaned": 0,
    }


RUBBISH = [
    ("{", "no JSON"),
    ("[" * 100_000, "no JSON"),
    ("3", "no decision"),
    ("{}", "no decision"),
    ("WHO", "changed after it was made"),
    ("KIND", "no decision"),
]


@pytest.mark.parametrize(("line", "told"), RUBBISH)
def test_rubbish_is_refused_by_line_and_nothing_is_taken(decided, tmp_path, line, told):
    good = decided("decisions", "export").stdout.splitlines()
    changed = {
        "WHO": good[1].replace('"Ada"', '"Eve"'),
        "KIND": good[1].replace('"reject"', '"guess"'),
    }
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join([good[0], "", changed.get(line, line), good[2]]))
    result = decided("decisions", "import", path)
    assert result.exit_code == 2
    assert f"{path}:3" in result.stderr
    assert told in result.stderr
    assert len(listed(decided)) == 4


def test_a_log_that_is_no_text_is_refused(decided, tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\xff\xfe")
    result = decided("decisions", "import", path)
    assert (result.exit_code, "UTF-8" in result.stderr) == (2, True)


def test_reviewed_claims_are_training_data(decided, tmp_path):
    assert decided("decisions", "export", "--training", "-o", tmp_path / "set").exit_code == 0
    rows = [json.loads(line) for line in (tmp_path / "set.gold.jsonl").read_text().splitlines()]
    assert [(r["report"], r["event"], r["when"]) for r in rows] == [
        ("r1", "delivery", "2019-07"),
        ("r3", "order", "2016"),
    ]
    texts = [json.loads(x) for x in (tmp_path / "set.reports.jsonl").read_text().splitlines()]
    by_id = {row["id"]: row for row in texts}
    for row in rows:
        assert row["trigger"] in by_id[row["report"]]["sentences"][row["sentence"]]
        assert set(row["decisions"]) <= {"verdict", "when"}
    told = decided("evaluate", tmp_path / "set.gold.jsonl", tmp_path / "set.reports.jsonl",
                   "--extractor", "ledger_fakes:LineExtractor", "--json")  # fmt: skip
    assert told.exit_code == 0, told.stderr
