"""Decisions as a ledger keeps and replays them."""

import shutil
from dataclasses import replace

import pytest
from decide_material import (
    BlindExtractor,
    MendedExtractor,
    WiderExtractor,
    claim_with,
    decide,
    fill,
    merge,
    register,
    split,
)

from armsledger.decide.codec import signed
from armsledger.decide.errors import DecisionError, OvertakenError
from armsledger.errors import NotFoundError
from armsledger.ledger import Ledger
from armsledger.model.decision import Found, Kind, Wish
from ledger_fakes import LineExtractor, NewerExtractor, report_of


@pytest.fixture(scope="module")
def _filled_path(tmp_path_factory):
    """The path of a ledger with the reports: copying it is faster than making it anew."""
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        fill(ledger)
    return path


@pytest.fixture
def filled(_filled_path, tmp_path):
    with Ledger.open(shutil.copy(_filled_path, tmp_path / "ledger.db")) as ledger:
        yield ledger


def delivery(ledger):
    return claim_with(ledger, report="r1", event="delivery")


def deal(ledger, key):
    return {d.id: d for d in ledger.deals()}[key]


def test_a_rejected_claim_leaves_the_register_and_stays_in_the_log(filled):
    claim = delivery(filled)
    made = decide(filled, "reject", claim, why="misread")
    assert str(deal(filled, "rus-tur-s-400").stage) == "order"
    assert claim.id not in {c.id for c in filled.claims()}
    assert claim in filled.machine_claims("r1")
    (entry,) = filled.decisions()
    assert (entry.decision, entry.found, entry.counts) == (made, Found.APPLIED, True)


def test_a_correction_shows_in_the_claim_with_the_decision_as_evidence(filled):
    claim = delivery(filled)
    made = decide(filled, "correct", claim, field="when", value="2020-06")
    (now,) = [c for c in filled.claims() if c.id == claim.id]
    assert (now.when, dict(now.decisions)) == ("2020-06", {"when": made.id})
    assert not any(span.role == "when" for span in now.spans)
    assert deal(filled, "rus-tur-s-400").delivered == "2020-06"
    assert claim in filled.machine_claims("r1")


def test_a_corrected_recipient_moves_the_claim_to_another_deal(filled):
    decide(filled, "correct", delivery(filled), field="recipient", value="IND")
    assert str(deal(filled, "rus-tur-s-400").stage) == "order"
    assert str(deal(filled, "rus-ind-s-400").stage) == "delivery"
    before = filled.dump()
    filled.rebuild()
    assert filled.dump() == before


def test_an_accepted_claim_is_no_longer_in_doubt(filled):
    claim = delivery(filled)
    decide(filled, "accept", claim)
    (now,) = [c for c in filled.claims() if c.id == claim.id]
    assert now.confidence == 1.0


def test_a_withdrawn_decision_is_as_if_never_made(filled):
    before = register(filled)
    made = decide(filled, "reject", delivery(filled))
    gone = filled.undo(made.id, "Ben", "it was right")
    assert register(filled) == before
    assert [e.withdrawn_by for e in filled.decisions()] == [gone.id, None]
    filled.undo(gone.id, "Ada")
    assert str(deal(filled, "rus-tur-s-400").stage) == "order"
    with pytest.raises(DecisionError, match="withdrawn already"):
        filled.undo(gone.id, "Ada")


@pytest.mark.parametrize(
    ("extractor", "found"), [(NewerExtractor, Found.MOVED), (WiderExtractor, Found.MOVED)]
)
def test_decisions_survive_another_extractor(filled, extractor, found):
    decide(filled, "correct", delivery(filled), field="when", value="2020-06")
    decide(filled, "reject", claim_with(filled, system="Patriot"))
    filled.rebuild(extractor=extractor())
    assert deal(filled, "rus-tur-s-400").delivered == "2020-06"
    assert "usa-tur-patriot" not in {d.id for d in filled.deals()}
    assert {e.found for e in filled.decisions()} == {found}


def test_a_decision_on_a_claim_that_is_no_longer_made_is_orphaned_and_comes_back(filled):
    decide(filled, "correct", delivery(filled), field="when", value="2020-06")
    filled.rebuild(extractor=BlindExtractor())
    (entry,) = filled.decisions()
    assert (entry.found, entry.counts) == (Found.ORPHANED, False)
    filled.rebuild(extractor=LineExtractor())
    (entry,) = filled.decisions()
    assert entry.found is Found.APPLIED


def test_a_rejection_does_not_fall_on_a_claim_of_another_supplier(filled):
    decide(filled, "reject", delivery(filled))
    filled.rebuild(extractor=MendedExtractor())
    assert [e.found for e in filled.decisions()] == [Found.ORPHANED]
    assert claim_with(filled, report="r1", event="delivery").supplier == "USA"


def test_a_claim_that_was_corrected_is_found_when_the_extractor_learns_it(filled):
    decide(filled, "correct", delivery(filled), field="supplier", value="USA")
    filled.rebuild(extractor=MendedExtractor())
    assert [e.found for e in filled.decisions()] == [Found.MOVED]


def test_the_second_is_told_of_the_first(filled):
    claim = delivery(filled)
    first = decide(filled, "correct", claim, field="when", value="2020", who="Ada")
    with pytest.raises(OvertakenError, match=first.id):
        decide(filled, "correct", claim, field="when", value="2021", who="Ben")
    knowing = {"who": "Ben", "basis": (first.id,)}
    second = decide(filled, "correct", claim, field="when", value="2021", **knowing)
    entries = {e.decision.id: e for e in filled.decisions()}
    assert entries[first.id].overruled_by == second.id
    assert not entries[second.id].conflict
    assert deal(filled, "rus-tur-s-400").delivered == "2021"


@pytest.mark.parametrize("kind", ["reject", "correct"])
def test_a_rejection_and_a_correction_do_not_pass_each_other_unseen(filled, kind):
    claim = delivery(filled)
    other = {"reject": {"field": "when", "value": "2020"}, "correct": {}}[kind]
    decide(filled, "correct" if kind == "reject" else "reject", claim, **other)
    more = {} if kind == "reject" else {"field": "when", "value": "2020"}
    wish = Wish(kind=Kind(kind), who="Ben", claims=(claim.id,), **more)
    with pytest.raises(OvertakenError):
        filled.decide(wish)
    assert len(filled.standing_against(wish)) == 1


def test_decisions_that_meet_later_are_both_kept_and_shown_as_a_conflict(filled, tmp_path):
    claim = delivery(filled)
    with Ledger.open(tmp_path / "other.db", create=True) as other:
        fill(other)
        first = decide(filled, "correct", claim, field="when", value="2020", who="Ada")
        second = decide(other, "correct", claim, field="when", value="2021", who="Ben")
        filled.take_decisions([second])
        other.take_decisions([first])
        assert filled.deals() == other.deals()
    entries = {e.decision.id: e for e in filled.decisions()}
    assert entries[first.id].conflict == (second.id,)
    assert entries[second.id].conflict == (first.id,)
    assert entries[first.id].overruled_by == second.id
    assert deal(filled, "rus-tur-s-400").delivered == "2021"
    both = (first.id, second.id)
    decide(filled, "correct", claim, field="when", value="2020", who="Ada", basis=both)
    assert not any(e.conflict for e in filled.decisions())
    assert deal(filled, "rus-tur-s-400").delivered == "2020"


def test_a_decision_that_overrules_comes_after_whatever_the_clocks_say(filled):
    claim = delivery(filled)
    made = decide(filled, "correct", claim, field="when", value="2020")
    ahead = signed(replace(made, when="2126-01-01T00:00:00.000000+00:00"))
    filled.undo(made.id, "Ada")
    filled.take_decisions([ahead])
    later = decide(filled, "correct", claim, field="when", value="2021", basis=(ahead.id,))
    assert later.when > ahead.when


def test_a_merge_keeps_the_old_id_as_a_redirect(filled):
    merge(filled, "rus-tur-s-400", "usa-tur-patriot")
    assert "usa-tur-patriot" not in {d.id for d in filled.deals()}
    now = filled.deal("usa-tur-patriot")
    assert (now.id, len(now.claims)) == ("rus-tur-s-400", 4)
    assert "Patriot" in now.aliases
    early = filled.deal("usa-tur-patriot", as_of="2022-06-01")
    assert (early.id, len(early.claims)) == ("rus-tur-s-400", 2)


def test_a_merge_across_recipients(filled):
    before = register(filled)
    made = merge(filled, "rus-ind-s-400", "rus-tur-s-400")
    assert len(filled.deal("rus-tur-s-400").claims) == 5
    dump = filled.dump()
    filled.rebuild()
    assert filled.dump() == dump
    filled.undo(made.id, "Ada")
    assert register(filled) == before
    dump = filled.dump()
    filled.rebuild()
    assert filled.dump() == dump


def test_a_correction_moves_what_a_merge_ties_together(filled):
    merge(filled, "rus-tur-s-400", "usa-tur-patriot")
    for claim in filled.claims_of_deal(filled.deal("rus-tur-s-400")):
        if claim.system == "S-400":
            decide(filled, "correct", claim, field="recipient", value="IND")
    assert filled.deal("usa-tur-patriot").id == "rus-ind-s-400"
    dump = filled.dump()
    filled.rebuild()
    assert filled.dump() == dump


def test_reading_again_with_the_same_extractor_changes_nothing(filled):
    decide(filled, "reject", delivery(filled))
    assert filled.rebuild(extractor=LineExtractor()) == 0


@pytest.mark.parametrize("word", ["\x00", "\ud800"])
def test_characters_that_no_database_takes_are_refused(filled, word):
    with pytest.raises(DecisionError):
        decide(filled, "reject", delivery(filled), why=word)


def test_a_merged_deal_takes_what_is_reported_later(filled):
    merge(filled, "rus-ind-s-400", "rus-tur-s-400")
    list(filled.add([report_of("RUS delivers S-400 to TUR in 2022.", id="new")], LineExtractor()))
    assert len(filled.deal("rus-ind-s-400").claims) == 6
    dump = filled.dump()
    filled.rebuild()
    assert filled.dump() == dump


def test_a_split_makes_a_deal_of_its_own_and_is_undone_by_a_merge(filled):
    claim = claim_with(filled, report="r2", system="S-400")
    made = split(filled, "rus-tur-s-400", claim)
    born = f"rus-tur-s-400-{made.id[:6]}"
    assert filled.deal(born).claims == (claim.id,)
    assert claim.id not in filled.deal("rus-tur-s-400").claims
    merge(filled, "rus-tur-s-400", born, basis=(made.id,))
    assert filled.deal(born).id == "rus-tur-s-400"
    assert len(filled.deal(born).claims) == 3


def test_a_split_of_everything_leads_on(filled):
    made = split(filled, "usa-tur-patriot", claim_with(filled, system="Patriot"))
    assert filled.deal("usa-tur-patriot").id == f"usa-tur-patriot-{made.id[:6]}"


@pytest.mark.parametrize("extractor", [NewerExtractor, WiderExtractor])
def test_merges_and_splits_survive_another_extractor(filled, extractor):
    made = split(filled, "rus-tur-s-400", claim_with(filled, report="r2", system="S-400"))
    merge(filled, "fra-ind-rafale", "rus-ind-s-400")
    filled.rebuild(extractor=extractor())
    ids = {d.id for d in filled.deals()}
    assert f"rus-tur-s-400-{made.id[:6]}" in ids
    assert "rus-ind-s-400" not in ids
    assert filled.deal("rus-ind-s-400").id == "fra-ind-rafale"
    assert {e.found for e in filled.decisions()} == {Found.MOVED}


def test_two_who_merge_one_deal_are_told(filled):
    first = merge(filled, "rus-tur-s-400", "usa-tur-patriot")
    with pytest.raises(OvertakenError, match="rus-tur-s-400"):
        merge(filled, "rus-ind-s-400", "rus-tur-s-400", who="Ben")
    merge(filled, "rus-ind-s-400", "rus-tur-s-400", who="Ben", basis=(first.id,))
    assert filled.deal("usa-tur-patriot").id == "rus-ind-s-400"
    assert not any(e.conflict for e in filled.decisions())


BAD = [
    ({"kind": Kind.CORRECT, "field": "colour", "value": "red"}, DecisionError, "colour"),
    ({"kind": Kind.CORRECT, "field": "event", "value": None}, DecisionError, "event"),
    ({"kind": Kind.CORRECT, "field": "when", "value": "soon"}, DecisionError, "EDTF"),
    ({"kind": Kind.CORRECT, "field": "value", "value": 3}, DecisionError, "amount"),
    ({"kind": Kind.CORRECT, "field": "category", "value": "toys"}, DecisionError, "aircraft"),
    ({"kind": Kind.CORRECT, "field": "value", "value": {1, 2}}, DecisionError, "JSON"),
    ({"kind": Kind.NOTE, "why": " "}, DecisionError, "says something"),
    ({"kind": Kind.ACCEPT, "who": " "}, DecisionError, "who"),
    ({"kind": Kind.ACCEPT, "claims": ("none",)}, NotFoundError, "claims"),
    ({"kind": Kind.ACCEPT, "basis": ("0" * 16,)}, NotFoundError, "decision"),
    ({"kind": Kind.MERGE, "claims": ()}, DecisionError, "two or more"),
    ({"kind": Kind.SPLIT, "deals": ("fra-ind-rafale",)}, DecisionError, "not in deal"),
    ({"kind": Kind.WITHDRAW, "claims": (), "target": "x"}, NotFoundError, "decisions list"),
]


@pytest.mark.parametrize(("wish", "error", "match"), BAD)
def test_what_makes_no_decision_is_refused_and_changes_nothing(filled, wish, error, match):
    before = filled.dump()
    claims = (delivery(filled).id,)
    with pytest.raises(error, match=match):
        filled.decide(Wish(**{"who": "Ada", "claims": claims} | wish))
    assert filled.dump() == before


def test_history_of_a_claim_and_of_a_deal(filled):
    claim = delivery(filled)
    one = decide(filled, "accept", claim)
    two = merge(filled, "rus-tur-s-400", "usa-tur-patriot")
    assert [e.decision for e in filled.history(claim.id)] == [one]
    assert [e.decision for e in filled.history("usa-tur-patriot")] == [one, two]
    assert filled.history("fra-ind-rafale") == ()
    with pytest.raises(NotFoundError):
        filled.history("nothing")


def test_the_queue_asks_first_for_what_would_change_most(filled):
    queue = filled.review_queue(3)
    assert len(queue) == 3
    assert [d.weight for d in queue] == sorted((d.weight for d in queue), reverse=True)
    assert "stage" in queue[0].if_rejected
    decide(filled, "accept", queue[0].claim)
    assert queue[0].claim.id not in {d.claim.id for d in filled.review_queue(50)}
