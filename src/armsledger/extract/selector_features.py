"""What is seen of a proposal when it gets its confidence: its scores, and what stands beside it."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from armsledger.extract.argument_features import NO_WEAPON, Vector
from armsledger.extract.proposal import Proposal


def selector_rows(proposals: Sequence[Proposal]) -> list[Vector]:
    """Return one row of features per proposal: its scores, and how the report repeats it."""
    same = {key: _same(group) for key, group in _grouped(proposals, lambda p: p.key).items()}
    deals = _grouped(proposals, lambda p: (p.recipient, p.weapon))
    deal = {key: _deal(group) for key, group in deals.items()}
    sentence = _grouped(proposals, lambda p: p.place.position)
    return [
        _selector_row(p)
        | same[p.key]
        | deal[p.recipient, p.weapon]
        | _rivals(p, sentence[p.place.position])
        for p in proposals
    ]


def _same(group: Sequence[Proposal]) -> Vector:
    """Return how often, and how surely, a report says one thing."""
    places = {(q.place.position, q.place.trigger.start): q.event_score for q in group}
    return {
        "same": float(len(places)),
        "same_max": max(places.values()),
        "same_sum": sum(places.values()),
        "same_joint": max(q.event_score * q.weapon_score * q.recipient_score for q in group),
    }


def _deal(group: Sequence[Proposal]) -> Vector:
    """Return what a report says of one deal."""
    return {
        "deal_sum": sum(q.event_score for q in group),
        "deal_events": float(len({q.event for q in group})),
    }


def _rivals(p: Proposal, others: Sequence[Proposal]) -> Vector:
    """Return how a proposal stands among those of its sentence: few sentences tell many events."""
    same_deal = {
        (q.place.trigger.start, q.event): q.event_score
        for q in others
        if (q.recipient, q.weapon) == (p.recipient, p.weapon)
    }
    same_trigger = {
        q.event: q.event_score for q in others if q.place.trigger.start == p.place.trigger.start
    }
    events = {q.event for q in others}
    return {
        "rank_here": float(sum(score > p.event_score for score in same_deal.values())),
        "rank_trigger": float(sum(score > p.event_score for score in same_trigger.values())),
        "best_here": max(same_deal.values()),
        "share_here": p.event_score / (sum(same_deal.values()) or 1.0),
        "events_here": float(len(events)),
        "weapons_of_trigger": float(len({q.weapon for q in others if q.place is p.place})),
        "weapon_rank": float(
            sum(q.weapon_score > p.weapon_score for q in others if q.place is p.place)
        ),
        **{f"kind:{group}": 1.0 for group in p.place.trigger.groups},
    }


def _grouped(
    proposals: Sequence[Proposal], key_of: Callable[[Proposal], object]
) -> dict[object, list[Proposal]]:
    groups: defaultdict[object, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        groups[key_of(proposal)].append(proposal)
    return groups


def _selector_row(p: Proposal) -> Vector:
    scene = p.place.scene
    joint = p.event_score * p.weapon_score * p.recipient_score
    return {
        "event": p.event_score,
        "none": p.none_score,
        "weapon": p.weapon_score,
        "recipient": p.recipient_score,
        "supplier": p.supplier_score,
        "joint": joint,
        "unnamed_recipient": float(p.recipient is None),
        "unnamed_supplier": float(p.supplier is None),
        "supplier_is_home": float(_is_home(p)),
        "no_weapon": float(p.weapon == NO_WEAPON),
        "system": float(p.weapon in scene.systems),
        "title": float(p.place.sentence.sentence.part == "title"),
        "weapon_here": float(any(w.key == p.weapon for w in p.place.sentence.weapons)),
        "any_weapon_here": float(bool(p.place.sentence.weapons)),
        "actors_here": float(len({a.code for a in p.place.sentence.actors})),
        f"e:{p.event}": 1.0,
    }


def _is_home(p: Proposal) -> bool:
    """Return whether the recipient is the weapon's home state: often no transfer at all."""
    system = p.place.scene.systems.get(p.weapon)
    return bool(system and p.recipient in system.origin)
