from armsledger.extract.registry import load_extractor
from armsledger.extract.unread import Kind, queue_order, unread_in
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Claim, Event, Factuality, Report
from cases import each_case, load_cases

CASES = load_cases("extract_unread.jsonl")


def to_report(text, title=None):
    return Report(id="r", text=text, title=title, content_hash="r")


def to_claim(report, start, end):
    return Claim(
        id=f"c{start}",
        report=report.id,
        event=Event.ORDER,
        factuality=Factuality.FACT,
        trigger="",
        start=start,
        end=end,
        part="text",
        quote=report.text[start:end],
        extractor="test/1",
        confidence=0.9,
    )


def unread(report, claims):
    lookups = load_vocabularies()
    return unread_in(report, claims, lookups.weapons, lookups.actors)


@each_case(CASES)
def test_what_was_seen_and_not_understood(case):
    report = to_report(case["text"], case.get("title"))
    found = unread(report, [to_claim(report, *place) for place in case["claims"]])
    assert [[u.kind, u.score, u.quote] for u in found] == case["unread"], case["why"]
    assert all(report.part(u.part)[u.start : u.end] == u.quote for u in found)


def test_a_line_of_a_form_that_was_not_read_is_listed():
    tables = load_cases("forms/forms_tables.jsonl")
    text = next(case["text"] for case in tables if case["id"] == "register-csv")
    report = to_report(text.replace("Egypt", "Atlantis"))
    (found,) = unread(report, load_extractor().extract(report))
    assert found.kind is Kind.LINE
    assert "Atlantis" in found.quote
    assert found.reason


def test_the_queue_begins_with_the_most_telling():
    told = "Russia will deliver S-400 systems to Algeria next year."
    others = "France offered Algeria fighter jets instead. France offered Algeria the Rafale."
    report = to_report(f"{told} {others}")
    found = sorted(unread(report, [to_claim(report, 0, len(told))]), key=queue_order)
    assert [u.score for u in found] == [9, 7]
