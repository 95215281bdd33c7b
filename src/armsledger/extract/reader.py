"""The extractor: a report in, its claims out. Joins the stages; each stage has a module."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from armsledger.extract.attribution import find_attributions
from armsledger.extract.calibration import Calibration
from armsledger.extract.choose import propose
from armsledger.extract.claims import sentence_claims
from armsledger.extract.forms import read_form
from armsledger.extract.keep import keep_likely
from armsledger.extract.learned import Model
from armsledger.extract.limits import LeftOut, Limits
from armsledger.extract.mentions import Attribution
from armsledger.extract.portions import Portion, portions_of
from armsledger.extract.proposal import Proposal
from armsledger.extract.scene import Vocabularies, build_scene
from armsledger.extract.told import settle
from armsledger.model import Claim, Report, with_id
from armsledger.text.chapters import Chapter, chapters_of
from armsledger.text.document import ParsedReport
from armsledger.text.gate import paragraphs_worth_parsing
from armsledger.text.parse import parse_paragraphs
from armsledger.text.wrapping import unwrapped
from armsledger.vocabulary.frames import Frames

NAME: Final = "deal-first"
VERSION: Final = "3"

# What a second word for the same event in the same sentence may add to the first.
_FILLED: Final = ("quantity", "value", "when")


_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads claims, deal first: what the whole report is about decides what a sentence means."""

    vocabularies: Vocabularies
    frames: Frames
    model: Model
    keep: float | None = None  # score from which a proposal is a claim; None: the model's
    limits: Limits = field(default_factory=Limits)  # what is looked at in odd and endless texts
    calibration: Calibration = field(default_factory=Calibration)  # from score to confidence

    @property
    def name(self) -> str:
        """The registered name."""
        return NAME

    @property
    def version(self) -> str:
        """The code's version, the model's and that of the confidences."""
        return f"{VERSION}+{self.model.version}{self.calibration.label}"

    def extract(self, report: Report) -> list[Claim]:
        """Return the report's claims in reading order; no claims is `[]`.

        What the limits leave out of an odd report is told to the log, as a warning.
        """
        form = read_form(report)
        if form is not None:
            return list(form.claims)
        left_out = LeftOut()
        reading = self._reading_copy(report, left_out)
        claims = [
            claim
            for chapter in chapters_of(reading, self.limits.chapter_chars)
            for claim in self._of_chapter(chapter, left_out)
        ]
        if words := left_out.in_words():
            _LOG.warning("report %s: left out: %s (docs/limits.md)", report.id, words)
        return _numbered(_archived(_unique(self._borne_out(claims)), report))

    def _borne_out(self, claims: list[Claim]) -> list[Claim]:
        """Return no claims for a report of which none is sure enough to show that it tells any."""
        if self.keep is not None:
            return claims
        floor = self.calibration.confidence(self.model.settings["report"])
        return claims if any(claim.confidence >= floor for claim in claims) else []

    def _reading_copy(self, report: Report, left_out: LeftOut) -> Report:
        """Return the report without hard line wrapping, and an endless title cut."""
        copy, most = unwrapped(report), self.limits.title_chars
        left_out.title_chars = max(0, len(copy.title or "") - most)
        return replace(copy, title=copy.part("title")[:most]) if left_out.title_chars else copy

    def _of_chapter(self, chapter: Chapter, left_out: LeftOut) -> list[Claim]:
        """Return a chapter's claims, placed in the whole report; the title's with the first."""
        lookups = self.vocabularies
        paragraphs = paragraphs_worth_parsing(chapter.report, lookups.weapons, lookups.actors)
        if not paragraphs:
            return []
        parsed = parse_paragraphs(chapter.report, paragraphs)
        whole = build_scene(parsed, lookups, self.limits, left_out)
        voices = _Voices(parsed, self.vocabularies)
        claims: list[Claim] = []
        first = chapter.start == 0
        for portion in portions_of(whole, self.limits.pairs_per_char, first=first):
            claims += self._of_portion(portion, voices, left_out)
        return [_placed(claim, chapter.start) for claim in claims]

    def _of_portion(self, portion: Portion, voices: "_Voices", left_out: LeftOut) -> list[Claim]:
        """Return the claims of a portion of a chapter, placed in the chapter."""
        scene = portion.scene
        found = propose(scene, self.model, self.frames, self.limits, left_out)
        new = (p for p in self._kept(found) if p.place.position >= portion.repeated)
        groups = _by_sentence(new)
        if not groups:
            return []
        label = f"{self.name}/{self.version}"
        claims = [
            claim
            for position, group in groups
            for claim in sentence_claims(scene, position, group, voices.attributions(), label)
        ]
        values = settle([p for _, group in groups for p in group], self.model.opinion)
        sure = (self.calibration.confidence(claim.confidence) for claim in claims)
        return [
            replace(claim, factuality=value, confidence=confidence)
            for claim, value, confidence in zip(claims, values, sure, strict=True)
        ]

    def _kept(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        settings = self.model.settings
        if self.keep is None:
            return keep_likely(proposals, settings["keep"], settings["new_event"])
        return keep_likely(proposals, self.keep, self.keep)


class _Voices:
    """Whose word a chapter's sentences are; found once, and only if it has claims."""

    def __init__(self, parsed: ParsedReport, vocabularies: Vocabularies) -> None:
        self._parsed, self._actors = parsed, vocabularies.actors
        self._found: Mapping[int, tuple[Attribution, ...]] | None = None

    def attributions(self) -> Mapping[int, tuple[Attribution, ...]]:
        """Return the attributions by sentence index."""
        if self._found is None:
            self._found = find_attributions(self._parsed, actors=self._actors)
        return self._found


def _placed(claim: Claim, by: int) -> Claim:
    """Return a chapter's claim with offsets into the whole report's text."""
    if not by:
        return claim  # the first chapter; only there the title has claims
    spans = tuple(replace(s, start=s.start + by, end=s.end + by) for s in claim.spans)
    return replace(claim, start=claim.start + by, end=claim.end + by, spans=spans)


def _by_sentence(proposals: Iterable[Proposal]) -> list[tuple[int, list[Proposal]]]:
    groups: defaultdict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        groups[proposal.place.position].append(proposal)
    return sorted(groups.items())


def _unique(claims: Iterable[Claim]) -> list[Claim]:
    """Return one claim per sentence and content, the surest, in reading order."""
    groups: defaultdict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        key = (claim.part, claim.start, claim.event, claim.supplier, claim.recipient, claim.system,
               claim.category if claim.system is None else None)  # fmt: skip
        groups[key].append(claim)
    return sorted((_merged(group) for group in groups.values()), key=_reading_order)


def _merged(claims: Iterable[Claim]) -> Claim:
    """Return the surest of several claims that say the same, with what only the others tell."""
    best, *others = sorted(claims, key=lambda c: -c.confidence)
    for other in others:
        lacking = {
            role: getattr(other, role)
            for role in _FILLED
            if getattr(best, role) is None and getattr(other, role) is not None
        }
        if lacking:
            spans = (*best.spans, *(s for s in other.spans if s.role in lacking))
            ordered = tuple(sorted(spans, key=lambda s: (s.role, s.start)))
            best = replace(best, spans=ordered, **lacking)
    return best


def _reading_order(claim: Claim) -> tuple[bool, int, str, str, str, str]:
    return (
        claim.part != "title",
        claim.start,
        claim.event,
        claim.supplier or "",
        claim.recipient or "",
        claim.system or claim.category or "",
    )


def _archived(claims: Iterable[Claim], report: Report) -> Iterable[Claim]:
    """Yield the claims with their sentences as archived, line breaks and all."""
    return (replace(c, quote=report.part(c.part)[c.start : c.end]) for c in claims)


def _numbered(claims: Iterable[Claim]) -> list[Claim]:
    return [with_id(claim) for claim in claims]
