"""The ledger as a Python program uses it: add reports, ask for deals and claims.

with Ledger.open("armsledger.db", create=True) as ledger:
    for outcome in ledger.add(read_all(["reports"], options=ReadOptions())):
        print(outcome.name, outcome.status)
    for deal in ledger.deals(DealFilter(recipient="TUR")):
        print(deal.id, deal.stage)
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from armsledger.errors import NotFoundError
from armsledger.model import Claim, Deal, Report, ReportHead, hash_content
from armsledger.pipeline import FAILED, process
from armsledger.ports import Extractor
from armsledger.store import Derivation, Store
from armsledger.store.engine import BUSY_TIMEOUT
from armsledger.store.filters import ClaimFilter, DealFilter, known_by, matches_claim, matches_deal
from armsledger.store.intake import ADDED, KNOWN, AddOutcome, Entry, Intake
from armsledger.store.reader import Counts

if TYPE_CHECKING:
    from armsledger.sources.options import ReadOutcome

__all__ = [
    "ADDED",
    "FAILED",
    "KNOWN",
    "AddOutcome",
    "ClaimFilter",
    "DealFilter",
    "Ledger",
    "View",
    "extract",
]


def extract(report: Report | str, *, extractor: Extractor | None = None) -> list[Claim]:
    """Return the claims of a report, or of a text without title, date and outlet.

    Raises:
        ExtractionError: the report cannot be read.
    """
    if isinstance(report, str):
        digest = hash_content(None, report, None, None)
        report = Report(id=digest, text=report, content_hash=digest)
    return (extractor or _standard_extractor()).extract(report)


@dataclass(frozen=True, slots=True)
class View:
    """The ledger as known on a date: what an export reads."""

    ledger: "Ledger"
    as_of: str | None = None

    def deals(self) -> tuple[Deal, ...]:
        """Return the register by deal id."""
        return self.ledger.deals(as_of=self.as_of)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims by report and place."""
        return self.ledger.claims(as_of=self.as_of)

    def heads(self, reports: Iterable[str]) -> dict[str, ReportHead]:
        """Return the heads of these reports by id."""
        return self.ledger.heads(reports)

    def report(self, key: str) -> Report:
        """Return one report."""
        return self.ledger.report(key)

    def report_ids(self) -> list[str]:
        """Return the ids of the reports known on the date, sorted."""
        return self.ledger.report_ids(as_of=self.as_of)

    def originals(self) -> dict[str, str]:
        """Return report id to the id of its original, for the copies only."""
        return self.ledger.originals()


class Ledger:
    """An open ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(
        cls,
        location: str | Path,
        *,
        create: bool = False,
        upgrade: bool = False,
        derivation: Derivation | None = None,
        timeout: float = BUSY_TIMEOUT,
    ) -> Self:
        """Return the ledger at a path (SQLite) or a `postgresql://` address.

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
        options = {"create": create, "upgrade": upgrade}
        store = Store.open(str(location), derivation=derivation, timeout=timeout, **options)
        return cls(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger's connections."""
        self._store.close()

    def add(
        self,
        items: Iterable["ReadOutcome | Report"],
        extractor: Extractor | None = None,
        *,
        guard: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> Iterator[AddOutcome]:
        """Add reports and yield what became of each, in order, once it is safely stored.

        A report that is already known by its content changes nothing; if its extraction had
        failed, it is tried again. The register is brought up to date by `refresh` or by the
        next `deals`.

        Args:
            items: what `read_all` yields, or reports.
            extractor: None: the package's own.
            guard: entered around each transaction and the handling of its outcome, so that a
                caller can keep signals out.
        """
        intake = Intake(self._store, extractor or _standard_extractor())
        for item in items:
            entry = _entry_of(item)
            outcome = intake.extract(entry)
            with guard():
                yield intake.record(entry, outcome)

    def refresh(self) -> tuple[str, ...]:
        """Bring the register up to date; return the ids of the deals that changed."""
        return self._store.refresh()

    def rebuild(
        self, *, extractor: Extractor | None = None, progress: Callable[[], None] = lambda: None
    ) -> int:
        """Drop everything derived and build it again.

        Args:
            extractor: read every report again with it first; None: keep the stored claims.
            progress: called after each report that was read again.

        Returns:
            The number of reports whose claims changed.
        """
        changed = 0
        if extractor is not None:
            for seq, report in self._store.reports():
                changed += self._extract_again(seq, report, extractor)
                progress()
        self._store.rebuild()
        return changed

    def deals(
        self, wanted: DealFilter | None = None, *, as_of: str | None = None
    ) -> tuple[Deal, ...]:
        """Return the register by deal id, as known on a date (ISO 8601; None: now)."""
        found = self._store.deals(as_of=as_of)
        if wanted is None:
            return found
        return tuple(deal for deal in found if matches_deal(deal, wanted, self.claims_of_deal))

    def deal(self, deal_id: str, *, as_of: str | None = None) -> Deal:
        """Return one deal.

        Raises:
            NotFoundError: with the ids that look alike.
        """
        found = self._store.find_deal(deal_id, as_of=as_of)
        if found is not None:
            return found
        known = [deal.id for deal in self._store.deals(as_of=as_of)]
        raise NotFoundError("deal", deal_id, _alike(deal_id, known))

    def claims_of_deal(self, deal: Deal) -> tuple[Claim, ...]:
        """Return a deal's claims, by report and place."""
        return self._store.claims_with(deal.claims)

    def claims(
        self, wanted: ClaimFilter | None = None, *, as_of: str | None = None
    ) -> Iterator[Claim]:
        """Yield the current claims by report and place.

        Raises:
            NotFoundError: the filter names a deal or a report that is not there.
        """
        wanted = wanted or ClaimFilter()
        found = self._claims_in(wanted, as_of)
        for claim in known_by(found, as_of, self.heads):
            if matches_claim(claim, wanted):
                yield claim

    def report(self, key: str) -> Report:
        """Return the report with this id or with the only id that begins so.

        Raises:
            NotFoundError: no report, or several.
        """
        return self._store.report(key)

    def claims_of_report(self, key: str) -> tuple[Claim, ...]:
        """Return a report's current claims, in reading order."""
        return self._store.claims_of(self.report(key).id)

    def heads(self, reports: Iterable[str]) -> dict[str, ReportHead]:
        """Return the heads of these reports by id."""
        return self._store.heads(sorted(set(reports)))

    def report_ids(self, *, as_of: str | None = None) -> list[str]:
        """Return the ids of the reports known on a date, sorted."""
        return self._store.report_ids(as_of=as_of)

    def originals(self) -> dict[str, str]:
        """Return report id to the id of its original, for the copies only."""
        return self._store.originals()

    def view(self, *, as_of: str | None = None) -> View:
        """Return the ledger as known on a date (ISO 8601; None: now), for exports."""
        return View(self, as_of)

    def counts(self) -> Counts:
        """Return how much the ledger holds."""
        return self._store.counts()

    def dump(self) -> tuple[str, ...]:
        """Return the whole content in one canonical form, for comparing ledgers."""
        return self._store.dump()

    def _claims_in(self, wanted: ClaimFilter, as_of: str | None) -> Iterable[Claim]:
        if wanted.deal is not None:
            return self.claims_of_deal(self.deal(wanted.deal, as_of=as_of))
        if wanted.report is not None:
            return self.claims_of_report(wanted.report)
        return self._store.all_claims()

    def _extract_again(self, seq: int, report: Report, extractor: Extractor) -> bool:
        outcome = process(report, extractor)
        before = self._store.claims_of(report.id)
        if outcome.status != FAILED and set(outcome.claims) == set(before):
            return False
        self._store.record_run(seq, outcome)
        return outcome.status != FAILED


def _entry_of(item: "ReadOutcome | Report") -> Entry:
    if isinstance(item, Report):
        return Entry(item.source or item.id, item)
    return Entry(item.name, item.report, item.notes, item.error)


def _alike(key: str, known: Iterable[str]) -> str:
    from rapidfuzz import process as fuzzy

    near = [match[0] for match in fuzzy.extract(key, list(known), limit=3, score_cutoff=60)]
    return "did you mean " + ", ".join(near) + "?" if near else "see 'armsledger deals'"


def _standard_extractor() -> Extractor:
    from armsledger.extract.registry import load_extractor

    return load_extractor()
