from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.extract.factuality import factuality_of
from armsledger.model import Event, Factuality, Report
from armsledger.text.parse import parse_report
from cases import each_case, load_cases

CASES = load_cases("factuality.jsonl")


def sentence_with(case):
    report = Report(
        id=case["id"], text=case["text"], title=case.get("title"), content_hash=case["id"]
    )
    part = case.get("part", "text")
    start = report.part(part).index(case["trigger"])
    parsed = parse_report(report)
    return next(s for s in parsed.of_part(part) if s.start <= start < s.end), start


@each_case(CASES)
def test_factuality_of_an_event(case):
    sentence, start = sentence_with(case)
    found = factuality_of(
        sentence,
        start,
        start + len(case["trigger"]),
        title=sentence.part == "title",
        event=Event(case["event"]) if "event" in case else None,
    )
    assert found is Factuality(case["factuality"])


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), st.data(), st.sampled_from([None, *Event]))
def test_any_trigger_gets_a_value_and_always_the_same(case, data, event):
    sentence, _ = sentence_with(case)
    start = data.draw(st.integers(sentence.start, sentence.end))
    end = data.draw(st.integers(start, sentence.end))
    title = sentence.part == "title"
    first = factuality_of(sentence, start, end, title=title, event=event)
    assert first in Factuality
    assert factuality_of(sentence, start, end, title=title, event=event) is first


def test_a_trigger_outside_the_sentence_is_a_fact():
    sentence, _ = sentence_with(CASES[1])
    past = sentence.end + 10
    assert factuality_of(sentence, past, past + 3, title=False) is Factuality.FACT
