"""What a deal's page shows, in the order in which it shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from armsledger.assess.weight import is_thin
from armsledger.exports.claim_views import Numbering
from armsledger.exports.deal_cells import cells_of
from armsledger.exports.deal_events import EventRow, best_claim, event_row, time_key
from armsledger.exports.story import weapon_name
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    actor_name,
)
from armsledger.model import STAGES, Claim, Deal, Event, Fact, Side
from armsledger.web import drawings
from armsledger.web.views import deal_drawings
from armsledger.web.views.deal_claims import (
    ClaimView,
    claim_view,
    copied_claims,
    event_counts,
    own_claims,
)
from armsledger.web.views.deal_figures import figures_of
from armsledger.web.views.deal_origins import collapse_words, origin_nodes, ranked_origins
from armsledger.web.views.deal_parts import (
    REACTIONS,
    DisputeView,
    EventView,
    RelatedView,
    disputes_of,
    event_view,
    related_deals,
)
from armsledger.web.views.deal_story import Sentence, told_evidence, told_story
from armsledger.web.views.links import Links
from armsledger.web.views.pointers import Pointers, Pointing
from armsledger.web.views.slices import Slice, slice_of

# Rows of a page: more would make it long, not clearer.
CLAIMS_SHOWN: Final = 40
EVENTS_SHOWN: Final = 60
COPIES_SHOWN: Final = 60

_IN_HEAD: Final = frozenset({"supplier", "recipient", "system", "category", "batch"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What the reader has asked the page for."""

    event: Event | None = None  # only claims of it
    claims: int = 1  # which slice
    events: int = 1
    claim: str | None = None  # the one to show, whatever slice it is in
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party in the page's head."""

    name: str
    side: Side
    href: str | None  # None: nobody tells who it is
    claim_href: str | None  # the sentence that names it


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the register with the claims that make it so."""

    name: str  # its anchor is "cell-" + name
    label: str
    value: str
    href: str | None  # the sentence that tells it best
    pointers: Pointers


@dataclass(frozen=True, slots=True)
class OriginView:
    """An origin as a row under the tree."""

    speaker: str
    publisher: str
    side: Side
    pointers: Pointers
    copies: int


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """Bars with what they count."""

    title: str
    drawing: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class DealView:
    """The whole page."""

    deal: Deal
    supplier: PartyView
    recipient: PartyView
    weapon: str
    kind: str | None  # the category, where the name does not say it
    is_thin: bool
    story: tuple[Sentence, ...]
    evidence: Sentence
    cells: tuple[Cell, ...]
    key_cells: tuple[Cell, ...]  # those that the head does not show
    ladder: Markup
    legend: Markup
    figures: tuple[DrawnFigure, ...]
    timeline: Markup | None
    timeline_legend: Markup
    events: Slice[EventView]
    disputes: tuple[DisputeView, ...]
    reactions: tuple[EventView, ...]
    origins: Markup | None
    origin_rows: tuple[OriginView, ...]
    collapse: str
    related: tuple[RelatedView, ...]
    event_counts: tuple[tuple[Event, int], ...]
    claims: Slice[ClaimView]
    copied: tuple[ClaimView, ...]
    more_copied: int


def deal_view(
    deal: Deal, view: RegisterView, others: Sequence[Deal], ask: Ask, links: Links
) -> DealView:
    """Return a deal's page.

    Args:
        deal: the deal.
        view: its claims and their reports (their texts are not needed).
        others: deals of the same recipient.
        ask: what the reader wants to see.
        links: makes addresses.

    Raises:
        KeyError: the view lacks a claim of the deal or the report of one.
    """
    numbering = Numbering(deal, view)
    own = own_claims(deal, numbering)
    copied = copied_claims(deal, numbering)
    shown = _claims_shown(own, copied, ask)
    pointing = Pointing(numbering, view, [claim.id for claim in shown.rows], links)
    made = _Material(deal, view, pointing, links)
    rows = [event_row(fact, n, deal, view, numbering) for n, fact in enumerate(deal.facts, 1)]
    by_time = sorted(zip(deal.facts, rows, strict=True), key=lambda pair: time_key(pair[0]))
    nodes = origin_nodes(deal, view, pointing, links)
    cells = tuple(_cells(made))
    on_page = {claim.id for claim in shown.rows}
    folded = [claim for claim in copied if claim.id not in on_page]
    return DealView(
        deal=deal,
        supplier=_party(Side.SUPPLIER, deal.supplier, made),
        recipient=_party(Side.RECIPIENT, deal.recipient, made),
        weapon=weapon_name(deal),
        kind=deal.category if deal.system or deal.weapon else None,
        is_thin=is_thin(deal, [view.claims[key] for key in deal.claims]),
        story=told_story(deal, view, numbering, pointing),
        evidence=told_evidence(deal),
        cells=cells,
        key_cells=tuple(cell for cell in cells if cell.name not in _IN_HEAD),
        ladder=deal_drawings.ladder(deal, rows),
        legend=deal_drawings.legend([row for row in rows if row.event in STAGES]),
        figures=tuple(_figures(made, own)),
        timeline=deal_drawings.timeline(deal, rows, ask.as_of),
        timeline_legend=deal_drawings.legend(rows, is_timeline=True),
        events=slice_of(by_time, ask.events, EVENTS_SHOWN).mapped(made.event),
        disputes=tuple(disputes_of(deal, view, pointing)),
        reactions=tuple(made.event(pair) for pair in by_time if pair[0].event in REACTIONS),
        origins=deal_drawings.origins(nodes),
        origin_rows=tuple(_origin_rows(made, nodes)),
        collapse=collapse_words(nodes, _counts(deal)),
        related=related_deals(deal, others, links),
        event_counts=tuple(event_counts(own)),
        claims=shown.mapped(made.card),
        copied=tuple(made.card(claim) for claim in folded[:COPIES_SHOWN]),
        more_copied=max(len(folded) - COPIES_SHOWN, 0),
    )


def _claims_shown(own: Sequence[Claim], copied: Sequence[Claim], ask: Ask) -> Slice[Claim]:
    """Return the slice of claims that is asked for, or that has the claim that is asked for.

    A copy's claim is shown only where it is asked for, before the others.
    """
    if ask.claim is not None:
        ids = [claim.id for claim in own]
        if ask.claim in ids:
            return slice_of(own, ids.index(ask.claim) // CLAIMS_SHOWN + 1, CLAIMS_SHOWN)
        asked = [claim for claim in copied if claim.id == ask.claim]
        return slice_of([*asked, *own], 1, CLAIMS_SHOWN)
    wanted = [claim for claim in own if ask.event in (None, claim.event)]
    return slice_of(wanted, ask.claims, CLAIMS_SHOWN)


@dataclass(frozen=True, slots=True)
class _Material:
    """What every part of the page is made from."""

    deal: Deal
    view: RegisterView
    pointing: Pointing
    links: Links

    def event(self, pair: tuple[Fact, EventRow]) -> EventView:
        """Return an event's row."""
        return event_view(pair[1], pair[0].claims, self.view, self.pointing, self.links)

    def card(self, claim: Claim) -> ClaimView:
        """Return a claim's card."""
        return claim_view(claim, self.deal, self.view, self.pointing)

    def evidence(self, cell: str) -> tuple[str, ...]:
        """Return the ids of the claims that make a cell so."""
        return dict(self.deal.evidence).get(cell, ())

    def best(self, cell: str) -> str | None:
        """Return the address of the sentence that tells a cell best."""
        claims = self.evidence(cell)
        return self.pointing.href(best_claim(claims, self.view)) if claims else None


def _party(side: Side, code: str | None, made: _Material) -> PartyView:
    href = made.links.actor(code) if code else None
    return PartyView(actor_name(code), side, href, made.best(str(side)))


def _cells(made: _Material) -> Iterator[Cell]:
    for name, label, value in cells_of(made.deal):
        pointers = made.pointing.to(made.evidence(name))
        yield Cell(name, label, value, made.best(name), pointers)


def _figures(made: _Material, own: Sequence[Claim]) -> Iterator[DrawnFigure]:
    for figure in figures_of(made.deal, own, made.pointing):
        drawing = deal_drawings.figure(figure)
        if drawing is not None:
            yield DrawnFigure(figure.title, drawing)


def _origin_rows(made: _Material, nodes: Sequence[drawings.OriginNode]) -> Iterator[OriginView]:
    for node, origin in zip(nodes, ranked_origins(made.deal), strict=True):
        pointers = made.pointing.to(origin.claims)
        copies = len(origin.copies)
        yield OriginView(node.speaker, node.publisher, node.side, pointers, copies)


def _counts(deal: Deal) -> dict[str, int]:
    return {"claims": len(deal.claims), "reports": len(deal.reports)}
