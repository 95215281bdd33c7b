"""A deal that people discuss: one more decision costs what the first did, and changes no other."""

import sys
from contextlib import contextmanager

import pytest

from armsledger.decide.codec import decision_from_json
from armsledger.ledger import Ledger
from armsledger.model.decision import Kind, Wish
from ledger_fakes import LineExtractor, NewerExtractor, report_of


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(tmp_path / "a.db", create=True) as opened:
        days = [f"2020-01-0{n}" for n in range(1, 9)]
        told = [f"RUS delivers S-400 to TUR in 201{n}. Day {day}." for n, day in enumerate(days)]
        reports = [report_of(t, id=d, date=d) for t, d in zip(told, days, strict=True)]
        list(opened.add(reports, LineExtractor()))
        yield opened


def note(ledger, number):
    (deal,) = ledger.deals()
    wish = Wish(kind=Kind.NOTE, who="Ada", why=f"note {number}", deals=(deal.id,))
    return ledger.decide(wish)


@contextmanager
def decisions_read():
    """Count how often a decision is read from its row."""
    count = [0]

    def look(frame, event, _):
        count[0] += event == "call" and frame.f_code is decision_from_json.__code__

    sys.setprofile(look)
    try:
        yield count
    finally:
        sys.setprofile(None)


def test_one_more_note_reads_no_more_decisions(ledger):
    told = []
    for number in range(30):
        with decisions_read() as count:
            note(ledger, number)
        told.append(count[0])
    assert told[29] == told[1] <= 20


def test_an_acceptance_reads_no_notes(ledger):
    for number in range(10):
        note(ledger, number)
    claim = next(ledger.claims()).id
    with decisions_read() as count:
        ledger.decide(Wish(kind=Kind.ACCEPT, who="Ada", claims=(claim,)))
    assert count[0] <= 5


@pytest.mark.parametrize("extractor", [None, NewerExtractor()], ids=["same", "newer"])
def test_what_notes_are_about_is_as_if_all_were_found_anew(ledger, extractor):
    claims = [claim.id for claim in ledger.claims()]
    made = [note(ledger, number) for number in range(3)][1]
    for claim in claims[:3]:
        ledger.decide(Wish(kind=Kind.NOTE, who="Ben", why="see", claims=(claim,)))
        fix = Wish(kind=Kind.CORRECT, who="Ada", claims=(claim,), field="system", value="S-500")
        fixed = ledger.decide(fix)
    ledger.undo(made.id, "Ada")
    ledger.undo(fixed.id, "Ada")
    ledger.decide(Wish(kind=Kind.REJECT, who="Ada", claims=(claims[7],)))
    ledger.refresh()
    if extractor is not None:
        ledger.rebuild(extractor=extractor)
    before = ledger.dump()
    ledger.rebuild()
    assert ledger.dump() == before
