"""How a statement fared: what later reports, and other speakers, made of it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from armsledger.model import Claim, Deal, Event, Fact, Factuality


class Fate(StrEnum):
    """How a statement fared."""

    CAME_TRUE = "came true"  # planned or possible, and a later report tells it as a fact
    CALLED_OFF = "called off"  # ... and a later report tells that the deal was stopped
    PENDING = "pending"  # ... and neither so far
    DISPUTED = "disputed"  # told as a fact or denied, and others say what cannot be true beside it
    CONFIRMED = "confirmed"  # ... and another origin tells the same
    ALONE = "alone"  # ... and nobody else says anything of it


class Outcome(NamedTuple):
    """A statement's fate, the claims that decided it, and the day of their first report."""

    fate: Fate
    by: tuple[str, ...] = ()
    on: str | None = None


_AHEAD: Final = frozenset({Factuality.PLANNED, Factuality.POSSIBLE})
_STOPS: Final = frozenset({Event.CANCELLATION, Event.SUSPENSION})


def fate_of(claim: Claim, deal: Deal, day: str | None) -> Outcome:
    """Return how a claim fared within its deal.

    A plan came true with the first later report of the same event as a fact, unless the deal was
    stopped before that. What was told as a fact is disputed where the deal's disagreements have it
    beside something else, and confirmed where another origin tells the same event alike.

    Args:
        claim: the statement; its deal has it.
        deal: as known on the day on which one asks.
        day: ISO date of the claim's report; None: nothing is later than it.
    """
    if claim.factuality in _AHEAD:
        return _of_plan(claim, deal, day)
    disputing = _disputing(claim, deal)
    if disputing:
        return Outcome(Fate.DISPUTED, disputing)
    confirming = _confirming(claim, deal)
    return Outcome(Fate.CONFIRMED, confirming) if confirming else Outcome(Fate.ALONE)


def _of_plan(claim: Claim, deal: Deal, day: str | None) -> Outcome:
    known = [fact for fact in deal.facts if fact.factuality is Factuality.FACT]
    later = [fact for fact in known if _is_after(fact, day)]
    done = _first(fact for fact in later if fact.event is claim.event)
    stopped = _first(fact for fact in later if fact.event in _STOPS)
    if done is not None and (stopped is None or _day(done) <= _day(stopped)):
        return Outcome(Fate.CAME_TRUE, done.claims, done.reported)
    if stopped is not None and claim.event not in _STOPS:
        return Outcome(Fate.CALLED_OFF, stopped.claims, stopped.reported)
    return Outcome(Fate.PENDING)


def _is_after(fact: Fact, day: str | None) -> bool:
    return day is not None and fact.reported is not None and fact.reported > day


def _first(facts: Iterable[Fact]) -> Fact | None:
    return min(facts, key=lambda fact: (_day(fact), fact.claims), default=None)


def _day(fact: Fact) -> str:
    return fact.reported or ""


def _disputing(claim: Claim, deal: Deal) -> tuple[str, ...]:
    """Return the claims that stand against a claim in a disagreement, sorted."""
    found: set[str] = set()
    for dispute in deal.disagreements:
        sides = [set(position.claims) for position in dispute.positions]
        if any(claim.id in side for side in sides):
            found.update(key for side in sides if claim.id not in side for key in side)
    return tuple(sorted(found))


def _confirming(claim: Claim, deal: Deal) -> tuple[str, ...]:
    """Return the claims of other origins that tell the same fact, sorted."""
    own = {key for origin in deal.origins if claim.id in origin.claims for key in origin.claims}
    alike = (key for fact in deal.facts if claim.id in fact.claims for key in fact.claims)
    return tuple(sorted(set(alike) - own - {claim.id}))
