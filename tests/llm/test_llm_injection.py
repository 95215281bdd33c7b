"""What speaks to a model, and news that only looks so. To add a case, add a line."""

import json
from pathlib import Path

import pytest

from armsledger.llm.injection import speaks_to_a_model

DATA = Path(__file__).parents[1] / "data" / "llm_injection.jsonl"
CASES = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def test_case_ids_are_unique():
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    assert speaks_to_a_model(case["text"]) is case["speaks"], case["why"]
