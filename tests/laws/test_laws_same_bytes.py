"""The same input gives the same bytes, whatever seed the process hashes with."""

import json
import os
import subprocess
import sys

from laws_material import EXAMPLES


def extracted(seed):
    """Return what a process of its own prints for the examples."""
    done = subprocess.run(
        [sys.executable, "-m", "armsledger", "extract", "--quiet", str(EXAMPLES)],
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        timeout=300,
        check=True,
    )
    return done.stdout


def test_two_processes_print_the_same_claims():
    first = extracted("1")
    assert first == extracted("4242")
    assert all(json.loads(line)["id"] for line in first.splitlines())
    assert first.count(b"\n") > 0
