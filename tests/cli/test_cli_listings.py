"""The commands that show what a ledger holds."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from armsledger.cli.main import app

CONTRACT = """
id supplier recipient system aliases category batch stage next state support sanctioned opposed
ordered delivered quantity value disagreements claims reports copies origins first_reported
last_reported
"""
DEALS = ["fra-ind-rafale", "rus-tur-s-400", "usa-tur-patriot"]


def ids(result):
    assert result.exit_code == 0, result.stderr
    return [row["id"] for row in json.loads(result.stdout)]


def test_deals_in_every_form(filled):
    assert ids(filled("deals", "--json")) == DEALS
    lines = filled("deals", "--jsonl").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == DEALS
    rows = list(csv.DictReader(io.StringIO(filled("deals", "--csv").stdout)))
    assert [row["id"] for row in rows] == DEALS
    table = filled("deals").stdout
    assert all(deal in table for deal in DEALS)


@pytest.mark.parametrize("width", ["40", "60", "80", "160"])
def test_the_table_fits_the_terminal(filled, width):
    result = filled("deals", env={"COLUMNS": width})
    assert max(map(len, result.stdout.splitlines())) <= int(width)
    assert "\x1b" not in result.stdout


def test_a_deal_has_the_fields_of_the_contract(filled):
    fields = set(CONTRACT.split())
    row = json.loads(filled("deals", "--json", "--supplier", "RUS").stdout)[0]
    assert fields <= set(row)
    assert (row["stage"], row["claims"], row["reports"]) == ("delivery", 3, 2)


FILTERS = [
    (["--supplier", "Russia"], ["rus-tur-s-400"]),
    (["--supplier", "rus"], ["rus-tur-s-400"]),
    (["--recipient", "Turkey"], ["rus-tur-s-400", "usa-tur-patriot"]),
    (["--system", "s400"], ["rus-tur-s-400"]),
    (["--stage", "offer"], ["usa-tur-patriot"]),
    (["--category", "air defence systems"], DEALS),
    (["--category", "ships"], []),
    (["--query", "rafale"], ["fra-ind-rafale"]),
    (["--as-of", "2018-12-31"], DEALS),
    (["--as-of", "2016-12-31"], ["fra-ind-rafale"]),
    (["--recipient", "TUR", "--stage", "offer"], ["usa-tur-patriot"]),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_deals_are_filtered(filled, options, expected):
    assert ids(filled("deals", "--json", *options)) == expected


UNKNOWN = [
    (["deals", "--supplier", "Rusia"], "Russia"),
    (["deals", "--recipient", "Turkiy"], "did you mean"),
    (["deals", "--system", "S-401x"], "--system"),
    (["deals", "--stage", "delivered"], "delivery"),
    (["deals", "--category", "ship"], "ships"),
    (["deals", "--as-of", "2018"], "YYYY-MM-DD"),
    (["deals", "--json", "--csv"], "choose one"),
    (["claims", "--event", "oder"], "order"),
    (["claims", "--deal", "rus-tur-s400"], "rus-tur-s-400"),
    (["claims", "--report", "none"], "no report 'none'"),
    (["deal", "rus-tur"], "did you mean"),
    (["report", "zzz"], "no report 'zzz'"),
    (["report", "r"], "several ids begin so"),
]


@pytest.mark.parametrize(("line", "told"), UNKNOWN)
def test_unknown_words_are_refused_in_one_line(filled, line, told):
    result = filled(*line)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"armsledger {line[0]}: ")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_deal_shows_every_quote_and_who_says_it(filled):
    page = filled("deal", "rus-tur-s-400").stdout
    for part in (
        "RUS sells S-400 to TUR in 2017.",
        "RUS delivers S-400 to TUR in 2019.",
        "RUS sells S-400 to TUR in 2018.",
        "Paper, 2019-08-01",
        "Gazette, 2018-12-01",
        "*delivery",
        "Disagreements",
        "Origins",
    ):
        assert part in page


def test_a_deal_as_json_holds_its_evidence(filled):
    row = json.loads(filled("deal", "rus-tur-s-400", "--json").stdout)
    claims = {claim["id"] for claim in row["claims_detail"]}
    assert row["claims"] == len(claims) == 3
    assert set(row["evidence"]["stage"]) <= claims


def test_a_deal_as_of_a_date(filled):
    row = json.loads(filled("deal", "rus-tur-s-400", "--as-of", "2018-12-31", "--json").stdout)
    assert (row["stage"], row["claims"]) == ("order", 1)


CLAIMS = [
    ([], 5),
    (["--deal", "rus-tur-s-400"], 3),
    (["--report", "r1"], 2),
    (["--event", "order"], 3),
    (["--source", "Putin"], 0),
    (["--as-of", "2017-01-01"], 1),
]


@pytest.mark.parametrize(("options", "count"), CLAIMS)
def test_claims_are_filtered(filled, options, count):
    rows = json.loads(filled("claims", "--json", *options).stdout)
    assert len(rows) == count
    assert all(row["outlet"] and row["date"] for row in rows)


def test_claims_in_every_form(filled):
    assert len(filled("claims", "--jsonl").stdout.splitlines()) == 5
    rows = list(csv.DictReader(io.StringIO(filled("claims", "--csv").stdout)))
    assert [row["event"] for row in rows] == ["order", "delivery", "order", "offer", "order"]
    assert "5 claims" in filled("claims").stdout


def test_a_report_is_shown_with_its_claims_marked(filled):
    page = filled("report", "r1").stdout
    assert "in 2017. [1] RUS delivers S-400 to TUR in 2019. [2]" in page
    row = json.loads(filled("report", "r1", "--json").stdout)
    text = row["text"]
    assert all(text[c["start"] : c["end"]] == c["quote"] for c in row["claims"])


def test_a_report_cannot_steer_the_terminal(call, tmp_path):
    path = tmp_path / "a.jsonl"
    text = "RUS sells S-400 to TUR. \x1b[2J\x1b]0;owned\x07 [bold]x[/bold] [link=a]"
    path.write_text(json.dumps({"id": "r1", "text": text}) + "\n")
    call("add", path, "--extractor", "ledger_fakes:LineExtractor")
    page = call("report", "r1").stdout
    assert "\x1b" not in page
    assert "\x07" not in page
    assert "[bold]x[/bold] [link=a]" in page


@pytest.mark.parametrize("width", ["30", "60", "120"])
@pytest.mark.parametrize("line", [["deal", "rus-tur-s-400"], ["claims"], ["report", "r1"]])
def test_pages_fit_the_terminal_and_leave_no_blanks(filled, line, width):
    lines = filled(*line, env={"COLUMNS": width}).stdout.splitlines()
    assert max(map(len, lines)) <= int(width)
    assert [one for one in lines if one != one.rstrip()] == []


WEAK = [{"text": "RUS sells Su-57 to DZA."}, {"text": "RUS sells S-400 to IRN."}]


@pytest.fixture
def with_weak_lines(filled, tmp_path):
    """The same, with two lines that rest on one claim which is not sure."""
    path = tmp_path / "weak.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in WEAK))
    assert filled("add", path, "--extractor", "ledger_fakes:UnsureExtractor").exit_code == 0
    return filled


def test_weak_lines_are_counted_and_shown_on_demand(with_weak_lines):
    weak = ["rus-dza-su-57", "rus-irn-s-400"]
    table = with_weak_lines("deals").stdout
    assert "3 deals; 2 more lines rest on weak claims alone: --all" in table
    assert not any(deal in table for deal in weak)
    rows = with_weak_lines("deals", "--all").stdout.splitlines()
    assert [row.split()[0] for row in rows[1:6]] == DEALS + weak
    assert ["weak" in row.split() for row in rows[1:6]] == [False] * 3 + [True] * 2
    assert rows[6] == "5 deals"
    assert with_weak_lines("deals", "--recipient", "IRN").stdout == (
        "0 deals; 1 more line rests on weak claims alone: --all\n"
    )


def test_data_forms_list_weak_lines_too(with_weak_lines):
    assert len(ids(with_weak_lines("deals", "--json"))) == 5
    assert len(with_weak_lines("deals", "--jsonl").stdout.splitlines()) == 5
    assert with_weak_lines("deals", "--json").stdout == (
        with_weak_lines("deals", "--json", "--all").stdout
    )


def test_report_hashes_are_cut_short_for_people_only(with_weak_lines):
    rows = json.loads(with_weak_lines("claims", "--deal", "rus-irn-s-400", "--json").stdout)
    key = rows[0]["report"]
    assert len(key) == 64
    for line in (["deal", "rus-irn-s-400"], ["claims"], ["report", key[:8]]):
        page = with_weak_lines(*line).stdout
        assert f"report {key[:8]}\n" in page
        assert line[0] == "report" or key not in page
    assert "1 claim" in with_weak_lines("claims", "--report", key[:8]).stdout


def test_an_empty_table_says_why(filled, call, tmp_path):
    told = filled("deals", "--recipient", "BRA").stdout
    assert told == "no deals of this kind; the register has 3\n"
    assert "not known by 2010-01-01" in filled("deal", DEALS[0], "--as-of", "2010-01-01").stderr


def test_an_empty_ledger_says_what_to_do(call, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    call("add", empty, *["--extractor", "ledger_fakes:LineExtractor"])
    assert "'armsledger add PATH'" in call("deals").stdout


def test_export_to_standard_output(filled):
    assert filled("export", "csv", "-o", "-").stdout == filled("export", "csv").stdout
    assert "name a place" in filled("export", "html", "-o", "-").stderr


@pytest.mark.parametrize("place", ["", " ", "mysql://host/base"])
def test_a_ledger_that_is_none_of_the_kinds(place):
    result = CliRunner().invoke(app, ["--ledger", place, "deals"], prog_name="armsledger")
    assert result.exit_code == 2
    assert "give a path (SQLite) or postgresql://" in result.stderr


def test_an_input_that_fails_is_named_once(call):
    result = call("extract", "-", *["--extractor", "ledger_fakes:LineExtractor"], input="")
    assert result.stderr == "armsledger extract: standard input: is empty\n"


def test_export_to_a_folder_that_is_not_there(filled, tmp_path):
    result = filled("export", "csv", "-o", tmp_path / "no" / "deals.csv")
    assert result.exit_code == 2
    assert "there is no folder" in result.stderr
    assert ".part" not in result.stderr


def test_a_missing_ledger_is_told_with_the_way_out(call):
    for line in (["deals"], ["claims"], ["deal", "x"], ["report", "x"], ["rebuild"]):
        result = call(*line)
        assert result.exit_code == 2
        assert "make one with" in result.stderr


def test_rebuild_changes_nothing(filled):
    before = filled("deals", "--json").stdout
    assert filled("rebuild").stdout == "3 reports, 5 claims, 3 deals\n"
    assert filled("deals", "--json").stdout == before


def test_rebuild_reads_again(filled):
    again = ["--extract", "--extractor", "ledger_fakes:NewerExtractor", "--json"]
    assert json.loads(filled("rebuild", *again).stdout)["changed"] == 3
    (row, *_) = json.loads(filled("claims", "--json").stdout)
    assert row["extractor"] == "lines/2"


@pytest.mark.parametrize(
    "line", [["claims", "--jsonl"], ["claims"], ["deal", "rus-tur-s-400"], ["export", "csv"]]
)
def test_a_broken_pipe_is_quiet(filled, start, ledger_path, line):
    process = start("--ledger", ledger_path, *line)
    process.stdout.close()
    errors = process.stderr.read()
    assert (process.wait(timeout=30), errors) == (0, "")
    process.stdout = None


def test_export_prints_or_writes(filled, tmp_path):
    printed = filled("export", "csv").stdout
    assert len(printed.splitlines()) == 4
    assert filled("export", "csv", "-o", tmp_path / "d.csv").exit_code == 0
    assert (tmp_path / "d.csv").read_text() == printed
    assert filled("export", "jsonl", "-o", tmp_path / "both").exit_code == 0
    assert len((tmp_path / "both" / "claims.jsonl").read_text().splitlines()) == 5


def test_export_writes_a_dossier(filled, tmp_path):
    result = filled("export", "html", "-o", tmp_path / "dossier")
    assert result.exit_code == 0, result.stderr
    pages = " ".join(page.read_text() for page in (tmp_path / "dossier").rglob("*.html"))
    assert "RUS delivers S-400 to TUR in 2019." in pages


def test_export_refuses_an_unknown_format(filled):
    result = filled("export", "cvs")
    assert result.exit_code == 2
    assert "csv" in result.stderr
