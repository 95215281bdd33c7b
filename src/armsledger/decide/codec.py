"""Decisions as plain JSON objects and back, their ids, and what is refused as none."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from armsledger.decide.errors import DecisionError
from armsledger.decide.fields import parse_field
from armsledger.model.decision import Anchor, DealRef, Decision, Kind, Likeness

ID_DIGITS: Final = 16  # as many as a claim's id has

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_ID: Final = re.compile(rf"[0-9a-f]{{{ID_DIGITS}}}")
_LONGEST_NAME: Final = 200  # characters of a person's name
_LONGEST_WHY: Final = 10_000  # characters of a reason or a note
_CLAIM_KINDS: Final = frozenset({Kind.ACCEPT, Kind.REJECT, Kind.CORRECT})

# The keys of a likeness that may be absent.
_MAYBE: Final = ("supplier", "recipient", "system", "category")


def canonical(value: object) -> str:
    """Return JSON text that is equal for equal values only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def value_text(value: object) -> str:
    """Return a corrected value as a decision holds it.

    Raises:
        DecisionError: JSON has no form for it.
    """
    try:
        return canonical(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise DecisionError(f"{value!r} is no value of a claim's JSON ({error})") from error


def moment(when: datetime) -> str:
    """Return a time as decisions hold it: ISO 8601 in UTC to the microsecond."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def signed(decision: Decision) -> Decision:
    """Return the decision under the id that its content gives.

    Raises:
        DecisionError: its parts do not fit each other.
    """
    return decision_from_json(decision_to_json(replace(decision, id=_digest(decision))))


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """Return a decision as a JSON object, one line of an exported log."""
    return {
        "id": decision.id,
        "kind": str(decision.kind),
        "who": decision.who,
        "when": decision.when,
        "why": decision.why,
        "field": decision.field,
        "value": None if decision.value is None else json.loads(decision.value),
        "target": decision.target,
        "basis": list(decision.basis),
        "anchors": [_anchor_to_json(anchor) for anchor in decision.anchors],
        "deals": [
            {
                "id": deal.id,
                "partition": deal.partition,
                "anchors": [_anchor_to_json(anchor) for anchor in deal.anchors],
            }
            for deal in decision.deals
        ],
    }


def decision_from_json(row: object) -> Decision:
    """Return the decision that `decision_to_json` wrote; the round trip loses nothing.

    Raises:
        DecisionError: the object is no decision, or was changed after it was made.
    """
    try:
        decision = _read(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DecisionError(f"no decision: {type(error).__name__}: {error}") from error
    _check(decision)
    if decision.id != _digest(decision):
        raise DecisionError("its id does not fit its content: it was changed after it was made")
    return decision


def _digest(decision: Decision) -> str:
    row = decision_to_json(decision)
    del row["id"]
    return hashlib.sha256(canonical(row).encode()).hexdigest()[:ID_DIGITS]


def _anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    return {
        "report": anchor.report,
        "part": anchor.part,
        "start": anchor.start,
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "claim": anchor.claim,
        "extractor": anchor.extractor,
        "like": _likeness_to_json(anchor.like),
        "others": [_likeness_to_json(other) for other in anchor.others],
    }


def _likeness_to_json(like: Likeness) -> dict[str, Any]:
    row = {name: getattr(like, name) for name in ("event", *_MAYBE, "trigger", "trigger_at")}
    return {name: value for name, value in row.items() if value is not None}


def _read(row: Any) -> Decision:  # noqa: ANN401 - whatever a line of JSON holds
    value = row["value"]
    return Decision(
        id=_str(row, "id"),
        kind=Kind(row["kind"]),
        who=_str(row, "who"),
        when=_str(row, "when"),
        why=_str(row, "why"),
        field=_maybe(row, "field"),
        value=None if _maybe(row, "field") is None else canonical(value),
        target=_maybe(row, "target"),
        basis=tuple(_strings(row["basis"])),
        anchors=tuple(_anchor(one) for one in _list(row["anchors"])),
        deals=tuple(_deal(one) for one in _list(row["deals"])),
    )


def _anchor(row: Mapping[str, Any]) -> Anchor:
    return Anchor(
        report=_str(row, "report"),
        part=_str(row, "part"),
        start=_place(row["start"]),
        exact=_str(row, "exact"),
        prefix=_str(row, "prefix"),
        suffix=_str(row, "suffix"),
        claim=_str(row, "claim"),
        extractor=_str(row, "extractor"),
        like=_likeness(row["like"]),
        others=tuple(_likeness(one) for one in _list(row["others"])),
    )


def _likeness(row: Mapping[str, Any]) -> Likeness:
    at = row.get("trigger_at")
    return Likeness(
        event=_str(row, "event"),
        trigger=_str(row, "trigger"),
        trigger_at=None if at is None else _place(at),
        **{name: _maybe(row, name) for name in _MAYBE},
    )


def _deal(row: Mapping[str, Any]) -> DealRef:
    return DealRef(
        id=_str(row, "id"),
        partition=_str(row, "partition"),
        anchors=tuple(_anchor(one) for one in _list(row["anchors"])),
    )


def _str(row: Mapping[str, Any], name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    value.encode()  # half a surrogate pair fits in no file and no database
    if "\x00" in value:
        raise ValueError(f"{name} holds a NUL")
    return value


def _maybe(row: Mapping[str, Any], name: str) -> str | None:
    return None if row.get(name) is None else _str(row, name)


def _place(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("an offset is a whole number from 0")
    return value


def _list(value: object) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return value


def _strings(value: object) -> Sequence[str]:
    return [_str({"basis": one}, "basis") for one in _list(value)]


def _check(decision: Decision) -> None:
    """Refuse a decision whose parts do not make one.

    Raises:
        DecisionError: with what is wrong.
    """
    for fault in (_fault_of_head(decision), _fault_of_kind(decision)):
        if fault:
            raise DecisionError(fault)
    for anchor in decision.places():
        if not _HASH.fullmatch(anchor.report) or anchor.part not in {"text", "title"}:
            raise DecisionError("an anchor names no report's content hash or no part of it")
        if not anchor.exact:
            raise DecisionError("an anchor without a quote")
    if decision.kind is Kind.CORRECT and decision.field is not None:
        parse_field(decision.field, json.loads(decision.value or "null"))


def _fault_of_head(decision: Decision) -> str | None:
    if not 0 < len(decision.who.strip()) <= _LONGEST_NAME or not decision.who.isprintable():
        return f"say who decides, in 1 to {_LONGEST_NAME} printable characters"
    if len(decision.why) > _LONGEST_WHY:
        return f"the reason is over {_LONGEST_WHY:,} characters"
    if not _is_moment(decision.when):
        return f"'{decision.when}' is no time in UTC such as 2026-03-01T09:30:00.000000+00:00"
    if decision.basis != tuple(sorted(set(decision.basis))):
        return "the basis is a sorted list of different ids"
    if not all(_ID.fullmatch(one) for one in decision.basis):
        return "the basis names something that is no decision's id"
    return None


def _is_moment(when: str) -> bool:
    try:
        return moment(datetime.fromisoformat(when)) == when
    except ValueError:
        return False


def _fault_of_kind(decision: Decision) -> str | None:
    kind, claims, deals = decision.kind, len(decision.anchors), len(decision.deals)
    if (decision.field is None) is (kind is Kind.CORRECT):
        return "a correction, and nothing else, names a field"
    if (decision.target is None) is (kind is Kind.WITHDRAW):
        return "a withdrawal, and nothing else, names a decision"
    if decision.target is not None and not _ID.fullmatch(decision.target):
        return f"'{decision.target}' is no decision's id"
    if kind in _CLAIM_KINDS and (claims != 1 or deals):
        return f"to {kind} needs one claim"
    return _fault_of_deals(kind, claims, deals, decision)


def _fault_of_deals(kind: Kind, claims: int, deals: int, decision: Decision) -> str | None:
    different = len({deal.id for deal in decision.deals})
    if kind is Kind.MERGE and (claims or different < max(2, deals)):
        return "to merge needs two or more different deals"
    if kind is Kind.SPLIT and (deals != 1 or not claims):
        return "to split needs one deal and one or more of its claims"
    if kind is Kind.NOTE and (claims + deals != 1 or not decision.why.strip()):
        return "a note is on one claim or one deal, and says something"
    if kind is Kind.WITHDRAW and (claims or deals):
        return "a withdrawal names a decision only"
    return None
