"""The extractor: a report in, its claims out. Joins the stages; each stage has a module."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from armsledger.extract.attribution import find_attributions
from armsledger.extract.choose import Proposal, propose
from armsledger.extract.claims import sentence_claims
from armsledger.extract.learned import Model
from armsledger.extract.scene import Vocabularies, build_scene
from armsledger.extract.told import settle
from armsledger.model import Claim, Report, claim_id
from armsledger.text.gate import paragraphs_worth_parsing
from armsledger.text.parse import parse_paragraphs
from armsledger.text.wrapping import unwrapped
from armsledger.vocabulary.frames import Frames

NAME: Final = "deal-first"
VERSION: Final = "2"

# What a second word for the same event in the same sentence may add to the first.
_FILLED: Final = ("quantity", "value", "when")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads claims, deal first: what the whole report is about decides what a sentence means."""

    vocabularies: Vocabularies
    frames: Frames
    model: Model
    keep: float | None = None  # confidence from which a proposal is a claim; None: the model's

    @property
    def name(self) -> str:
        """The registered name."""
        return NAME

    @property
    def version(self) -> str:
        """The code's version and the model's."""
        return f"{VERSION}+{self.model.version}"

    def extract(self, report: Report) -> list[Claim]:
        """Return the report's claims in reading order; no claims is `[]`."""
        lookups, reading = self.vocabularies, unwrapped(report)
        paragraphs = paragraphs_worth_parsing(reading, lookups.weapons, lookups.actors)
        if not paragraphs:
            return []
        parsed = parse_paragraphs(reading, paragraphs)
        scene = build_scene(parsed, self.vocabularies)
        proposals = self._kept(propose(scene, self.model, self.frames))
        if not proposals:
            return []
        attributions = find_attributions(parsed, actors=self.vocabularies.actors)
        label = f"{self.name}/{self.version}"
        groups = _by_sentence(proposals)
        claims = [
            claim
            for position, group in groups
            for claim in sentence_claims(scene, position, group, attributions, label)
        ]
        values = settle([proposal for _, group in groups for proposal in group])
        settled = [replace(c, factuality=v) for c, v in zip(claims, values, strict=True)]
        return _numbered(_archived(_unique(settled), report))

    def _kept(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        keep = self.model.settings["keep"] if self.keep is None else self.keep
        return [
            p
            for p in proposals
            if p.confidence >= keep and not (p.supplier and p.supplier == p.recipient)
        ]


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
    return [_with_id(claim) for claim in claims]


def _with_id(claim: Claim) -> Claim:
    key = claim_id(
        claim.report,
        claim.extractor,
        claim.part,
        claim.start,
        str(claim.event),
        claim.supplier,
        claim.recipient,
        claim.system,
        claim.category,
    )
    return replace(claim, id=key)
