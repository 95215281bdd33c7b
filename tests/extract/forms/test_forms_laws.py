"""Laws of every reading: evidence at its place, nothing lost by layout, no text that fails."""

import textwrap

from forms_cases import claim_line, differences, read, report_of, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.extract.forms import read_form
from armsledger.extract.forms.view import make_view
from cases import each_case, load_cases

NOTICES = load_cases("forms/forms_notices.jsonl")
CASES = [*NOTICES, *load_cases("forms/forms_tables.jsonl")]
ONE_LINE = next(case for case in NOTICES if case["id"] == "sale-one-line")
WORDS = ("trigger", "weapon")


def breaches(report, reading):
    """Yield what is not where a claim says it is."""
    for claim in reading.claims:
        if claim.quote != report.text[claim.start : claim.end] or not claim.quote:
            yield f"{claim.id}: quote"
        for span in claim.spans:
            words = report.text[span.start : span.end]
            if not words or (span.role in WORDS and words != getattr(claim, span.role)):
                yield f"{claim.id}: {span.role}"
        roles = {span.role for span in claim.spans}
        stated = {"supplier", "recipient"} - set(claim.inferred)
        yield from (f"{claim.id}: {r}" for r in stated if getattr(claim, r) and r not in roles)


@each_case(CASES)
def test_quotes_and_spans_are_where_the_claims_say(case):
    report = report_of(case)
    reading = read_form(report)
    assert list(breaches(report, reading)) == []
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)
    assert all(0 < claim.confidence <= 1 for claim in reading.claims)


@each_case(NOTICES)
def test_spans_of_notices_lie_within_them(case):
    for notice in read(case).notifications:
        assert all(notice.start <= s.start < s.end <= notice.end for s in notice.spans)


@given(st.integers(min_value=40, max_value=130))
@settings(max_examples=25, deadline=None)
def test_the_width_of_the_lines_changes_nothing(width):
    text = textwrap.fill(ONE_LINE["text"], width, break_on_hyphens=False)
    assert list(differences(ONE_LINE | {"text": text})) == []


@given(st.sampled_from(CASES), st.data())
@settings(max_examples=60, deadline=None)
def test_a_mutilated_form_is_read_or_left_and_never_fails(case, data):
    first = data.draw(st.integers(0, len(case["text"])))
    last = data.draw(st.integers(first, min(len(case["text"]), first + 400)))
    report = report_of(case | {"text": case["text"][:first] + case["text"][last:]})
    reading = read_form(report)
    assert reading is None or list(breaches(report, reading)) == []


def test_two_notices_in_one_file_are_read_as_each_alone():
    sales = [case for case in NOTICES if case["id"] in ("sale-plain", "sale-wrapped-columns")]
    both = read({"id": "both", "text": "\n\n".join(case["text"] for case in sales)})
    alone = [read(case) for case in sales]
    assert [shown(n) for n in both.notifications] == [
        shown(n) for reading in alone for n in reading.notifications
    ]
    assert sorted(map(claim_line, both.claims)) == sorted(
        claim_line(claim) for reading in alone for claim in reading.claims
    )


@given(st.text(alphabet="ab-\n \tT.\u00ad\u00a0(1i)", max_size=120))
def test_a_view_keeps_order_and_characters(text):
    view = make_view(text)
    assert len(view.text) == len(view.where)
    assert list(view.where) == sorted(set(view.where))
    for char, at in zip(view.text, view.where, strict=True):
        assert char == text[at] or (char.isspace() and text[at].isspace())
