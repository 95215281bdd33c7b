"""SIGKILL of a desk while people decide loses nothing. The long run: benchmarks/desk_kill.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from desk_kill import run


def test_a_killed_desk_keeps_every_decision_that_it_acknowledged(tmp_path):
    figures = run(tmp_path, kills=2, seed=5)  # whatever is lost or half there ends it
    assert figures.kills == 2  # the second waits for a decision: the desk worked again
    assert sum(figures.acknowledged.values()) >= 1
