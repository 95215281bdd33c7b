"""The stored past is what the rules derive from the reports up to a day."""

import pytest
from hypothesis import strategies as st
from test_store_incremental import REPORTS, GappyExtractor, ShiftedExtractor

from armsledger.ledger import DealQuery, DealSort, Ledger
from armsledger.model.decision import Kind, Wish
from armsledger.pipeline import process
from armsledger.store import register
from armsledger.store.engine import reading
from armsledger.store.past import SLICE
from efforts import law
from ledger_fakes import LineExtractor, report_of

DAYS = ("2010-12-31", "2011-01-01", "2014-06-01", "2016-01-01", "2019-07-01", "2024-01-01")


def derived(ledger, day):
    """The register as known on a day, from the claims: what the stored states must equal."""
    store = ledger._store
    found = []
    with reading(store._engine) as connection:
        for name in register.all_partitions(connection):
            found += register.build(connection, name, store._derivation, as_of=day)
    return sorted(found, key=lambda deal: deal.id)


def check(ledger, days=DAYS):
    for day in days:
        wanted = derived(ledger, day)
        assert list(ledger.deals(as_of=day)) == wanted
        page = ledger.page(DealQuery(as_of=day, sort=DealSort.SUPPLIER, limit=1000))
        assert sorted(page.deals, key=lambda deal: deal.id) == wanted
        for deal in wanted:
            assert ledger.deal(deal.id, as_of=day) == deal


@law(few=5, many=100, reports=st.lists(REPORTS, min_size=2, max_size=8), again=st.booleans())
def test_the_past_is_what_the_rules_derive(reports, again, new_location):
    with Ledger.open(new_location()) as ledger:
        for number, report in enumerate(reports):
            list(ledger.add([report], GappyExtractor()))
            if number % 2:
                check(ledger, DAYS[2:4])
        if again:
            seq, report = next(ledger._store.reports())
            ledger._store.record_run(seq, process(report, ShiftedExtractor()))
        check(ledger)
        ledger.rebuild()
        check(ledger)


@pytest.fixture
def ledger(store):
    """Four reports of four years, two of one deal."""
    opened = Ledger(store)
    lines = (
        "RUS offers S-400 to TUR in 2016.",
        "RUS sells S-400 to TUR in 2017. USA offers Patriot to TUR in 2017.",
        "RUS delivers S-400 to TUR in 2019.",
        "FRA sells Rafale to IND in 2016.",
    )
    reports = [
        report_of(text, id=f"r{number}", date=f"201{6 + number}-05-05")
        for number, text in enumerate(lines)
    ]
    list(opened.add(reports, LineExtractor()))
    return opened


def test_a_late_report_on_the_past_changes_it(ledger):
    check(ledger)
    late = report_of("RUS delivers S-400 to TUR in 2016.", id="late", date="2016-12-01")
    list(ledger.add([late], LineExtractor()))
    check(ledger)
    assert str(ledger.deal("rus-tur-s-400", as_of="2017-01-01").stage) == "delivery"


def test_decisions_count_in_the_past_as_they_do_now(ledger):
    check(ledger)
    for claim in ledger.claims_of_report("r1"):
        if claim.supplier == "RUS":
            ledger.decide(Wish(kind=Kind.REJECT, who="Ada", claims=(claim.id,)))
    check(ledger)
    merged = Wish(kind=Kind.MERGE, who="Ada", deals=("rus-tur-s-400", "usa-tur-patriot"))
    basis = (ledger.decide(merged).id,)
    check(ledger)
    both = ("rus-tur-s-400", "fra-ind-rafale")
    made = ledger.decide(Wish(kind=Kind.MERGE, who="Ada", deals=both, basis=basis))
    check(ledger)
    ledger.undo(made.id, "Ada")
    check(ledger)
    found = ledger.deal("usa-tur-patriot", as_of="2024-01-01")
    assert found.id == "rus-tur-s-400"


def test_stops_and_changes_tell_how_a_deal_went(ledger):
    assert ledger.stops() == ("2016-05-05", "2017-05-05", "2018-05-05", "2019-05-05")
    assert ledger.stops(deal="rus-tur-s-400") == ("2016-05-05", "2017-05-05", "2018-05-05")
    assert ledger.stops(DealQuery(supplier=("FRA",))) == ("2019-05-05",)
    told = {stop.day: {c.cell: (c.before, c.after) for c in stop.changes}
            for stop in ledger.changes("rus-tur-s-400")}  # fmt: skip
    assert told["2016-05-05"] == {"deal": (None, "rus-tur-s-400")}
    assert told["2017-05-05"]["stage"] == ("offer", "order")
    assert told["2018-05-05"]["stage"] == ("order", "delivery")


def test_what_changed_between_two_days(ledger):
    told = dict(ledger.changed_between("2017-12-31", None))
    assert set(told) == {"rus-tur-s-400", "fra-ind-rafale"}
    assert [c.cell for c in told["fra-ind-rafale"]] == ["deal"]
    assert ledger.changed_between("2024-01-01", None) == ()
    assert len(ledger.changed_between(None, "2015-01-01", limit=1)) == 1


def test_preparing_is_done_in_slices_and_only_once(ledger):
    assert ledger.prepare_history(seconds=60 * SLICE) == 0
    assert ledger.prepare_history(seconds=0) == 0
    news = report_of("RUS may deliver S-400 to TUR in 2022.", id="new", date="2021-01-01")
    list(ledger.add([news], LineExtractor()))
    assert ledger.prepare_history(seconds=0) > 0
    check(ledger)


def test_the_past_has_pages_with_words_and_facets(ledger):
    page = ledger.page(DealQuery(as_of="2017-12-31", text="rafale"))
    assert page.total == 0
    page = ledger.page(DealQuery(as_of="2017-12-31", text="sells", limit=1))
    assert page.total == 2  # the report sells one and offers the other
    rest = ledger.page(DealQuery(as_of="2017-12-31", text="sells", limit=1, cursor=page.next))
    assert {deal.id for deal in page.deals + rest.deals} == {"rus-tur-s-400", "usa-tur-patriot"}
    facet = next(f for f in page.facets if f.name == "supplier")
    assert [(v.value, v.count) for v in facet.values] == [("RUS", 1), ("USA", 1)]


def test_a_reader_waits_a_moment_only_for_another(ledger):
    day = "2024-01-01"
    before = ledger.deals(as_of=day)
    late = report_of("RUS delivers S-400 to TUR in 2016.", id="late", date="2016-12-01")
    list(ledger.add([late], LineExtractor()))
    with ledger._store.ask._past_turn:  # somebody else is at it
        assert ledger.deals(as_of=day) == before
    assert list(ledger.deals(as_of=day)) == derived(ledger, day)
