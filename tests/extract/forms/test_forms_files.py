"""Tables as files, end to end: CSV and web pages, their empty cells at their places."""

from forms_cases import licence_line, transfer_line

from armsledger.extract.forms import read_form
from armsledger.sources import ReadOptions, read_all
from cases import each_case, load_cases

CASES = load_cases("forms/forms_files.jsonl")


def report_in(case, folder):
    path = folder / case["file"]
    path.write_text(case["content"], "utf-8")
    (outcome,) = read_all([str(path)], options=ReadOptions())
    assert outcome.error is None
    return outcome.report


@each_case(CASES)
def test_every_row_of_a_file_is_read(case, tmp_path):
    report = report_in(case, tmp_path)
    reading = read_form(report)
    rows = [transfer_line(row) for row in reading.transfers]
    rows += [licence_line(row) for row in reading.licences]
    assert rows == case["rows"], case["why"]
    assert reading.unread == ()
    for claim in reading.claims:
        assert claim.quote == report.text[claim.start : claim.end]
