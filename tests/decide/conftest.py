"""Ledgers with a small fake extractor, and words for deciding."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "decide")]  # ledger_fakes.py, decide_material.py

from armsledger.ledger import Ledger  # noqa: E402


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(tmp_path / "ledger.db", create=True) as opened:
        yield opened
