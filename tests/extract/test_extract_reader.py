"""What is read in single sentences: who, what, to whom, how far."""

import datetime as dt
from dataclasses import replace

import pytest

from armsledger.extract.registry import load_extractor
from armsledger.model import Report, hash_content
from cases import load_cases

CASES = load_cases("extract_reader.jsonl")


def read(case):
    title, text, date = case.get("title"), case["text"], "2022-09-15"
    digest = hash_content(title, text, date, None)
    report = Report(id=case["id"], text=text, content_hash=digest, title=title, date=date)
    return load_extractor().extract(report)


def shown(claim):
    """Return the claim's fields as the cases write them."""
    return {
        "event": str(claim.event),
        "supplier": claim.supplier,
        "recipient": claim.recipient,
        "system": claim.system,
        "factuality": str(claim.factuality),
        "value": claim.value and int(claim.value.amount),
        "quantity": claim.quantity and int(claim.quantity.value),
        "when": claim.when,
        "actor": claim.actor,
    }


def test_each_case_has_an_id_of_its_own():
    assert len({case["id"] for case in CASES}) == len(CASES)


def marked(case):
    marks = [pytest.mark.xfail(reason=case["miss"], strict=True)] if "miss" in case else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_what_a_sentence_says(case):
    found = [shown(claim) for claim in read(case)]
    for wanted in case["claims"]:
        assert any(wanted.items() <= claim.items() for claim in found), (case["why"], found)
    if not case["claims"]:
        assert found == [], case["why"]


def test_no_claim_where_supplier_and_recipient_are_one():
    for case in CASES:
        assert all(c.supplier is None or c.supplier != c.recipient for c in read(case))


def test_a_report_without_a_weapon_is_not_parsed():
    before = dt.datetime.now(tz=dt.UTC)
    assert read({"id": "long", "text": "The ferry ran on time. " * 40_000}) == []
    assert dt.datetime.now(tz=dt.UTC) - before < dt.timedelta(seconds=10)


def test_a_reader_with_a_higher_bar_says_less_and_nothing_else():
    reader = load_extractor()
    report = Report(id="r", text=CASES[0]["text"], content_hash="r", date="2022-09-15")
    ids = {claim.id for claim in reader.extract(report)}
    assert {claim.id for claim in replace(reader, keep=0.9).extract(report)} <= ids
    assert replace(reader, keep=1.1).extract(report) == []
