"""Whether a ledger is as the oracle of a planted world says: each check returns what is wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from planted_oracle import FIRST, Book, Made
from planted_reading import Planted

from armsledger.decide.deals import split_id
from armsledger.decide.fields import parse_field
from armsledger.ledger import Ledger
from armsledger.link.partition import partition_of
from armsledger.model import Claim, Deal
from armsledger.model.codec import claim_to_json
from armsledger.model.decision import DecidedClaim, Found, Kind

_ON_DEALS: Final = frozenset({Kind.MERGE, Kind.SPLIT})


@dataclass(frozen=True, slots=True)
class Scene:
    """A ledger after a reading, and what was planted."""

    ledger: Ledger
    book: Book
    now: int
    folder: Path  # for ledgers to compare with
    twins: dict[tuple[Claim, ...], tuple[Deal, ...]]  # their deals, by the claims that they hold


def faults(scene: Scene) -> dict[str, list[str]]:
    """Return by check all that is not as it has to be, in words."""
    checks = (log_faults, claim_faults, note_faults, deal_faults, register_faults)
    return {
        check.__name__: [f"reading {scene.now}: {fault}" for fault in check(scene)]
        for check in checks
    }


def log_faults(scene: Scene) -> Iterator[str]:
    """Yield the decisions that are lost, or not listed as what they have to be."""
    book = scene.book
    listed = {one.decision.id: one for one in scene.ledger.decisions()}
    expected = {*book.made, *(one.id for one in book.withdrawals)}
    if set(listed) != expected:
        yield f"{len(expected - set(listed))} decisions lost, {len(set(listed) - expected)} strange"
    for key, made in book.made.items():
        one, wanted = listed.get(key), book.found_all(made, scene.now)
        if one is not None and one.found is not wanted:
            yield f"{_name(book, made)}: listed as {one.found}, is {wanted}"
        if one is not None and one.withdrawn_by != made.withdrawn_by:
            yield f"{_name(book, made)}: withdrawn by {one.withdrawn_by}, not {made.withdrawn_by}"


def claim_faults(scene: Scene) -> Iterator[str]:
    """Yield the claims on which other decisions count than those that are about them."""
    shown = {claim.id: claim for claim in scene.ledger.claims()}
    for wanted in expected_claims(scene.book, scene.now):
        claim = shown.pop(wanted.id, None)
        if claim is None:
            yield f"claim {wanted.id} is not in the register"
        elif _told(claim) != _told(wanted):
            yield f"claim {wanted.id} is not as decided: {_differences(claim, wanted)}"
    yield from (f"claim {key} is in the register" for key in shown)


def note_faults(scene: Scene) -> Iterator[str]:
    """Yield the notes that do not stand in the history of their claim, or stand elsewhere."""
    book = scene.book
    notes = [made for made in book.made.values() if made.decision.kind is Kind.NOTE]
    wanted: dict[str, set[str]] = {}
    for made in notes:
        claim = book.target(*made.claim, scene.now)
        if claim is not None:
            wanted.setdefault(claim.id, set()).add(made.decision.id)
    of_notes = {made.decision.id for made in notes}
    for claim_id in wanted:
        found = {one.decision.id for one in scene.ledger.history(claim_id)} & of_notes
        if found != wanted[claim_id]:
            yield f"the notes on {claim_id} are {found}, not {wanted[claim_id]}"


def deal_faults(scene: Scene) -> Iterator[str]:
    """Yield the merges and splits that count and do not show in the register."""
    holder = {key: deal for deal in scene.ledger.deals() for key in deal.claims}
    for made in _counting(scene):
        name = _name(scene.book, made)
        if made.decision.kind is Kind.SPLIT:
            yield from (f"{name}: {fault}" for fault in _split_faults(scene, made, holder))
        else:
            yield from (f"{name}: {fault}" for fault in _merge_faults(scene, made, holder))


def register_faults(scene: Scene) -> Iterator[str]:
    """Yield the deals that differ from those of a ledger in which the claims were read right.

    Deals that merges and splits have to do with are left out: `deal_faults` looks at these.
    """
    apart = _partitions_of_deals(scene)
    wanted = {deal.id: deal for deal in _outside(_twin_deals(scene), apart)}
    found = {deal.id: deal for deal in _outside(scene.ledger.deals(), apart)}
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            yield f"deal {key}: {_differences(found.get(key), wanted.get(key))}"


def _twin_deals(scene: Scene) -> tuple[Deal, ...]:
    """Return the deals of a ledger in which the claims were read as people have decided them."""
    counted = tuple(expected_claims(scene.book, scene.now))
    if counted in scene.twins:
        return scene.twins[counted]
    reports = scene.book.world.reports
    claims: dict[str, list[Claim]] = {report.id: [] for report in reports}
    for claim in counted:
        claims[claim.report].append(claim)
    path = scene.folder / f"twin-{len(scene.twins)}.db"
    with Ledger.open(path, create=True) as twin:
        outcomes = list(twin.add(reports, Planted("twin", claims)))
        if any(outcome.status != "added" for outcome in outcomes):
            raise AssertionError(f"the twin ledger is not whole: {outcomes}")
        scene.twins[counted] = twin.deals()
    return scene.twins[counted]


def expected_claims(book: Book, now: int) -> Iterator[Claim]:
    """Yield the claims that have to count after a reading, as people have decided them."""
    effects = book.effects(now)
    for claim in book.claims(now):
        slots = effects.get(claim.id)
        if slots is None:
            yield claim
        elif not _is_rejected(slots):
            yield _corrected(claim, slots)


def _is_rejected(slots: dict[str, Made]) -> bool:
    return "verdict" in slots and slots["verdict"].decision.kind is Kind.REJECT


def _corrected(claim: Claim, slots: dict[str, Made]) -> DecidedClaim:
    values: dict[str, Any] = {
        name: parse_field(name, json.loads(made.decision.value or "null"))
        for name, made in slots.items()
        if name != "verdict"
    }
    own = {name: getattr(claim, name) for name in Claim.__dataclass_fields__}
    own |= values
    own["confidence"] = 1.0
    own["spans"] = tuple(span for span in claim.spans if span.role not in values)
    evidence = sorted((slot, made.decision.id) for slot, made in slots.items())
    return DecidedClaim(**own, decisions=tuple(evidence))


def _split_faults(scene: Scene, made: Made, holder: dict[str, Deal]) -> Iterator[str]:
    wanted = {key for key in _bound(scene, made, made.decision.anchors) if key in holder}
    deals = {holder[key].id for key in wanted}
    if len(deals) > 1:
        yield f"its claims are in {sorted(deals)}"
    elif wanted:
        (deal,) = deals
        if set(holder[min(wanted)].claims) != wanted:
            yield f"{deal} holds other claims too"
        if not deal.startswith(split_id(made.decision)):
            yield f"its deal is {deal}"


def _merge_faults(scene: Scene, made: Made, holder: dict[str, Deal]) -> Iterator[str]:
    groups = [_bound(scene, made, deal.anchors) for deal in made.decision.deals]
    held = [{holder[key].id for key in group if key in holder} for group in groups]
    placed = [deals for deals in held if deals]
    if placed and not set.intersection(*placed):
        yield f"its deals are apart: {placed}"


def _bound(scene: Scene, made: Made, anchors: Iterable[Any]) -> list[str]:
    found = (scene.book.target(made.reading, anchor.claim, scene.now) for anchor in anchors)
    return [claim.id for claim in found if claim is not None]


def _counting(scene: Scene) -> list[Made]:
    """Return the merges and splits that have an effect."""
    return [
        made
        for made in scene.book.made.values()
        if made.decision.kind in _ON_DEALS
        and made.stands
        and scene.book.found_all(made, scene.now) is not Found.ORPHANED
    ]


def _partitions_of_deals(scene: Scene) -> set[str]:
    """Return the partitions of all claims that merges and splits hold on to."""
    homes = {c.id: partition_of(c) for c in expected_claims(scene.book, scene.now)}
    found: set[str] = set()
    for made in _counting(scene):
        bound = _bound(scene, made, made.decision.places())
        found |= {homes[key] for key in bound if key in homes}
        # As they were called: a deal of which only rejected claims are left.
        found |= {name for deal in made.decision.deals for name in deal.partition.split("+")}
    return found


def _outside(deals: Iterable[Deal], apart: set[str]) -> Iterator[Deal]:
    for deal in deals:
        if apart.isdisjoint(deal.partition.split("+")):
            yield replace(deal, partition="")


def _told(claim: Claim) -> dict[str, Any]:
    return claim_to_json(claim)


def _differences(found: object, wanted: object) -> dict[str, tuple[Any, Any]] | str:
    """Return by field what is found and what is wanted."""
    if found is None or wanted is None:
        return "is not there" if found is None else "should not be there"
    names = {*type(found).__dataclass_fields__, *type(wanted).__dataclass_fields__}
    both = ((name, getattr(found, name, None), getattr(wanted, name, None)) for name in names)
    return {
        name: (one, other)
        for name, one, other in sorted(both, key=lambda row: row[0])
        if one != other
    }


def _name(book: Book, made: Made) -> str:
    decision = made.decision
    at = "" if decision.deals else f" of '{book.pair(*made.claim).change}'"
    place = f"reading {made.reading}{', back' if made.reading != FIRST else ''}"
    return f"{decision.kind} {decision.field or ''} {decision.id} ({place}){at}"
