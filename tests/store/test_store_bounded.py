"""Questions about one report, deal, claim or page of the log: by index, whatever the size."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from armsledger.errors import NotFoundError
from armsledger.ledger import ClaimQuery, DealQuery, Ledger, LogQuery, ReportQuery
from armsledger.model.decision import Kind, Wish
from armsledger.store.engine import reading
from armsledger.store.near import NEIGHBOURS
from ledger_fakes import LineExtractor, report_of

LONG = " ".join(f"word{n} speaks of matters number {n * 7}" for n in range(30))
WEAPONS = ("S-400", "Patriot", "Rafale", "HQ-9")
PARTIES = (("RUS", "TUR"), ("USA", "IND"), ("FRA", "EGY"))
# Tables that stay small whatever is added: parts of the register, not what is in them.
SMALL = {"partitions", "units", "counters", "alembic_version"}

# How many decisions there are is counted, in an index.
COUNTED = {"SELECT count(*) AS count_1 FROM decisions"}


def texts():
    for number in range(24):
        supplier, recipient = PARTIES[number % 3]
        weapon = WEAPONS[number % 4]
        yield f"{supplier} sells {weapon} to {recipient} in {2005 + number % 9}."


def fill(ledger):
    reports = [
        report_of(text, id=f"r{n}", date=f"20{10 + n % 9}-03-0{1 + n % 9}")
        for n, text in enumerate(texts())
    ]
    long = f"{LONG} RUS delivers S-400 to TUR in 2019."
    reports += [
        report_of(long, id="first", date="2019-07-01"),
        report_of(f"{long} ", id="second", date="2019-07-03", outlet="Other"),
        report_of(f" {long}", id="third", date="2019-07-02", outlet="Third"),
    ]
    reports.append(report_of("BROKEN", id="broken"))
    reports.append(report_of("Rien.", id="unread", language="fr"))
    list(ledger.add(reports, LineExtractor()))
    deals = [deal.id for deal in ledger.deals()]
    ledger.decide(Wish(kind=Kind.MERGE, who="Ada", deals=(deals[0], deals[1])))
    claim = ledger.deal(deals[2]).claims[0]
    ledger.decide(Wish(kind=Kind.REJECT, who="Ada", claims=(claim,)))
    ledger.decide(Wish(kind=Kind.NOTE, who="Ben", why="see there", deals=(deals[3],)))
    while ledger.prepare_history():
        pass
    return deals


@pytest.fixture(scope="module")
def kept(shared_location):
    """A ledger that no test changes, and the deals that there were before decisions."""
    # In a small table PostgreSQL reads everything through unless that is forbidden.
    is_file = not shared_location.startswith("postgresql:")
    place = shared_location if is_file else f"{shared_location}&options=-c%20enable_seqscan%3Doff"
    with Ledger.open(place) as opened:
        yield opened, fill(opened)


@pytest.fixture
def ledger(location):
    with Ledger.open(location) as opened:
        yield opened


def questions(ledger, deals):
    known = ledger.deal(deals[2])
    decision = ledger.log_page(LogQuery(limit=1))
    day = "2015-01-01"
    return {
        "reading": lambda: ledger.reading("second"),
        "report": lambda: ledger.report("second"),
        "report by its beginning": lambda: ledger.report("secon"),
        "no report": lambda: refused(ledger.report, "nowhere"),
        "claims of a report": lambda: ledger.claims_page(ClaimQuery(report="first")),
        "machine's claims": lambda: ledger.machine_claims("first"),
        "reports of an outlet": lambda: ledger.reports_page(ReportQuery(outlet="Paper", limit=9)),
        "deal": lambda: ledger.deal(known.id),
        "deal by an earlier id": lambda: ledger.deal(deals[1]),
        "deal by an earlier id on a day": lambda: ledger.deal(deals[1], as_of=day),
        "deal on a day": lambda: ledger.deal(known.id, as_of="2018-12-31"),
        "no deal": lambda: refused(ledger.deal, "rus-tur-nothing"),
        "no deal on a day": lambda: refused(ledger.deal, "rus-tur-nothing", as_of=day),
        "claims of a deal": lambda: ledger.claims_of_deal(known),
        "changes of a deal": lambda: ledger.changes(known.id),
        "stops of a deal": lambda: ledger.stops(deal=known.id),
        "history of a deal": lambda: ledger.history(known.id),
        "history of a merged deal": lambda: ledger.history(deals[1]),
        "what stands against a merge": lambda: ledger.standing_against(
            Wish(kind=Kind.MERGE, who="Ben", deals=(deals[2], deals[3]))
        ),
        "deals of a recipient": lambda: ledger.page(
            DealQuery(recipient=("TUR",), limit=2, facets=False)
        ),
        "claim": lambda: ledger.claim(known.claims[0]),
        "no claim": lambda: refused(ledger.claim, "0" * 16),
        "log": lambda: ledger.log_page(LogQuery(limit=2)),
        "log, older": lambda: ledger.log_page(LogQuery(limit=1, cursor=decision.next)),
        "decision": lambda: ledger.decision(decision.entries[0].decision.id),
        "no decision": lambda: refused(ledger.decision, "f" * 16),
    }


def refused(ask, *asked, **more):
    with pytest.raises(NotFoundError):
        ask(*asked, **more)


@contextmanager
def statements_on(engine):
    found = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def read_through(connection, statement, parameters):
    """Return the tables that a statement reads from one end to the other."""
    if " ".join(statement.split()) in COUNTED:
        return set()
    explain = sqlite_plan if connection.dialect.name == "sqlite" else postgresql_plan
    return explain(connection, statement, parameters) - SMALL


def sqlite_plan(connection, statement, parameters):
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [row.detail.split() for row in rows]
    is_sorted = any(step[:3] == ["USE", "TEMP", "B-TREE"] for step in steps)
    is_bounded = " LIMIT " in statement and not is_sorted
    tables = set()
    for step in steps:
        if step[0] == "SCAN" and not (is_bounded and "INDEX" in step):
            tables.add(step[1])
    return tables & set(names(connection))


def names(connection):
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    return [row.name for row in connection.exec_driver_sql(query)]


def postgresql_plan(connection, statement, parameters):
    row = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    return set(scans(row[0]["Plan"], is_bounded=False))


def scans(node, *, is_bounded):
    kind = node["Node Type"]
    is_ordered = kind.startswith("Index")
    is_all = kind == "Seq Scan" or (is_ordered and "Index Cond" not in node)
    if is_all and not (is_ordered and is_bounded):
        yield node["Relation Name"]
    is_bounded = (is_bounded or kind == "Limit") and not kind.endswith("Sort")
    for inner in node.get("Plans", ()):
        yield from scans(inner, is_bounded=is_bounded)


def test_no_question_reads_a_table_through(kept):
    ledger, deals = kept
    engine, found = ledger._store._engine, {}
    for name, ask in questions(ledger, deals).items():
        with statements_on(engine) as asked:
            ask()
        with reading(engine) as connection:
            tables = {t for one in asked for t in read_through(connection, *one)}
        if tables:
            found[name] = sorted(tables)
    assert found == {}


def test_a_reading_tells_how_a_report_was_read(kept):
    ledger, _ = kept
    plain = ledger.reading("r0")
    assert (plain.status, plain.error, plain.extractor) == ("read", None, "lines/1")
    assert (plain.notes, plain.original, plain.copies) == ((), None, ())
    failed = ledger.reading("broken")
    assert failed.status == "failed"
    assert "the text says so" in failed.error
    assert ledger.reading("unr").notes == (ledger.reading("unread").status,)
    assert "fr" in ledger.reading("unread").status
    assert all(ledger.reading(key).added_at.endswith("+00:00") for key in ("r0", "broken"))


def test_a_reading_knows_the_copies_that_the_whole_ledger_knows(kept):
    ledger, _ = kept
    originals = ledger.originals()
    assert originals
    for key in ledger.report_ids():
        own = ledger.reading(key)
        same = {one for one, of in originals.items() if of == originals.get(key, key)}
        assert own.original == originals.get(key)
        assert set(own.copies) == same - {key}
    assert ledger.reading("first").copies == ("third", "second")
    assert ledger.reading("third").copies == ("second",)


@pytest.mark.parametrize("key", ["", "r", "R0", "nothing", "r\U0010ffff"])
def test_an_unknown_or_unclear_report_has_no_reading(kept, key):
    ledger, _ = kept
    with pytest.raises(NotFoundError):
        ledger.reading(key)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("rus-tur-s-40", "rus-tur-s-400"),  # at the end
        ("RUS-TUR-S-400x", "rus-tur-s-400"),  # in other letters
        ("rus-tru-s-400", "rus-tur-s-400"),  # in the middle
        ("xx-tur-s-400", "rus-tur-s-400"),  # at the start: by the recipient
        ("zzzz", "see 'armsledger deals'"),
    ],
)
def test_an_unknown_deal_is_told_with_those_like_it(ledger, asked, hint):
    list(ledger.add([report_of("RUS sells S-400 to TUR in 2017.", id="r1")], LineExtractor()))
    with pytest.raises(NotFoundError, match=hint):
        ledger.deal(asked)
    ledger.prepare_history(seconds=60)
    with pytest.raises(NotFoundError, match="see 'armsledger deals'"):
        ledger.deal(asked, as_of="2001-01-01")


def test_only_neighbours_are_looked_at(ledger):
    lines = [f"RUS sells Kind-{number:03} to TUR in 2017." for number in range(5 * NEIGHBOURS)]
    list(ledger.add([report_of(" ".join(lines), id="all")], LineExtractor()))
    with pytest.raises(NotFoundError, match="rus-tur-kind-05"):
        ledger.deal("rus-tur-kind-05")
    found = ledger._store.ask.near_ids("rus-tur-kind-050x", None)
    assert len(found) <= 4 * NEIGHBOURS < len(lines)
    assert "rus-tur-kind-050" in found
