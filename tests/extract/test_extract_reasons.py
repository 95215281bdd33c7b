from armsledger.extract.reasons import find_reason
from armsledger.model import Report
from armsledger.text.parse import parse_report
from cases import each_case, load_cases

CASES = load_cases("reasons.jsonl")


@each_case(CASES)
def test_reason_of_an_event(case):
    report = Report(id=case["id"], text="Oslo. " + case["text"], content_hash=case["id"])
    start = report.text.index(case["trigger"])
    sentence = next(s for s in parse_report(report).sentences if s.start <= start < s.end)
    found = find_reason(sentence, start, start + len(case["trigger"]))
    words = report.text[found.start : found.end] if found is not None else None
    assert words == case["reason"]
