"""A deal told in a few plain sentences, each made from the register's own fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from armsledger.exports.deal_events import is_reached
from armsledger.exports.words import (
    actor_name,
    counted,
    date_words,
    listing,
    money_words,
    quantity_words,
    with_article,
)
from armsledger.model import STAGES, Deal, Event, Fact, Factuality, Side, State, Support

EVENT_NOUNS: Final = {
    Event.INTEREST: "interest",
    Event.OFFER: "an offer",
    Event.SELECTION: "a selection",
    Event.TALKS: "talks",
    Event.APPROVAL: "an approval",
    Event.ORDER: "an order",
    Event.FINANCING: "financing",
    Event.PRODUCTION: "production",
    Event.DELIVERY: "a delivery",
    Event.TRIAL: "a trial",
    Event.DEPLOYMENT: "deployment",
    Event.SUSPENSION: "a suspension",
    Event.CANCELLATION: "a cancellation",
    Event.SANCTION: "sanctions",
    Event.OBJECTION: "an objection",
}

_DONE: Final = {
    Event.OFFER: "offered",
    Event.SELECTION: "selected",
    Event.TALKS: "under negotiation",
    Event.APPROVAL: "approved",
    Event.ORDER: "ordered",
    Event.PRODUCTION: "produced for the buyer",
    Event.DELIVERY: "first delivered",
    Event.TRIAL: "tested",
    Event.DEPLOYMENT: "put into service",
}
_BEFORE_ORDER: Final = frozenset({Event.OFFER, Event.SELECTION, Event.TALKS, Event.APPROVAL})

_STATES: Final = {
    State.SUSPENDED: "It is suspended.",
    State.CANCELLED: "It was cancelled.",
    State.DENIED: "Only denials of it are known.",
    State.COMPLETED: "It is told as complete.",
}
_SUBJECTS: Final = {
    "value": "the price",
    "quantity": "the number",
    "ordered": "the date of the order",
    "delivered": "the date of the first delivery",
    "reason": "the reason why it stopped",
}


def headline(deal: Deal) -> str:
    """Return "Russia to Turkey: S-400, batch 2"."""
    batch = f", batch {deal.batch}" if deal.batch else ""
    return f"{_party(deal.supplier)} to {_party(deal.recipient)}: {weapon_name(deal)}{batch}"


def weapon_name(deal: Deal) -> str:
    """Return the system, else the kind of weapon, else its category."""
    return deal.system or deal.weapon or deal.category or "arms of unknown kind"


def subject_words(subject: str, event: Event | None) -> str:
    """Return what sources differ on, as in "they differ on the price"."""
    if subject == "event" and event is not None:
        return f"whether there is {EVENT_NOUNS[event]}"
    words = _SUBJECTS.get(subject, subject)
    return words if event in (None, Event.ORDER, Event.DELIVERY) else f"{words} ({event})"


def story_of(deal: Deal, sides: Mapping[str, Side]) -> tuple[str, ...]:
    """Return the sentences that tell a deal.

    Args:
        deal: the deal.
        sides: claim id to the side that speaks.
    """
    return (*_progress(deal), *_figures(deal), *_ahead(deal, sides), *_reactions(deal))


def evidence_words(deal: Deal) -> str:
    """Return what the telling rests on, in one sentence."""
    copies = f", {counted(len(deal.copies), 'copy')} among them" if deal.copies else ""
    if len(deal.copies) == len(deal.reports):
        copies = ", which repeats another" if len(deal.copies) == 1 else ", which repeat others"
    return (
        f"This rests on {counted(len(deal.claims), 'claim')} in "
        f"{counted(len(deal.reports), 'report')}{copies}, and on "
        f"{counted(len(deal.origins), 'independent origin')}."
    )


def _progress(deal: Deal) -> Iterator[str]:
    if deal.stage is None:
        yield "Nothing about it has been told as a fact so far."
    else:
        steps = listing(list(_steps(deal)))
        if steps:
            yield f"{steps[0].upper()}{steps[1:]}."
        yield f"The furthest step told as a fact is {EVENT_NOUNS[deal.stage]}: {_support(deal)}."
    if deal.state in _STATES:
        yield _STATES[deal.state]


def _steps(deal: Deal) -> Iterator[str]:
    """Yield the steps reached, with their dates; what led to an order counts only without one."""
    told = {fact.event for fact in deal.facts if fact.factuality is Factuality.FACT}
    is_ordered = Event.ORDER in told
    for event in STAGES:
        known = event in told and event in _DONE and is_reached(event, deal)
        if known and not (is_ordered and event in _BEFORE_ORDER):
            when = date_words(_date_of(deal, event))
            done = _DONE[event] if when else _DONE[event].removeprefix("first ")
            yield f"{done} {when}" if when else done


def _date_of(deal: Deal, event: Event) -> str | None:
    if event is Event.ORDER:
        return deal.ordered
    if event is Event.DELIVERY:
        return deal.delivered
    dates = [f.when for f in deal.facts if f.event is event and f.factuality is Factuality.FACT]
    return min((when for when in dates if when), default=None)


def _support(deal: Deal) -> str:
    if deal.support is Support.INDEPENDENT:
        return "independent sources say so"
    if deal.support is Support.BOTH:
        return "both sides say so"
    return f"only {_ALONE[deal.support]} say so" if deal.support else "nobody is named for it"


_ALONE: Final = {
    Support.SUPPLIER: "people on the supplier's side",
    Support.RECIPIENT: "people on the recipient's side",
    Support.THIRD: "third parties",
    Support.UNNAMED: "unnamed sources",
    Support.REPORT: "the reports themselves",
}


def _figures(deal: Deal) -> Iterator[str]:
    number, money = quantity_words(deal.quantity), money_words(deal.value)
    figures = " for ".join(words for words in (number, money) if words)
    if figures:
        yield f"{figures[0].upper()}{figures[1:]}, by the best supported account."
    if deal.disagreements:
        subjects = [subject_words(one.subject, one.event) for one in deal.disagreements]
        yield f"Sources differ on {listing(list(dict.fromkeys(subjects)))}."


def _ahead(deal: Deal, sides: Mapping[str, Side]) -> Iterator[str]:
    if deal.next is not None:
        plans = [f for f in deal.facts if f.event is deal.next and f.factuality in _AHEAD]
        word = "planned" if _has(plans, Factuality.PLANNED) else "possible"
        yield f"Ahead: {EVENT_NOUNS[deal.next]} is {word}, according to {_by(plans, sides)}."
    told = {f.event for f in deal.facts if f.factuality is not Factuality.DENIED}
    for event in STAGES:
        denials = [f for f in deal.facts if f.event is event and f not in _stated(deal)]
        only_plans = not _has([f for f in deal.facts if f.event is event], Factuality.FACT)
        if denials and (event not in told or only_plans):
            noun = EVENT_NOUNS[event]
            yield f"{noun[0].upper()}{noun[1:]} is denied by {_by(denials, sides)}."


_AHEAD: Final = (Factuality.PLANNED, Factuality.POSSIBLE)


def _stated(deal: Deal) -> list[Fact]:
    return [fact for fact in deal.facts if fact.factuality is not Factuality.DENIED]


def _has(facts: list[Fact], factuality: Factuality) -> bool:
    return any(fact.factuality is factuality for fact in facts)


def _by(facts: list[Fact], sides: Mapping[str, Side]) -> str:
    speaking = {sides[claim] for fact in facts for claim in fact.claims if claim in sides}
    return listing([_SPEAKERS[side] for side in Side if side in speaking]) or "nobody named"


_SPEAKERS: Final = {
    Side.SUPPLIER: "the supplier's side",
    Side.RECIPIENT: "the recipient's side",
    Side.THIRD: "a third party",
    Side.UNNAMED: "unnamed sources",
    Side.REPORT: "the reports themselves",
}


def _reactions(deal: Deal) -> Iterator[str]:
    if deal.sanctioned:
        facts = [f for f in deal.facts if f.event is Event.SANCTION and f.actor in deal.sanctioned]
        when = date_words(min((f.when for f in facts if f.when), default=None))
        date = f" ({when})" if when else ""
        yield f"Sanctions over it were imposed or announced by {_actors(deal.sanctioned)}{date}."
    if deal.opposed:
        yield f"Objections to it came from {_actors(deal.opposed)}."


def _actors(codes: Sequence[str]) -> str:
    return listing([with_article(actor_name(code)) for code in codes])


def _party(code: str | None) -> str:
    return "Unknown party" if code is None else actor_name(code)
