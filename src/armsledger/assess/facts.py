"""A deal's timeline: all claims that tell one event folded into one fact."""

from collections.abc import Sequence
from typing import Final

from armsledger.assess.support import support_of
from armsledger.assess.told import Told, ids
from armsledger.model import ACTED, Event, Fact, Factuality, Support
from armsledger.model.edtf import DayRange

_LADDER: Final = tuple(Event)


def facts_of(told: Sequence[Told]) -> tuple[Fact, ...]:
    """Return the facts of a deal, by ladder, then time; every claim is in exactly one.

    Claims of the same event, factuality and actor are one fact if their dates are the same, if the
    date of the one lies within the date of the other and there is no second date within that, or
    if one has no date and there is no second date to choose from.
    """
    groups: dict[tuple[Event, Factuality, str], list[Told]] = {}
    for one in told:
        actor = (one.claim.actor or "") if one.event in ACTED else ""
        groups.setdefault((one.event, one.claim.factuality, actor), []).append(one)
    found = [(_order(fact), fact) for group in groups.values() for fact in _fold(group)]
    return tuple(fact for _, fact in sorted(found, key=lambda pair: pair[0]))


def _fold(group: Sequence[Told]) -> list[Fact]:
    """Return the facts of one event, factuality and actor.

    Narrow dates come first, whatever the order of the claims: a wider date that holds just one of
    them is about it. One that holds several, all alike, is a fact of its own.
    """
    by_date: dict[DayRange, list[Told]] = {}
    for one in sorted(group, key=lambda t: (t.claim.when or "", t.claim.id)):
        if one.when is not None:
            by_date.setdefault(one.when, []).append(one)
    clusters: dict[DayRange, list[Told]] = {}
    for when in sorted(by_date, key=lambda w: (w.width, w.start)):
        within = [narrow for narrow in clusters if when.contains(narrow)]
        clusters.setdefault(within[0] if len(within) == 1 else when, []).extend(by_date[when])
    found = list(clusters.values())
    undated = [t for t in group if t.when is None]
    if undated and len(found) == 1:
        found[0] += undated
    elif undated:
        found.append(undated)
    return [_fact(cluster) for cluster in found]


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
