"""False alarms: news that has nothing to do with arms transfers gives no claims."""

from armsledger.extract.registry import load_extractor
from armsledger.model import Report
from cases import load_cases

MOST_WITH_CLAIMS = 3  # of 300: one in a hundred
WORDS = range(60, 151)


def reports():
    return [
        Report(id=row["id"], title=row["title"], text=row["text"], content_hash=row["id"])
        for row in load_cases("offtopic/offtopic.jsonl")
    ]


def test_there_are_three_hundred_texts_of_some_length():
    found = reports()
    assert len({report.id for report in found}) == len(found) == 300
    assert [r.id for r in found if len(r.text.split()) not in WORDS] == []


def test_at_most_one_text_in_a_hundred_gives_a_claim():
    extractor = load_extractor()
    alarms = [report.id for report in reports() if extractor.extract(report)]
    assert len(alarms) <= MOST_WITH_CLAIMS, alarms
