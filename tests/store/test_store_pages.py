"""Pages of the register are the register, filtered, ordered and counted as Python would do it."""

import itertools
import threading
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from armsledger.errors import InputError
from armsledger.ledger import DESCENDING, DealQuery, DealSort, Ledger
from armsledger.link.names import fold, squash
from armsledger.model import STAGES, Claim, Event, Factuality, Money, claim_id
from armsledger.pipeline import process
from armsledger.store import Store
from armsledger.store.errors import CursorError
from armsledger.store.facets import SHOWN
from armsledger.store.lines import value_key, year_of
from ledger_fakes import LineExtractor, report_of

SUPPLIERS, RECIPIENTS = ("RUS", "USA", "FRA"), ("TUR", "IND")
SYSTEMS = ("S-400", "Patriot", "Rafale", "HQ-9", "Kind_%")
CURRENCIES = ("USD", "EUR", "INR")
EVENTS = tuple(e for e in Event if e in STAGES)[:9]


class WideExtractor(LineExtractor):
    """Makes one claim of each report, of many kinds, by the number in its text."""

    def extract(self, report):
        number = int(report.text.split()[-1].strip("."))
        event = EVENTS[number % len(EVENTS)]
        return [
            Claim(
                id=claim_id(report.id, "w/1", number), report=report.id, event=event,
                factuality=(Factuality.FACT, Factuality.FACT, Factuality.PLANNED)[number % 3],
                trigger="t", start=0, end=len(report.text), part="text", quote=report.text,
                extractor="w/1", confidence=(0.9, 0.7, 0.4)[number % 3],
                supplier=None if number % 7 == 0 else SUPPLIERS[number % 3],
                recipient=None if number % 11 == 0 else RECIPIENTS[number % 2],
                system=None if number % 5 == 0 else SYSTEMS[number % 5],
                weapon="jets" if number % 5 == 0 else None,
                category=(None, "aircraft", "missiles")[number % 3],
                value=None if number % 4 else Money(Decimal(number), CURRENCIES[number % 3]),
                when=None if number % 2 else str(2000 + number % 9),
            )
        ]  # fmt: skip


def wide(number):
    word = ("Ankara", "missiles", "Grün")[number % 3]
    date = None if number % 13 == 0 else f"20{10 + number % 10}-0{1 + number % 9}-11"
    return report_of(f"Words of {word} on matter {number}.", id=f"r{number}", date=date)


def add(ledger, numbers):
    list(ledger.add([wide(number) for number in numbers], WideExtractor()))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A ledger of 60 reports that no test changes."""
    with Ledger.open(tmp_path_factory.mktemp("pages") / "a.db", create=True) as opened:
        add(opened, range(60))
        yield opened


@pytest.fixture(scope="module")
def ledger(shared_location):
    """The same in either database."""
    with Ledger.open(shared_location) as opened:
        add(opened, range(60))
        yield opened


QUERIES = (
    DealQuery(),
    DealQuery(supplier=("RUS",)),
    DealQuery(supplier=("RUS", "")),
    DealQuery(recipient=("IND",), stage=("order", "delivery")),
    DealQuery(party=("FRA", "TUR")),
    DealQuery(systems=("s400", "HQ 9")),
    DealQuery(systems=("Kind_%",)),
    DealQuery(category=("aircraft", ""), thin=False),
    DealQuery(thin=True),
    DealQuery(state=("open",), support=("report",)),
    DealQuery(reported=(2012, 2015)),
    DealQuery(ordered=(2005,)),
    DealQuery(delivered=(0,), supplier=("USA",)),
    DealQuery(disputed=False, one_sided=False, sanctioned=False, opposed=False),
    DealQuery(disputed=True),
    DealQuery(text="ankara"),
    DealQuery(text="rus words", thin=False),
    DealQuery(text='"matter 7"'),
    DealQuery(text="%"),
    DealQuery(text="_%", supplier=("RUS",)),
)


def words_of(ledger, deal):
    names = fold(" ".join(filter(None, (
        deal.id, deal.supplier, deal.recipient, deal.system, *deal.aliases, deal.category,
        deal.weapon, squash(deal.system or ""),
        {"RUS": "Russia", "USA": "United States", "FRA": "France"}.get(deal.supplier),
        {"TUR": "Turkey", "IND": "India"}.get(deal.recipient),
    ))))  # fmt: skip
    return names, [fold(ledger.report(key).text).replace(".", "") for key in deal.reports]


def has_text(ledger, deal, text):
    terms = [text.strip('"')] if text.startswith('"') else text.split()
    terms = [fold(term) for term in terms if any(c.isalnum() for c in term)]
    names, texts = words_of(ledger, deal)
    found = [t in names or any(f" {t} " in f" {one} " for one in texts) for t in terms]
    return bool(terms) and all(found)


PREDICATES = {
    "supplier": lambda d: {d.supplier or ""},
    "recipient": lambda d: {d.recipient or ""},
    "party": lambda d: {d.supplier, d.recipient},
    "systems": lambda d: {squash(name) for name in (d.system, *d.aliases) if name},
    "category": lambda d: {d.category or ""},
    "stage": lambda d: {str(d.stage or "")},
    "state": lambda d: {str(d.state)},
    "support": lambda d: {str(d.support or "")},
    "ordered": lambda d: {year_of(d.ordered)},
    "delivered": lambda d: {year_of(d.delivered)},
    "reported": lambda d: {year_of(d.first_reported)},
    "disputed": lambda d: bool(d.disagreements),
    "one_sided": lambda d: d.support in ("supplier", "recipient"),
    "sanctioned": lambda d: bool(d.sanctioned),
    "opposed": lambda d: bool(d.opposed),
}


def matches(ledger, deal, query, but=""):
    for name, held in PREDICATES.items():
        wanted = getattr(query, name)
        if name == but or wanted in (None, ()):
            continue
        wanted = {squash(one) for one in wanted} if name == "systems" else wanted
        value = held(deal)
        if value.isdisjoint(wanted) if isinstance(value, set) else value is not wanted:
            return False
    is_thin = deal.id in ledger.thin([deal])
    if but != "thin" and query.thin is not None and is_thin is not query.thin:
        return False
    return query.text is None or has_text(ledger, deal, query.text)


def all_pages(ledger, query):
    found, cursor = [], query.cursor
    while True:
        page = ledger.page(replace(query, cursor=cursor))
        found += page.deals
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_all_pages_together_are_what_the_filters_leave(kept, query):
    wanted = [deal for deal in kept.deals() if matches(kept, deal, query)]
    found = all_pages(kept, replace(query, limit=7))
    assert sorted(found, key=lambda deal: deal.id) == wanted
    assert kept.page(query).total == len(wanted)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_facets_count_each_value_with_the_other_filters_on(kept, query):
    facets = {facet.name: facet for facet in kept.page(query).facets}
    assert tuple(facets) == SHOWN
    for name, facet in facets.items():
        left = [deal for deal in kept.deals() if matches(kept, deal, query, but=name)]
        assert {v.value: v.count for v in facet.values} == Counter(
            shown_value(kept, name, deal) for deal in left
        )


def shown_value(ledger, name, deal):
    if name == "thin":
        return "yes" if deal.id in ledger.thin([deal]) else "no"
    if name == "systems":
        return deal.system or ""
    value = PREDICATES[name](deal)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(next(iter(value)) or "")


KEYS = {
    DealSort.LAST_REPORTED: lambda d: d.last_reported or "",
    DealSort.FIRST_REPORTED: lambda d: d.first_reported or "",
    DealSort.SUPPLIER: lambda d: d.supplier or "~",
    DealSort.RECIPIENT: lambda d: d.recipient or "~",
    DealSort.SYSTEM: lambda d: fold(d.system or d.weapon or "") or "~",
    DealSort.STAGE: lambda d: STAGES.index(d.stage) if d.stage in STAGES else -1,
    DealSort.VALUE: lambda d: value_key(d.value),
    DealSort.CLAIMS: lambda d: len(d.claims),
    DealSort.DISAGREEMENTS: lambda d: len(d.disagreements),
}


@pytest.mark.parametrize(("sort", "down"), list(itertools.product(KEYS, (True, False, None))))
def test_every_order_goes_both_ways_and_back(kept, sort, down):
    descending = sort in DESCENDING if down is None else down
    wanted = sorted(kept.deals(), key=lambda d: (KEYS[sort](d), d.id), reverse=descending)
    query = DealQuery(sort=sort, descending=down, limit=9, facets=False)
    assert all_pages(kept, query) == wanted
    second = kept.page(replace(query, cursor=kept.page(query).next))
    first = kept.page(replace(query, cursor=second.previous))
    assert list(first.deals) == wanted[:9]
    assert first.previous is None
    assert first.next == kept.page(query).next


def test_relevance_puts_names_before_quotes_and_texts(store):
    ledger = Ledger(store)
    lines = (
        "RUS sells S-400 to TUR in 2017. It is no Patriot.",
        "USA sells Patriot to IND in 2017.",
    )
    list(ledger.add([report_of(t, date=f"201{9 - n}-01-01") for n, t in enumerate(lines)],
                    LineExtractor()))  # fmt: skip
    page = ledger.page(DealQuery(text="patriot", sort=DealSort.RELEVANCE))
    assert [deal.id for deal in page.deals] == ["usa-ind-patriot", "rus-tur-s-400"]


def test_a_cursor_stays_valid_while_reports_are_added(store):
    ledger = Ledger(store)
    add(ledger, range(20))
    query = DealQuery(sort=DealSort.SYSTEM, limit=5)
    before = [deal.id for deal in all_pages(ledger, query)]
    page = ledger.page(query)
    seen = [deal.id for deal in page.deals]
    add(ledger, range(20, 40))
    rest = [deal.id for deal in all_pages(ledger, replace(query, cursor=page.next))]
    assert not set(seen) & set(rest)
    now = {deal.id for deal in ledger.deals()}  # a later report can tell where another's belongs
    assert {key for key in before if key in now} <= {*seen, *rest}
    assert len(rest) > len(before) - len(seen)


@pytest.mark.parametrize("cursor", ["", "x", "e30", "WyJhIl0", "null", "é", "W10="])
def test_what_is_no_cursor_is_refused(kept, cursor):
    with pytest.raises(CursorError, match="ask again without"):
        kept.page(DealQuery(cursor=cursor))


def test_a_cursor_of_another_question_is_refused(kept):
    page = kept.page(DealQuery(limit=5))
    with pytest.raises(CursorError, match="another question"):
        kept.page(DealQuery(limit=5, supplier=("RUS",), cursor=page.next))
    assert kept.page(DealQuery(limit=9, cursor=page.next, facets=False)).deals


def test_too_many_words_are_refused(kept):
    with pytest.raises(InputError, match="16"):
        kept.page(DealQuery(text=" ".join(f"word{n}" for n in range(17))))


@pytest.mark.parametrize("query", QUERIES[:1] + QUERIES[3:8] + QUERIES[15:], ids=str)
def test_both_databases_give_the_same_pages(ledger, kept, query):
    assert ledger.page(query).deals == kept.page(query).deals
    assert ledger.page(query).facets == kept.page(query).facets


def test_the_version_grows_with_what_readers_see(store):
    ledger = Ledger(store)
    assert ledger.version() == 0
    add(ledger, [1])
    first = ledger.page(DealQuery()).version
    assert first == ledger.version() > 0
    add(ledger, [1])
    assert ledger.page(DealQuery()).version == first
    add(ledger, [2])
    assert ledger.page(DealQuery()).version > first
    (recent,) = ledger.changed_since(first)
    assert [deal.id for deal in ledger.page(DealQuery(text="2")).deals][:1] == [recent.deal]


def test_threads_read_while_another_store_adds(store, location):
    ledger = Ledger(store)
    add(ledger, range(10))
    ledger.refresh()
    faults = []

    def read():
        try:
            for _ in range(5):
                page = ledger.page(DealQuery(limit=100))
                assert page.total == len(page.deals)
                assert sum(v.count for v in page.facets[0].values) == page.total
        except Exception as error:  # noqa: BLE001 - handed to the test's own thread
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    other = Store.open(location, timeout=20)
    for reader in readers:
        reader.start()
    for number in range(10, 20):
        other.record(process(wide(number), WideExtractor()))
        other.refresh()
    for reader in readers:
        reader.join()
    other.close()
    assert faults == []
    assert ledger.page(DealQuery()).waiting == 0
