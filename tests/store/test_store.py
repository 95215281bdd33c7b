"""The store's promises, on both databases."""

import pytest
from sqlalchemy import text

from armsledger.errors import (
    LedgerBusyError,
    LedgerMissingError,
    LedgerVersionError,
    NotFoundError,
    StoreError,
)
from armsledger.pipeline import FAILED, process
from armsledger.store import StandardDerivation, Store, writer
from armsledger.store.engine import writing
from ledger_fakes import LineExtractor, NewerExtractor, report_of

LONG = " ".join(f"word{n} speaks of matters number {n * 7}" for n in range(30))


def put(store, report, extractor=None):
    return store.record(process(report, extractor or LineExtractor()))


def first():
    return report_of("RUS sells S-400 to TUR in 2017.", id="r1", title="A sale")


def test_a_recorded_report_comes_back_as_it_was(store):
    report = first()
    put(store, report)
    assert store.report("r1") == report
    assert [claim.quote for claim in store.claims_of("r1")] == [report.text]


def test_claims_come_back_equal(store):
    outcome = process(first(), LineExtractor())
    store.record(outcome)
    assert store.claims_of("r1") == outcome.claims


def test_the_same_content_is_recorded_once(store):
    assert put(store, first()) is not None
    before = store.dump()
    assert put(store, first()) is None
    assert store.dump() == before


def test_a_taken_id_is_refused_for_other_content(store):
    put(store, first())
    assert put(store, report_of("USA offers Patriot to TUR.", id="r1")) is None


def test_a_report_is_found_by_the_only_beginning_of_its_id(store):
    put(store, report_of("one", id="alpha-1"))
    put(store, report_of("two", id="beta-1"))
    assert store.report("al").id == "alpha-1"


@pytest.mark.parametrize("key", ["alpha", "gamma", "%", ""])
def test_an_unknown_or_ambiguous_beginning_is_not_found(store, key):
    put(store, report_of("one", id="alpha-1"))
    put(store, report_of("two", id="alpha-2"))
    with pytest.raises(NotFoundError):
        store.report(key)


def test_deals_follow_from_the_claims_without_a_refresh(store):
    put(store, first())
    assert [deal.id for deal in store.deals()] == ["rus-tur-s-400"]


def test_refresh_names_the_deals_that_changed(store):
    put(store, first())
    assert store.refresh() == ("rus-tur-s-400",)
    assert store.refresh() == ()
    put(store, report_of("FRA sells Rafale to IND.", id="r2"))
    assert store.refresh() == ("fra-ind-rafale",)


def test_an_as_of_date_hides_later_reports(store):
    put(store, report_of("RUS sells S-400 to TUR in 2017.", id="r1", date="2017-09-12"))
    put(store, report_of("RUS delivers S-400 to TUR in 2019.", id="r2", date="2019-07-13"))
    assert [str(deal.stage) for deal in store.deals(as_of="2018-01-01")] == ["order"]
    assert [str(deal.stage) for deal in store.deals()] == ["delivery"]
    assert store.deals(as_of="2016-01-01") == ()


def test_rebuild_gives_the_same_bytes(store):
    for number in range(5):
        put(store, report_of(f"{LONG} RUS sells S-400 to TUR in 201{number}.", id=f"r{number}"))
    put(store, report_of("USA offers Patriot to TUR.", id="other"))
    store.refresh()
    before = store.dump()
    store.rebuild()
    assert store.dump() == before


def test_the_order_of_adding_makes_no_difference(tmp_path):
    texts = [f"{LONG} RUS sells S-400 to TUR in 201{n}." for n in range(4)]
    reports = [report_of(t, id=f"r{n}", date=f"201{n}-01-01") for n, t in enumerate(texts)]
    dumps = []
    for name, order in (("a.db", reports), ("b.db", reports[::-1])):
        opened = Store.open(str(tmp_path / name), create=True)
        for report in order:
            put(opened, report)
            opened.deals()
        dumps.append(opened.dump())
        opened.close()
    assert dumps[0] == dumps[1]


def test_a_copy_is_found_and_its_deal_counts_one_origin(store):
    body = f"{LONG} RUS sells S-400 to TUR in 2017."
    put(store, report_of(body, id="r1", outlet="Agency", date="2017-01-01"))
    recorded = put(store, report_of(body, id="r2", outlet="Paper", date="2017-01-02"))
    assert recorded.copies == ("r1",)
    (deal,) = store.deals()
    assert deal.copies == ("r2",)
    assert store.originals() == {"r2": "r1"}
    assert store.report_ids(as_of="2017-01-01") == ["r1"]
    assert len(deal.origins) == 1


def test_a_failed_extraction_is_kept_and_can_be_repeated(store):
    broken = report_of("BROKEN. RUS sells S-400 to TUR.", id="r1")
    put(store, broken)
    known = store.find_known(broken.content_hash)
    assert known.status == FAILED
    assert store.claims_of("r1") == ()


def test_another_run_replaces_the_claims_and_keeps_the_old_rows(store):
    put(store, first())
    known = store.find_known(first().content_hash)
    store.record_run(known.seq, process(first(), NewerExtractor()))
    assert [claim.extractor for claim in store.claims_of("r1")] == ["lines/2"]
    with writing(store._engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar_one() == 2


def test_a_failed_run_leaves_the_earlier_claims(store):
    put(store, first())
    known = store.find_known(first().content_hash)
    failed = process(report_of("BROKEN", id="r1"), LineExtractor())
    store.record_run(known.seq, failed)
    assert len(store.claims_of("r1")) == 1
    store.rebuild()
    assert len(store.claims_of("r1")) == 1


@pytest.mark.parametrize("table", ["reports", "runs", "claims", "decisions"])
@pytest.mark.parametrize("act", ["UPDATE {} SET seq = seq + 100", "DELETE FROM {}"])
def test_facts_cannot_be_changed_or_deleted(store, table, act):
    put(store, first())
    with writing(store._engine) as connection:
        connection.execute(
            text(
                "INSERT INTO decisions (id, made_at, author, kind, body)"
                " VALUES ('d', '2020-01-01T00:00:00+00:00', 'a', 'note', '{}')"
            )
        )
    with pytest.raises(StoreError, match="append-only"), writing(store._engine) as connection:
        connection.execute(text(act.format(table)))


def record_and_fail(connection, outcome):
    writer.record(connection, outcome, [], StandardDerivation())
    raise ZeroDivisionError


def test_an_error_in_a_transaction_leaves_nothing(store):
    before = store.dump()
    outcome = process(first(), LineExtractor())
    with pytest.raises(ZeroDivisionError), writing(store._engine) as connection:
        record_and_fail(connection, outcome)
    assert store.dump() == before


def test_a_second_writer_is_told_that_the_ledger_is_busy(store, location):
    other = Store.open(location, timeout=0.1)
    with writing(store._engine), pytest.raises(LedgerBusyError, match="try again"):
        put(other, first())
    other.close()


def test_a_reader_is_not_blocked_and_sees_no_stale_register(store, location):
    put(store, first())
    other = Store.open(location, timeout=0.1)
    with writing(store._engine):
        assert [deal.id for deal in other.deals()] == ["rus-tur-s-400"]
    other.close()


def test_a_ledger_opens_again_with_its_content(store, location):
    put(store, first())
    store.close()
    again = Store.open(location)
    assert again.report("r1") == first()
    again.close()


def test_a_ledger_of_a_newer_version_is_refused(store, location):
    with writing(store._engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerVersionError, match="newer"):
        Store.open(location)
    with pytest.raises(LedgerVersionError, match="newer"):
        Store.open(location, upgrade=True)


def test_an_empty_database_is_no_ledger_until_one_is_made(bare_location):
    with pytest.raises(LedgerMissingError):
        Store.open(bare_location)
    Store.open(bare_location, create=True).close()
    Store.open(bare_location).close()


def test_a_foreign_database_is_refused(bare_location):
    from armsledger.store.engine import open_engine

    engine = open_engine(bare_location)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE guests (name TEXT)"))
    engine.dispose()
    with pytest.raises(StoreError, match="no ledger"):
        Store.open(bare_location, create=True)


def test_one_deal_is_the_same_as_in_the_listing(store):
    put(store, report_of("RUS sells S-400 to TUR in 2017.", id="r1", date="2017-09-12"))
    put(store, report_of("RUS delivers S-400 to TUR in 2019.", id="r2", date="2019-07-13"))
    for as_of in (None, "2018-01-01"):
        assert (store.find_deal("rus-tur-s-400", as_of=as_of),) == store.deals(as_of=as_of)
    assert store.find_deal("rus-tur-s-400", as_of="2010-01-01") is None
    assert store.find_deal("none") is None


def test_two_processes_add_to_one_ledger(location, store):
    # Interleaved as two processes would: each has its own connections.
    other = Store.open(location, timeout=5)
    for number in range(6):
        report = report_of(f"RUS sells S-400 to TUR in 201{number}.", id=f"r{number}")
        assert put((store, other)[number % 2], report) is not None
        assert put((other, store)[number % 2], report) is None
    assert store.dump() == other.dump()
    assert store.counts().reports == 6
    other.close()


def test_deals_built_by_other_rules_are_built_again(store, location):
    class OtherRules(StandardDerivation):
        version = "other"

        def from_json(self, row):
            raise AssertionError("a deal in an older form was read")

        def drafts(self, material, *, as_of=None):
            return iter(())

    put(store, first())
    assert len(store.deals()) == 1
    other = Store.open(location, derivation=OtherRules(), timeout=5)
    assert other.counts().dirty == 1
    assert other.deals() == ()
    other.close()
    assert len(store.deals()) == 1


def test_counts(store):
    put(store, first())
    store.refresh()
    counts = store.counts()
    assert (counts.reports, counts.claims, counts.deals, counts.dirty) == (1, 1, 1, 0)


def test_unusual_characters_come_back(store):
    report = report_of("Ünïcode 😀 \r\n\t RUS sells S-400 to TUR. \x07", id="r'\"%_\\")
    put(store, report)
    assert store.report(report.id) == report
    assert store.claims_of(report.id)[0].start == report.text.index("RUS")
