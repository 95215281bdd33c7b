"""The command as a whole."""

import subprocess
import sys

import pytest

from armsledger.version import __version__

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
