"""Laws of decisions: what is true of any reports, decisions and orders."""

import shutil
from dataclasses import replace

import pytest
from decide_material import BlindExtractor, WiderExtractor
from hypothesis import strategies as st

from armsledger.decide.codec import decision_from_json, decision_to_json
from armsledger.decide.errors import OvertakenError
from armsledger.decide.log import read_log, write_log
from armsledger.ledger import Ledger
from armsledger.model.decision import Kind, Wish
from efforts import law
from ledger_fakes import LineExtractor, NewerExtractor, report_of

TEXTS = (
    "RUS sells S-400 to TUR in 2017. RUS delivers S-400 to TUR in 2019.",
    "RUS sells S-400 to IND in 2018. USA offers Patriot to TUR in 2018.",
    "USA sells Patriot to IND in 2016. RUS may deliver S-400 to TUR in 2021.",
)
REPORTS = tuple(report_of(text, id=f"r{n}", date=f"202{n}-01-01") for n, text in enumerate(TEXTS))
EXTRACTORS = (LineExtractor, NewerExtractor, WiderExtractor, BlindExtractor)


CORRECTIONS = (
    ("when", "2020-05"),
    ("recipient", "IND"),
    ("supplier", None),
    ("event", "talks"),
    ("value", {"amount": 5, "currency": "USD", "qualifier": ">"}),
)


def acts():
    number = st.integers(0, 20)
    who = st.sampled_from(["Ada", "Ben"])
    return st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["accept", "reject", "note"]), number, who),
            st.tuples(st.just("correct"), number, st.sampled_from(CORRECTIONS), who),
            st.tuples(st.just("merge"), number, number, who),
            st.tuples(st.just("split"), number, number, who),
            st.tuples(st.just("withdraw"), number, who),
        ),
        max_size=7,
    )


def perform(ledger, act):
    """Do what an act says to what its numbers name; return the decision, None: it is none."""
    kind, number, *rest, who = act
    made = wish_for(ledger, kind, number, rest, who)
    if made is None:
        return None
    try:
        return ledger.decide(made)
    except OvertakenError as told:
        return ledger.decide(replace(made, basis=tuple(d.id for d in told.others)))


def wish_for(ledger, kind, number, rest, who):
    claims, deals = list(ledger.claims()), ledger.deals()
    if kind == "withdraw":
        open_ones = [one for one in ledger.decisions() if one.withdrawn_by is None]
        if not open_ones:
            return None
        target = open_ones[number % len(open_ones)].decision.id
        return Wish(kind=Kind.WITHDRAW, who=who, target=target)
    if not claims:
        return None
    if kind == "merge":
        pair = (deals[number % len(deals)].id, deals[rest[0] % len(deals)].id)
        return Wish(kind=Kind.MERGE, who=who, deals=pair) if pair[0] != pair[1] else None
    if kind == "split":
        deal = deals[number % len(deals)]
        claim = deal.claims[rest[0] % len(deal.claims)]
        return Wish(kind=Kind.SPLIT, who=who, deals=(deal.id,), claims=(claim,))
    more = dict(zip(("field", "value"), rest[0], strict=True)) if kind == "correct" else {}
    claim = claims[number % len(claims)].id
    return Wish(kind=Kind(kind), who=who, why="so", claims=(claim,), **more)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A ledger with the reports: copying it is faster than making it for each example."""
    path = tmp_path_factory.mktemp("template") / "a.db"
    with Ledger.open(path, create=True) as ledger:
        list(ledger.add(REPORTS, LineExtractor()))
        ledger.refresh()
    return path


@pytest.fixture
def fresh(template, tmp_path_factory):
    def fresh():
        path = tmp_path_factory.mktemp("laws") / "copy.db"
        shutil.copy(template, path)
        return Ledger.open(path)

    return fresh


def logged(ledger):
    return [one.decision for one in ledger.decisions()]


def refreshed(ledger):
    ledger.refresh()
    return ledger.dump()


@law(few=5, many=100, plan=acts(), other=st.sampled_from(EXTRACTORS))
def test_incremental_equals_rebuilt_and_replay_is_idempotent(plan, other, fresh):
    with fresh() as ledger:
        for act in plan:
            perform(ledger, act)
            ledger.refresh()
        before = refreshed(ledger)
        ledger.rebuild()
        assert ledger.dump() == before
        ledger.rebuild(extractor=other())
        again = ledger.dump()
        ledger.rebuild()
        assert ledger.dump() == again
        ledger.rebuild(extractor=LineExtractor())
        assert ledger.dump() == before


@law(few=5, many=100, plan=acts(), data=st.data())
def test_the_order_of_arrival_does_not_show(plan, data, fresh, tmp_path_factory):
    with fresh() as ledger:
        made = [done for act in plan if (done := perform(ledger, act)) is not None]
        before = refreshed(ledger)
    items = data.draw(st.permutations([*REPORTS, *made]))
    path = tmp_path_factory.mktemp("order") / "b.db"
    with Ledger.open(path, create=True) as other:
        for item in items:
            if item in REPORTS:
                list(other.add([item], LineExtractor()))
            else:
                other.take_decisions([item])
            if data.draw(st.booleans()):
                other.refresh()
        assert refreshed(other) == before


@law(few=5, many=100, plan=acts(), last=acts())
def test_to_withdraw_is_never_to_have_made(plan, last, fresh):
    with fresh() as ledger:
        for act in plan:
            perform(ledger, act)
        before = ledger.deals(), tuple(ledger.claims())
        made = [done for act in last if (done := perform(ledger, act)) is not None]
        for decision in reversed(made):
            ledger.undo(decision.id, "Ada")
        assert (ledger.deals(), tuple(ledger.claims())) == before


@law(few=5, many=100, plan=acts())
def test_a_log_comes_back_from_lines_and_says_the_same_elsewhere(plan, fresh):
    with fresh() as ledger, fresh() as other:
        for act in plan:
            perform(ledger, act)
        lines = list(write_log(logged(ledger)))
        found = read_log("log", lines)
        assert found == logged(ledger)
        assert [decision_from_json(decision_to_json(d)) for d in found] == found
        assert len(other.take_decisions(found)) == len(found)
        assert other.take_decisions(reversed(found)) == ()
        assert list(write_log(logged(other))) == lines
        assert refreshed(other) == refreshed(ledger)


@law(few=5, many=100, plan=acts())
def test_no_claim_is_lost_or_doubled(plan, fresh):
    with fresh() as ledger:
        for act in plan:
            perform(ledger, act)
        placed = sorted(claim for deal in ledger.deals() for claim in deal.claims)
        assert placed == sorted(claim.id for claim in ledger.claims())
        machine = {c.id for r in REPORTS for c in ledger.machine_claims(r.id)}
        assert set(placed) <= machine
        assert len(machine) == 6


@law(few=5, many=100, plan=acts())
def test_every_id_that_was_named_leads_somewhere(plan, fresh):
    with fresh() as ledger:
        for act in plan:
            decision = perform(ledger, act)
            if decision is not None and decision.kind is Kind.MERGE:
                ids = {ledger.deal(ref.id).id for ref in decision.deals}
                assert len(ids) == 1
        for deal in ledger.deals():
            assert ledger.deal(deal.id) == deal
