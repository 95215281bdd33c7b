"""What the desk and the listings load when they start: not the parser, which takes seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
HEAVY = "{'spacy', 'thinc', 'trafilatura'}"


def loads_nothing_heavy(code, folder):
    check = (
        f"import sys\n{code}\nassert not {HEAVY} & set(sys.modules), {HEAVY} & set(sys.modules)\n"
    )
    line = [sys.executable, "-c", check]
    done = subprocess.run(line, capture_output=True, text=True, timeout=300, cwd=folder)
    assert done.returncode == 0, done.stderr


def test_the_web_app_starts_without_the_parser(tmp_path):
    code = (
        "from armsledger.ledger import Ledger\n"
        "Ledger.open('ledger.db', create=True).close()\n"
        "from armsledger.web.app import create_app\n"
        "from armsledger.web.settings import Settings\n"
        "create_app(Settings(ledger='ledger.db'))\n"
    )
    loads_nothing_heavy(code, tmp_path)


@pytest.mark.parametrize("line", [["deals"], ["claims"], ["decisions", "list"], ["export", "csv"]])
def test_a_listing_runs_without_the_parser(line, tmp_path):
    code = (
        f"sys.path.insert(0, {str(TESTS)!r})\n"
        "from armsledger.ledger import Ledger\n"
        "from ledger_fakes import LineExtractor, report_of\n"
        "with Ledger.open('ledger.db', create=True) as ledger:\n"
        "    list(ledger.add([report_of('RUS sells S-400 to TUR.')], LineExtractor()))\n"
        "from typer.testing import CliRunner\n"
        "from armsledger.cli.main import app\n"
        f"done = CliRunner().invoke(app, ['--ledger', 'ledger.db', *{line!r}])\n"
        "assert done.exit_code == 0, done.output\n"
    )
    loads_nothing_heavy(code, tmp_path)
