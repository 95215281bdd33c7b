"""The ledger as a Python program uses it."""

import subprocess
import sys

import pytest
from hypothesis import strategies as st

from armsledger.errors import InputError, NotFoundError
from armsledger.ledger import ADDED, FAILED, KNOWN, ClaimFilter, DealFilter, Ledger, extract
from armsledger.sources.options import ReadOutcome
from efforts import law
from ledger_fakes import LineExtractor, NewerExtractor, report_of

S400 = "RUS sells S-400 to TUR in 2017. RUS delivers S-400 to TUR in 2019."


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(tmp_path / "ledger.db", create=True) as opened:
        yield opened


def add(ledger, *items, extractor=None):
    return list(ledger.add(items, extractor or LineExtractor()))


def test_adding_twice_changes_nothing(ledger):
    assert [o.status for o in add(ledger, report_of(S400, id="r1"))] == [ADDED]
    before = ledger.dump()
    (again,) = add(ledger, report_of(S400, id="r1"))
    assert (again.status, again.report, again.claims) == (KNOWN, "r1", 0)
    assert ledger.dump() == before


def test_the_same_report_twice_in_one_call_is_added_once(ledger):
    report = report_of(S400, id="r1")
    assert [o.status for o in add(ledger, report, report)] == [ADDED, KNOWN]


def test_other_content_with_a_known_id_is_kept_as_a_version(ledger):
    other = report_of("USA offers Patriot to TUR.", id="r1")
    _, second = add(ledger, report_of(S400, id="r1"), other)
    assert second.report == f"r1@{other.content_hash[:8]}"
    assert any("version" in note for note in second.notes)
    assert ledger.claims_of_report(second.report)[0].report == second.report
    assert [o.status for o in add(ledger, other)] == [KNOWN]


def test_a_document_that_could_not_be_read_is_an_outcome(ledger):
    error = InputError("x.pdf", "broken")
    items = [ReadOutcome(name="x.pdf", error=error), report_of(S400, id="r1")]
    failed, added = add(ledger, *items)
    assert (failed.status, failed.error, added.status) == (FAILED, error, ADDED)


def test_a_failed_extraction_is_tried_again(ledger):
    class Healed(LineExtractor):
        def extract(self, report):
            return super().extract(report_of("RUS sells S-400 to TUR.", id=report.id))

    (failed,) = add(ledger, report_of("BROKEN", id="r1"))
    assert failed.status == FAILED
    assert failed.error is not None
    (healed,) = add(ledger, report_of("BROKEN", id="r1"), extractor=Healed())
    assert (healed.status, healed.claims) == (ADDED, 1)


@pytest.mark.parametrize("bad", ["a NUL \x00 here", "half a pair \ud800 here"])
def test_characters_that_no_database_takes_are_refused_by_name(ledger, bad):
    first, second = add(ledger, report_of(bad, id="r1"), report_of(S400, id="r2"))
    assert (first.status, second.status) == (FAILED, ADDED)
    assert "at character" in str(first.error)


def test_a_language_that_is_not_read_is_kept_and_noted(ledger):
    (outcome,) = add(ledger, report_of(S400, id="r1", language="fr"))
    assert (outcome.status, outcome.claims) == (ADDED, 0)
    assert outcome.notes == ("not read: language fr",)


FILTERS = [
    (DealFilter(), ["fra-ind-rafale", "rus-tur-s-400"]),
    (DealFilter(supplier="RUS"), ["rus-tur-s-400"]),
    (DealFilter(recipient="IND"), ["fra-ind-rafale"]),
    (DealFilter(systems=("s 400",)), ["rus-tur-s-400"]),
    (DealFilter(stage="order"), ["fra-ind-rafale"]),
    (DealFilter(category="ships"), []),
    (DealFilter(query="rafale ind"), ["fra-ind-rafale"]),
    (DealFilter(query="delivers"), ["rus-tur-s-400"]),
    (DealFilter(query="delivers rafale"), []),
]


@pytest.mark.parametrize(("wanted", "ids"), FILTERS)
def test_deals_are_filtered(ledger, wanted, ids):
    add(ledger, report_of(S400, id="r1"), report_of("FRA sells Rafale to IND.", id="r2"))
    assert [deal.id for deal in ledger.deals(wanted)] == ids


CLAIM_FILTERS = [
    (ClaimFilter(), 3),
    (ClaimFilter(deal="rus-tur-s-400"), 2),
    (ClaimFilter(report="r2"), 1),
    (ClaimFilter(event="order"), 2),
    (ClaimFilter(event="order", report="r1"), 1),
    (ClaimFilter(source="nobody"), 0),
]


@pytest.mark.parametrize(("wanted", "count"), CLAIM_FILTERS)
def test_claims_are_filtered(ledger, wanted, count):
    add(ledger, report_of(S400, id="r1"), report_of("FRA sells Rafale to IND.", id="r2"))
    assert len(list(ledger.claims(wanted))) == count


def test_claims_as_of_a_date_are_those_of_reports_until_then(ledger):
    add(ledger, report_of(S400, id="r1", date="2019-08-01"), report_of(S400, id="r2", date=None))
    assert {claim.report for claim in ledger.claims()} == {"r1", "r2"}
    assert {claim.report for claim in ledger.claims(as_of="2019-08-01")} == {"r1"}
    assert list(ledger.claims(as_of="2019-07-31")) == []


def test_an_unknown_deal_is_answered_with_those_that_look_alike(ledger):
    add(ledger, report_of(S400, id="r1"))
    with pytest.raises(NotFoundError, match="rus-tur-s-400"):
        ledger.deal("rus-tur-s400")


def test_reading_again_replaces_claims_and_is_counted(ledger):
    add(ledger, report_of(S400, id="r1"), report_of("nothing", id="r2"))
    assert ledger.rebuild(extractor=LineExtractor()) == 0
    assert ledger.rebuild(extractor=NewerExtractor()) == 1
    assert {claim.extractor for claim in ledger.claims()} == {"lines/2"}
    assert [deal.id for deal in ledger.deals()] == ["rus-tur-s-400"]


def test_extract_takes_a_text():
    claims = extract("RUS sells S-400 to TUR.", extractor=LineExtractor())
    assert [str(claim.event) for claim in claims] == ["order"]


def test_importing_the_package_is_light_and_its_names_come_when_used():
    code = (
        "import sys, armsledger\n"
        "assert not {'spacy', 'sqlalchemy', 'typer'} & set(sys.modules)\n"
        "from armsledger import Ledger, extract\n"
        "import armsledger.extract.mentions\n"
        "from armsledger import extract as again\n"
        "assert callable(extract) and again is extract\n"
        "assert 'spacy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60)


SENTENCES = st.lists(
    st.builds(
        "{} {} {} to {}.".format,
        st.sampled_from(["RUS", "USA", "FRA"]),
        st.sampled_from(["offers", "sells", "delivers", "may deliver", "suspends"]),
        st.sampled_from(["S-400", "Patriot", "Rafale"]),
        st.sampled_from(["TUR", "IND"]),
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@law(
    few=6, many=100, texts=st.lists(SENTENCES, min_size=1, max_size=5, unique=True), data=st.data()
)
def test_any_order_gives_the_same_register(tmp_path_factory, texts, data):
    reports = [report_of(t, id=f"r{n}", date=f"201{n}-05-05") for n, t in enumerate(texts)]
    folder = tmp_path_factory.mktemp("order")
    registers = []
    for name, order in (("a", reports), ("b", data.draw(st.permutations(reports)))):
        with Ledger.open(folder / f"{name}.db", create=True) as ledger:
            for report in order:
                list(ledger.add([report], LineExtractor()))
                ledger.refresh()
            registers.append(ledger.deals())
    assert registers[0] == registers[1]
