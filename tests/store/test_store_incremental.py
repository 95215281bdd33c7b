"""The register after any sequence of additions is the one that a rebuild makes."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st

from armsledger.ledger import Ledger
from armsledger.pipeline import process
from armsledger.store import StandardDerivation, Store
from efforts import law
from ledger_fakes import VERBS, LineExtractor, report_of

LONG = " ".join(f"word{n} speaks of matters number {n * 7}" for n in range(30))
NOBODY, NOTHING = "XXX", "arms"


class GappyExtractor(LineExtractor):
    """Leaves out suppliers and systems where the line says so: such claims attach softly."""

    def extract(self, report):
        return [self._with_gaps(claim) for claim in super().extract(report)]

    def _with_gaps(self, claim):
        gaps = {}
        if claim.supplier == NOBODY:
            gaps["supplier"] = None
        if claim.system == NOTHING:
            gaps |= {"system": None, "weapon": "missile systems"}
        return replace(claim, **gaps)


class ShiftedExtractor(GappyExtractor):
    """Gives claims with the same ids and other content, as an extractor under repair does."""

    def extract(self, report):
        return [replace(claim, when="2016") for claim in super().extract(report)]


LINES = st.builds(
    "{} {} {} to {} in {}.".format,
    st.sampled_from(["RUS", "USA", NOBODY]),
    st.sampled_from(sorted(VERBS)),
    st.sampled_from(["S-400", "S400", "Patriot", NOTHING]),
    st.sampled_from(["TUR", "IND"]),
    st.integers(2010, 2020),
)
REPORTS = st.builds(
    lambda lines, long, key, date, outlet: report_of(
        " ".join([LONG] * long + lines), id=key, date=date, outlet=outlet
    ),
    st.lists(LINES, min_size=1, max_size=3),
    st.booleans(),  # the long ones are copies of each other
    st.sampled_from([f"r{n}" for n in range(6)]),  # few: later contents become versions
    st.sampled_from([None, "2011-01-01", "2014-06-01", "2019-07-01"]),
    st.sampled_from([None, "Paper", "Reuters"]),
)


@law(few=12, many=300, reports=st.lists(REPORTS, min_size=1, max_size=8), again=st.booleans())
def test_incremental_equals_rebuilt(reports, again, new_location):
    with Ledger.open(new_location()) as ledger:
        for report in reports:
            list(ledger.add([report], GappyExtractor()))
            ledger.refresh()
        if again:
            store = ledger._store
            seq, report = next(store.reports())
            store.record_run(seq, process(report, ShiftedExtractor()))
            ledger.refresh()
        grown = ledger.dump()
        ledger.rebuild()
        assert ledger.dump() == grown


class Counting(StandardDerivation):
    """Counts the deals that are made."""

    def __init__(self):
        self.made = 0

    def to_json(self, deal):
        self.made += 1
        return super().to_json(deal)


def test_only_touched_deals_are_made_again(location):
    rules = Counting()
    opened = Store.open(location, create=True, derivation=rules, timeout=5)
    for number in range(10):
        text = f"RUS sells Kind-{number} to TUR in 2017."
        opened.record(process(report_of(text, id=f"r{number}"), LineExtractor()))
    assert len(opened.refresh()) == rules.made == 10
    text = "RUS delivers Kind-3 to TUR in 2019."
    opened.record(process(report_of(text, id="news"), LineExtractor()))
    assert opened.refresh() == ("rus-tur-kind-3",)
    assert rules.made == 11
    opened.close()


@pytest.mark.parametrize("date", ["2010-01-01", None])
def test_a_copy_that_comes_later_changes_the_deals_of_its_original(store, date):
    text = f"{LONG} RUS sells S-400 to TUR in 2017."
    store.record(process(report_of(text, id="late", date="2019-07-01"), LineExtractor()))
    store.refresh()
    copy = report_of(f"{text} ", id="copy", date=date, outlet="Reuters")
    store.record(process(copy, LineExtractor()))
    assert store.refresh() == ("rus-tur-s-400",)
    (deal,) = store.deals()
    assert deal.copies == (("late",) if date else ("copy",))


def test_other_content_under_the_same_claim_ids_is_seen(store):
    report = report_of("RUS sells S-400 to TUR in 2017.", id="r1")
    store.record(process(report, LineExtractor()))
    store.refresh()
    ((seq, found),) = store.reports()
    store.record_run(seq, process(found, ShiftedExtractor()))
    assert store.refresh() == ("rus-tur-s-400",)
    assert [deal.ordered for deal in store.deals()] == ["2016"]
