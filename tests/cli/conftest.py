"""A command line to call, and a small ledger to ask."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))  # tests/ledger_fakes.py

from typer.testing import CliRunner  # noqa: E402

from armsledger.cli.main import app  # noqa: E402

FAKE = ["--extractor", "ledger_fakes:LineExtractor"]

REPORTS = [
    {
        "id": "r1",
        "title": "A sale",
        "text": "RUS sells S-400 to TUR in 2017. RUS delivers S-400 to TUR in 2019.",
        "date": "2019-08-01",
        "outlet": "Paper",
    },
    {
        "id": "r2",
        "text": "RUS sells S-400 to TUR in 2018. USA offers Patriot to TUR in 2018.",
        "date": "2018-12-01",
        "outlet": "Gazette",
    },
    {
        "id": "r3",
        "text": "FRA sells Rafale to IND in 2016.",
        "date": "2016-10-01",
        "outlet": "Gazette",
    },
]


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in REPORTS))
    return path


@pytest.fixture
def ledger_path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture
def call(ledger_path):
    """Call a command on the test's ledger and return the result."""

    def call(*arguments, input=None, **kwargs):
        line = ["--ledger", str(ledger_path), *map(str, arguments)]
        return CliRunner().invoke(app, line, input=input, prog_name="armsledger", **kwargs)

    return call


@pytest.fixture
def filled(call, reports):
    """The same, with three reports in the ledger."""
    result = call("add", reports, *FAKE)
    assert result.exit_code == 0, result.output
    return call


@pytest.fixture
def start():
    """Start the real program and return its process."""
    processes = []

    def start(*arguments, **kwargs):
        environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [sys.executable, "-m", "armsledger", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            **kwargs,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()
