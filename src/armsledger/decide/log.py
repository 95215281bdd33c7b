"""The log as lines of JSON: for listings, and as a file that a team keeps and shares."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from armsledger.decide.codec import decision_from_json, decision_to_json
from armsledger.decide.errors import DecisionError
from armsledger.errors import UnreadableError
from armsledger.model.codec import claim_to_json
from armsledger.model.decision import Anchor, Decision, Doubt, Logged


def write_log(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield one line a decision by time and id: the same log is always the same lines."""
    for decision in sorted(decisions, key=lambda d: (d.when, d.id)):
        yield json.dumps(decision_to_json(decision), ensure_ascii=False) + "\n"


def read_log(name: str, lines: Iterable[str]) -> list[Decision]:
    """Return the decisions of a log's lines, each once, in order; blank lines are skipped.

    Raises:
        UnreadableError: a line is no decision; it names the line.
    """
    found: dict[str, Decision] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decision = decision_from_json(json.loads(line))
        except (DecisionError, ValueError, RecursionError) as error:
            reason = error.reason if isinstance(error, DecisionError) else f"no JSON ({error})"
            raise UnreadableError(f"{name}:{number}", reason) from error
        found[decision.id] = decision
    return list(found.values())


def logged_to_json(logged: Logged) -> dict[str, Any]:
    """Return a decision with what became of it, as one object of `decisions list --json`."""
    decision = logged.decision
    row = decision_to_json(decision)
    return row | {
        "anchors": [_place(anchor) for anchor in decision.anchors],
        "deals": [deal.id for deal in decision.deals],
        "found": str(logged.found),
        "counts": logged.counts,
        "withdrawn_by": logged.withdrawn_by,
        "overruled_by": logged.overruled_by,
        "conflict": list(logged.conflict),
    }


def doubt_to_json(doubt: Doubt) -> dict[str, Any]:
    """Return a claim of the queue as one object of `review --json`."""
    return {
        "claim": claim_to_json(doubt.claim),
        "deal": doubt.deal,
        "doubt": round(doubt.doubt, 4),
        "effect": round(doubt.effect, 4),
        "if_accepted": list(doubt.if_accepted),
        "if_rejected": list(doubt.if_rejected),
    }


def _place(anchor: Anchor) -> dict[str, Any]:
    return {
        "report": anchor.report,
        "part": anchor.part,
        "start": anchor.start,
        "exact": anchor.exact,
        "claim": anchor.claim,
        "extractor": anchor.extractor,
    }
