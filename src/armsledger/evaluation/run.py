"""Extract the claims of a set of reports and score them against the gold claims."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from armsledger.evaluation.rows import ScoredClaim, read_rows, row_from_json
from armsledger.evaluation.score import CLAIM_KEY, Figures, Key, key_sets, score
from armsledger.evaluation.values import read_aliases
from armsledger.model import Claim, Report
from armsledger.model.codec import claim_to_json
from armsledger.ports import Extractor

# The file beside a gold file that lists names of one system; without it spelling alone counts.
ALIASES_NAME: Final = "aliases.json"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run, and what was missed or wrong."""

    figures: Mapping[str, Figures]
    missed: tuple[Key, ...]
    wrong: tuple[Key, ...]
    reports: int
    claims: int


def evaluate(gold: Path, reports: Iterable[Report], extractor: Extractor) -> Evaluation:
    """Return the figures of an extractor on reports, against those gold claims that are theirs."""
    report_list = list(reports)
    claims = [claim for report in report_list for claim in extractor.extract(report)]
    ids = {report.id for report in report_list}
    rows = [row for row in read_rows(gold) if row.report in ids]
    return compare(rows, [to_row(c) for c in claims], aliases_of(gold), reports=len(ids))


def compare(
    gold: list[ScoredClaim],
    predicted: list[ScoredClaim],
    aliases: Mapping[str, str],
    *,
    reports: int,
) -> Evaluation:
    """Return the figures of predicted rows against gold rows."""
    keys = key_sets(gold, predicted, CLAIM_KEY, aliases)
    return Evaluation(
        figures=score(gold, predicted, aliases),
        missed=tuple(sorted(keys.gold - keys.predicted, key=str)),
        wrong=tuple(sorted(keys.predicted - keys.gold, key=str)),
        reports=reports,
        claims=len(predicted),
    )


def aliases_of(gold: Path) -> dict[str, str]:
    """Return the names that count as equal, from the file beside the gold file, if it is there."""
    path = gold.with_name(ALIASES_NAME)
    return read_aliases(path) if path.exists() else {}


def to_row(claim: Claim) -> ScoredClaim:
    """Return the compared fields of one of our claims."""
    return row_from_json(claim_to_json(claim))


def errors_by_event(evaluation: Evaluation) -> Iterator[tuple[str, int, int]]:
    """Yield (event, missed, wrong), the largest sum first."""
    missed = Counter(str(key[1]) for key in evaluation.missed)
    wrong = Counter(str(key[1]) for key in evaluation.wrong)
    events = sorted(missed | wrong, key=lambda e: (-(missed[e] + wrong[e]), e))
    return ((event, missed[event], wrong[event]) for event in events)
