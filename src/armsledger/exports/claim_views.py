"""Claims as pages show them: numbered, with speaker, place, quote and marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from armsledger.assess.told import second_readings
from armsledger.exports.file_names import claim_anchor, file_stem
from armsledger.exports.passages import Passage, passage_of
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    actor_name,
    date_words,
    day_words,
    money_words,
    quantity_words,
    speaker_words,
)
from armsledger.model import Claim, Deal, Report, Side

_QUOTED: Final = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"
UNKNOWN_OUTLET: Final = "unknown outlet"


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a claim on the same page."""

    number: int
    anchor: str
    words: str  # who, where, when: what the link is called


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a claim in words."""

    name: str
    value: str
    is_inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """A claim with everything a reader needs to judge it."""

    ref: Ref
    claim: Claim
    side: Side
    speaker: str
    via: str
    outlet: str
    day: str
    report_href: str
    report_title: str
    passage: Passage
    fields: tuple[Field, ...]
    original: str | None  # title of the report that this one repeats
    is_soft: bool


class Numbering:
    """The order of a deal's claims, each one's link and side, and which read a word again."""

    def __init__(self, deal: Deal, view: RegisterView) -> None:
        known = [view.claims[key] for key in deal.claims]
        self.ordered = tuple(sorted(known, key=lambda c: _place_of(c, view.reports)))
        self.sides: Mapping[str, Side] = {
            claim: origin.side for origin in deal.origins for claim in origin.claims
        }
        self._refs = {
            claim.id: Ref(number, claim_anchor(claim.id), _ref_words(claim, view.reports))
            for number, claim in enumerate(self.ordered, start=1)
        }

    @cached_property
    def second(self) -> frozenset[str]:
        """The ids of the claims that read a word again, less surely."""
        return second_readings(self.ordered)

    def refs(self, claims: Sequence[str]) -> tuple[Ref, ...]:
        """Return the links to some claims, by number."""
        return tuple(sorted((self._refs[key] for key in claims), key=lambda ref: ref.number))

    def side(self, claim_id: str) -> Side:
        """Return the side that speaks in a claim."""
        return self.sides.get(claim_id, Side.REPORT)


def claim_cards(deal: Deal, view: RegisterView, numbering: Numbering) -> tuple[ClaimCard, ...]:
    """Return all claims of a deal, in order of report date, then place."""
    soft = frozenset(deal.soft)
    return tuple(
        _card(claim, view, numbering, is_soft=claim.id in soft) for claim in numbering.ordered
    )


def claim_fields(claim: Claim) -> tuple[Field, ...]:
    """Return the fields of a claim that have a value, in a fixed order."""
    values = (
        ("supplier", claim.supplier and actor_name(claim.supplier)),
        ("recipient", claim.recipient and actor_name(claim.recipient)),
        ("system", claim.system),
        ("weapon", claim.weapon),
        ("category", claim.category),
        ("quantity", quantity_words(claim.quantity)),
        ("value", money_words(claim.value)),
        ("when", date_words(claim.when)),
        ("actor", claim.actor and actor_name(claim.actor)),
        ("reason", claim.reason),
        ("batch", claim.batch),
    )
    return tuple(Field(name, value, name in claim.inferred) for name, value in values if value)


def report_name(report: Report) -> str:
    """Return what a report is called in a list: its title, else its id."""
    return report.title or report.id


def voice_name(name: str, view: RegisterView) -> str:
    """Return a speaker's or publisher's name; a report without an outlet goes by its title."""
    report = view.reports.get(name)
    return name if report is None else f"the report {_QUOTED.format(report_name(report))}"


def _card(claim: Claim, view: RegisterView, numbering: Numbering, *, is_soft: bool) -> ClaimCard:
    report = view.reports[claim.report]
    original = view.originals.get(report.id, report.id)
    return ClaimCard(
        ref=numbering.refs([claim.id])[0],
        claim=claim,
        side=numbering.side(claim.id),
        speaker=speaker_words(claim),
        via=", ".join(claim.via),
        outlet=report.outlet or UNKNOWN_OUTLET,
        day=day_words(report.date),
        report_href=f"../reports/{file_stem(report.id)}.html#{claim_anchor(claim.id)}",
        report_title=report_name(report),
        passage=passage_of(claim, report.part(claim.part)),
        fields=claim_fields(claim),
        original=None if original == report.id else _original_name(original, view),
        is_soft=is_soft,
    )


def _original_name(report_id: str, view: RegisterView) -> str:
    report = view.reports.get(report_id)
    if report is None:
        return report_id
    return f"{report.outlet or UNKNOWN_OUTLET}, {day_words(report.date)}"


def _ref_words(claim: Claim, reports: Mapping[str, Report]) -> str:
    report = reports[claim.report]
    speaker = claim.source.name if claim.source else "the report itself"
    return f"{speaker}, in {report.outlet or UNKNOWN_OUTLET}, {day_words(report.date)}"


def _place_of(claim: Claim, reports: Mapping[str, Report]) -> tuple[str, str, bool, int, str]:
    report = reports[claim.report]
    return report.date or "9999", report.id, claim.part != "title", claim.start, claim.id
