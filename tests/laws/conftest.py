"""Each report is read once for all laws."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # laws_material.py

from laws_material import example_documents

from armsledger.extract.registry import load_extractor
from ledger_fakes import Remembered


@pytest.fixture(scope="session")
def extractor():
    return Remembered(load_extractor())


@pytest.fixture(scope="session")
def examples():
    return [d.report for d in example_documents() if d.report is not None]
