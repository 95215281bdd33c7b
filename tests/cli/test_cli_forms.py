"""`armsledger extract --forms` and the form of a stored report."""

import json

TABLE = """National report of Finland on exports; calendar year 2021
Final importer State,Number of items,State of origin,Description,Comments
Chile,12,,Leopard 2A4,
Norway,3,Germany,,refurbished
"""


def test_the_rows_of_a_table_are_printed(call, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    result = call("extract", "--forms", path)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(r["partner"], r["items"], r["origin"]) for r in rows] == [
        ("CHL", 12, None),
        ("NOR", 3, "DEU"),
    ]
    start, end = rows[1]["spans"]["comments"]
    assert TABLE[start:end] == "refurbished"


def test_news_prints_nothing_and_is_counted(call, tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("The ministry said on Monday that it had signed nothing.\n")
    result = call("extract", "--forms", path)
    assert result.stdout == ""
    assert "no official form (1)" in result.stderr


def test_a_file_that_cannot_be_read_is_told(call, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("")
    result = call("extract", "--forms", path, "--strict")
    assert result.exit_code == 1
    assert "empty.csv" in result.stderr


def test_a_stored_form_has_its_fields(call, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    call("add", path)
    listed = json.loads(call("claims", "--json").stdout)
    shown = json.loads(call("report", listed[0]["report"], "--json").stdout)
    assert [row["partner"] for row in shown["form"]] == ["CHL", "NOR"]
