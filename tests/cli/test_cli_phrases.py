"""Values in words."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from armsledger.cli.phrases import amount, counted, figure, place, speaker
from armsledger.model import Money, Quantity, Source, SourceKind, head_of
from ledger_fakes import LineExtractor, report_of

FILE = Path(__file__).parents[1] / "data" / "cli_phrases.jsonl"
CASES = [json.loads(line) for line in FILE.read_text().splitlines()]


def test_case_ids_are_unique():
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_amount(case):
    money = Money(Decimal(str(case["amount"])), case["currency"], case["qualifier"])
    assert amount(money) == case["told"]


def test_nothing_is_a_dash():
    assert (amount(None), figure(None)) == ("-", "-")


def test_figure():
    assert figure(Quantity(Decimal(1200), "missile")) == "1,200 missile"


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
