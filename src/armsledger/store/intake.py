"""Taking in reports one by one: known ones are left alone, new ones are read and stored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from armsledger.errors import ArmsLedgerError, InputError
from armsledger.model import Report
from armsledger.pipeline import FAILED, NOTHING, READ, Outcome, process
from armsledger.ports import Extractor
from armsledger.store.rows import check_storable
from armsledger.store.store import Store

ADDED: Final = "added"
KNOWN: Final = "already known"

# Hex digits of the content hash that tell a second version of a report from the first.
VERSION_DIGITS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOutcome:
    """What became of one document."""

    name: str  # as the source gave it
    status: str  # ADDED, KNOWN or "failed"
    report: str | None = None  # the id under which it is stored
    claims: int = 0
    copies: tuple[str, ...] = ()  # stored reports with the same text
    notes: tuple[str, ...] = ()
    error: ArmsLedgerError | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item to add: a report, or why there is none."""

    name: str
    report: Report | None
    notes: tuple[str, ...] = ()
    error: ArmsLedgerError | None = None


class Intake:
    """Adds reports to one ledger with one extractor.

    Two steps, so that only the second one, which is short, has to be kept from interruption.
    """

    def __init__(self, store: Store, extractor: Extractor) -> None:
        self._store = store
        self._extractor = extractor

    def extract(self, entry: Entry) -> Outcome | None:
        """Return the extraction of a report that needs one; None: it is known or unusable."""
        if entry.report is None or _fault_of(entry.report) is not None:
            return None
        known = self._store.find_known(entry.report.content_hash)
        if known is None:
            return process(self._as_version(entry.report), self._extractor)
        if known.status == FAILED:
            return process(replace(entry.report, id=known.id), self._extractor)
        return None

    def record(self, entry: Entry, outcome: Outcome | None) -> AddOutcome:
        """Store what `extract` returned for this entry; durable when this returns."""
        error = entry.error if entry.report is None else _fault_of(entry.report)
        if entry.report is None or error is not None:
            return AddOutcome(name=entry.name, status=FAILED, notes=entry.notes, error=error)
        known = self._store.find_known(entry.report.content_hash)
        if known is not None and known.status != FAILED:
            return AddOutcome(name=entry.name, status=KNOWN, report=known.id, notes=entry.notes)
        if outcome is None or (known is not None and outcome.report.id != known.id):
            return self.record(entry, self.extract(entry))  # another process changed its state
        if known is not None:
            return _told(entry, outcome, claims=self._store.record_run(known.seq, outcome))
        return self._record_new(entry, outcome)

    def _record_new(self, entry: Entry, outcome: Outcome) -> AddOutcome:
        recorded = self._store.record(outcome, [*entry.notes, *_notes_on(entry, outcome)])
        if recorded is None:  # another process was faster with this report or this id
            return self.record(entry, self.extract(entry))
        return replace(_told(entry, outcome, claims=recorded.claims), copies=recorded.copies)

    def _as_version(self, report: Report) -> Report:
        """Return the report under a free id: other content with a known id is a version."""
        if not self._store.is_taken(report.id):
            return report
        digest = report.content_hash
        free = f"{report.id}@{digest[:VERSION_DIGITS]}"
        return replace(report, id=f"{report.id}@{digest}" if self._store.is_taken(free) else free)


def _fault_of(report: Report) -> InputError | None:
    try:
        check_storable(report)
    except InputError as error:
        return error
    return None


def _told(entry: Entry, outcome: Outcome, *, claims: int) -> AddOutcome:
    return AddOutcome(
        name=entry.name,
        status=FAILED if outcome.status == FAILED else ADDED,
        report=outcome.report.id,
        claims=claims,
        notes=(*entry.notes, *_notes_on(entry, outcome)),
        error=outcome.error,
    )


def _notes_on(entry: Entry, outcome: Outcome) -> Iterator[str]:
    report = outcome.report
    if entry.report is not None and entry.report.id != report.id:
        yield f"id '{entry.report.id}' has another text: kept as version '{report.id}'"
    if outcome.status not in {READ, NOTHING, FAILED}:
        yield outcome.status
    yield from outcome.notes
