"""What reports say runs nothing in a spreadsheet, and can be read back as it was."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.exports.formulas import guarded, unguarded
from armsledger.exports.tabular import CLAIM_COLUMNS, write_csv, write_tables
from armsledger.ledger import Ledger
from cases import each_case, load_cases
from ledger_fakes import LineExtractor, report_of

CASES = load_cases("exports_formulas.jsonl")
WORDS = st.one_of(st.text(max_size=8), st.text("'=+-@1. \t\r\n\uff1d", max_size=8))


@each_case(CASES)
def test_a_cell_is_guarded(case):
    assert guarded(case["cell"]) == case["written"]
    assert unguarded(case["written"]) == case["cell"]


@given(WORDS)
def test_a_cell_is_read_back_as_it_was(word):
    assert unguarded(guarded(word)) == word


@given(WORDS, WORDS)
def test_no_two_cells_are_written_alike(a, b):
    assert (guarded(a) == guarded(b)) is (a == b)


@pytest.mark.parametrize("value", [-5, -0.5, 0, None, True])
def test_what_is_no_word_is_left(value):
    assert guarded(value) is value


def test_raw_is_raw():
    rows = [{"quote": case["cell"]} for case in CASES]
    told = {}
    for raw in (False, True):
        out = io.StringIO(newline="")
        write_csv(rows, ("quote",), out, raw=raw)
        lines = io.StringIO(out.getvalue(), newline="")
        told[raw] = [row["quote"] for row in csv.DictReader(lines)]
    assert told[True] == [case["cell"] for case in CASES]
    assert told[False] == [case["written"] for case in CASES]


def test_a_hostile_report_runs_nothing_in_an_export(tmp_path):
    title = '=HYPERLINK("https://a.example","prices")'
    report = report_of("RUS sells S-400 to TUR in 2017.", id="=1+1", outlet="@Paper", title=title)
    with Ledger.open(tmp_path / "ledger.db", create=True) as ledger:
        list(ledger.add([report], LineExtractor()))
        _, plain = write_tables("csv", ledger.view(), tmp_path / "guarded")
        _, raw = write_tables("csv", ledger.view(), tmp_path / "raw", raw=True)
        _, lines = write_tables("jsonl", ledger.view(), tmp_path / "lines")
    (row,) = csv.DictReader(io.StringIO(plain.read_text()))
    assert not [cell for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]
    assert (row["report"], row["outlet"]) == ("'=1+1", "'@Paper")
    back = {name: unguarded(cell) for name, cell in row.items()}
    assert [back] == list(csv.DictReader(io.StringIO(raw.read_text())))
    told = json.loads(lines.read_text())
    words = {name for name in CLAIM_COLUMNS if isinstance(told.get(name), str)} & back.keys()
    assert {name: told[name] for name in words} == {name: back[name] for name in words}
