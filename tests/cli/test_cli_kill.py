"""SIGKILL at random moments of `add` loses nothing. The long run: benchmarks/kill_test.py."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_killing_add_loses_nothing_that_it_reported():
    line = [sys.executable, str(ROOT / "benchmarks" / "kill_test.py")]
    line += ["--kills", "8", "--reports", "30", "--extractor", "ledger_fakes:LineExtractor"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["kills"] == 8
