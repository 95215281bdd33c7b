from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from armsledger.sources.dates import find_dates, is_publication_date, read_declared
from armsledger.sources.document import RawDocument
from armsledger.sources.infer import infer_date
from cases import each_case, load_cases


@each_case(load_cases("sources/declared_dates.jsonl"))
def test_declared(case):
    iso, note = read_declared(case["value"], day_first=case.get("day_first"))
    assert iso == case["date"]
    assert (note is None) == (iso is not None)
    assert case.get("note", "") in (note or "")


@each_case(load_cases("sources/inferred_dates.jsonl"))
def test_inferred(case):
    document = RawDocument(
        text=case["text"],
        url=case.get("url"),
        created=case.get("created"),
        date_texts=tuple(case.get("date_texts", ())),
    )
    inferred = infer_date(document)
    assert inferred.date == case["date"]
    assert case["note"] in inferred.note


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_is_read_back(day):
    month = day.strftime("%B")
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    assert {read_declared(form)[0] for form in forms} == {day.isoformat()}
    assert read_declared(f"{day.day}/{day.month}/{day.year}", day_first=True)[0] == str(day)
    assert read_declared(f"{day.month}/{day.day}/{day.year}", day_first=False)[0] == str(day)


@given(st.text(max_size=300))
def test_any_text_gives_real_days_in_order(text):
    found = find_dates(text)
    assert all(text[f.start : f.end].strip() == f.quote for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    iso, _ = read_declared(text)
    assert iso is None or is_publication_date(iso)
    inferred = infer_date(RawDocument(text=text, url=text))
    assert inferred.date is None or is_publication_date(inferred.date)
