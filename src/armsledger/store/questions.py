"""The questions of the desk, each one transaction, against a register that is up to date."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, select

from armsledger.decide.effects import WhatIf
from armsledger.errors import LedgerBusyError
from armsledger.model import Claim, Deal
from armsledger.model.decision import Logged
from armsledger.store import (
    actors,
    history,
    listings,
    log_pages,
    near,
    pages,
    past,
    reader,
    readings,
    review,
    searching,
)
from armsledger.store import engine as engines
from armsledger.store.actors import Asked
from armsledger.store.counters import version_of
from armsledger.store.derivation import Derivation
from armsledger.store.queries import (
    ActorHit,
    ActorView,
    Change,
    ClaimPage,
    ClaimQuery,
    DealPage,
    DealQuery,
    Flow,
    LogPage,
    LogQuery,
    Reading,
    Recent,
    ReportPage,
    ReportQuery,
    SearchPage,
    StatementPage,
    Stop,
)
from armsledger.store.schema import LAST_DAY, lines

# Seconds for which a reader waits for another who is bringing the past up to date.
_MOMENT: Final = 0.5


class Questions:
    """What pages ask of an open ledger; shared by threads."""

    def __init__(
        self,
        engine: Engine,
        derivation: Derivation,
        refresh: Callable[[float], object],
        timeout: float,
    ) -> None:
        self._engine = engine
        self._derivation = derivation
        self._refresh = refresh
        self._timeout = timeout
        self._turn = threading.Lock()
        self._past_turn = threading.Lock()
        self._weighed: review.Weighed = {}  # what the last reader of the queue was told

    def page(self, query: DealQuery) -> DealPage:
        """Return a page of the register."""
        with self._known(query.as_of) as connection:
            return pages.read_page(connection, query, self._derivation)

    def deals(self, as_of: str) -> tuple[Deal, ...]:
        """Return all deals by id, as known on a date."""
        with self._known(as_of) as connection:
            return history.all_deals(connection, self._derivation, as_of)

    def near_ids(self, deal_id: str, as_of: str | None) -> list[str]:
        """Return some ids of deals that may be meant by this one, as known on a date, sorted."""
        with self._reading() as connection:
            return near.near_ids(connection, deal_id, as_of)

    def find_deal(self, deal_id: str, as_of: str) -> Deal | None:
        """Return one deal as known on a date; None: there was none of this id."""
        with self._known(as_of) as connection:
            return history.find_deal(connection, deal_id, self._derivation, as_of)

    def stops(self, query: DealQuery | None, deal: str | None) -> tuple[str, ...]:
        """Return the days of reports on which something changed, in order."""
        with self._known(LAST_DAY) as connection:
            return history.stops(connection, query, deal)

    def changes(self, deal: str) -> tuple[Stop, ...]:
        """Return what changed in a deal on each of its days."""
        with self._known(LAST_DAY) as connection:
            return history.changes(connection, deal, self._derivation)

    def changed_between(
        self, since: str | None, until: str | None, limit: int, query: DealQuery | None
    ) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """Return what changed between two days, by deal."""
        with self._known(LAST_DAY) as connection:
            days = since or history.NOW, until or history.NOW
            return history.changed_between(connection, days, self._derivation, limit, query)

    def prepare_history(self, seconds: float, wait: float | None) -> int:
        """Bring the past up to date for about so long; return how many parts are left.

        Nothing is locked where nothing is out of date.
        """
        rules = self._derivation.version
        with self._reading() as connection:
            is_done = not pages.waiting(connection, rules)
            is_done = is_done and past.is_ready(connection, rules, LAST_DAY)
        if is_done:
            return 0
        self._prepare(LAST_DAY, time.monotonic() + seconds, wait)
        with self._reading() as connection:
            return past.left(connection, rules)

    def search(self, text: str, *, limit: int, cursor: str | None, as_of: str | None) -> SearchPage:
        """Return the deals, actors and reports that have some words."""
        query = DealQuery(text=text, limit=limit, as_of=as_of)
        with self._known(as_of) as connection:
            return searching.search(connection, query, self._derivation, cursor=cursor)

    def claim(self, claim_id: str) -> tuple[Claim, str | None] | None:
        """Return a current claim and the id of its deal; None: there is none of this id."""
        with self._known(None) as connection:
            claim = reader.find_claim(connection, claim_id)
            if claim is None:
                return None
            return claim, listings.deals_of(connection, [claim], None).get(claim_id)

    def claims_page(self, query: ClaimQuery) -> ClaimPage:
        """Return a page of claims."""
        with self._known(query.as_of) as connection:
            return listings.claims_page(connection, query)

    def reports_page(self, query: ReportQuery) -> ReportPage:
        """Return a page of reports."""
        with self._reading() as connection:
            return listings.reports_page(connection, query)

    def reading(self, report: str) -> Reading:
        """Return how a report was read, and which others have its text."""
        with self._reading() as connection:
            return readings.read_reading(connection, report, self._derivation)

    def log_page(self, query: LogQuery) -> LogPage:
        """Return a page of the log of decisions."""
        with self._reading() as connection:
            return log_pages.read_log(connection, query)

    def logged(self, decision: str) -> Logged | None:
        """Return a decision with what has become of it; None: there is none of this id."""
        with self._reading() as connection:
            return next(iter(log_pages.entries_of(connection, [decision])), None)

    def flows(self, query: DealQuery) -> tuple[Flow, ...]:
        """Return what goes from whom to whom."""
        with self._known(query.as_of) as connection:
            return listings.flows(connection, query)

    def actor(self, asked: Asked) -> ActorView:
        """Return what an actor has to do with the register."""
        with self._known(asked.as_of) as connection:
            return actors.view(connection, asked, self._derivation)

    def said(self, asked: Asked, limit: int, cursor: str | None) -> StatementPage:
        """Return a page of what an actor said."""
        with self._known(asked.as_of) as connection:
            return actors.said_page(connection, asked, self._derivation, limit=limit, cursor=cursor)

    def actors(
        self, kind: str | None, as_of: str | None, *, limit: int, cursor: str | None
    ) -> tuple[tuple[ActorHit, ...], str | None]:
        """Return a page of who speaks most."""
        with self._reading() as connection:
            return actors.list_actors(connection, kind, as_of, limit=limit, cursor=cursor)

    def doubtful(self, limit: int) -> list[WhatIf]:
        """Return what deciding on the claims that seem most worth a look would change."""
        self._catch_up()
        with self._reading() as connection:
            weighed = review.what_if(connection, self._derivation, limit, self._weighed)
        self._weighed = weighed
        return list(weighed.values())

    def version(self) -> int:
        """Return the number of changes so far."""
        with self._reading() as connection:
            return version_of(connection)

    def changed_since(self, version: int, limit: int) -> tuple[Recent, ...]:
        """Return the deals that changed after a version, by version."""
        query = select(lines.c.id, lines.c.changed).where(lines.c.changed > version)
        query = query.order_by(lines.c.changed, lines.c.id).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query)
            return tuple(Recent(deal=row.id, version=row.changed) for row in rows)

    def _catch_up(self) -> None:
        """Bring the register up to date, if nobody else is writing or doing so.

        A page that is asked for meanwhile shows the register as it was a moment ago, and says how
        much of it is waiting.
        """
        if not self._turn.acquire(blocking=False):
            return
        try:
            self._refresh(0)
        except LedgerBusyError:
            return
        finally:
            self._turn.release()

    @contextmanager
    def _known(self, as_of: str | None) -> Iterator[Connection]:
        """Give a reader of a register in which what was known on a day can be looked up."""
        if as_of is None:
            self._catch_up()
        else:
            self._catch_up_past(as_of)
        with self._reading() as connection:
            yield connection

    def _catch_up_past(self, day: str) -> None:
        """Bring the past up to a day up to date.

        Where another thread is at it already and there is a past to look at, it is waited for no
        longer than a moment: what is then read is the past of just before.
        """
        rules = self._derivation.version
        with self._reading() as connection:
            is_there = past.is_there(connection, rules)
            if is_there and past.is_ready(connection, rules, day):
                return
        if not self._past_turn.acquire(timeout=_MOMENT if is_there else -1):
            return
        try:
            with self._reading() as connection:
                is_ready = past.is_ready(connection, rules, day)
            if not is_ready:
                self._prepare_in_turn(day)
        finally:
            self._past_turn.release()

    def _prepare(self, until: str, ends: float | None, wait: float | None) -> None:
        """Bring the past up to a day up to date, one slice after another, for so long."""
        with self._past_turn:
            self._prepare_in_turn(until, ends, wait)

    def _prepare_in_turn(
        self, until: str, ends: float | None = None, wait: float | None = None
    ) -> None:
        patience = self._timeout if wait is None else wait
        self._refresh(patience)
        is_done = False
        while not is_done and (ends is None or time.monotonic() < ends):
            with engines.writing(self._engine, timeout=patience) as connection:
                is_done = past.prepare(connection, self._derivation, until)

    def _reading(self) -> AbstractContextManager[Connection]:
        return engines.reading(self._engine)
