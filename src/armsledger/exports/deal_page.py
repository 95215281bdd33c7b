"""What a deal's page shows, in the order in which it shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.assess.weight import is_thin
from armsledger.exports.claim_views import (
    UNKNOWN_OUTLET,
    ClaimCard,
    Numbering,
    Ref,
    claim_cards,
    report_name,
    voice_name,
)
from armsledger.exports.deal_cells import cells_of
from armsledger.exports.deal_events import (
    EventRow,
    Rung,
    best_claim,
    event_row,
    happening_of,
    rung_of,
    time_key,
)
from armsledger.exports.file_names import file_stem
from armsledger.exports.story import evidence_words, headline, story_of, subject_words
from armsledger.exports.timeline import Timeline, draw_timeline
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    date_words,
    day_words,
    listing,
    money_words,
    quantity_words,
)
from armsledger.model import STAGES, Deal, Event, Position, Side, State

MAX_RELATED: Final = 8  # what a reader takes in at a glance; the page says how many more there are
_REACTIONS: Final = (Event.SANCTION, Event.OBJECTION)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the register with the claims that make it so."""

    name: str  # the cell's anchor is "cell-" + name
    label: str
    value: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class PositionView:
    """One version of a disagreement."""

    value: str
    speakers: str
    refs: tuple[Ref, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement, version beside version."""

    subject: str
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True)
class OriginRow:
    """A speaker with the outlet that first published the words."""

    speaker: str
    publisher: str
    side: Side
    refs: tuple[Ref, ...]
    copies: tuple[tuple[str, str], ...]  # address and name of each report that only repeats it


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPage:
    """The whole page."""

    deal: Deal
    headline: str
    kind: str | None  # the category, where the headline does not say it
    story: tuple[str, ...]
    evidence: str
    is_thin: bool  # it rests on too little to be an equal of the other deals
    cells: tuple[Cell, ...]
    rungs: tuple[Rung, ...]
    timeline: Timeline | None
    events: tuple[EventRow, ...]  # by time
    disputes: tuple[Dispute, ...]
    reactions: tuple[EventRow, ...]
    origins: tuple[OriginRow, ...]
    cards: tuple[ClaimCard, ...]
    related: tuple["RelatedDeal", ...]
    more_related: int  # how many others are left out


@dataclass(frozen=True, slots=True)
class RelatedDeal:
    """Another deal that the same reports tell of."""

    href: str
    name: str
    status: str  # "cancelled", or the stage of an open one
    shared: int  # reports that tell of both


def build_deal_page(
    deal: Deal, view: RegisterView, related: Sequence[tuple[Deal, int]]
) -> DealPage:
    """Return a deal's page.

    Args:
        deal: the deal.
        view: where its claims and reports are looked up.
        related: deals told in the same reports with the number of these, nearest first.

    Raises:
        KeyError: the view lacks a claim of the deal or the report of one.
    """
    numbering = Numbering(deal, view)
    rows = [event_row(fact, n, deal, view, numbering) for n, fact in enumerate(deal.facts, 1)]
    happenings = [
        happening_of(fact, row)
        for fact, row in zip(deal.facts, rows, strict=True)
        if row.refs  # what only a copy tells is in the table alone
    ]
    by_time = sorted(zip(deal.facts, rows, strict=True), key=lambda pair: time_key(pair[0]))
    return DealPage(
        deal=deal,
        headline=headline(deal),
        kind=deal.category if deal.system or deal.weapon else None,
        story=story_of(deal, numbering.sides),
        evidence=evidence_words(deal),
        is_thin=is_thin(deal, [view.claims[key] for key in deal.claims]),
        cells=tuple(_cells(deal, numbering)),
        rungs=tuple(rung_of(event, deal, rows) for event in STAGES),
        timeline=draw_timeline(happenings),
        events=tuple(row for _, row in by_time),
        disputes=tuple(_disputes(deal, view, numbering)),
        reactions=tuple(row for _, row in by_time if row.event in _REACTIONS),
        origins=tuple(_origins(deal, view, numbering)),
        cards=claim_cards(deal, view, numbering),
        related=tuple(_related(other, shared) for other, shared in related[:MAX_RELATED]),
        more_related=max(len(related) - MAX_RELATED, 0),
    )


def _cells(deal: Deal, numbering: Numbering) -> Iterator[Cell]:
    evidence = dict(deal.evidence)
    for name, label, value in cells_of(deal):
        yield Cell(name, label, value, numbering.refs(evidence.get(name, ())))


def _disputes(deal: Deal, view: RegisterView, numbering: Numbering) -> Iterator[Dispute]:
    for one in deal.disagreements:
        positions = tuple(_position(p, one.subject, view, numbering) for p in one.positions)
        yield Dispute(subject_words(one.subject, one.event), positions)


def _position(
    position: Position, subject: str, view: RegisterView, numbering: Numbering
) -> PositionView:
    best = view.claims[best_claim(position.claims, view)]
    shown = {
        "value": money_words(best.value),
        "quantity": quantity_words(best.quantity),
        "ordered": date_words(position.value),
        "delivered": date_words(position.value),
        "event": {"fact": "it is a fact", "planned": "it is planned", "denied": "no"}.get(
            position.value
        ),
    }
    return PositionView(
        value=shown.get(subject) or position.value,
        speakers=listing([voice_name(speaker, view) for speaker in position.speakers]),
        refs=numbering.refs(position.claims),
        quote=best.quote,
    )


def _related(deal: Deal, shared: int) -> RelatedDeal:
    if deal.state is not State.OPEN:
        status = str(deal.state)
    elif deal.stage is not None:
        status = str(deal.stage)
    else:
        status = f"{deal.next} ahead" if deal.next else "nothing told as a fact"
    return RelatedDeal(f"{file_stem(deal.id)}.html", headline(deal), status, shared)


def _origins(deal: Deal, view: RegisterView, numbering: Numbering) -> Iterator[OriginRow]:
    order = list(Side)
    ranked = sorted(deal.origins, key=lambda o: (order.index(o.side), -len(o.claims), o.speaker))
    for origin in ranked:
        copies = tuple(
            (f"../reports/{file_stem(key)}.html", _report_words(key, view)) for key in origin.copies
        )
        refs = numbering.refs(origin.claims)
        speaker, publisher = (voice_name(n, view) for n in (origin.speaker, origin.publisher))
        yield OriginRow(speaker, publisher, origin.side, refs, copies)


def _report_words(key: str, view: RegisterView) -> str:
    report = view.reports[key]
    return f"{report.outlet or UNKNOWN_OUTLET}, {day_words(report.date)}: {report_name(report)}"
