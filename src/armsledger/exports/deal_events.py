"""A deal's facts as rows of its chronology, marks of its timeline and rungs of its ladder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import Numbering, Ref
from armsledger.exports.timeline import Happening, sides_of
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    SIDE_WORDS,
    SUPPORT_WORDS,
    actor_name,
    counted,
    date_words,
    day_words,
    listing,
)
from armsledger.model import STAGES, Deal, Event, Fact, Factuality, Side
from armsledger.model.edtf import FIRST_DAY, LAST_DAY, day_range

FACTUALITY_WORDS: Final = {
    Factuality.FACT: "told as a fact",
    Factuality.PLANNED: "planned",
    Factuality.POSSIBLE: "possible",
    Factuality.DENIED: "denied",
}
# How the ladder calls a rung, by the strongest way in which it is told.
_RUNG_WORDS: Final = {
    Factuality.FACT: "reached",
    Factuality.PLANNED: "planned",
    Factuality.POSSIBLE: "possible",
    Factuality.DENIED: "denied",
}


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


def event_row(
    fact: Fact, number: int, deal: Deal, view: RegisterView, numbering: Numbering
) -> EventRow:
    """Return a fact's row; `number` makes its anchor."""
    copied = frozenset(deal.copies)
    own = [key for key in fact.claims if view.claims[key].report not in copied]
    repeated = [key for key in fact.claims if view.claims[key].report in copied]
    best = best_claim(own or repeated, view)
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


def best_claim(claims: Sequence[str], view: RegisterView) -> str:
    """Return the claim to quote: dated, from a text rather than a title, sure, early."""

    def rank(key: str) -> tuple[object, ...]:
        claim = view.claims[key]
        day = view.reports[claim.report].date or "9999"
        return claim.part == "title", claim.when is None, -claim.confidence, day, claim.start, key

    return min(claims, key=rank)


def happening_of(fact: Fact, row: EventRow) -> Happening:
    """Return what the timeline draws of a fact, labelled with its row's words."""
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


def time_key(fact: Fact) -> tuple[object, ...]:
    """Return the order of the chronology: the event's own time, else that of its report.

    "Up to 2019" stands at its end, because its start is not known.
    """
    when, reported = day_range(fact.when), day_range(fact.reported)
    day = LAST_DAY
    if when is not None:
        day = when.end if when.start == FIRST_DAY else when.start
    elif reported is not None:
        day = reported.start
    return day, fact.reported or "9999", str(fact.event), str(fact.factuality), fact.claims


def rung_of(event: Event, deal: Deal, rows: Sequence[EventRow]) -> Rung:
    """Return a step of the ladder, as the strongest of its rows tells it."""
    mine = [row for row in rows if row.event is event]
    for factuality, told in _RUNG_WORDS.items():
        strongest = [row for row in mine if row.factuality is factuality]
        if strongest:
            speaking = {side for row in strongest for side in row.sides}
            is_denied_too = any(row.factuality is Factuality.DENIED for row in mine)
            note = "also denied" if is_denied_too and told != "denied" else ""
            if factuality is Factuality.FACT and not is_reached(event, deal):
                told, note = "possible", "told as a fact, but the reading is unsure"
            sides = tuple(side for side in Side if side in speaking)
            return Rung(event, told, sides, note, strongest[0].anchor, event is deal.stage)
    return Rung(event, "not told", (), "", None, is_stage=False)


def is_reached(event: Event, deal: Deal) -> bool:
    """Return whether a stage is not beyond the deal's: weak claims move no deal."""
    return deal.stage is not None and STAGES.index(event) <= STAGES.index(deal.stage)
