"""One report in, one outcome out: the step that every way of running the program shares. Pure."""

from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from armsledger.errors import ExtractionError
from armsledger.model import Claim, Report
from armsledger.ports import Extractor

READ: Final = "read"
NOTHING: Final = "nothing found"
FAILED: Final = "failed"
SKIPPED: Final = "not read: language "  # followed by the report's language

# The languages that extractors are asked to read (ISO 639-1).
LANGUAGES: Final = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report."""

    report: Report
    claims: tuple[Claim, ...]
    status: str  # READ, NOTHING, FAILED, or SKIPPED followed by the language
    extractor: str  # name/version
    error: ExtractionError | None = None
    notes: tuple[str, ...] = ()  # what the extractor has to say of its reading


@runtime_checkable
class NotingExtractor(Protocol):
    """An extractor that has more to say of a report than its claims."""

    def extract_noted(self, report: Report) -> tuple[list[Claim], tuple[str, ...]]:
        """Return what `extract` returns, and notes for people; equal ones are counted."""
        ...


def label_of(extractor: Extractor) -> str:
    """Return `name/version`, as claims carry it."""
    return f"{extractor.name}/{extractor.version}"


def process(report: Report, extractor: Extractor) -> Outcome:
    """Return the report's claims, or why there are none.

    A report in a language that is not read is left alone; one of unknown language is tried.
    Whatever goes wrong on this report stays in its outcome, so that its neighbours are read.
    """
    label = label_of(extractor)
    if report.language is not None and report.language not in LANGUAGES:
        return Outcome(report, (), SKIPPED + report.language, label)
    try:
        claims, notes = _extracted(report, extractor)
    except ExtractionError as error:
        return Outcome(report, (), FAILED, label, error)
    except Exception as error:  # noqa: BLE001 - any fault of an extractor is one report's outcome
        wrapped = ExtractionError(report.id, f"{type(error).__name__}: {error}")
        wrapped.__cause__ = error
        return Outcome(report, (), FAILED, label, wrapped)
    return Outcome(report, claims, READ if claims else NOTHING, label, notes=notes)


def _extracted(report: Report, extractor: Extractor) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    if not isinstance(extractor, NotingExtractor):
        return tuple(extractor.extract(report)), ()
    claims, notes = extractor.extract_noted(report)
    return tuple(claims), notes
