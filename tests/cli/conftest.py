"""A command line to call, and a small ledger to ask."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "cli")]  # ledger_fakes.py, cli_calls.py

from cli_calls import calling  # noqa: E402

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


def write_reports(folder):
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in REPORTS))
    return path


@pytest.fixture
def reports(tmp_path):
    return write_reports(tmp_path)


@pytest.fixture
def ledger_path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture
def call(ledger_path):
    """Call a command on the test's ledger and return the result."""
    return calling(ledger_path)


@pytest.fixture(scope="session")
def _filled_ledger(tmp_path_factory):
    """The path of a ledger with three reports, to be copied: faster than adding them anew."""
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "ledger.db"
    result = calling(path)("add", write_reports(folder), *FAKE)
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def filled(call, ledger_path, _filled_ledger):
    """The same, with three reports in the ledger."""
    shutil.copy(_filled_ledger, ledger_path)
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
