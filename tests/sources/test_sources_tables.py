"""Tables as files: kept as written, one row a line; what is no table of data is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.errors import InputError
from armsledger.sources.decode import Decoded
from armsledger.sources.tables import read_table
from cases import each_case, load_cases

CASES = load_cases("sources/tables.jsonl")
CELLS = st.lists(st.text(alphabet='ab ,"\n', max_size=6), min_size=2, max_size=4)


@each_case([c for c in CASES if "body" in c])
def test_table(case):
    document = read_table(Decoded(case["text"]), "x.csv")
    assert document.text == case["body"], case["why"]
    assert list(document.notes) == case["notes"]
    assert document.title is None


@each_case([c for c in CASES if "error" in c])
def test_refused(case):
    with pytest.raises(InputError, match=case["error"]):
        read_table(Decoded(case["text"]), "x.csv")


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_well_formed_table_has_a_line_for_each_row(rows):
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    document = read_table(Decoded("\n".join(quoted)), "x.csv")
    assert document.notes == ()
    assert document.text.split("\n") == [line.replace("\n", " ") for line in quoted]
