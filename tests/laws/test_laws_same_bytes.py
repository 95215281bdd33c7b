"""The same input gives the same bytes, whatever seed the process hashes with."""

import json
import os
import subprocess
import sys

from laws_material import EXAMPLES
from typer.testing import CliRunner

from armsledger.cli.main import app

LINE = ["extract", "--quiet", str(EXAMPLES)]


def extracted(seed):
    """Return what a process of its own prints for the examples."""
    done = subprocess.run(
        [sys.executable, "-m", "armsledger", *LINE],
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        timeout=300,
        check=True,
    )
    return done.stdout


def another_seed():
    """Return a seed under which a name hashes otherwise than in this process."""
    own = os.environ.get("PYTHONHASHSEED", "random")
    return "4242" if own != "4242" else "1"


def test_two_processes_print_the_same_claims():
    result = CliRunner().invoke(app, LINE)
    assert result.exit_code == 0, result.stderr
    first = result.stdout_bytes
    assert first == extracted(another_seed())
    assert all(json.loads(line)["id"] for line in first.splitlines())
    assert first.count(b"\n") > 0
