"""Finding a claim again, and refusing to where it is not sure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.decide.anchoring import (
    CONTEXT,
    Place,
    anchor_of,
    find_claim,
    how_found,
    likeness_of,
    locate,
)
from armsledger.model import Claim, Event, Factuality, Span
from armsledger.model.decision import Anchor, Found, Likeness
from cases import each_case, load_cases
from ledger_fakes import LineExtractor, report_of

TEXT = "RUS sells S-400 to TUR. USA offers Patriot to TUR. The end of it."
QUOTE = TEXT[:23]
CASES = load_cases("decide_anchors.jsonl")


def claim(**changes):
    at = changes.pop("trigger_at", 4)
    changes.pop("like", None)
    event = Event(changes.pop("event", "order"))
    base = Claim(
        id="old",
        report="r1",
        event=event,
        factuality=Factuality.FACT,
        trigger="sells",
        start=0,
        end=len(QUOTE),
        part="text",
        quote=QUOTE,
        extractor="lines/1",
        confidence=0.5,
        supplier="RUS",
        recipient="TUR",
        system="S-400",
    )
    made = replace(base, **changes)
    return replace(made, spans=(Span("trigger", at, at + len(made.trigger), made.part),))


@each_case(CASES)
def test_a_claim_is_found_only_where_it_is_surely_meant(case):
    before = claim(**case.get("before", {}))
    others = [claim(id=f"other{n}", **other) for n, other in enumerate(case.get("others", ()))]
    report = report_of(TEXT, id="r1")
    anchor = anchor_of(before, report, [before, *others])
    after = [claim(id="new", extractor="lines/2", **case["after"])]
    if case.get("twice"):
        after.append(replace(after[0], id="new too"))
    place = locate(anchor, TEXT)
    found = find_claim(anchor, place, after, case.get("corrected"))
    assert (found is not None) is case["found"]
    assert how_found(anchor, found) is (Found.MOVED if case["found"] else Found.ORPHANED)


def test_case_ids_differ():
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_an_anchor_holds_quote_and_context():
    report = report_of(TEXT, id="r1")
    order, offer = LineExtractor().extract(report)
    anchor = anchor_of(offer, report, [order, offer])
    assert (anchor.prefix, anchor.exact) == (TEXT[: offer.start][-CONTEXT:], offer.quote)
    assert anchor.suffix == " The end of it."
    assert anchor.others == ()
    assert anchor.like == likeness_of(offer)


def bare(exact, *, start=0, prefix="", suffix=""):
    return Anchor(
        report="0" * 64,
        part="text",
        start=start,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        claim="c",
        extractor="x/1",
        like=Likeness(event="order"),
    )


PLACES = [
    ("its offset", bare("ab", start=3), "ab ab ab", 3),
    ("its context", bare("ab", start=9, prefix="x ", suffix=" y"), "ab x ab y", 5),
    ("the only one", bare("ab", start=9, prefix="z", suffix="z"), "-- ab", 3),
    ("several", bare("ab", start=9, prefix="z", suffix="z"), "ab ab", None),
    ("nowhere", bare("ab"), "cd", None),
]


@pytest.mark.parametrize(("why", "anchor", "text", "start"), PLACES, ids=lambda v: str(v)[:12])
def test_a_quote_is_looked_up(why, anchor, text, start):
    assert locate(anchor, text) == (None if start is None else Place(start, start + 2)), why


@given(
    before=st.text(max_size=50), exact=st.text(min_size=1, max_size=20), after=st.text(max_size=50)
)
def test_a_quote_is_always_found_in_the_text_that_it_is_from(before, exact, after):
    text = before + exact + after
    start = len(before)
    anchor = bare(exact, start=start, prefix=before[-CONTEXT:], suffix=after[:CONTEXT])
    assert locate(anchor, text) == Place(start, start + len(exact))
