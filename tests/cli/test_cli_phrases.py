"""Values in words."""

from decimal import Decimal

import pytest

from armsledger.cli.phrases import amount, counted, figure, party, place, references, speaker
from armsledger.model import Money, Quantity, Source, SourceKind, head_of
from cases import each_case, load_cases
from ledger_fakes import LineExtractor, report_of

CASES = load_cases("cli_phrases.jsonl")


@each_case(CASES)
def test_amount(case):
    money = Money(Decimal(str(case["amount"])), case["currency"], case["qualifier"])
    assert amount(money) == case["told"]


def test_nothing_is_a_dash():
    assert (amount(None), figure(None)) == ("-", "-")


def test_figure():
    assert figure(Quantity(Decimal(1200), "missile")) == "1,200 missiles"
    assert figure(Quantity(Decimal(4), "battery")) == "4 batteries"
    assert figure(Quantity(Decimal(1), "unit")) == "1 unit"
    assert figure(Quantity(Decimal(30), "aircraft")) == "30 aircraft"


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], ""),
        ([3], "[3]"),
        ([2, 1], "[1] [2]"),
        ([1, 2, 3, 5, 5, 7, 8], "[1]-[3] [5] [7] [8]"),
    ],
)
def test_references(numbers, told):
    assert references(numbers) == told


def test_party():
    assert [party(code) for code in ("RUS", "NATO", None)] == ["Russia (RUS)", "NATO", "?"]


def test_counted():
    assert [counted(n, "deal") for n in (0, 1, 1200)] == ["0 deals", "1 deal", "1,200 deals"]


def test_speaker_and_place():
    from dataclasses import replace

    report = report_of("RUS sells S-400 to TUR.", id="r")
    (claim,) = LineExtractor().extract(report)
    assert speaker(claim, head_of(report)) == "the report; Paper, 2019-07-01"
    source = Source("Peskov", SourceKind.OFFICIAL, "RUS")
    claim = replace(claim, source=source, via=("Izvestiya",))
    assert speaker(claim, None) == "Peskov (official, RUS) via Izvestiya; unknown report"
    undated = report_of("x", date=None, outlet=None)
    assert place(head_of(undated)) == "unknown outlet, undated"
