"""Deals and claims as flat tables."""

import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/ledger_fakes.py

from armsledger.exports.tabular import (
    CLAIM_COLUMNS,
    DEAL_COLUMNS,
    claim_row,
    flat_names,
    flatten,
    write_csv,
    write_tables,
)
from armsledger.ledger import Ledger
from armsledger.model import Money, Quantity, Source, SourceKind
from ledger_fakes import LineExtractor, report_of

TEXT = 'RUS sells S-400 to TUR in 2017. USA offers "Patriot", RUS delivers S-400 to TUR in 2019.'


@pytest.fixture
def view(tmp_path):
    with Ledger.open(tmp_path / "ledger.db", create=True) as ledger:
        reports = [report_of(TEXT, id="r1"), report_of("FRA sells Rafale to IND.", id="r2")]
        list(ledger.add(reports, LineExtractor()))
        yield ledger.view()


def test_nested_values_have_columns_of_their_own():
    row = {"quantity": {"value": 4, "unit": "battery"}, "via": ["TASS"], "when": None}
    assert flatten(row, ("quantity", "value", "via", "when")) == {
        "quantity_value": 4,
        "quantity_unit": "battery",
        "value_amount": None,
        "value_currency": None,
        "value_qualifier": None,
        "via": '["TASS"]',
        "when": None,
    }


def test_a_claim_keeps_its_figures_in_the_flat_form():
    from dataclasses import replace

    (claim,) = LineExtractor().extract(report_of("RUS sells S-400 to TUR.", id="r"))
    claim = replace(
        claim,
        value=Money(Decimal(2_500_000_000), "USD", ">"),
        quantity=Quantity(Decimal(4), "battery"),
        source=Source("Ivanov", SourceKind.OFFICIAL, "RUS"),
    )
    flat = flatten(claim_row(claim, None), CLAIM_COLUMNS)
    assert (flat["value_amount"], flat["value_qualifier"]) == (2_500_000_000, ">")
    assert (flat["source_name"], flat["source_kind"]) == ("Ivanov", "official")
    assert tuple(flat) == flat_names(CLAIM_COLUMNS)


def test_csv_quotes_what_needs_it():
    out = io.StringIO()
    write_csv([{"quote": 'a "b",\nc'}], ("quote",), out)
    assert list(csv.DictReader(io.StringIO(out.getvalue()))) == [{"quote": 'a "b",\nc'}]


def test_csv_and_jsonl_hold_the_same_deals(view, tmp_path):
    for form in ("csv", "jsonl"):
        deals, claims = write_tables(form, view, tmp_path / form)
        assert (deals.name, claims.name) == (f"deals.{form}", f"claims.{form}")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv" / "deals.csv").read_text())))
    lines = (tmp_path / "jsonl" / "deals.jsonl").read_text().splitlines()
    objects = [json.loads(line) for line in lines]
    assert [row["id"] for row in rows] == [row["id"] for row in objects]
    assert [row["claims"] for row in rows] == [str(row["claims"]) for row in objects]


def test_a_file_name_takes_the_deals_alone(view, tmp_path):
    assert write_tables("csv", view, tmp_path / "out.csv") == (tmp_path / "out.csv",)
    assert (tmp_path / "out.csv").read_text().startswith("id,supplier,recipient")
    assert not list(tmp_path.glob("*.part"))


def test_parquet_holds_the_rows_of_the_csv(view, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    deals, claims = write_tables("parquet", view, tmp_path / "p")
    table = parquet.read_table(deals)
    assert tuple(table.column_names) == flat_names(DEAL_COLUMNS)
    assert table.column("id").to_pylist() == ["fra-ind-rafale", "rus-tur-s-400"]
    assert parquet.read_table(claims).column("quote").to_pylist() == [
        claim.quote for claim in view.claims()
    ]


def test_a_view_as_of_a_date_leaves_later_reports_out(view, tmp_path):
    early = view.ledger.view(as_of="2010-01-01")
    deals, claims = write_tables("jsonl", early, tmp_path / "early")
    assert (deals.read_text(), claims.read_text()) == ("", "")
