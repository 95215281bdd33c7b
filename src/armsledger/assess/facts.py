"""A deal's timeline: all claims that tell one event folded into one fact."""

from collections.abc import Sequence
from typing import Final

from armsledger.assess.support import support_of
from armsledger.assess.told import Told, ids
from armsledger.model import ACTED, Event, Fact, Factuality, Support
from armsledger.model.edtf import LAST_DAY

_LADDER: Final = tuple(Event)


def facts_of(told: Sequence[Told]) -> tuple[Fact, ...]:
    """Return the facts of a deal, by ladder, then time; every claim is in exactly one.

    Claims of the same event, factuality and actor are one fact if a date of the one lies within
    the date of the other, or if one has no date and there is no second date to choose from.
    """
    groups: dict[tuple[Event, Factuality, str], list[Told]] = {}
    for one in told:
        actor = (one.claim.actor or "") if one.event in ACTED else ""
        groups.setdefault((one.event, one.claim.factuality, actor), []).append(one)
    found = [(_order(fact), fact) for group in groups.values() for fact in _fold(group)]
    return tuple(fact for _, fact in sorted(found, key=lambda pair: pair[0]))


def _fold(group: Sequence[Told]) -> list[Fact]:
    dated = [t for t in group if t.when is not None]
    undated = [t for t in group if t.when is None]
    clusters: list[list[Told]] = []
    for one in sorted(dated, key=lambda t: (_width(t), _start(t), t.claim.id)):
        fitting = [c for c in clusters if one.when and c[0].when and one.when.contains(c[0].when)]
        if len(fitting) == 1:
            fitting[0].append(one)
        else:
            clusters.append([one])
    if undated:
        if len(clusters) == 1:
            clusters[0] += undated
        else:
            clusters.append(undated)
    return [_fact(cluster) for cluster in clusters]


def _fact(cluster: Sequence[Told]) -> Fact:
    first = cluster[0]
    reported = min((t.reported for t in cluster if t.reported), default=None)
    return Fact(
        event=first.event,
        factuality=first.claim.factuality,
        when=first.claim.when if first.when else None,
        reported=reported,
        support=support_of(cluster) or Support.UNNAMED,
        actor=first.claim.actor if first.event in ACTED else None,
        claims=ids(cluster),
    )


def _order(fact: Fact) -> tuple[object, ...]:
    return (
        _LADDER.index(fact.event),
        fact.when or fact.reported or "9999",
        list(Factuality).index(fact.factuality),
        fact.actor or "",
        fact.claims,
    )


def _width(told: Told) -> int:
    return told.when.width if told.when else LAST_DAY


def _start(told: Told) -> int:
    return told.when.start if told.when else LAST_DAY
