"""What a report's page shows: the archived text, what was read in it, and its company."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from armsledger.exports.claim_views import UNKNOWN_OUTLET, Field, report_name
from armsledger.exports.file_names import claim_anchor
from armsledger.exports.story import headline
from armsledger.exports.view import why_unread
from armsledger.exports.words import day_words, speaker_words
from armsledger.model import Claim, Deal, Report, ReportHead, is_weak
from armsledger.pipeline import FAILED
from armsledger.store.queries import Reading
from armsledger.web.views.deal_claims import TOLD, decided_words, fields_of, percent, shortened
from armsledger.web.views.links import Links
from armsledger.web.views.report_text import (
    Numbered,
    Stretch,
    Window,
    in_window,
    numbered,
    stretches,
    window_at,
    windows_of,
)

if TYPE_CHECKING:
    from armsledger.extract.unread import Unread

MAX_UNREAD: Final = 400  # characters of a sentence from which nothing was read


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClaim:
    """A claim of this report and the deal that it went into."""

    number: int
    anchor: str
    claim: Claim
    told: str
    speaker: str
    via: str
    summary: str  # its fields in one line
    deal_href: str | None  # None: it is in no deal as of the day
    deal_name: str
    fields: tuple[Field, ...]
    confidence: str
    is_weak: bool
    decided: str


@dataclass(frozen=True, slots=True)
class ReportLink:
    """Another report."""

    href: str
    name: str
    outlet: str
    day: str
    claims: int | None = None


@dataclass(frozen=True, slots=True)
class UnreadLink:
    """A sentence that may tell of a transfer and gave no claim."""

    href: str
    quote: str
    why: str
    anchor: str


@dataclass(frozen=True, slots=True)
class DealLink:
    """A deal that this report tells of."""

    href: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a report: all of it may be empty."""

    deals: Mapping[str, Deal]  # by id; those whose names are known
    deal_of: Mapping[str, str]  # claim id -> deal id
    reading: Reading
    original: ReportHead | None  # the report that this one repeats
    copies: Sequence[ReportHead]  # the others that repeat it, or this one
    siblings: Sequence[ReportHead]  # others of its outlet
    counts: Mapping[str, int]  # report id -> claims, of the siblings
    unread: "Sequence[Unread] | None"  # None: it was not looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """The whole page."""

    report: Report
    name: str
    outlet: str
    day: str
    why_unread: str | None  # why no claims were looked for in it
    title: tuple[Stretch, ...]
    text: tuple[Stretch, ...]
    window: Window
    windows: int
    claims: tuple[ReportClaim, ...]  # those of the title and of this window
    total: int  # claims of the whole report
    by_number: Mapping[int, ReportClaim]
    deals: tuple[DealLink, ...]
    reading: Reading
    is_failed: bool  # the latest reading failed; claims are of an earlier one, if there are any
    notes: tuple[str, ...]  # of what was noticed while it was read
    original: ReportLink | None
    copies: tuple[ReportLink, ...]
    siblings: tuple[ReportLink, ...]
    unread: tuple[UnreadLink, ...] | None


def report_view(
    report: Report,
    claims: Sequence[Claim],
    around: Surroundings,
    links: Links,
    *,
    part: int = 1,
    claim: str | None = None,
) -> ReportView:
    """Return a report's page.

    Args:
        report: the report.
        claims: its claims, in any order.
        around: what it belongs to.
        links: makes addresses.
        part: which window of the text.
        claim: id of a claim whose window is shown instead.
    """
    known = numbered(claims)
    windows = windows_of(report.text, claims)
    window = _window(windows, known, part, claim)
    here = [one for one in known if in_window(one, window)]
    above = [one for one in known if one.claim.part == "title"]
    shown = tuple(_claim(one, around, links) for one in (*above, *here))
    title = report.part("title")
    return ReportView(
        report=report,
        name=report_name(report),
        outlet=report.outlet or UNKNOWN_OUTLET,
        day=day_words(report.date),
        why_unread=why_unread(report),
        title=tuple(stretches(title, 0, len(title), above)),
        text=tuple(stretches(report.text, window.start, window.end, here)),
        window=window,
        windows=len(windows),
        claims=shown,
        total=len(claims),
        by_number={one.number: one for one in shown},
        deals=tuple(_deals(claims, around, links)),
        reading=around.reading,
        is_failed=around.reading.status == FAILED,
        notes=tuple(dict.fromkeys(around.reading.notes)),
        original=None if around.original is None else report_link(around.original, links),
        copies=tuple(report_link(head, links) for head in around.copies),
        siblings=tuple(
            report_link(head, links, around.counts.get(head.id, 0)) for head in around.siblings
        ),
        unread=None if around.unread is None else tuple(_unread(around.unread, windows, links)),
    )


def _window(
    windows: Sequence[Window], claims: Sequence[Numbered], part: int, claim: str | None
) -> Window:
    asked = next((one.claim for one in claims if one.claim.id == claim), None)
    if asked is not None and asked.part == "text":
        return window_at(windows, asked.start)
    return windows[min(max(part, 1), len(windows)) - 1]


def _claim(one: Numbered, around: Surroundings, links: Links) -> ReportClaim:
    claim = one.claim
    deal = around.deal_of.get(claim.id)
    anchor = claim_anchor(claim.id)
    fields = fields_of(claim)
    return ReportClaim(
        number=one.number,
        anchor=anchor,
        claim=claim,
        told=TOLD[claim.factuality],
        speaker=speaker_words(claim),
        via=", ".join(claim.via),
        summary="; ".join(f"{field.name}: {field.value}" for field in fields),
        deal_href=None if deal is None else f"{links.deal(deal, claim=claim.id)}#{anchor}",
        deal_name=_deal_name(deal, around) if deal is not None else "",
        fields=fields,
        confidence=percent(claim.confidence),
        is_weak=is_weak(claim),
        decided=decided_words(claim),
    )


def _deal_name(deal: str, around: Surroundings) -> str:
    known = around.deals.get(deal)
    return deal if known is None else headline(known)


def _deals(claims: Sequence[Claim], around: Surroundings, links: Links) -> Iterator[DealLink]:
    """Yield the deals that the report tells of, those with most claims first."""
    found = [around.deal_of[claim.id] for claim in claims if claim.id in around.deal_of]
    for deal in sorted(set(found), key=lambda key: (-found.count(key), key)):
        yield DealLink(links.deal(deal), _deal_name(deal, around), found.count(deal))


def report_link(head: ReportHead, links: Links, claims: int | None = None) -> ReportLink:
    """Return a link to a report."""
    outlet = head.outlet or UNKNOWN_OUTLET
    name = head.title or head.id
    return ReportLink(links.report(head.id), name, outlet, day_words(head.date), claims)


def _unread(
    found: "Sequence[Unread]", windows: Sequence[Window], links: Links
) -> Iterator[UnreadLink]:
    for number, one in enumerate(found, 1):
        window = window_at(windows, one.start) if one.part == "text" else windows[0]
        href = links.here(part=window.number if window.number > 1 else None, claim=None)
        why = one.reason or _why(one)
        yield UnreadLink(href, shortened(one.quote, MAX_UNREAD), why, f"unread-{number}")


def _why(one: "Unread") -> str:
    weapons = f"names {', '.join(one.weapons)}" if one.weapons else "tells of trade"
    parties = f" and {', '.join(one.parties)}" if one.parties else ""
    return weapons + parties
