"""Extract the claims of a set of reports and score them against the gold claims."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from armsledger.errors import ConfigurationError
from armsledger.evaluation.causes import Evidence, Mistake, find_mistakes
from armsledger.evaluation.rows import ScoredClaim, read_rows, row_from_json
from armsledger.evaluation.score import Figures, score
from armsledger.evaluation.trace import Trace, trace
from armsledger.evaluation.values import read_aliases
from armsledger.extract.reader import Reader
from armsledger.model import Claim, Report
from armsledger.model.codec import claim_to_json
from armsledger.pipeline import process
from armsledger.ports import Extractor

# The file beside a gold file that lists names of one system; without it spelling alone counts.
ALIASES_NAME: Final = "aliases.json"

# The key of a report's metadata that holds its sentences, which gold claims count from 0.
SENTENCES_KEY: Final = "sentences"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run, and what was missed or wrong."""

    figures: Mapping[str, Figures]
    mistakes: tuple[Mistake, ...]
    reports: int
    claims: int  # predicted


def evaluate(gold: Path, reports: Iterable[Report], extractor: Extractor) -> Evaluation:
    """Return the figures of an extractor on reports, against those gold claims that are theirs.

    Raises:
        ExtractionError: a report that the extractor fails on; a figure without it would mislead.
        UnreadableError: a line of the gold file is no claim.
    """
    report_list = list(reports)
    return compare(gold, report_list, extract_rows(report_list, extractor))


def extract_rows(
    reports: Iterable[Report],
    extractor: Extractor,
    *,
    after_each: Callable[[], None] = lambda: None,
) -> tuple[ScoredClaim, ...]:
    """Return the compared fields of every claim of the reports; tells when each is done.

    Raises:
        ExtractionError: a report that the extractor fails on; a figure without it would mislead.
    """
    rows: list[ScoredClaim] = []
    for report in reports:
        outcome = process(report, extractor)
        if outcome.error is not None:
            raise outcome.error
        rows += [to_row(claim) for claim in outcome.claims]
        after_each()
    return tuple(rows)


def compare(
    gold: Path,
    reports: Iterable[Report],
    predicted: Iterable[ScoredClaim],
    traces: Mapping[str, Trace] | None = None,
) -> Evaluation:
    """Return the figures of predicted claims on reports, against the gold claims that are theirs.

    Args:
        gold: a file of gold claims.
        reports: the reports that the claims were read from.
        predicted: the claims.
        traces: what the reader saw of the reports, by id; see `follow`. With them the causes of
            what was missed are those of the reading, else they are told from both sides' claims.

    Raises:
        ConfigurationError: no gold claim is of one of the reports.
        UnreadableError: a line of the gold file is no claim.
    """
    by_id = {report.id: report for report in reports}
    evidence = Evidence(
        aliases=aliases_of(gold),
        sentences={key: sentences_of(report) for key, report in by_id.items()},
        traces=traces or {},
    )
    rows = read_rows(gold)
    true = [row for row in rows if row.report in by_id]
    if rows and not true:
        raise ConfigurationError(f"{gold}: none of its claims is of a report that was given")
    ours = [row for row in predicted if row.report in by_id]
    return Evaluation(
        figures=score(true, ours, evidence.aliases),
        mistakes=find_mistakes(true, ours, by_id, evidence),
        reports=len(by_id),
        claims=len(ours),
    )


def follow(
    reports: Collection[Report],
    extractor: Extractor,
    *,
    after_each: Callable[[], None] = lambda: None,
) -> dict[str, Trace]:
    """Return what the package's own extractor saw of each report, by id; nothing of another's."""
    if not isinstance(extractor, Reader):
        return {}
    found: dict[str, Trace] = {}
    for report in reports:
        found[report.id] = trace(report, extractor)
        after_each()
    return found


def sentences_of(report: Report) -> tuple[str, ...]:
    """Return the sentences that came with a report, the title first; empty if none came."""
    given = dict(report.metadata).get(SENTENCES_KEY)
    return tuple(str(one) for one in json.loads(given)) if given else ()


def aliases_of(gold: Path) -> dict[str, str]:
    """Return the names that count as equal, from the file beside the gold file, if it is there."""
    path = gold.with_name(ALIASES_NAME)
    return read_aliases(path) if path.exists() else {}


def to_row(claim: Claim) -> ScoredClaim:
    """Return the compared fields of one of our claims."""
    return row_from_json(claim_to_json(claim))
