"""Corrected claims read again by a changed extractor, with every decision's fate planted.

The long run, a thousand corrections: benchmarks/decisions_test.py.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from decisions_test import figures, run
from planted_changes import CHANGES
from planted_reading import PLAN

from armsledger.cli.context import extractor_of
from armsledger.decide.history import tally
from armsledger.ledger import Ledger

# So many that each kind of change comes up; on the other database, that each fate does.
CORRECTIONS = {"sqlite": 60, "postgresql": 12}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "twins"
    made.mkdir()
    return made


def test_every_decision_is_applied_moved_or_orphaned_as_planted(location, folder, monkeypatch):
    kind = "postgresql" if location.startswith("postgresql") else "sqlite"
    with Ledger.open(location, create=True) as ledger:

        def read(plan):
            monkeypatch.setenv(PLAN, str(plan))
            ledger.rebuild(extractor=extractor_of("planted_reading:Second"))
            return tally(ledger.decisions())

        done = run(ledger, folder, CORRECTIONS[kind], 7, read)
        told = figures(done)
    assert {check: found for check, found in done.wrong.items() if found} == {}
    assert len(done.wrong) == 8
    assert told["corrected_claims"] >= CORRECTIONS[kind]
    assert min(told["found"].values()) > CORRECTIONS[kind] / 4
    if kind == "sqlite":
        assert set(told["by_change"]) >= {change.__name__ for change in CHANGES}
