"""The history is brought up to date in the background, and never in anybody's way."""

import logging
import threading
import time

import pytest
from web_material import NOW, client_of

from armsledger.errors import LedgerBusyError
from armsledger.ledger import Ledger
from armsledger.store import Store
from armsledger.store.engine import writing
from armsledger.web.app import create_app
from armsledger.web.keeper import Keeper, Rests
from armsledger.web.settings import Settings
from ledger_fakes import LineExtractor, report_of

PATIENCE = 30  # seconds
DAYS = [f"20{year}-0{month}-01" for year in range(10, 20) for month in range(1, 4)]


def reports(days):
    for day in days:
        yield report_of(f"RUS sells S-{day[2:4]} to TUR in {day[:4]}.", id=day, date=day)


def fill(place):
    with Ledger.open(place, create=True) as ledger:
        list(ledger.add(reports(DAYS), LineExtractor()))


def wait_for(ledger):
    """Wait until nothing of the past is left to do; `seconds=0` looks and does nothing."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if ledger.prepare_history(seconds=0) == 0:
            return True
        time.sleep(0.05)
    return False


# So that tests need not sit through them.
SHORT = Rests(idle=0.02, busy=0.02, failure=0.02, longest=0.1)


class Failing:
    """A ledger whose history cannot be prepared."""

    def __init__(self, error):
        self.error, self.turns, self.is_enough = error, 0, threading.Event()

    def prepare_history(self, *, seconds, wait):
        self.turns += 1
        if self.turns == 3:
            self.is_enough.set()
        raise self.error


def test_a_desk_prepares_the_history_by_itself(location):
    fill(location)
    settings = Settings(ledger=location, who="Ann")
    app = create_app(settings, clock=lambda: NOW, keeps_history=True)
    with client_of(app) as client, Ledger.open(location) as other:
        assert wait_for(other)
        new = next(reports(["2021-01-01"]))
        list(other.add([new], LineExtractor()))
        assert wait_for(other)
        assert client.get("/?as_of=2012-12-31").status_code == 200
    assert not [one for one in threading.enumerate() if one.name == "history"]


def test_a_desk_without_it_leaves_the_history_alone(location):
    fill(location)
    with client_of(create_app(Settings(ledger=location, who="Ann"))) as client:
        assert client.get("/").status_code == 200
    with Ledger.open(location) as other:
        assert other.prepare_history(seconds=0) > 0


def test_writers_get_their_turn_meanwhile(location):
    fill(location)
    store = Store.open(location, timeout=PATIENCE)
    worker = Keeper(Ledger(store), SHORT)
    worker.start()
    with Ledger.open(location) as other:
        for new in reports(f"2021-02-{day:02}" for day in range(1, 11)):
            began = time.monotonic()
            list(other.add([new], LineExtractor()))
            assert time.monotonic() - began < PATIENCE / 3
        assert wait_for(other)
    worker.close()
    store.close()


def test_it_waits_for_a_writer_and_ends_beside_one(location, caplog):
    fill(location)
    store = Store.open(location, timeout=PATIENCE)
    worker = Keeper(Ledger(store), SHORT)
    with writing(store._engine):
        with pytest.raises(LedgerBusyError):
            Ledger(store).prepare_history(seconds=1, wait=0.01)
        worker.start()
        time.sleep(0.3)
        began = time.monotonic()
        worker.close()
        assert time.monotonic() - began < PATIENCE / 10
    store.close()
    assert caplog.records == []


@pytest.mark.parametrize("error", [OSError("the disk is gone"), ZeroDivisionError("a bug")])
def test_failures_are_logged_and_tried_again_later(caplog, error):
    failing = Failing(error)
    worker = Keeper(failing, SHORT)
    with caplog.at_level(logging.ERROR, "armsledger.web"):
        worker.start()
        assert failing.is_enough.wait(PATIENCE)
        worker.close()
    assert "preparing the history" in caplog.text
    assert str(error) in caplog.text


def test_rests_grow_with_failures_up_to_a_bound():
    worker = Keeper(Failing(OSError("gone")))
    rests, failures = [], 0
    for _ in range(20):
        rest, failures = worker._take_turn(failures)
        rests.append(rest)
    assert rests == sorted(rests)
    assert rests[0] == Rests().failure
    assert rests[-1] == Rests().longest


def test_a_keeper_that_never_began_can_be_closed(tmp_path):
    with Ledger.open(tmp_path / "a.db", create=True) as ledger:
        Keeper(ledger).close()
