"""What changed between two days, of the deals that filters take."""

import pytest

from armsledger.ledger import DealQuery, Ledger
from ledger_fakes import LineExtractor, report_of

LINES = (
    "RUS offers S-400 to TUR in 2016.",
    "RUS sells S-400 to TUR in 2017. USA offers Patriot to TUR in 2017.",
    "RUS delivers S-400 to TUR in 2019.",
    "FRA sells Rafale to IND in 2016.",
)
S400, PATRIOT, RAFALE = "rus-tur-s-400", "usa-tur-patriot", "fra-ind-rafale"


@pytest.fixture
def ledger(store):
    opened = Ledger(store)
    reports = [
        report_of(text, id=f"r{number}", date=f"201{6 + number}-05-05")
        for number, text in enumerate(LINES)
    ]
    list(opened.add(reports, LineExtractor()))
    return opened


@pytest.mark.parametrize(
    ("days", "query", "found"),
    [
        (("2016-12-31", None), None, {S400, PATRIOT, RAFALE}),
        (("2016-12-31", None), DealQuery(), {S400, PATRIOT, RAFALE}),
        (("2016-12-31", None), DealQuery(recipient=("TUR",)), {S400, PATRIOT}),
        (("2016-12-31", None), DealQuery(supplier=("FRA",), recipient=("TUR",)), set()),
        (("2016-12-31", None), DealQuery(party=("FRA", "USA")), {PATRIOT, RAFALE}),
        # By what a deal was on either day: it had been ordered, or is delivered now.
        (("2017-12-31", None), DealQuery(stage=("order",)), {S400, RAFALE}),
        (("2017-12-31", None), DealQuery(stage=("delivery",)), {S400}),
        (("2017-12-31", None), DealQuery(stage=("offer",)), set()),
        (("2016-12-31", "2017-12-31"), DealQuery(stage=("delivery",)), set()),
        (("2016-12-31", None), DealQuery(text="Rafale"), {RAFALE}),
        (("2016-12-31", None), DealQuery(text="nothing"), set()),
    ],
)
def test_filters_take_what_they_take_in_the_register(ledger, days, query, found):
    told = dict(ledger.changed_between(*days, query=query))
    assert set(told) == found
    everything = dict(ledger.changed_between(*days))
    assert all(everything[deal] == changes for deal, changes in told.items())


def test_the_limit_counts_deals_of_the_selection(ledger):
    query = DealQuery(recipient=("TUR",))
    (one,) = ledger.changed_between("2016-12-31", None, limit=1, query=query)
    assert one[0] == S400


def test_the_page_of_the_query_does_not_count(ledger):
    query = DealQuery(recipient=("TUR",), limit=1, as_of="2016-06-01")
    assert len(ledger.changed_between("2016-12-31", None, query=query)) == 2
