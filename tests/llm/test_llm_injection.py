"""What speaks to a model, and news that only looks so. To add a case, add a line."""

from armsledger.llm.injection import speaks_to_a_model
from cases import each_case, load_cases

CASES = load_cases("llm_injection.jsonl")


@each_case(CASES)
def test_case(case):
    assert speaks_to_a_model(case["text"]) is case["speaks"], case["why"]
