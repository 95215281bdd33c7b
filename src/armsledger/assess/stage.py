"""How far a deal has got, and what is only ahead of it."""

from collections.abc import Sequence
from typing import Final

from armsledger.assess.told import Told, origin_count, pick
from armsledger.model import STAGES, Event, Factuality, Side

PARTIES: Final = frozenset({Side.SUPPLIER, Side.RECIPIENT})

_AHEAD: Final = (Factuality.PLANNED, Factuality.POSSIBLE)

# A buyer tries a weapon before it chooses one. A trial is a late stage only where the weapon
# is surely the buyer's already; else it is an evaluation, a step after an offer.
_OWNED: Final = (
    Event.ORDER,
    Event.FINANCING,
    Event.PRODUCTION,
    Event.DELIVERY,
    Event.DEPLOYMENT,
)


def standing(told: Sequence[Told], event: Event) -> tuple[Told, ...]:
    """Return the claims that tell an event as a fact and that no denial has voided.

    A denial voids a fact if the supplier's or the recipient's side denies it, not before the last
    report of it, and all that is said for it comes from one origin that is neither party. Facts
    do not stand either where the same and later reports tell the event far more often as ahead.
    """
    facts = pick(told, event, factuality=[Factuality.FACT])
    if _outweighed(facts, told, event):
        return ()
    if not facts or origin_count(facts) > 1 or any(t.side in PARTIES for t in facts):
        return facts
    last = max((t.reported or "9999") for t in facts)
    denials = pick(told, event, factuality=[Factuality.DENIED])
    voided = any(t.side in PARTIES and (t.reported or "") >= last for t in denials)
    return () if voided else facts


# So many times the weight of the facts, in confidence, must be told as only ahead to say that the
# event has not come yet: one slip of the reading among many sentences that speak of a plan.
AHEAD_OUTWEIGHS: Final = 3.0


def _outweighed(facts: Sequence[Told], told: Sequence[Told], event: Event) -> bool:
    """Return whether reports from the first fact on tell the event far more often as ahead."""
    if not facts:
        return False
    first = min(t.reported or "9999" for t in facts)
    plans = pick(told, event, factuality=_AHEAD)
    ahead = sum(t.claim.confidence for t in plans if (t.reported or "9999") >= first)
    return ahead > AHEAD_OUTWEIGHS * sum(t.claim.confidence for t in facts)


def stage_of(told: Sequence[Told]) -> tuple[Event | None, tuple[Told, ...]]:
    """Return the furthest stage that facts support, with the claims that make it so."""
    firm = [t for t in told if not t.vague]
    found = {event: facts for event in STAGES if (facts := standing(firm, event))}
    if not found:
        return None, ()
    owned = any(event in found for event in _OWNED)
    stage = max(found, key=lambda event: rank(event, owned=owned))
    return stage, found[stage]


def next_of(told: Sequence[Told], stage: Event | None) -> tuple[Event | None, tuple[Told, ...]]:
    """Return the furthest stage beyond `stage` that is only planned or possible.

    A plan does not count once the supplier's or the recipient's side has denied it in a later
    report.
    """
    owned = stage in _OWNED or stage is Event.TRIAL
    floor = -1.0 if stage is None else rank(stage, owned=owned)
    beyond = [event for event in STAGES if rank(event, owned=owned) > floor]
    for event in sorted(beyond, key=lambda e: rank(e, owned=owned), reverse=True):
        plans = [t for t in pick(told, event, factuality=_AHEAD) if not t.vague]
        dropped = _last_denied(told, event)
        plans = [t for t in plans if (t.reported or "9999") >= dropped]
        if plans:
            return event, tuple(plans)
    return None, ()


def rank(event: Event, *, owned: bool) -> float:
    """Return an event's place on the ladder; a trial before ownership is an evaluation."""
    if event is Event.TRIAL and not owned:
        return STAGES.index(Event.OFFER) + 0.5
    return float(STAGES.index(event))


def _last_denied(told: Sequence[Told], event: Event) -> str:
    """Return the date of the last report in which a party denies an event, "" if none does."""
    denials = pick(told, event, factuality=[Factuality.DENIED])
    return max((t.reported or "" for t in denials if t.side in PARTIES), default="")
