"""Whether a deal goes on: open, suspended, cancelled, denied or completed."""

import re
from collections.abc import Sequence
from typing import Final

from armsledger.assess.stage import standing
from armsledger.assess.told import Told, pick
from armsledger.model import STAGES, Event, Factuality, State
from armsledger.model.edtf import FIRST_DAY, LAST_DAY

# Facts that show, if they are dated after a stop, that the deal went on after it.
_RESUME_DATED: Final = (
    Event.ORDER,
    Event.FINANCING,
    Event.PRODUCTION,
    Event.DELIVERY,
    Event.TRIAL,
    Event.DEPLOYMENT,
)
# A bid that was called off before any order is on again with these.
_REOPEN: Final = (Event.OFFER, Event.SELECTION, Event.TALKS)

# Without a date of their own only these show it: a later report that speaks of "the purchase"
# may be looking back, one that tells of a delivery or a go-ahead is news.
_RESUME_UNDATED: Final = (Event.APPROVAL, Event.DELIVERY, Event.TRIAL, Event.DEPLOYMENT)

# A report that tells of a stop so long ago, in days, and of an undated go-ahead or delivery, tells
# the latter as news. An estimate.
LONG_DAYS: Final = 365

_FULL: Final = re.compile(
    r"\b(?:final|remaining|last(?! (?:week|month|year|summer|autumn|fall|winter|spring|night|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)))"
    r"\b[^.;]{0,40}\b(?:batch|shipment|deliver\w+|consignment|tranche|unit|aircraft|jet|regiment)"
    r"|\bcomplet\w+\b[^.;]{0,30}\b(?:deliver\w+|handover|transfer|supply)"
    r"|\b(?:deliver\w+|handover)\b[^.;]{0,30}\bcomplet\w+"
    r"|\ball\b[^.;]{0,40}\b(?:have been|were|are) (?:delivered|handed over|received)",
    re.IGNORECASE,
)


# Where there is an order, dropping what was to come on top of it does not stop it.
_MORE: Final = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?)"
    r" (?:more|additional|further|extra) (?!than)"
    r"|\b(?:additional|follow-?on|optional|further) (?:batch|lot|order|contract|purchase|unit"
    r"|squadron|regiment|batter(?:y|ies)|aircraft|jet|fighter|helicopter|tank|submarine|frigate|missile)",
    re.IGNORECASE,
)


def state_of(told: Sequence[Told]) -> tuple[State, tuple[Told, ...]]:
    """Return a deal's state with the claims that make it so (none for an open one)."""
    cancelled = _stopped(told, Event.CANCELLATION)
    if cancelled:
        return State.CANCELLED, cancelled
    suspended = _stopped(told, Event.SUSPENSION)
    if suspended:
        return State.SUSPENDED, suspended
    full = tuple(t for t in standing(told, Event.DELIVERY) if _FULL.search(t.claim.quote))
    if full:
        return State.COMPLETED, full
    denials = pick(told, *STAGES, factuality=[Factuality.DENIED])
    others = pick(told, *STAGES, factuality=set(Factuality) - {Factuality.DENIED})
    if denials and not others:
        return State.DENIED, denials
    return State.OPEN, ()


def _stopped(told: Sequence[Told], event: Event) -> tuple[Told, ...]:
    """Return the facts of a stop that nothing later has overtaken."""
    has_order = bool(standing(told, Event.ORDER))
    stops = [
        t
        for t in standing(told, event)
        if not (t.loose or t.vague or (has_order and _MORE.search(t.claim.quote)))
    ]
    ends = _ends(stops)
    if not ends:
        return ()
    facts = [t for t in pick(told, *STAGES, factuality=[Factuality.FACT]) if not t.vague]
    reopening = () if has_order or event is Event.SUSPENSION else _REOPEN
    lifting = (Event.APPROVAL,) if event is Event.SUSPENSION else ()
    last = max(
        (_start(t) for t in facts if t.event in (*_RESUME_DATED, *reopening, *lifting)),
        default=FIRST_DAY,
    )
    last_told = max(t.day or LAST_DAY for t in stops)
    news = [t.day for t in facts if t.day and t.when is None and t.event in _RESUME_UNDATED]
    if any(day > last_told or day > max(ends) + LONG_DAYS for day in news):
        return ()
    return tuple(stop for stop, end in zip(stops, ends, strict=True) if last <= end)


def _start(fact: Told) -> int:
    """Return the first day of a dated fact; one without a closed date comes after nothing."""
    return fact.when.start if fact.when and not fact.when.is_open else FIRST_DAY


def _ends(stops: Sequence[Told]) -> list[int]:
    """Return the last day on which each stop may have happened.

    An undated one is the stop that its report dates elsewhere, else as late as its report.
    """
    dated: dict[str, int] = {}
    for stop in stops:
        if stop.when and not stop.when.is_open:
            report = stop.claim.report
            dated[report] = max(stop.when.end, dated.get(report, FIRST_DAY))
    return [
        stop.when.end
        if stop.when and not stop.when.is_open
        else dated.get(stop.claim.report, stop.day or LAST_DAY)
        for stop in stops
    ]
