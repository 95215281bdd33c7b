"""The best supported figures and dates of a deal."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from armsledger.assess.amounts import same_money, same_quantity, unit_key
from armsledger.assess.stage import PARTIES, standing
from armsledger.assess.told import Told, origin_count
from armsledger.model import Event, Factuality, Money, Quantity
from armsledger.model.edtf import DayRange

# How near an event's figures are to what the deal is about: the contract, then what leads to it.
# A delivery that has happened is often a part of the whole, so its number comes last.
_CONTRACT: Final = frozenset({Event.ORDER, Event.FINANCING})
_AGREED: Final = frozenset(
    {Event.APPROVAL, Event.SELECTION, Event.PRODUCTION, Event.DELIVERY}
    | {Event.SUSPENSION, Event.CANCELLATION}
)
_PROPOSED: Final = frozenset({Event.TALKS, Event.OFFER, Event.INTEREST})
_PARTIAL: Final = frozenset({Event.DELIVERY, Event.TRIAL, Event.DEPLOYMENT})

V = TypeVar("V", Money, Quantity, DayRange)

_EXACTNESS: Final = ("=", "~", ">", "<")


def best_value(told: Sequence[Told]) -> tuple[Money | None, tuple[Told, ...]]:
    """Return the best supported amount of money, with the claims that agree with it."""
    found = [
        (t.claim.value, t) for t in told if t.claim.value and _tier(t, partial=False) is not None
    ]
    agreeing = _agreement(found, lambda a, b: a.currency == b.currency and same_money(a, b))

    def score(one: tuple[Money, Told]) -> tuple[object, ...]:
        money, told_by = one
        return (
            _tier(told_by, partial=False),
            -origin_count(agreeing[money]),
            _EXACTNESS.index(money.qualifier),
            *_authority(told_by),
        )

    if not found:
        return None, ()
    best = min(found, key=score)[0]
    return best, agreeing[best]


def best_quantity(told: Sequence[Told]) -> tuple[Quantity | None, tuple[Told, ...]]:
    """Return the best supported number of weapons, with the claims that agree with it."""
    found = [
        (t.claim.quantity, t)
        for t in told
        if t.claim.quantity and _tier(t, partial=True) is not None
    ]
    agreeing = _agreement(
        found, lambda a, b: unit_key(a.unit) == unit_key(b.unit) and same_quantity(a, b)
    )

    def score(one: tuple[Quantity, Told]) -> tuple[object, ...]:
        quantity, told_by = one
        return (
            _tier(told_by, partial=True),
            -origin_count(agreeing[quantity]),
            *_authority(told_by),
        )

    if not found:
        return None, ()
    best = min(found, key=score)[0]
    return best, agreeing[best]


def _agreement(
    found: Sequence[tuple[V, Told]], agree: Callable[[V, V], bool]
) -> dict[V, tuple[Told, ...]]:
    """Return each different figure with the claims whose figure can be true beside it."""
    tellers: dict[V, list[Told]] = {}
    for figure, told in found:
        tellers.setdefault(figure, []).append(told)
    return {
        figure: tuple(t for other, by in tellers.items() if agree(figure, other) for t in by)
        for figure in tellers
    }


def _tier(told: Told, *, partial: bool) -> int | None:
    """Return how near a claim's figure is to the contract, 0 nearest; None: not a figure of it."""
    event, factuality = told.event, told.claim.factuality
    if factuality is Factuality.DENIED:
        return None
    is_fact = factuality is Factuality.FACT
    if partial and is_fact and event in _PARTIAL:
        return 4
    for tier, events in ((0, _CONTRACT), (1, _AGREED), (2, _PROPOSED)):
        if event in events:
            return tier if is_fact or tier else 1
    return None


def _authority(told: Told) -> tuple[object, ...]:
    """Return the order among equally supported figures: latest report, then the parties' word."""
    return (-(told.day or 0), told.side not in PARTIES, told.claim.id)


Dated = tuple[DayRange, Told]

# A delivery read this much less surely than another does not date the first one.
LESS_SURE: Final = 0.1


# Claims whose confidence differs by less are equally sure.
SURENESS_STEP: Final = 0.05


def ordered_of(told: Sequence[Told]) -> tuple[str | None, tuple[Told, ...]]:
    """Return the order's date: what most origins bear out, then the surest, then the narrowest."""
    dated = dated_facts(told, Event.ORDER)
    bearing_out = _agreement(dated, DayRange.overlaps)

    def score(one: Dated) -> tuple[object, ...]:
        when, told_by = one
        surest = max(t.claim.confidence for t in bearing_out[when])
        return (-origin_count(bearing_out[when]), -_step(surest), *_narrowness(when, told_by))

    return _chosen(dated, score)


def _step(confidence: float) -> int:
    return round(confidence / SURENESS_STEP)


def delivered_of(told: Sequence[Told]) -> tuple[str | None, tuple[Told, ...]]:
    """Return the date of the first delivery: the narrowest that the earliest one allows."""
    found = dated_facts(told, Event.DELIVERY)
    surest = max((t.claim.confidence for _, t in found), default=0.0)
    dated = [(when, t) for when, t in found if t.claim.confidence >= surest - LESS_SURE]
    first_end = min((when.end for when, _ in dated), default=0)
    first = [(when, t) for when, t in dated if when.start <= first_end]
    return _chosen(first, lambda one: _narrowness(*one))


def dated_facts(told: Sequence[Told], event: Event) -> list[Dated]:
    """Return the facts of an event that date it, closed at both ends and not after the report."""
    return [
        (t.when, t)
        for t in standing(told, event)
        if t.when
        and not t.when.is_open
        and (t.day is None or t.when.start <= t.day)
        and not t.vague
    ]


def _narrowness(when: DayRange, told: Told) -> tuple[object, ...]:
    return (when.width, when.start, told.claim.when, told.claim.id)


def _chosen(
    dated: Sequence[Dated], score: Callable[[Dated], tuple[object, ...]]
) -> tuple[str | None, tuple[Told, ...]]:
    if not dated:
        return None, ()
    when, best = min(dated, key=score)
    return best.claim.when, tuple(t for w, t in dated if w.overlaps(when))
