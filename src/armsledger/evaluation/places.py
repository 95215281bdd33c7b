"""Where a gold claim stands in the text of its report, whatever way its file tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armsledger.evaluation.rows import ScoredClaim
from armsledger.model import Report


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one part of a report, half-open."""

    part: str  # "title" or "text"
    start: int
    end: int

    def overlaps(self, other: "Stretch") -> bool:
        """Return whether the two share a character."""
        return self.part == other.part and self.start < other.end and other.start < self.end


def place_of(claim: ScoredClaim, report: Report, sentences: Sequence[str]) -> Stretch | None:
    """Return where a claim's trigger stands, else its sentence; None where neither is found.

    Args:
        claim: with offsets, or with the number of its sentence.
        report: the claim's report.
        sentences: the report's numbered sentences, the title first; empty if none came with it.
    """
    if claim.part is not None and claim.start is not None and claim.end is not None:
        whole = Stretch(claim.part, claim.start, claim.end)
    else:
        found = _sentence_place(claim.sentence, report, sentences)
        if found is None:
            return None
        whole = found
    return _trigger_in(whole, claim.trigger, report) or whole


def _sentence_place(number: int | None, report: Report, sentences: Sequence[str]) -> Stretch | None:
    if number is None or not 0 <= number < len(sentences):
        return None
    if number == 0:
        return Stretch("title", 0, len(report.part("title")))
    start = _start_of(sentences[number], report.text, sentences[1:number])
    return None if start < 0 else Stretch("text", start, start + len(sentences[number]))


def _start_of(sentence: str, text: str, before: Iterable[str]) -> int:
    """Return where a sentence begins, behind those before it; -1 where it does not stand."""
    at = 0
    for one in before:
        found = text.find(one, at)
        at = found + len(one) if found >= 0 else at
    found = text.find(sentence, at)
    return found if found >= 0 else text.find(sentence)


def _trigger_in(whole: Stretch, trigger: str | None, report: Report) -> Stretch | None:
    if not trigger:
        return None
    text = report.part(whole.part)[whole.start : whole.end]
    at = text.find(trigger)
    at = at if at >= 0 else text.lower().find(trigger.lower())
    if at < 0:
        return None
    return Stretch(whole.part, whole.start + at, whole.start + at + len(trigger))
