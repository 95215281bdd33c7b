"""Decisions as entries of a history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from armsledger.exports.words import actor_name
from armsledger.model.decision import Decision, Found, Kind, Logged
from armsledger.web.views.deal_claims import shortened

MAX_WORDS: Final = 300  # characters of a quote or a value

_VERBS: Final = {
    Kind.ACCEPT: "accepted a claim",
    Kind.REJECT: "rejected a claim",
    Kind.CORRECT: "corrected",
    Kind.MERGE: "merged deals",
    Kind.SPLIT: "split claims off into a deal of their own",
    Kind.NOTE: "noted",
    Kind.WITHDRAW: "withdrew a decision",
}
_PARTIES: Final = frozenset({"supplier", "recipient", "actor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One decision in words."""

    decision: Decision
    what: str  # "corrected supplier to Russia"
    quote: str | None  # of the claim that it is about
    fate: str | None  # why it does not count, or how it was found; None: it counts as it was made
    counts: bool


def history_entry(logged: Logged) -> HistoryEntry:
    """Return a decision in words."""
    decision = logged.decision
    quote = decision.anchors[0].exact if decision.anchors else None
    return HistoryEntry(
        decision=decision,
        what=_what(decision),
        quote=quote and shortened(quote, MAX_WORDS),
        fate=_fate(logged),
        counts=logged.counts,
    )


def history_of(log: Sequence[Logged]) -> tuple[HistoryEntry, ...]:
    """Return decisions, the newest first."""
    return tuple(history_entry(logged) for logged in reversed(log))


def _what(decision: Decision) -> str:
    verb = _VERBS[decision.kind]
    if decision.kind is Kind.CORRECT:
        value = shortened(_value(decision.field, decision.value), MAX_WORDS)
        return f"{verb} {decision.field} to {value}"
    if decision.kind in (Kind.MERGE, Kind.SPLIT) and decision.deals:
        return f"{verb}: {', '.join(deal.id for deal in decision.deals)}"
    return verb


def _value(field: str | None, text: str | None) -> str:
    """Return a correction's value, canonical JSON, in words."""
    value: Any = None if text is None else json.loads(text)
    if value is None:
        return "nothing"
    if field in _PARTIES:
        return actor_name(str(value))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in (None, "="))
    return str(value)


def _fate(logged: Logged) -> str | None:
    if logged.withdrawn_by is not None:
        return "withdrawn"
    if logged.overruled_by is not None:
        return "overruled by a later decision"
    if logged.found is Found.ORPHANED:
        return "orphaned: nothing in the ledger is surely what it is about"
    return "moved with its sentence" if logged.found is Found.MOVED else None
