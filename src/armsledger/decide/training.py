"""Reviewed claims in the form of the annotation guidelines: one claim a line, by sentence."""

from collections.abc import Sequence
from typing import Any, Final

from armsledger.model import Claim, Report
from armsledger.model.codec import claim_to_json
from armsledger.model.decision import DecidedClaim

# The fields of the guidelines, in their order, after `report` and `sentence`.
GOLD_FIELDS: Final = (
    "trigger",
    "event",
    "supplier",
    "recipient",
    "system",
    "weapon",
    "category",
    "quantity",
    "value",
    "when",
    "factuality",
    "actor",
    "source",
    "via",
)


def is_reviewed(claim: Claim) -> bool:
    """Tell whether a person has accepted or corrected a claim."""
    return isinstance(claim, DecidedClaim) and bool(claim.decisions)


def gold_row(claim: Claim, report: Report, sentences: Sequence[str]) -> dict[str, Any]:
    """Return a claim as a line of a gold file, with the decisions that it rests on.

    Args:
        claim: as decided.
        report: the claim's report.
        sentences: of the report in reading order, the title first ("" if there is none).
    """
    row = claim_to_json(claim)
    decisions = dict(claim.decisions) if isinstance(claim, DecidedClaim) else {}
    return {
        "report": report.id,
        "sentence": sentence_of(claim, report, sentences),
        **{name: row[name] for name in GOLD_FIELDS},
        "decisions": decisions,
    }


def report_row(report: Report, sentences: Sequence[str]) -> dict[str, Any]:
    """Return a report as a line of the file that stands beside a gold file."""
    return {
        "id": report.id,
        "date": report.date,
        "outlet": report.outlet,
        "title": report.title,
        "sentences": list(sentences),
        "text": report.text,
    }


def sentence_of(claim: Claim, report: Report, sentences: Sequence[str]) -> int | None:
    """Return the number of the sentence that a claim stands in; None: none of them holds it."""
    if claim.part == "title":
        return 0
    at = min((s.start for s in claim.spans if s.role == "trigger"), default=claim.start)
    text, place = report.text, 0
    for number, sentence in enumerate(sentences[1:], 1):
        start = text.find(sentence, place)
        if start < 0:
            continue
        if start <= at < start + len(sentence):
            return number
        place = start + len(sentence)
    return None
