"""Decisions in the database, on both: logged whole or not at all, found again, never lost."""

import pytest
from sqlalchemy import text

from armsledger.decide.errors import OvertakenError
from armsledger.errors import StoreError
from armsledger.ledger import Ledger
from armsledger.model.decision import Found, Kind, Wish
from armsledger.store import StandardDerivation, Store
from armsledger.store.engine import writing
from ledger_fakes import LineExtractor, NewerExtractor, report_of

TEXTS = {
    "r1": "RUS sells S-400 to TUR in 2017. RUS delivers S-400 to TUR in 2019.",
    "r2": "USA offers Patriot to TUR in 2018. RUS sells S-400 to IND in 2018.",
}


@pytest.fixture
def ledger(store):
    opened = Ledger(store)
    list(opened.add([report_of(t, id=key) for key, t in TEXTS.items()], LineExtractor()))
    opened.refresh()
    return opened


def claim_of(ledger, event, report="r1"):
    return next(c.id for c in ledger.claims() if (c.event, c.report) == (event, report))


def wish(kind, *claims, who="Ada", **more):
    return Wish(kind=Kind(kind), who=who, claims=claims, **more)


def all_kinds(ledger):
    """Make a decision of every kind; return them."""
    delivery = claim_of(ledger, "delivery")
    made = [
        ledger.decide(wish("correct", delivery, field="when", value="2020")),
        ledger.decide(wish("accept", claim_of(ledger, "order"), why="Ünïcode 😀 \x07")),
        ledger.decide(wish("note", delivery, why="look at this")),
        ledger.decide(wish("split", delivery, deals=("rus-tur-s-400",))),
        ledger.decide(Wish(kind=Kind.MERGE, who="Ada", deals=("rus-ind-s-400", "usa-tur-patriot"))),
        ledger.decide(wish("reject", claim_of(ledger, "order", "r2"))),
    ]
    return [*made, ledger.undo(made[-1].id, "Ben")]


def test_decisions_of_every_kind_come_back_as_they_were_made(ledger, location):
    made = all_kinds(ledger)
    with Ledger.open(location) as other:
        assert [one.decision for one in other.decisions()] == made
        assert {one.found for one in other.decisions()} == {Found.APPLIED}
        assert other.deals() == ledger.deals()


def test_refreshed_equals_rebuilt(ledger):
    all_kinds(ledger)
    ledger.refresh()
    before = ledger.dump()
    assert any('"redirect"' in line for line in before)
    assert any('"unit"' in line for line in before)
    ledger.rebuild()
    assert ledger.dump() == before


def test_re_extraction_keeps_decisions_and_undoes_nothing(ledger):
    all_kinds(ledger)
    deals = {deal.id: deal for deal in ledger.deals()}
    ledger.rebuild(extractor=NewerExtractor())
    again = {deal.id: deal for deal in ledger.deals()}
    assert again.keys() == deals.keys()
    found = [one.found for one in ledger.decisions() if one.decision.kind is not Kind.WITHDRAW]
    assert set(found) == {Found.MOVED}
    ledger.rebuild(extractor=LineExtractor())
    assert {deal.id: deal for deal in ledger.deals()} == deals
    before = ledger.dump()
    ledger.rebuild()
    assert ledger.dump() == before


def test_decisions_may_come_before_their_reports(ledger, location, tmp_path):
    made = all_kinds(ledger)
    ledger.refresh()
    with Ledger.open(tmp_path / "other.db", create=True) as other:
        assert len(other.take_decisions(reversed(made))) == len(made)
        found = {one.found for one in other.decisions() if one.decision.anchors}
        assert found == {Found.ORPHANED}
        for key, body in reversed(TEXTS.items()):
            list(other.add([report_of(body, id=key)], LineExtractor()))
            other.refresh()
        assert other.dump() == ledger.dump()
        assert other.take_decisions(made) == ()
        assert other.dump() == ledger.dump()


def test_the_log_cannot_be_changed(ledger):
    all_kinds(ledger)
    for act in ("UPDATE decisions SET author = 'Eve'", "DELETE FROM decisions"):
        with (
            pytest.raises(StoreError, match="append-only"),
            writing(ledger._store._engine) as connection,
        ):
            connection.execute(text(act))


class Failing(StandardDerivation):
    """Breaks when a corrected claim is to be placed."""

    def partition_of(self, claim):
        if claim.recipient == "FRA":
            raise ZeroDivisionError
        return super().partition_of(claim)


def test_a_decision_that_fails_half_way_leaves_nothing(ledger, location):
    before = ledger.dump()
    broken = Ledger(Store.open(location, derivation=Failing(), timeout=5))
    with pytest.raises(ZeroDivisionError):
        broken.decide(wish("correct", claim_of(ledger, "delivery"), field="recipient", value="FRA"))
    broken.close()
    assert ledger.dump() == before
    assert ledger.decisions() == ()


def test_two_at_once_on_one_claim_the_second_is_told(ledger, location):
    delivery = claim_of(ledger, "delivery")
    with Ledger.open(location) as other:
        first = ledger.decide(wish("reject", delivery))
        with pytest.raises(OvertakenError) as told:
            other.decide(wish("accept", delivery, who="Ben"))
        assert told.value.others == (first,)
        other.decide(wish("accept", delivery, who="Ben", basis=(first.id,)))
        assert [str(one.decision.kind) for one in ledger.decisions()] == ["reject", "accept"]
    assert delivery in {claim.id for claim in ledger.claims()}


def test_only_the_deals_that_a_decision_touches_change(ledger):
    ledger.decide(wish("correct", claim_of(ledger, "delivery"), field="when", value="2020"))
    assert ledger.refresh() == ("rus-tur-s-400",)
    ledger.decide(wish("note", claim_of(ledger, "delivery"), why="a word"))
    assert ledger.refresh() == ()


def test_counts_leave_rejected_claims_out(ledger):
    ledger.decide(wish("reject", claim_of(ledger, "delivery")))
    ledger.refresh()
    assert ledger.counts().claims == 3
    assert len(ledger.claims_of_report("r1")) == 1
    assert len(ledger.machine_claims("r1")) == 2
