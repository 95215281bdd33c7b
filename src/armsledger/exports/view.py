"""What an export reads: the register with the claims and reports that it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from armsledger.model import Claim, Deal, Report
from armsledger.pipeline import LANGUAGES, SKIPPED

# Reports kept at hand: a page asks for the same few again and again, and a lazy view reads each
# from the ledger. The longest deals known have some hundreds of reports.
REPORTS_KEPT: Final = 512


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """The register as of one date, with its evidence.

    The mappings may be lazy: an export asks for one report or claim at a time, and iterates over
    `reports` once.
    """

    deals: tuple[Deal, ...]
    claims: Mapping[str, Claim]  # by id
    reports: Mapping[str, Report]  # by id
    originals: Mapping[str, str] = field(default_factory=dict)  # a copy's id -> its original's
    failures: tuple[Failure, ...] = ()


class _Remembering(Mapping[str, Report]):
    """A mapping whose last used values are kept."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._reports = reports
        self._get = lru_cache(maxsize=REPORTS_KEPT)(reports.__getitem__)

    def __getitem__(self, key: str) -> Report:  # type: ignore[explicit-override]
        return self._get(key)

    def __iter__(self) -> Iterator[str]:  # type: ignore[explicit-override]
        return iter(self._reports)

    def __len__(self) -> int:  # type: ignore[explicit-override]
        return len(self._reports)


def remembering(view: RegisterView) -> RegisterView:
    """Return the same view; a lazy one is not asked twice in a row for the same report."""
    return replace(view, reports=_Remembering(view.reports))


def why_unread(report: Report) -> str | None:
    """Return why no claims were looked for in a stored report, None where they were."""
    if report.language is None or report.language in LANGUAGES:
        return None
    return f"{SKIPPED}{report.language}"
