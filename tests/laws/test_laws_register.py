"""The register is a pure function of the reports: order, batches and repeats do not show."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from laws_material import register_of

from armsledger.ledger import ADDED, KNOWN, Ledger
from armsledger.model import hash_content
from efforts import law


@pytest.fixture(scope="module")
def standard(examples, extractor, tmp_path_factory):
    """The dump and deals of the examples added one after the other in one batch."""
    return register_of(tmp_path_factory.mktemp("std") / "a.db", [examples], extractor)


@pytest.fixture
def filled(examples, extractor, tmp_path):
    with Ledger.open(tmp_path / "filled.db", create=True) as ledger:
        list(ledger.add(examples, extractor))
        ledger.refresh()
        yield ledger


@st.composite
def arrangements(draw, size):
    """Draw an order of `size` things, cut into batches."""
    order = draw(st.permutations(range(size)))
    cuts = sorted(draw(st.sets(st.integers(1, size - 1), max_size=5)))
    return [order[a:b] for a, b in zip([0, *cuts], [*cuts, size], strict=True)]


@law(few=4, many=60, data=st.data())
def test_order_and_batches_do_not_show(data, examples, extractor, standard, tmp_path_factory):
    arranged = data.draw(arrangements(len(examples)))
    batches = [[examples[i] for i in batch] for batch in arranged]
    folder = tmp_path_factory.mktemp("order")
    dump, deals = register_of(folder / "b.db", batches, extractor)
    assert deals == standard[1]
    assert dump == standard[0]


def test_a_rebuilt_ledger_is_the_same(filled, extractor, standard):
    filled.rebuild()
    assert filled.dump() == standard[0]
    assert filled.rebuild(extractor=extractor) == 0
    assert filled.dump() == standard[0]


def test_adding_twice_changes_nothing(filled, examples, extractor, standard):
    outcomes = list(filled.add(reversed(examples), extractor))
    assert {outcome.status for outcome in outcomes} == {KNOWN}
    assert filled.refresh() == ()
    assert filled.dump() == standard[0]


def test_a_copy_adds_an_outlet_and_no_origin(filled, examples, extractor):
    before = {deal.id: deal for deal in filled.deals()}
    original = next(r for r in examples if r.outlet == "Anatolian Observer")
    copy = _reprint(original, "Kars Morning Mail")
    (outcome,) = filled.add([copy], extractor)
    assert (outcome.status, bool(outcome.copies)) == (ADDED, True)
    after = {deal.id: deal for deal in filled.deals()}
    assert set(after) == set(before)
    told = [i for i, deal in after.items() if copy.id in _reports_of(filled, deal)]
    assert told
    for deal_id in told:
        assert len(after[deal_id].origins) == len(before[deal_id].origins)
        assert len(after[deal_id].copies) == len(before[deal_id].copies) + 1
        assert after[deal_id].support == before[deal_id].support


def _reprint(report, outlet):
    digest = hash_content(report.title, report.text, report.date, outlet)
    return replace(report, id="reprint", outlet=outlet, content_hash=digest)


def _reports_of(ledger, deal):
    return {claim.report for claim in ledger.claims_of_deal(deal)}


def test_as_of_is_the_ledger_of_the_reports_until_then(filled, examples, extractor, tmp_path):
    """One ledger that grows day by day: that batches do not show is another test."""
    dates = sorted({report.date for report in examples if report.date})
    assert len(dates) > 5
    with Ledger.open(tmp_path / "early.db", create=True) as early:
        for date in dates:
            list(early.add([r for r in examples if r.date == date], extractor))
            early.refresh()
            assert filled.deals(as_of=date) == early.deals(), date
