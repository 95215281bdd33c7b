import csv
import json

import pytest

from armsledger.errors import ConfigurationError
from armsledger.exports.gazetteer import COLUMNS, write_gazetteer
from armsledger.vocabulary.gazetteer import read_gazetteer


def test_both_forms_hold_the_same(tmp_path):
    with write_gazetteer(tmp_path / "weapons.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = write_gazetteer(tmp_path / "weapons.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert tuple(rows[0]) == tuple(records[0]) == COLUMNS
    assert len(rows) == len(records) == len(read_gazetteer())
    assert [row["aliases"].split("|") for row in rows if row["aliases"]] == [
        record["aliases"] for record in records if record["aliases"]
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["weapons.csv", "weapons.jsonl"]


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match=r"weapons.xls: name a file that ends in"):
        write_gazetteer(tmp_path / "weapons.xls")
