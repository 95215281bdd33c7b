"""SIGKILL at random moments of `add` loses nothing. The long run: benchmarks/kill_test.py."""

import sys
from argparse import Namespace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from kill_test import run


def test_killing_add_loses_nothing_that_it_reported(tmp_path):
    figures = run(  # whatever is lost or half there ends it
        tmp_path,
        Namespace(kills=5, reports=20, seed=1, extractor="ledger_fakes:LineExtractor", warm=True),
    )
    assert figures.kills == 5
