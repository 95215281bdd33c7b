"""The log of decisions page by page is the whole log, cut into pages."""

import shutil
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import strategies as st

from armsledger.decide.errors import DecisionError, OvertakenError
from armsledger.errors import NotFoundError
from armsledger.ledger import Ledger, LogQuery
from armsledger.model.decision import Kind, Wish
from armsledger.store.errors import CursorError
from efforts import law
from ledger_fakes import LineExtractor, report_of

TEXTS = (
    "RUS sells S-400 to TUR in 2017. RUS delivers S-400 to TUR in 2019.",
    "RUS sells S-400 to IND in 2018. USA offers Patriot to TUR in 2018.",
    "USA sells Patriot to IND in 2016.",
)
NUMBER = st.integers(0, 5)
ACTS = st.tuples(st.sampled_from(sorted(set(Kind))), NUMBER, NUMBER, st.booleans(), st.booleans())


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "a.db"
    reports = [report_of(t, id=f"r{n}", date=f"202{n}-01-01") for n, t in enumerate(TEXTS)]
    with Ledger.open(path, create=True) as ledger:
        list(ledger.add(reports, LineExtractor()))
        ledger.refresh()
    return path


def wish_for(ledger, kind, first, second):
    """Return what somebody could want; None: there is nothing to want it of."""
    claims = [claim.id for claim in ledger.claims()]
    deals = [deal.id for deal in ledger.deals()]
    made = [one.decision.id for one in ledger.decisions()]
    claim, deal = claims[first % len(claims)], deals[first % len(deals)]
    match kind:
        case Kind.MERGE:
            return {"deals": (deal, deals[second % len(deals)])}
        case Kind.SPLIT:
            own = ledger.deal(deal).claims
            return {"deals": (deal,), "claims": (own[second % len(own)],)}
        case Kind.WITHDRAW:
            return {"target": made[first % len(made)]} if made else None
        case Kind.CORRECT:
            return {"claims": (claim,), "field": "when", "value": f"201{second}"}
        case Kind.NOTE:
            return {"deals": (deal,), "why": "so"} if second % 2 else {"claims": (claim,)}
    return {"claims": (claim,)}


def perform(ledger, kind, first, second, is_knowing):
    """Decide; what stands against it is overruled knowingly, or left alone."""
    wanted = wish_for(ledger, kind, first, second)
    if wanted is None:
        return
    wish = Wish(kind=kind, who="Ada", **{"why": "so", **wanted})
    with suppress(DecisionError):
        try:
            ledger.decide(wish)
        except OvertakenError as told:
            if is_knowing:
                ledger.decide(replace(wish, basis=tuple(one.id for one in told.others)))


def all_pages(ledger, query):
    found, cursor = [], None
    while True:
        page = ledger.log_page(replace(query, cursor=cursor))
        found.append(page)
        cursor = page.next
        if cursor is None:
            return found


def entries_in(pages):
    return [entry for page in pages for entry in page.entries]


@law(few=6, many=100, acts=st.lists(ACTS, min_size=1, max_size=9), size=st.integers(1, 4))
def test_pages_are_the_log(acts, size, template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    here = Ledger.open(shutil.copy(template, folder / "here.db"))
    there = Ledger.open(shutil.copy(template, folder / "there.db"))
    with here, there:
        for kind, first, second, is_here, is_knowing in acts:
            perform(here if is_here else there, kind, first, second, is_knowing)
        here.take_decisions(one.decision for one in there.decisions())
        whole = list(here.decisions())
        down = all_pages(here, LogQuery(limit=size))
        up = all_pages(here, LogQuery(limit=size, descending=False))
        assert entries_in(down) == whole[::-1]
        assert entries_in(up) == whole
        assert {page.total for page in (*down, *up)} == {len(whole)}
        assert [here.decision(one.decision.id) for one in whole] == whole
        back = [here.log_page(LogQuery(limit=size, cursor=p.previous)) for p in down[1:]]
        assert [page.entries for page in back] == [page.entries for page in down[:-1]]


def test_a_page_stays_where_it_is_while_people_decide(location):
    with Ledger.open(location, create=True) as ledger:
        list(ledger.add([report_of(TEXTS[0], id="r0")], LineExtractor()))
        (deal,) = ledger.deals()
        for number in range(5):
            ledger.decide(Wish(kind=Kind.NOTE, who="Ada", why=str(number), deals=(deal.id,)))
        first = ledger.log_page(LogQuery(limit=2))
        ledger.decide(Wish(kind=Kind.NOTE, who="Ben", why="new", deals=(deal.id,)))
        second = ledger.log_page(LogQuery(limit=2, cursor=first.next))
        assert [one.decision.why for one in (*first.entries, *second.entries)] == list("4321")
        assert second.total == 6
        back = ledger.log_page(LogQuery(limit=2, cursor=second.previous))
        assert back.entries == first.entries
        with pytest.raises(CursorError):
            ledger.log_page(LogQuery(cursor=first.next, descending=False))
        with pytest.raises(NotFoundError, match="decisions list"):
            ledger.decision("0" * 16)


def test_an_empty_log_has_an_empty_page(location):
    with Ledger.open(location, create=True) as ledger:
        page = ledger.log_page()
    assert (page.entries, page.total, page.next, page.previous) == ((), 0, None, None)
