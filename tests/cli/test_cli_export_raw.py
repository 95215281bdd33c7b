"""`export csv`: guarded for spreadsheets, and raw where that is asked for."""

import csv
import io

import pytest


def cells(result, name):
    assert result.exit_code == 0, result.output
    return [row[name] for row in csv.DictReader(io.StringIO(result.stdout))]


@pytest.fixture
def hostile(call, tmp_path):
    path = tmp_path / "notes.jsonl"
    path.write_text(
        '{"id": "@r1", "date": "2019-07-01", "outlet": "=Paper",'
        ' "text": "Russia delivered S-400 air defence systems to Turkey in 2019."}\n'
    )
    assert call("add", path).exit_code == 0
    return call


def test_the_exports_of_a_hostile_report(hostile, tmp_path):
    assert set(cells(hostile("claims", "--csv"), "report")) == {"'@r1"}
    assert set(cells(hostile("claims", "--csv"), "outlet")) == {"'=Paper"}
    for options, report in (([], "'@r1"), (["--raw"], "@r1")):
        out = tmp_path / f"out{len(options)}"
        assert hostile("export", "csv", *options, "-o", out).exit_code == 0
        rows = list(csv.DictReader(io.StringIO((out / "claims.csv").read_text())))
        assert {row["report"] for row in rows} == {report}


def test_other_forms_have_no_raw(call):
    result = call("export", "jsonl", "--raw")
    assert result.exit_code == 2
    assert "--raw is for csv" in result.stderr
