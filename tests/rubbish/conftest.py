"""The inputs stand beside the tests; the program is loaded once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # rubbish_inputs.py, rubbish_program.py

from rubbish_program import Program


@pytest.fixture(scope="session")
def program():
    made = Program()
    yield made
    made.stop()
