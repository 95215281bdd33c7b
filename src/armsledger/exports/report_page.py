"""What a report's page shows: the archived text with its claims marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from armsledger.exports.claim_views import UNKNOWN_OUTLET, Field, claim_fields, report_name
from armsledger.exports.file_names import claim_anchor, file_stem
from armsledger.exports.passages import Mark, Piece, cut
from armsledger.exports.view import RegisterView, why_unread
from armsledger.exports.words import day_words, speaker_words
from armsledger.model import Claim, Report

TRIGGER = "trigger"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClaim:
    """A claim of this report and the deal that it went into."""

    number: int
    anchor: str
    claim: Claim
    speaker: str
    deal_href: str | None
    deal_name: str | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between two edges: outside any claim, or inside the same claims all along."""

    pieces: tuple[Piece, ...]
    claims: tuple[ReportClaim, ...]  # those that cover it
    starts: tuple[ReportClaim, ...]  # those of them that begin here
    ends: tuple[ReportClaim, ...]  # those of them that end here


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The whole page."""

    report: Report
    name: str
    outlet: str
    day: str
    unread: str | None  # why no claims were looked for in it
    title: tuple[Stretch, ...]
    text: tuple[Stretch, ...]
    claims: tuple[ReportClaim, ...]
    original: tuple[str, str] | None  # address and name of the report that this one repeats
    copies: tuple[tuple[str, str], ...]  # the same of those that repeat this one


def build_report_page(
    report: Report,
    claims: Sequence[Claim],
    view: RegisterView,
    deal_of: Mapping[str, tuple[str, str]],
    copies: Sequence[str],
) -> ReportPage:
    """Return a report's page.

    Args:
        report: the report.
        claims: its claims, in any order.
        view: where other reports are looked up.
        deal_of: claim id to its deal's address and name.
        copies: ids of the reports that repeat this one.
    """
    ordered = sorted(claims, key=lambda c: (c.part != "title", c.start, c.end, c.id))
    numbered = tuple(_claim(n, claim, deal_of) for n, claim in enumerate(ordered, start=1))
    original = view.originals.get(report.id, report.id)
    return ReportPage(
        report=report,
        name=report_name(report),
        outlet=report.outlet or UNKNOWN_OUTLET,
        day=day_words(report.date),
        unread=why_unread(report),
        title=_stretches(report.part("title"), "title", numbered),
        text=_stretches(report.text, "text", numbered),
        claims=numbered,
        original=None if original == report.id else _link(original, view),
        copies=tuple(_link(key, view) for key in sorted(copies)),
    )


def _claim(number: int, claim: Claim, deal_of: Mapping[str, tuple[str, str]]) -> ReportClaim:
    href, name = deal_of.get(claim.id, (None, None))
    anchor = claim_anchor(claim.id)
    return ReportClaim(
        number=number,
        anchor=anchor,
        claim=claim,
        speaker=speaker_words(claim),
        deal_href=href and f"{href}#{anchor}",
        deal_name=name,
        fields=claim_fields(claim),
    )


def _stretches(text: str, part: str, claims: Sequence[ReportClaim]) -> tuple[Stretch, ...]:
    """Return a part's text in stretches; joined they are the text."""
    mine = [c for c in claims if c.claim.part == part]
    edges = sorted({0, len(text), *(e for c in mine for e in (c.claim.start, c.claim.end))})
    return tuple(_stretch(text, left, right, part, mine) for left, right in pairwise(edges))


def _stretch(text: str, left: int, right: int, part: str, claims: Sequence[ReportClaim]) -> Stretch:
    covering = [c for c in claims if c.claim.start <= left and right <= c.claim.end]
    marks = [
        Mark(TRIGGER, span.start, span.end)
        for c in covering
        for span in c.claim.spans
        if span.role == TRIGGER and span.part == part
    ]
    return Stretch(
        pieces=cut(text, left, right, marks),
        claims=tuple(covering),
        starts=tuple(c for c in covering if c.claim.start == left),
        ends=tuple(c for c in covering if c.claim.end == right),
    )


def _link(key: str, view: RegisterView) -> tuple[str, str]:
    report = view.reports.get(key)
    if report is None:
        return f"{file_stem(key)}.html", key
    words = f"{report.outlet or UNKNOWN_OUTLET}, {day_words(report.date)}: {report_name(report)}"
    return f"{file_stem(key)}.html", words
