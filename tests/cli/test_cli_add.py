"""`armsledger add` and `armsledger extract`."""

import json
import signal

import pytest

FAKE = ["--extractor", "ledger_fakes:LineExtractor"]


def summary(result):
    return json.loads(result.stdout)


def test_add_prints_a_summary(call, reports):
    result = call("add", reports, *FAKE)
    assert result.exit_code == 0
    assert result.stdout == (
        "added 3, already known 0, copies 0, failed 0, claims 5, deals touched 3\n"
    )


def test_adding_again_changes_nothing(filled, reports):
    assert summary(filled("add", reports, *FAKE, "--json")) == {
        "added": 0,
        "already_known": 3,
        "copies": 0,
        "failed": 0,
        "claims": 0,
        "deals_touched": 0,
    }


def test_standard_input_is_read(call):
    line = json.dumps({"id": "r9", "text": "RUS sells S-400 to TUR in 2017."})
    result = call("add", "-", "--json", *FAKE, input=line + "\n")
    assert summary(result)["claims"] == 1


def test_options_fill_what_a_file_does_not_say(call, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("RUS sells S-400 to TUR in 2017.\n")
    given = ("--date", "2018-02-03", "--outlet", "Desk", "--title", "A note")
    assert call("add", path, *given, *FAKE).exit_code == 0
    (claim,) = json.loads(call("claims", "--json").stdout)
    assert (claim["date"], claim["outlet"]) == ("2018-02-03", "Desk")


@pytest.mark.parametrize(("strict", "code"), [([], 0), (["--strict"], 1)])
def test_a_failed_file_is_one_line_and_its_neighbours_are_added(call, tmp_path, strict, code):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text('{"text": "BROKEN"}\n{"no text": 1}\n')
    (tmp_path / "in" / "b.jsonl").write_text('{"text": "RUS sells S-400 to TUR."}\n')
    result = call("add", tmp_path / "in", "--json", *FAKE, *strict)
    assert result.exit_code == code
    assert (summary(result)["added"], summary(result)["failed"]) == (1, 2)
    lines = [line for line in result.stderr.splitlines() if line.startswith("armsledger add: ")]
    assert len(lines) == 2
    assert all("a.jsonl" in line for line in lines)


def test_a_path_that_is_not_there_is_refused_before_anything_is_done(call, reports, ledger_path):
    result = call("add", reports, "nothing-here.txt", *FAKE)
    assert result.exit_code == 2
    assert "nothing-here.txt" in result.stderr
    assert not ledger_path.exists()


@pytest.mark.parametrize(
    "option",
    [
        ["--date", "yesterday"],
        ["--max-bytes", "0"],
        ["--extractor", "no_such_module:Extractor"],
        ["--extractor", "json:JSONDecoder"],
    ],
)
def test_unusable_options_exit_with_2_and_one_message(call, reports, option):
    result = call("add", reports, *FAKE, *option)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_limit_is_an_option(call, reports):
    result = call("add", reports, *FAKE, "--max-text-chars", "40", "--json")
    assert summary(result)["failed"] == 2
    assert "limit" in result.stderr


def test_a_second_version_is_noted(filled, tmp_path):
    path = tmp_path / "more.jsonl"
    path.write_text('{"id": "r1", "text": "USA sells F-16 to POL."}\n')
    result = filled("add", path, *FAKE)
    assert "note: id 'r1' has another text: kept as version 'r1@" in result.stderr


def test_extract_needs_no_ledger(call, reports, ledger_path):
    result = call("extract", reports, *FAKE)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["event"] for row in rows] == ["order", "delivery", "order", "offer", "order"]
    assert all(row["quote"] for row in rows)
    assert not ledger_path.exists()


def test_extract_reads_standard_input_without_arguments(call, reports):
    result = call("extract", *FAKE, input=reports.read_text())
    assert len(result.stdout.splitlines()) == 5


def test_extract_tells_failures(call, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "BROKEN"}\n{"text": "RUS sells S-400 to TUR."}\n')
    result = call("extract", path, *FAKE, "--strict")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "a.jsonl:1" in result.stderr


def test_data_is_utf_8_and_valid_json_whatever_the_terminal(start, monkeypatch):
    import subprocess

    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    process = start("extract", *FAKE, stdin=subprocess.PIPE, encoding="utf-8")
    out, _ = process.communicate(
        json.dumps({"id": "über-1", "text": "RUS sells S-400 to TUR."}) + "\n", timeout=30
    )
    assert json.loads(out)["report"] == "über-1"


def test_extract_flushes_each_report(start):
    import subprocess

    process = start("extract", "-", *FAKE, stdin=subprocess.PIPE)
    process.stdin.write('{"text": "RUS sells S-400 to TUR."}\n')
    process.stdin.flush()
    first = process.stdout.readline()  # arrives while the input is still open
    assert json.loads(first)["event"] == "order"
    process.stdin.close()
    process.stdin = None
    assert process.wait(timeout=30) == 0


def test_ctrl_c_keeps_what_is_done_and_tells_how_to_go_on(start, ledger_path, call):
    import subprocess

    line = ["--ledger", ledger_path, "add", "-", "--verbose", *FAKE]
    process = start(*line, stdin=subprocess.PIPE)
    process.stdin.write('{"id": "r1", "text": "RUS sells S-400 to TUR."}\n')
    process.stdin.flush()
    assert process.stderr.readline().startswith("added: r1")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out.startswith("added 1,")
    assert "the same command goes on" in err
    assert "Traceback" not in err
    assert len(json.loads(call("deals", "--json").stdout)) == 1
