"""What a deal's page shows, in the order in which it shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import (
    UNKNOWN_OUTLET,
    ClaimCard,
    Numbering,
    Ref,
    claim_cards,
    report_name,
)
from armsledger.exports.file_names import file_stem
from armsledger.exports.story import evidence_words, headline, story_of, subject_words
from armsledger.exports.timeline import Happening, Timeline, draw_timeline, sides_of
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    SIDE_WORDS,
    SUPPORT_WORDS,
    actor_name,
    counted,
    date_words,
    day_words,
    listing,
    money_words,
    quantity_words,
    with_article,
)
from armsledger.model import STAGES, Deal, Event, Fact, Factuality, Position, Side, State

FACTUALITY_WORDS: Final = {
    Factuality.FACT: "told as a fact",
    Factuality.PLANNED: "planned",
    Factuality.POSSIBLE: "possible",
    Factuality.DENIED: "denied",
}
MAX_RELATED: Final = 8  # what a reader takes in at a glance; the page says how many more there are
_REACTIONS: Final = (Event.SANCTION, Event.OBJECTION)

# How the ladder calls a rung, by the strongest way in which it is told.
_RUNG_WORDS: Final = {
    Factuality.FACT: "reached",
    Factuality.PLANNED: "planned",
    Factuality.POSSIBLE: "possible",
    Factuality.DENIED: "denied",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the register with the claims that make it so."""

    name: str  # the cell's anchor is "cell-" + name
    label: str
    value: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder."""

    event: Event
    told: str  # "reached", "planned", "possible", "denied", "not told"
    sides: tuple[Side, ...]
    note: str  # a denial beside a stronger telling
    href: str | None  # the first event row of this step
    is_stage: bool  # the furthest that facts support


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One fact of the deal: an event as all its claims together tell it."""

    anchor: str
    event: Event
    factuality: Factuality
    told: str
    when: str | None
    reported: str
    actor: str | None
    support: str
    sides: tuple[Side, ...]
    refs: tuple[Ref, ...]  # without copies
    copies: tuple[Ref, ...]
    quote: str
    quote_by: str


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
    rows = [_event_row(fact, n, deal, view, numbering) for n, fact in enumerate(deal.facts, 1)]
    happenings = [
        _happening(fact, row)
        for fact, row in zip(deal.facts, rows, strict=True)
        if row.refs  # what only a copy tells is in the table alone
    ]
    by_time = sorted(zip(deal.facts, rows, strict=True), key=lambda pair: _time_key(pair[0]))
    return DealPage(
        deal=deal,
        headline=headline(deal),
        kind=deal.category if deal.system or deal.weapon else None,
        story=story_of(deal, numbering.sides),
        evidence=evidence_words(deal),
        cells=tuple(_cells(deal, numbering)),
        rungs=tuple(_rung(event, deal, rows) for event in STAGES),
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
    values = (
        ("supplier", "Supplier", deal.supplier and actor_name(deal.supplier)),
        ("recipient", "Recipient", deal.recipient and actor_name(deal.recipient)),
        ("system", "System", _names(deal)),
        ("category", "Category", deal.category),
        ("batch", "Batch", deal.batch),
        ("stage", "Furthest stage told as a fact", deal.stage and str(deal.stage)),
        ("support", "Who supports that", deal.support and SUPPORT_WORDS[deal.support]),
        ("next", "Ahead, planned or possible", deal.next and str(deal.next)),
        ("state", "State", str(deal.state)),
        ("ordered", "Ordered", date_words(deal.ordered)),
        ("delivered", "First delivered", date_words(deal.delivered)),
        ("quantity", "Number", quantity_words(deal.quantity)),
        ("value", "Price", money_words(deal.value)),
        ("sanctioned", "Sanctions by", _actors(deal.sanctioned)),
        ("opposed", "Objections by", _actors(deal.opposed)),
    )
    for name, label, value in values:
        if value:
            yield Cell(name, label, value, numbering.refs(evidence.get(name, ())))


def _names(deal: Deal) -> str | None:
    if deal.system is None:
        return deal.weapon
    also = f" (also {', '.join(deal.aliases)})" if deal.aliases else ""
    return deal.system + also


def _actors(codes: Sequence[str]) -> str:
    return listing([with_article(actor_name(code)) for code in codes])


def _event_row(
    fact: Fact, number: int, deal: Deal, view: RegisterView, numbering: Numbering
) -> EventRow:
    copied = frozenset(deal.copies)
    own = [key for key in fact.claims if view.claims[key].report not in copied]
    repeated = [key for key in fact.claims if view.claims[key].report in copied]
    best = _best_claim(own or repeated, view)
    return EventRow(
        anchor=f"event-{number}",
        event=fact.event,
        factuality=fact.factuality,
        told=FACTUALITY_WORDS[fact.factuality],
        when=date_words(fact.when),
        reported=day_words(fact.reported),
        actor=fact.actor and actor_name(fact.actor),
        support=SUPPORT_WORDS[fact.support],
        sides=sides_of(fact.claims, numbering.sides),
        refs=numbering.refs(own),
        copies=numbering.refs(repeated),
        quote=view.claims[best].quote,
        quote_by=numbering.refs([best])[0].words,
    )


def _best_claim(claims: Sequence[str], view: RegisterView) -> str:
    """Return the claim to quote: dated, from a text rather than a title, sure, early."""

    def rank(key: str) -> tuple[object, ...]:
        claim = view.claims[key]
        day = view.reports[claim.report].date or "9999"
        return claim.part == "title", claim.when is None, -claim.confidence, day, claim.start, key

    return min(claims, key=rank)


def _happening(fact: Fact, row: EventRow) -> Happening:
    when = row.when or "no date given"
    actor = f" by {row.actor}" if row.actor else ""
    speaking = listing([SIDE_WORDS[side] for side in row.sides])
    copies = f", {counted(len(row.copies), 'copied claim')} left out" if row.copies else ""
    return Happening(
        anchor=row.anchor,
        label=(
            f"{str(row.event).capitalize()}{actor}, {row.told}: {when}; first reported "
            f"{row.reported}; {speaking}; {counted(len(row.refs), 'claim')}{copies}"
        ),
        event=fact.event,
        factuality=fact.factuality,
        when=fact.when,
        reported=fact.reported,
        sides=row.sides,
        count=len(row.refs),
    )


def _time_key(fact: Fact) -> tuple[object, ...]:
    """Return the order of the chronology: the event's own time, else that of its report."""
    return (fact.when or fact.reported or "9999", fact.reported or "9999", str(fact.event))


def _rung(event: Event, deal: Deal, rows: Sequence[EventRow]) -> Rung:
    mine = [row for row in rows if row.event is event]
    for factuality, told in _RUNG_WORDS.items():
        strongest = [row for row in mine if row.factuality is factuality]
        if strongest:
            speaking = {side for row in strongest for side in row.sides}
            is_denied_too = any(row.factuality is Factuality.DENIED for row in mine)
            note = "also denied" if is_denied_too and told != "denied" else ""
            sides = tuple(side for side in Side if side in speaking)
            return Rung(event, told, sides, note, strongest[0].anchor, event is deal.stage)
    return Rung(event, "not told", (), "", None, is_stage=False)


def _disputes(deal: Deal, view: RegisterView, numbering: Numbering) -> Iterator[Dispute]:
    for one in deal.disagreements:
        positions = tuple(_position(p, one.subject, view, numbering) for p in one.positions)
        yield Dispute(subject_words(one.subject, one.event), positions)


def _position(
    position: Position, subject: str, view: RegisterView, numbering: Numbering
) -> PositionView:
    best = view.claims[_best_claim(position.claims, view)]
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
        speakers=listing(list(position.speakers)),
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
    for origin in deal.origins:
        copies = tuple(
            (f"../reports/{file_stem(key)}.html", _report_words(key, view)) for key in origin.copies
        )
        refs = numbering.refs(origin.claims)
        yield OriginRow(origin.speaker, origin.publisher, origin.side, refs, copies)


def _report_words(key: str, view: RegisterView) -> str:
    report = view.reports[key]
    return f"{report.outlet or UNKNOWN_OUTLET}, {day_words(report.date)}: {report_name(report)}"
