"""Brings the register's past up to date while the desk runs, so that nobody has to wait for it."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from armsledger.errors import LedgerBusyError
from armsledger.ledger import Ledger

_LOG: Final = logging.getLogger("armsledger.web")

# Seconds of a turn: it begins one slice of work, which the store bounds (`store.past.SLICE`).
_TURN: Final = 0.01
# Seconds to wait for a writer: others come first, they are asked for by somebody.
_WAIT: Final = 0.05

_MOST: Final = 10  # failures in a row that are counted
_ENDING: Final = 5.0  # seconds that the end of a turn is waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """Seconds between two turns."""

    idle: float = 2.0  # where nothing is left to do, or somebody else is writing
    # Between two slices, and at least as long as the one before took. SQLite lets a writer who
    # waits look for the lock every tenth of a second: so it finds it free.
    busy: float = 0.25
    failure: float = 5.0  # doubled by each further failure in a row ...
    longest: float = 300.0  # ... up to this


class Keeper:
    """A thread that prepares the history of a ledger, turn by turn, until it is closed."""

    def __init__(self, ledger: Ledger, rests: Rests | None = None) -> None:
        """Remember the ledger; `start` begins."""
        self._ledger = ledger
        self._rests = rests or Rests()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def close(self) -> None:
        """End after the turn that is under way; close the ledger after this only."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(_ENDING)

    def _run(self) -> None:
        failures = 0
        while not self._is_over.is_set():
            pause, failures = self._take_turn(failures)
            self._is_over.wait(pause)

    def _take_turn(self, failures: int) -> tuple[float, int]:
        """Do a slice of work; return how long to rest, and how many turns in a row have failed."""
        began = time.monotonic()
        try:
            left = self._ledger.prepare_history(seconds=_TURN, wait=_WAIT)
        except LedgerBusyError:
            return self._rests.idle, failures
        except Exception:  # noqa: BLE001 - whatever it is, the desk goes on: pages prepare it too
            _LOG.exception("preparing the history")
        else:
            rest = max(self._rests.busy, time.monotonic() - began)
            return (rest if left else self._rests.idle), 0
        rest = min(self._rests.longest, self._rests.failure * 2**failures)
        return rest, min(failures + 1, _MOST)
