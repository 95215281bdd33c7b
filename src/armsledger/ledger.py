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

from armsledger.assess.fates import Fate
from armsledger.decide.codec import decision_from_json, decision_to_json
from armsledger.decide.effects import in_queue, weigh
from armsledger.errors import NotFoundError
from armsledger.ledger_pages import PagedLedger
from armsledger.model import Claim, Deal, Report, ReportHead, hash_content
from armsledger.model.decision import Decision, Doubt, Kind, Logged, Wish
from armsledger.pipeline import FAILED, LANGUAGES, process
from armsledger.ports import Extractor
from armsledger.store import Store
from armsledger.store.filters import ClaimFilter, DealFilter, known_by, matches_claim, matches_deal
from armsledger.store.intake import ADDED, KNOWN, AddOutcome, Entry, Intake
from armsledger.store.queries import (
    DESCENDING,
    FACET_VALUES,
    MOST_ROWS,
    PAGE_ROWS,
    UNKNOWN,
    ActorHit,
    ActorView,
    Change,
    ClaimPage,
    ClaimQuery,
    DealPage,
    DealQuery,
    DealSort,
    Facet,
    FacetValue,
    Flow,
    LogPage,
    LogQuery,
    Marked,
    Reading,
    Recent,
    ReportHit,
    ReportPage,
    ReportQuery,
    SearchPage,
    Statement,
    StatementPage,
    Stop,
)
from armsledger.store.reader import Counts

if TYPE_CHECKING:
    from armsledger.extract.unread import Unread
    from armsledger.sources.options import ReadOutcome

__all__ = [
    "ADDED",
    "DESCENDING",
    "FACET_VALUES",
    "FAILED",
    "KNOWN",
    "MOST_ROWS",
    "PAGE_ROWS",
    "UNKNOWN",
    "ActorHit",
    "ActorView",
    "AddOutcome",
    "Change",
    "ClaimFilter",
    "ClaimPage",
    "ClaimQuery",
    "DealFilter",
    "DealPage",
    "DealQuery",
    "DealSort",
    "Facet",
    "FacetValue",
    "Fate",
    "Flow",
    "Ledger",
    "LogPage",
    "LogQuery",
    "Marked",
    "Reading",
    "Recent",
    "ReportHit",
    "ReportPage",
    "ReportQuery",
    "SearchPage",
    "Statement",
    "StatementPage",
    "Stop",
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
    min_confidence: float | None = None  # claims as sure as that, and the deals that have one

    def deals(self) -> tuple[Deal, ...]:
        """Return the register by deal id."""
        wanted = DealFilter(min_confidence=self.min_confidence)
        unbounded = self.min_confidence is None
        return self.ledger.deals(None if unbounded else wanted, as_of=self.as_of)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims by report and place."""
        return self.ledger.claims(ClaimFilter(min_confidence=self.min_confidence), as_of=self.as_of)

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


class Ledger(PagedLedger):
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
    ) -> Self:
        """Return the ledger at a path (SQLite) or a `postgresql://` address.

        Other rules, or another time to wait for a writer: `Ledger(Store.open(...))`.

        Args:
            location: where the ledger is.
            create: make it if it is not there.
            upgrade: bring an older ledger's schema up to date instead of refusing it.

        Raises:
            StoreError: as `Store.open` tells.
        """
        return cls(Store.open(str(location), create=create, upgrade=upgrade))

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
            NotFoundError: with the ids that look alike, or the day of the deal's first report.
        """
        found = self._store.find_deal(deal_id, as_of=as_of)
        if found is not None:
            return found
        later = self._store.find_deal(deal_id) if as_of is not None else None
        if later is not None:
            first = later.first_reported
            since = f"first reported on {first}" if first else "told by undated reports only"
            raise NotFoundError("deal", deal_id, f"{since}: not known by {as_of}")
        near = self._store.ask.near_ids(deal_id, as_of)
        raise NotFoundError("deal", deal_id, _alike(deal_id, near))

    def thin(self, deals: Iterable[Deal]) -> frozenset[str]:
        """Return the ids of those of the deals that rest on too little to be equals of the others.

        What that is: `armsledger.assess.weight`.
        """
        from armsledger.assess.weight import is_thin, may_be_thin

        unsure = [deal for deal in deals if may_be_thin(deal)]
        found = self._store.claims_with([key for deal in unsure for key in deal.claims])
        by_id = {claim.id: claim for claim in found}
        claims = {deal.id: [by_id[key] for key in deal.claims if key in by_id] for deal in unsure}
        return frozenset(deal.id for deal in unsure if is_thin(deal, claims[deal.id]))

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

    def decide(self, wish: Wish) -> Decision:
        """Log a decision and let it count; return it as it is logged.

        Raises:
            DecisionError: the wish makes no decision.
            NotFoundError: a claim, a deal or a decision that it names is not there.
            OvertakenError: there is a decision on the same thing that is not in its `basis`.
        """
        return self._store.decide(wish, [self.deal(key) for key in wish.deals])

    def undo(self, decision_id: str, who: str, why: str = "") -> Decision:
        """Withdraw a decision; return the withdrawal, which can be undone itself.

        Raises:
            DecisionError: it is withdrawn already.
            NotFoundError: there is none of this id.
        """
        return self.decide(Wish(kind=Kind.WITHDRAW, who=who, why=why, target=decision_id))

    def standing_against(self, wish: Wish) -> tuple[Decision, ...]:
        """Return the decisions that a wish would overrule: what its `basis` has to name."""
        deals = [self.deal(key).id for key in wish.deals]
        return tuple(self._store.standing_against(wish, deals))

    def decisions(self) -> tuple[Logged, ...]:
        """Return the whole log by time, each decision with what has become of it."""
        return self._store.entries()

    def history(self, key: str) -> tuple[Logged, ...]:
        """Return what was decided on a claim or on a deal and its claims, by time.

        Raises:
            NotFoundError: no deal and no claim has this id, nor has been decided on under it.
        """
        deal = self._store.find_deal(key)
        if deal is not None:
            names = {key, deal.id, *self._store.former_ids(deal.id)}
            return self._store.entries(claims=deal.claims, deals=sorted(names))
        found = self._store.entries(claims=[key], deals=[key])
        if not found and not self._store.claims_with([key]):
            raise NotFoundError("claim or deal", key, "see 'armsledger claims'")
        return found

    def review_queue(self, limit: int = 20) -> tuple[Doubt, ...]:
        """Return the claims that are most worth a look: doubt times effect, most first.

        Claims on which somebody has decided are left out.
        """
        return tuple(in_queue(weigh(one) for one in self._store.ask.doubtful(limit))[:limit])

    def take_decisions(self, made: Iterable[Decision]) -> tuple[str, ...]:
        """Log decisions that were made on another ledger, all or none; known ones change nothing.

        Returns:
            The ids of the new ones, sorted.
        """
        checked = [decision_from_json(decision_to_json(decision)) for decision in made]
        return self._store.take_decisions(checked)

    def machine_claims(self, key: str) -> tuple[Claim, ...]:
        """Return a report's claims as the machine read them, rejected ones too."""
        return self._store.machine_claims(self.report(key).id)

    def view(self, *, as_of: str | None = None, min_confidence: float | None = None) -> View:
        """Return the ledger as known on a date (ISO 8601; None: now), for exports."""
        return View(self, as_of, min_confidence)

    def unread(
        self,
        *,
        limit: int = 50,
        report: str | None = None,
        as_of: str | None = None,
        progress: Callable[[], None] = lambda: None,
    ) -> tuple["Unread", ...]:
        """Return the places that most likely tell of a transfer and gave no claim, worst first.

        Worked out from the archived texts at each call, two to four milliseconds a report. Left
        out are copies of other reports and reports in languages that are not read.

        Args:
            limit: how many at most.
            report: only of the report with this id, or the only beginning of one.
            as_of: only of reports known on that date.
            progress: called after each report.

        Raises:
            NotFoundError: no report, or several.
        """
        from heapq import nsmallest

        from armsledger.extract.unread import queue_order

        found = self._unread(report, as_of, progress)
        return tuple(nsmallest(limit, found, key=queue_order))

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

    def _unread(
        self, report: str | None, as_of: str | None, progress: Callable[[], None]
    ) -> Iterator["Unread"]:
        from armsledger.extract.unread import unread_in
        from armsledger.extract.vocabularies import load_vocabularies

        lookups = load_vocabularies()
        copies = self.originals()
        known = [self.report(report).id] if report else self.report_ids(as_of=as_of)
        for key in known:
            told = self.report(key)
            if key not in copies and (told.language is None or told.language in LANGUAGES):
                claims = self._store.machine_claims(key)
                yield from unread_in(told, claims, lookups.weapons, lookups.actors)
            progress()

    def _extract_again(self, seq: int, report: Report, extractor: Extractor) -> bool:
        outcome = process(report, extractor)
        before = self._store.machine_claims(report.id)
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

    found = fuzzy.extract(key.casefold(), list(known), limit=3, score_cutoff=60)
    near = [match[0] for match in found]
    return "did you mean " + ", ".join(near) + "?" if near else "see 'armsledger deals'"


def _standard_extractor() -> Extractor:
    from armsledger.extract.registry import load_extractor

    return load_extractor()
