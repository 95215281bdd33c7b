"""Where the gold set is, if it is on this machine, and its own scorer."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def find_gold():
    given = os.environ.get("ARMSLEDGER_GOLD")
    folder = (ROOT / given) if given else ROOT.parent / "shared" / "gold"
    return folder if (folder / "score.py").exists() else None


@pytest.fixture(scope="session")
def gold_folder():
    folder = find_gold()
    if folder is None:
        pytest.skip("no gold set at $ARMSLEDGER_GOLD or ../shared/gold")
    return folder


@pytest.fixture(scope="session")
def scorer(gold_folder):
    """The gold set's own score.py, as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", gold_folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
