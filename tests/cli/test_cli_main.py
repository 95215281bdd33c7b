"""The command as a whole."""

import json
import subprocess
import sys

import pytest
import typer.main

from armsledger.cli.main import app
from armsledger.cli.options import READING
from armsledger.version import __version__

FAKE = ["--extractor", "ledger_fakes:LineExtractor"]
COMMANDS = ["add", "extract", "deals", "deal", "claims", "report", "export", "rebuild", "doctor"]


def test_version(call):
    assert call("--version").stdout == f"armsledger {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(call, command):
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Usage: armsledger" in result.stdout


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom typer.testing import CliRunner\n"
        "from armsledger.cli.main import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "heavy = {'spacy', 'numpy', 'sqlalchemy', 'alembic', 'rich.console', 'trafilatura'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("line", [["nonsense"], ["deals", "--nonsense"], ["deal"], ["add"]])
def test_wrong_usage_exits_with_2(call, line):
    assert call(*line).exit_code == 2


def test_the_ledger_comes_from_the_environment(start, filled, ledger_path, monkeypatch):
    monkeypatch.setenv("ARMSLEDGER", str(ledger_path))
    process = start("deals", "--jsonl")
    out, _ = process.communicate(timeout=30)
    assert len(out.splitlines()) == 3


def test_shell_completion_is_offered(call):
    assert "--install-completion" in call("--help").stdout


def test_a_fault_of_the_program_is_one_line(call, tmp_path):
    (tmp_path / "ledger_fault.py").write_text(
        "class Fault:\n    version = '1'\n    @property\n    def name(self):\n"
        "        raise ZeroDivisionError('oops')\n"
        "    def extract(self, report):\n        return []\n"
    )
    sys.path.insert(0, str(tmp_path))
    result = call("extract", "--extractor", "ledger_fault:Fault", input='{"text": "x"}\n')
    sys.path.remove(str(tmp_path))
    assert result.exit_code == 2
    assert "fault of the program: ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_doctor_tells_what_is_installed(call):
    result = call("doctor", "--extractor", "ledger_fakes:LineExtractor")
    assert result.exit_code == 1  # the fake reads no English sentence
    assert "self-test" in result.stdout
    assert "FTS5" in result.stdout


def test_doctor_tells_what_the_ledger_holds(filled, tmp_path):
    line = ["doctor", "--extractor", "ledger_fakes:LineExtractor", "--json"]
    (held,) = json.loads(filled(*line).stdout)["ledger"].values()
    assert held == "3 reports, 5 claims, 3 deals"


def test_doctor_takes_no_ledger_for_no_fault(call, ledger_path):
    told = json.loads(call("doctor", "--json").stdout)
    assert told["ok"] is True
    assert "none yet" in told["ledger"][str(ledger_path)]


def test_doctor_finds_a_ledger_that_is_none(call, ledger_path):
    ledger_path.write_text("no database")
    result = call("doctor")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("! ")]


@pytest.mark.parametrize("command", ["add", "extract"])
def test_the_options_of_reading_are_shared(call, command, tmp_path):
    group = typer.main.get_command(app)
    shown = {name for p in group.commands[command].params for name in p.opts}
    assert {"--" + name.replace("_", "-") for name in READING} <= shown
    path = tmp_path / "a.txt"
    path.write_text("RUS sells S-400 to TUR.")
    for option, value, told in (
        ("--date", "2019", "YYYY-MM-DD"),
        ("--max-bytes", "3", "over the limit"),
        ("--max-pages", "0", "--max-pages"),
    ):
        assert told in call(command, path, option, value, *FAKE).stderr
    assert call(command, path, "--date", "2019-03-02", *FAKE).exit_code == 0
