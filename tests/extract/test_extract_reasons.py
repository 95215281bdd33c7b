import json
from pathlib import Path

import pytest

from armsledger.extract.reasons import find_reason
from armsledger.model import Report
from armsledger.text.parse import parse_report

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data/reasons.jsonl").read_text("utf-8").splitlines()
]


def test_case_ids_are_unique():
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reason_of_an_event(case):
    report = Report(id=case["id"], text="Oslo. " + case["text"], content_hash=case["id"])
    start = report.text.index(case["trigger"])
    sentence = next(s for s in parse_report(report).sentences if s.start <= start < s.end)
    found = find_reason(sentence, start, start + len(case["trigger"]))
    words = report.text[found.start : found.end] if found is not None else None
    assert words == case["reason"]
