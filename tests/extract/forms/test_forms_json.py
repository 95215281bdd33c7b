"""Forms as JSON: every field, and offsets that lead back to its words."""

import json

from forms_cases import read, report_of

from armsledger.extract.forms import form_lines
from cases import each_case, load_cases

NOTICES = load_cases("forms/forms_notices.jsonl")
TABLES = load_cases("forms/forms_tables.jsonl")
WORDS = ("purchaser", "commission", "sensitivity")  # fields that are kept as written


def plain(words):
    return "".join(sign for sign in words if sign.isalnum())


@each_case(NOTICES[:40])
def test_a_notice_has_all_its_fields_and_their_places(case):
    reading, text = read(case), report_of(case).text
    lines = list(form_lines(reading))
    assert json.loads(json.dumps(lines)) == lines
    assert [line["record"] for line in lines] == ["notice"] * len(case["want"])
    for line, notice in zip(lines, reading.notifications, strict=True):
        assert line["transmittal"] == notice.transmittal
        assert line["purchasers"] == list(notice.purchasers)
        assert len(line["items"]) == len(notice.items)
        for item in line["items"]:
            start, end = item["spans"]["weapon"]
            assert item["start"] <= start < end <= item["end"]
            assert text[start:end]


@each_case([c for c in NOTICES if "\u00ad" not in c["text"]][:40])
def test_the_places_hold_the_words_of_the_fields(case):
    text = report_of(case).text
    for line in form_lines(read(case)):
        for name in WORDS:
            if name in line["spans"] and "-\n" not in text and "<" not in text:
                start, end = line["spans"][name]
                assert plain(line[name]) in plain(text[start:end]), name


@each_case(TABLES)
def test_a_row_has_its_record_and_its_line(case):
    text = report_of(case).text
    for line in form_lines(read(case)):
        assert line["record"] in ("transfer", "licences")
        assert "\n" not in text[line["start"] : line["end"]]


def test_a_line_that_could_not_be_read_is_a_record_too():
    case = next(case for case in TABLES if case["id"] == "register-csv")
    text = case["text"].replace("Egypt", "Atlantis")
    lines = list(form_lines(read(case | {"text": text})))
    assert [line["reason"] for line in lines if line["record"] == "unread"] == [
        "no state and no number of items"
    ]
