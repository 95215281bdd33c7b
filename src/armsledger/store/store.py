"""A ledger's database behind a handful of verbs."""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine

from armsledger.decide.history import entries
from armsledger.errors import LedgerBusyError, LedgerMissingError, StoreError
from armsledger.model import Claim, Deal, Report, ReportHead
from armsledger.model.decision import Decision, Logged, Wish
from armsledger.pipeline import Outcome
from armsledger.store import deciding, gathering, migrate, placing, reader, register, writer
from armsledger.store import decisions as log
from armsledger.store import engine as engines
from armsledger.store.copying import CopyFinder
from armsledger.store.derivation import Derivation, StandardDerivation
from armsledger.store.dump import dump
from armsledger.store.engine import BUSY_TIMEOUT
from armsledger.store.questions import Questions
from armsledger.store.schema import REVISIONS


class Store:
    """An open ledger. Every method is one transaction."""

    def __init__(self, engine: Engine, derivation: Derivation, *, timeout: float) -> None:
        self._engine = engine
        self._derivation = derivation
        self._timeout = timeout
        self._copies = CopyFinder(derivation)
        self.ask = Questions(engine, derivation, lambda wait: self.refresh(wait=wait), timeout)

    @classmethod
    def open(
        cls,
        location: str,
        *,
        create: bool = False,
        upgrade: bool = False,
        derivation: Derivation | None = None,
        timeout: float = BUSY_TIMEOUT,
    ) -> Self:
        """Return the ledger at a path or a `postgresql://` address.

        Args:
            location: where the ledger is.
            create: make it if it is not there.
            upgrade: bring an older ledger's schema up to date instead of refusing it.
            derivation: the rules of the register; None: the package's own.
            timeout: seconds to wait for another writer.

        Raises:
            LedgerMissingError: it does not exist and is not to be made.
            LedgerVersionError: another version of the program wrote it.
            StoreError: something else is there, or it cannot be reached.
        """
        name = engines.shown(location)
        if not engines.is_server(location):
            _check_path(Path(location.removeprefix("sqlite:///")), name, create=create)
        engine = engines.open_engine(location, timeout=timeout)
        store = cls(engine, derivation or StandardDerivation(), timeout=timeout)
        try:
            store._prepare(name, create=create, upgrade=upgrade)
        except BaseException:
            engine.dispose()
            raise
        return store

    def _prepare(self, name: str, *, create: bool, upgrade: bool) -> None:
        with self._reading() as connection:
            found = migrate.stored_version(connection)
        if found is None and not create:
            raise LedgerMissingError(name)
        if found is not None and not (upgrade and found in REVISIONS):
            migrate.check_version(name, found)
        elif found != REVISIONS[-1]:
            engines.use_wal(self._engine)
            # Another process may have made it in the meantime: then this does nothing.
            with self._writing() as connection:
                migrate.upgrade(connection)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def find_known(self, content_hash: str) -> writer.Known | None:
        """Return the stored report with this content, or None."""
        with self._reading() as connection:
            return writer.find_known(connection, content_hash)

    def is_taken(self, report_id: str) -> bool:
        """Return whether a report with this id is stored."""
        with self._reading() as connection:
            return writer.is_taken(connection, report_id)

    def record(self, outcome: Outcome, notes: Sequence[str] = ()) -> writer.Recorded | None:
        """Store a new report with all it brings; durable when this returns.

        Returns:
            What was written; None: another process has stored this report or its id meanwhile,
            and nothing was written.
        """
        with self._writing() as connection:
            report = outcome.report
            if writer.find_known(connection, report.content_hash) or writer.is_taken(
                connection, report.id
            ):
                return None
            return writer.record(connection, outcome, notes, self._derivation, self._copies)

    def record_run(self, seq: int, outcome: Outcome) -> int:
        """Store another extraction of a stored report and return the number of its claims."""
        with self._writing() as connection:
            return writer.record_run(connection, seq, outcome, self._derivation)

    def refresh(self, *, wait: float | None = None) -> tuple[str, ...]:
        """Bring the register up to date, one transaction a partition.

        Args:
            wait: seconds to wait for another writer; None: as the store was opened.

        Returns:
            The ids of the deals that are new, changed or gone, sorted.
        """
        changed: set[str] = set()
        with self._reading() as connection:
            names = register.dirty_partitions(connection, self._derivation.version)
        for name in names:
            with self._writing(wait) as connection:
                changed.update(register.refresh(connection, name, self._derivation))
        return tuple(sorted(changed))

    def rebuild(self) -> None:
        """Drop everything derived and build it again, in one transaction."""
        with self._writing() as connection:
            register.rebuild(connection, self._derivation, self._copies)

    def deals(self, *, as_of: str | None = None) -> tuple[Deal, ...]:
        """Return all deals by id, as known on a date.

        Partitions that a killed addition left behind, or that are being added to, are built
        in memory: a reader neither waits nor sees a stale register.
        """
        if as_of is not None:
            return self.ask.deals(as_of)
        self._refresh_if_free()
        found: list[Deal] = []
        with self._reading() as connection:
            for body in reader.stored_deals(connection, self._derivation.version):
                found.append(self._derivation.from_json(json.loads(body)))
            for name in register.dirty_partitions(connection, self._derivation.version):
                found += register.build(connection, name, self._derivation)
        return tuple(sorted(found, key=lambda deal: deal.id))

    def find_deal(self, deal_id: str, *, as_of: str | None = None) -> Deal | None:
        """Return one deal as known on a date; None: there is none of this id.

        An id of before a merge or a split leads to the deal that stands for it now. Where another
        writer keeps the register from being brought up to date, only what has changed is built:
        of the deal's own partition, or for a new id of all.
        """
        if as_of is not None:
            return self.ask.find_deal(deal_id, as_of)
        self._refresh_if_free()
        rules = self._derivation.version
        with self._reading() as connection:
            place = reader.find_deal(connection, deal_id, rules)
            led = [] if place is not None else reader.find_redirects(connection, deal_id)
            beyond = (reader.find_deal(connection, key, rules) for _, key in led)
            places = [found for found in (place, *beyond) if found is not None]
            for _, body in places:
                if body is not None:
                    return self._derivation.from_json(json.loads(body))
            names = [name for name, _ in places]
            wanted = {deal_id, *(key for _, key in led)}
            for name in names or register.dirty_partitions(connection, rules):
                deal = register.find_waiting(connection, name, wanted, self._derivation)
                if deal is not None:
                    return deal
        return None

    def decide(self, wish: Wish, deals: Sequence[Deal] = ()) -> Decision:
        """Log a decision and let it count; durable when this returns.

        Args:
            wish: what is to be decided.
            deals: those that it names, in its order.

        Raises:
            DecisionError: the wish makes no decision.
            NotFoundError: a claim or a decision that it names is not there.
            OvertakenError: there is a decision on the same thing that it does not know of.
        """
        with self._writing() as connection:
            decision = deciding.decision_of(connection, wish, deals)
            placing.record_decisions(connection, [decision], self._derivation)
        return decision

    def standing_against(self, wish: Wish, deals: Sequence[str] = ()) -> list[Decision]:
        """Return the decisions that count now on what a wish is about, in order."""
        with self._reading() as connection:
            return deciding.standing_against(connection, wish, deals)

    def take_decisions(self, made: Sequence[Decision]) -> tuple[str, ...]:
        """Log decisions that were made elsewhere, all or none; return the ids of the new ones."""
        with self._writing() as connection:
            return placing.record_decisions(connection, made, self._derivation)

    def entries(
        self, *, claims: Sequence[str] = (), deals: Sequence[str] | None = None
    ) -> tuple[Logged, ...]:
        """Return the log by time, or only what is about these claims and deals."""
        with self._reading() as connection:
            if deals is None and not claims:
                found = log.all_decisions(connection)
            else:
                found = log.on_claims(connection, claims)
                found += log.on_named_deals(connection, deals or ())
            bound = log.bindings_of(connection, [decision.id for decision in found])
        return entries(found, bound)

    def former_ids(self, deal_id: str) -> tuple[str, ...]:
        """Return the ids under which a deal was known before merges and splits, sorted."""
        with self._reading() as connection:
            return reader.former_ids(connection, deal_id)

    def machine_claims(self, report: str) -> tuple[Claim, ...]:
        """Return a report's current claims as the machine read them, in reading order."""
        with self._reading() as connection:
            return reader.machine_claims(connection, report)

    def unreviewed(self) -> list[tuple[str, float]]:
        """Return id and confidence of the current claims on which nobody has decided."""
        with self._reading() as connection:
            return reader.unreviewed(connection)

    def report(self, key: str) -> Report:
        """Return the report with this id or with the only id that begins so.

        Raises:
            NotFoundError: no report, or several.
        """
        with self._reading() as connection:
            return reader.find_report(connection, key)

    def claims_of(self, report: str) -> tuple[Claim, ...]:
        """Return a report's current claims, in reading order."""
        with self._reading() as connection:
            return reader.claims_of(connection, report)

    def claims_with(self, ids: Sequence[str]) -> tuple[Claim, ...]:
        """Return the current claims with these ids, by report and place."""
        with self._reading() as connection:
            return reader.find_claims(connection, tuple(ids))

    def all_claims(self) -> Iterator[Claim]:
        """Yield all current claims by report and place."""
        with self._reading() as connection:
            yield from reader.all_claims(connection)

    def heads(self, ids: Sequence[str]) -> dict[str, ReportHead]:
        """Return the heads of these reports by id; unknown ids are left out."""
        with self._reading() as connection:
            return reader.heads_of(connection, tuple(ids))

    def report_ids(self, *, as_of: str | None = None) -> list[str]:
        """Return the ids of the reports known on a date, sorted."""
        with self._reading() as connection:
            return reader.report_ids(connection, as_of)

    def originals(self) -> dict[str, str]:
        """Return report id to the id of its original, for the copies only."""
        with self._reading() as connection:
            material = gathering.copy_material(connection)
        return dict(self._derivation.originals(material))

    def reports(self) -> Iterator[tuple[int, Report]]:
        """Yield all reports with their row numbers, in the order in which they were added."""
        with self._reading() as connection:
            yield from reader.all_reports(connection)

    def counts(self) -> reader.Counts:
        """Return how much the ledger holds."""
        with self._reading() as connection:
            return reader.count(connection, self._derivation.version)

    def dump(self) -> tuple[str, ...]:
        """Return the whole content in one canonical form, for comparing ledgers."""
        with self._reading() as connection:
            return tuple(dump(connection))

    def _refresh_if_free(self) -> None:
        try:
            self.refresh(wait=0)
        except LedgerBusyError:
            return  # `deals` builds in memory what the other writer has not yet refreshed

    def _reading(self) -> AbstractContextManager[Connection]:
        return engines.reading(self._engine)

    def _writing(self, wait: float | None = None) -> AbstractContextManager[Connection]:
        return engines.writing(self._engine, timeout=self._timeout if wait is None else wait)


def _check_path(path: Path, name: str, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{name}: this is a folder; give the path of the ledger's file")
    if not path.exists() and not create:
        raise LedgerMissingError(name)
    if not path.parent.exists():
        raise StoreError(f"{name}: there is no folder {path.parent}; make it first")
