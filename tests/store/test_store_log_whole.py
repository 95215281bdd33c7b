"""The whole log, read page by page: the same decisions, in little memory."""

import tracemalloc
from dataclasses import replace

import pytest

from armsledger.decide.codec import signed
from armsledger.ledger import Ledger
from armsledger.ledger_pages import LOG_ROWS
from armsledger.model.decision import Kind, Wish
from ledger_fakes import LineExtractor, report_of

MANY = 5 * LOG_ROWS


@pytest.fixture(scope="module")
def noted(tmp_path_factory):
    """A ledger with many notes on one claim."""
    with Ledger.open(tmp_path_factory.mktemp("log") / "a.db", create=True) as ledger:
        list(ledger.add([report_of("RUS sells S-400 to TUR in 2017.", id="r1")], LineExtractor()))
        (claim,) = ledger.claims()
        first = ledger.decide(Wish(kind=Kind.NOTE, who="Ada", why="0", claims=(claim.id,)))
        ledger.take_decisions(signed(replace(first, why=f"note {n}")) for n in range(1, MANY))
        yield ledger


def peak(read):
    tracemalloc.start()
    for _ in read():
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_the_pages_are_the_whole_log(noted):
    assert list(noted.log()) == list(noted.decisions())
    assert len(list(noted.log())) == MANY


def test_a_long_log_takes_no_more_memory_than_a_page_or_two(noted):
    whole = peak(noted.decisions)
    assert peak(noted.log) < 0.6 * whole


def test_an_empty_log(tmp_path):
    with Ledger.open(tmp_path / "a.db", create=True) as ledger:
        assert list(ledger.log()) == []
