"""Turning what somebody wants into a decision that holds on, against the ledger as it is now."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import Connection, select

from armsledger.decide.anchoring import anchor_of
from armsledger.decide.codec import moment, signed, value_text
from armsledger.decide.errors import DecisionError, OvertakenError
from armsledger.decide.fields import VERDICT
from armsledger.decide.history import claim_heads, deal_heads
from armsledger.decide.standing import withdrawn
from armsledger.errors import NotFoundError
from armsledger.model import Claim, Deal
from armsledger.model.decision import Anchor, DealRef, Decision, Kind, Wish
from armsledger.store import decisions as log
from armsledger.store import reader, rows
from armsledger.store.placing import current_claims
from armsledger.store.schema import reports

# Claims by which a deal is known again: one wrong reading or lost report must not lose it.
ANCHORS_PER_DEAL: Final = 8

# What sets a part of a claim; a note sets nothing.
_RULING: Final = frozenset({Kind.ACCEPT, Kind.REJECT, Kind.CORRECT})

_TICK: Final = timedelta(microseconds=1)


def decision_of(connection: Connection, wish: Wish, deals: Sequence[Deal]) -> Decision:
    """Return the decision that a wish makes now, anchored; it is not yet in the log.

    Args:
        connection: with the write lock, so that nobody decides meanwhile.
        wish: by ids that the ledger shows.
        deals: those that the wish names, in its order.

    Raises:
        DecisionError: the wish makes no decision.
        NotFoundError: a claim or a decision that it names is not there.
        OvertakenError: there is a decision on the same thing that it does not know of.
    """
    check_overtaken(connection, wish, [deal.id for deal in deals])
    _check(connection, wish, deals)
    is_correction = wish.kind is Kind.CORRECT
    return signed(
        Decision(
            id="",
            kind=wish.kind,
            who=wish.who.strip(),
            when=_time_after(connection, wish.basis),
            why=wish.why,
            anchors=tuple(_anchor(connection, key) for key in dict.fromkeys(wish.claims)),
            deals=_deal_refs(connection, wish, deals),
            field=wish.field,
            value=value_text(wish.value) if is_correction else None,
            target=wish.target,
            basis=tuple(sorted(set(wish.basis))),
        )
    )


def check_overtaken(connection: Connection, wish: Wish, deals: Sequence[str]) -> None:
    """Refuse a wish that would overrule what its author does not know of.

    Raises:
        OvertakenError: with the decisions that stand against it.
    """
    found = [d for d in standing_against(connection, wish, deals) if d.id not in wish.basis]
    if found:
        named = [f"claim {key}" for key in wish.claims] if not deals else []
        subject = ", ".join(named or [f"deal {key}" for key in deals])
        raise OvertakenError(subject, found)


def standing_against(connection: Connection, wish: Wish, deals: Sequence[str]) -> list[Decision]:
    """Return the decisions that count now on what a wish is about, in order."""
    found: dict[str, Decision] = {}
    if wish.kind in {Kind.MERGE, Kind.SPLIT}:
        made_on_deals = log.on_named_deals(connection, deals)
        found = {d.id: d for d in deal_heads(deals, made_on_deals)}
    elif wish.kind not in _RULING:
        return []
    made = log.on_claims(connection, wish.claims, kinds=_RULING)
    bound = log.bindings_of(connection, [decision.id for decision in made])
    for claim in wish.claims:
        for slot, ahead in claim_heads(claim, made, bound).items():
            found.update({d.id: d for d in ahead if _concerns(wish, slot, d)})
    return sorted(found.values(), key=lambda d: (d.when, d.id))


def _concerns(wish: Wish, slot: str, decision: Decision) -> bool:
    """Tell whether a decision stands against a wish on the same claim.

    To reject undoes every correction; a correction of a rejected claim has no effect, and it can
    be split off no more.
    """
    if wish.kind is Kind.SPLIT:
        return slot == VERDICT and decision.kind is Kind.REJECT
    if wish.kind is Kind.REJECT:
        return True
    if wish.kind is Kind.CORRECT:
        return slot == wish.field or (slot == VERDICT and decision.kind is Kind.REJECT)
    return slot == VERDICT


def _check(connection: Connection, wish: Wish, deals: Sequence[Deal]) -> None:
    missing = sorted(set(wish.basis) - log.known_ids(connection, wish.basis))
    if missing:
        raise NotFoundError("decision", missing[0], "see 'armsledger decisions list'")
    if wish.kind is Kind.WITHDRAW:
        _check_target(connection, wish.target)
    if wish.kind is Kind.MERGE and len({deal.id for deal in deals}) < len(deals):
        raise DecisionError(f"these are one deal already: {', '.join(wish.deals)}")
    if wish.kind is Kind.SPLIT and deals:
        others = sorted(set(wish.claims) - set(deals[0].claims))
        if others:
            raise DecisionError(f"claim {others[0]} is not in deal {deals[0].id}")


def _check_target(connection: Connection, target: str | None) -> None:
    if target is None:
        raise DecisionError("say which decision is to be withdrawn")
    found = log.with_ids(connection, [target])
    if not any(decision.id == target for decision in found):
        raise NotFoundError("decision", target, "see 'armsledger decisions list'")
    by = withdrawn(found).get(target)
    if by is not None:
        raise DecisionError(f"{target} is withdrawn already, by {by}")


def _time_after(connection: Connection, basis: Sequence[str]) -> str:
    """Return the time now, or just after the decisions that are overruled: clocks differ."""
    earlier = [datetime.fromisoformat(d.when) + _TICK for d in log.with_ids(connection, basis)]
    return moment(max([datetime.now(UTC), *earlier]))


def _anchor(connection: Connection, claim: str) -> Anchor:
    places = reader.find_places(connection, claim)
    if not places:
        raise NotFoundError("claim", claim, "see 'armsledger claims'")
    row = connection.execute(select(reports).where(reports.c.seq == places[0])).one()
    found = [one for _, one in current_claims(connection, places[0])]
    return anchor_of(next(c for c in found if c.id == claim), rows.report_of(row), found)


def _deal_refs(connection: Connection, wish: Wish, deals: Sequence[Deal]) -> tuple[DealRef, ...]:
    """Return the deals with claims to know them by; a split is known by the claims it takes."""
    return tuple(
        DealRef(
            id=deal.id,
            partition=deal.partition,
            anchors=()
            if wish.kind is Kind.SPLIT
            else tuple(_anchor(connection, key) for key in _best_known(connection, deal)),
        )
        for deal in deals
    )


def _best_known(connection: Connection, deal: Deal) -> list[str]:
    """Return the claims that stand most surely for a deal, from as many reports as possible."""
    soft = set(deal.soft)
    ranked = sorted(
        reader.find_claims(connection, deal.claims),
        key=lambda c: (c.report, c.id in soft, -c.confidence, c.id),
    )
    turns: list[tuple[int, Claim]] = []
    for _, group in groupby(ranked, key=lambda c: c.report):
        turns += enumerate(group)
    chosen = sorted(turns, key=lambda t: (t[0], t[1].id in soft, -t[1].confidence, t[1].id))
    return sorted(claim.id for _, claim in chosen[:ANCHORS_PER_DEAL])
