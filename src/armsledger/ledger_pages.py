"""The part of the ledger that answers page by page: what the desk and the API ask."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from armsledger.errors import NotFoundError
from armsledger.model import Claim
from armsledger.model.decision import Logged
from armsledger.store import Store
from armsledger.store.actors import Asked
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
from armsledger.store.voices import outlet_id, speaker_id

# Decisions that are held at a time while the whole log is read.
LOG_ROWS: Final = 200


class PagedLedger:
    """Questions whose cost does not grow with the ledger; see `armsledger.ledger.Ledger`."""

    _store: Store

    def page(self, query: DealQuery) -> DealPage:
        """Return a page of the register, with the numbers beside its filters.

        Raises:
            CursorError: the cursor belongs to another question.
            InputError: there are too many words in the text.
        """
        return self._store.ask.page(query)

    def version(self) -> int:
        """Return a number that grows with every change that readers can see."""
        return self._store.ask.version()

    def changed_since(self, version: int, *, limit: int = 100) -> tuple[Recent, ...]:
        """Return the deals that changed after a version of the ledger, in this order."""
        return self._store.ask.changed_since(version, limit)

    def stops(self, query: DealQuery | None = None, *, deal: str | None = None) -> tuple[str, ...]:
        """Return the days of reports on which what was known changed, oldest first.

        Args:
            query: only of these deals, by what was known of them then; None: of all.
            deal: only of this one.
        """
        return self._store.ask.stops(query, deal)

    def changes(self, deal_id: str) -> tuple[Stop, ...]:
        """Return what changed in a deal at each of its stops, oldest first; () for no deal."""
        return self._store.ask.changes(deal_id)

    def changed_between(
        self,
        since: str | None,
        until: str | None,
        *,
        limit: int = 50,
        query: DealQuery | None = None,
    ) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """Return what changed between two as-of days (None: now), by deal id.

        Args:
            since: the earlier day.
            until: the later one.
            limit: how many deals at most.
            query: only of deals that its filters take by what they were on either day; None: of
                all. Its day and page do not count.

        Raises:
            InputError: there are too many words in the text.
        """
        return self._store.ask.changed_between(since, until, limit, query)

    def prepare_history(self, *, seconds: float = 1.0, wait: float | None = None) -> int:
        """Bring the register's past up to date for about so long.

        Whoever asks for the past does this too; a server does it beforehand, while nobody waits.

        Args:
            seconds: how long; a slice of work that has begun, a quarter of a second, is ended.
            wait: seconds to wait for another writer; None: as the ledger was opened.

        Returns:
            How many parts of it are left; 0: all is ready.

        Raises:
            LedgerBusyError: another writer held the lock for longer.
        """
        return self._store.ask.prepare_history(seconds, wait)

    def search(
        self, text: str, *, limit: int = 20, cursor: str | None = None, as_of: str | None = None
    ) -> SearchPage:
        """Return the deals, actors and reports that have all words of a text.

        Whatever is typed is words and "phrases"; no sign in it is an operator.

        Raises:
            CursorError: the cursor belongs to another question.
            InputError: there are too many words.
        """
        return self._store.ask.search(text, limit=limit, cursor=cursor, as_of=as_of)

    def claim(self, claim_id: str) -> tuple[Claim, str | None]:
        """Return a claim as people have decided it, and the id of its deal.

        A rejected claim is found too; it has no deal.

        Raises:
            NotFoundError: no current claim has this id.
        """
        found = self._store.ask.claim(claim_id)
        if found is None:
            raise NotFoundError("claim", claim_id, "see 'armsledger claims'")
        return found

    def claims_page(self, query: ClaimQuery) -> ClaimPage:
        """Return a page of claims.

        Raises:
            NotFoundError: the report is not there.
            CursorError: the cursor belongs to another question.
        """
        return self._store.ask.claims_page(query)

    def reports_page(self, query: ReportQuery) -> ReportPage:
        """Return a page of reports.

        Raises:
            CursorError: the cursor belongs to another question.
            InputError: there are too many words in the text.
        """
        return self._store.ask.reports_page(query)

    def reading(self, report_id: str) -> Reading:
        """Return how a report was read, what was noticed, and which others have its text.

        Args:
            report_id: its id, or the only beginning of one.

        Raises:
            NotFoundError: no report, or several.
        """
        return self._store.ask.reading(report_id)

    def log_page(self, query: LogQuery | None = None) -> LogPage:
        """Return a page of the log of decisions, each with what has become of it.

        Raises:
            CursorError: the cursor belongs to another question.
        """
        return self._store.ask.log_page(query or LogQuery())

    def log(self) -> Iterator[Logged]:
        """Yield the whole log of decisions by time, each with what has become of it.

        Read page by page: a long log needs no more memory than a short one.
        """
        query = LogQuery(limit=LOG_ROWS, descending=False)
        while True:
            page = self.log_page(query)
            yield from page.entries
            if page.next is None:
                return
            query = replace(query, cursor=page.next)

    def decision(self, decision_id: str) -> Logged:
        """Return a decision with what has become of it.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self._store.ask.logged(decision_id)
        if found is None:
            raise NotFoundError("decision", decision_id, "see 'armsledger decisions list'")
        return found

    def flows(self, query: DealQuery | None = None) -> tuple[Flow, ...]:
        """Return what goes from whom to whom in some deals (None: all), most deals first."""
        return self._store.ask.flows(query or DealQuery())

    def actor(self, actor_id: str, *, as_of: str | None = None) -> ActorView:
        """Return what a state, company, person or outlet has to do with the register.

        Raises:
            NotFoundError: nobody has this id.
        """
        return self._store.ask.actor(Asked(actor_id, as_of))

    def actor_said(
        self,
        actor_id: str,
        *,
        limit: int = 50,
        cursor: str | None = None,
        as_of: str | None = None,
    ) -> StatementPage:
        """Return a page of what an actor said, newest first, and how it fared.

        Raises:
            CursorError: the cursor belongs to another question.
        """
        return self._store.ask.said(Asked(actor_id, as_of), limit, cursor)

    def actors(
        self,
        *,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        as_of: str | None = None,
    ) -> tuple[tuple[ActorHit, ...], str | None]:
        """Return a page of who speaks most, and the cursor of the next one.

        Raises:
            CursorError: the cursor belongs to another question.
        """
        return self._store.ask.actors(kind, as_of, limit=limit, cursor=cursor)

    def actor_id_of(self, claim: Claim) -> str | None:
        """Return the id of a claim's source; None: it is told in the report's own voice."""
        return None if claim.source is None else speaker_id(claim.source)

    def outlet_id(self, outlet: str) -> str:
        """Return an outlet's id as an actor, the same for all its names that are known."""
        return outlet_id(outlet)
