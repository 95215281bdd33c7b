"""The parts of a deal's page that are lists: events, differences, reactions, other deals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import voice_name
from armsledger.exports.deal_events import EventRow, best_claim
from armsledger.exports.story import headline, subject_words
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    counted,
    date_words,
    listing,
    money_words,
    quantity_words,
)
from armsledger.model import Deal, Disagreement, Event, Factuality, Position, Side, State
from armsledger.web.views.deal_claims import shortened
from armsledger.web.views.links import Links
from armsledger.web.views.pointers import Pointers, Pointing

REACTIONS: Final = (Event.SANCTION, Event.OBJECTION)
# What a reader takes in at a glance; the page leads to the rest.
MAX_RELATED: Final = 8
MAX_SPEAKERS: Final = 5
MAX_LINE: Final = 400  # characters of a quote in a table

_EVENT_VALUES: Final = {
    str(Factuality.FACT): "It is a fact",
    str(Factuality.PLANNED): "It is planned",
    str(Factuality.POSSIBLE): "It is possible",
    str(Factuality.DENIED): "No",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event as all its claims together tell it."""

    anchor: str
    event: Event
    factuality: Factuality
    told: str
    when: str | None
    reported: str
    actor: str | None
    support: str
    sides: tuple[Side, ...]
    pointers: Pointers  # without copies
    copies: int  # claims of copies, folded
    quote: str
    quote_by: str
    quote_href: str


@dataclass(frozen=True, slots=True)
class PositionView:
    """One of the versions that differ."""

    value: str
    speakers: str
    sides: tuple[Side, ...]
    pointers: Pointers
    quote: str
    quote_href: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A disagreement, version beside version."""

    anchor: str
    subject: str
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another deal of the same recipient."""

    href: str
    name: str
    status: str
    why: str  # "competes", "told in 3 of the same reports"
    is_stopped: bool


def event_view(
    row: EventRow, claims: Sequence[str], view: RegisterView, pointing: Pointing, links: Links
) -> EventView:
    """Return an event's row with links.

    Args:
        row: the event in words.
        claims: ids of the claims that tell it.
        view: the claims.
        pointing: makes links to claims.
        links: makes addresses.
    """
    anchors = {ref.anchor for ref in row.refs}
    own = [key for key in claims if pointing.anchor(key) in anchors]
    best = best_claim(own or claims, view)
    everything = links.here(event=str(row.event), claims=None, claim=None, formerly=None)
    return EventView(
        anchor=row.anchor,
        event=row.event,
        factuality=row.factuality,
        told=row.told,
        when=row.when,
        reported=row.reported,
        actor=row.actor,
        support=row.support,
        sides=row.sides,
        pointers=pointing.to(own, all_at=f"{everything}#claims"),
        copies=len(row.copies),
        quote=shortened(row.quote, MAX_LINE),
        quote_by=row.quote_by,
        quote_href=pointing.href(best),
    )


def disputes_of(deal: Deal, view: RegisterView, pointing: Pointing) -> Iterator[DisputeView]:
    """Yield the disagreements."""
    for number, one in enumerate(deal.disagreements, 1):
        positions = tuple(_position(p, one, view, pointing) for p in one.positions)
        yield DisputeView(f"differ-{number}", subject_words(one.subject, one.event), positions)


def _position(
    position: Position, of: Disagreement, view: RegisterView, pointing: Pointing
) -> PositionView:
    key = best_claim(position.claims, view)
    best = view.claims[key]
    shown = {
        "value": money_words(best.value),
        "quantity": quantity_words(best.quantity),
        "ordered": date_words(position.value),
        "delivered": date_words(position.value),
        "event": _EVENT_VALUES.get(position.value),
    }
    named = [voice_name(speaker, view) for speaker in position.speakers]
    rest = len(named) - MAX_SPEAKERS
    speakers = named[:MAX_SPEAKERS] + ([f"{rest} more"] if rest > 0 else [])
    sides = {pointing.numbering.side(claim) for claim in position.claims}
    return PositionView(
        value=shortened(shown.get(of.subject) or position.value, MAX_LINE),
        speakers=listing(speakers),
        sides=tuple(side for side in Side if side in sides),
        pointers=pointing.to(position.claims),
        quote=shortened(best.quote, MAX_LINE),
        quote_href=pointing.href(key),
    )


def related_deals(deal: Deal, others: Sequence[Deal], links: Links) -> tuple[RelatedView, ...]:
    """Return deals of the same recipient that compete or are linked, the nearest first.

    Args:
        deal: the page's deal.
        others: deals of its recipient, the deal itself may be among them.
        links: makes addresses.
    """
    ranked = sorted(
        (-_shared(deal, other), not _competes(deal, other), other.id, other)
        for other in others
        if other.id != deal.id and _why(deal, other)
    )
    return tuple(
        RelatedView(
            links.deal(other.id),
            headline(other),
            status_words(other),
            listing(_why(deal, other)),
            other.state is not State.OPEN,
        )
        for _, _, _, other in ranked[:MAX_RELATED]
    )


def _why(deal: Deal, other: Deal) -> list[str]:
    why = []
    if deal.system and deal.system == other.system:
        is_batch = deal.supplier == other.supplier
        why.append("another order of the same system" if is_batch else "the same system")
    elif _competes(deal, other):
        why.append("also " + (deal.category or ""))
    shared = _shared(deal, other)
    if shared:
        why.append(f"told in {counted(shared, 'common report')}")
    return why


def _shared(deal: Deal, other: Deal) -> int:
    return len(set(deal.reports) & set(other.reports))


def _competes(deal: Deal, other: Deal) -> bool:
    return deal.category is not None and deal.category == other.category


def status_words(deal: Deal) -> str:
    """Return how a deal stands, in a word or two."""
    if deal.state is not State.OPEN:
        return str(deal.state)
    if deal.stage is not None:
        return str(deal.stage)
    return f"{deal.next} ahead" if deal.next else "nothing told as a fact"
