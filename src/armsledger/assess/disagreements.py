"""Where the sources of one deal differ: figures, dates, whether it happened, why."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, TypeVar

from armsledger.assess.amounts import same_money, same_quantity, show_money, show_quantity
from armsledger.assess.figures import dated_facts
from armsledger.assess.told import Told, ids, pick, speakers
from armsledger.link.names import fold
from armsledger.model import Disagreement, Event, Factuality, Money, Position, Quantity
from armsledger.model.edtf import DayRange

# Proposals and plans change: two that differ contradict each other only if told so near in time.
SAME_TIME_DAYS: Final = 90

# What leads to a contract. Each event's figures are compared with that event's only.
_PROPOSALS: Final = (
    Event.INTEREST,
    Event.OFFER,
    Event.SELECTION,
    Event.TALKS,
    Event.APPROVAL,
    Event.FINANCING,
    Event.CANCELLATION,
)
_STATED: Final = (Factuality.FACT, Factuality.PLANNED, Factuality.POSSIBLE)

_FIRST: Final = re.compile(r"\b(?:first|began|begun|start(?:ed)?|initial(?:ly)?)\b", re.IGNORECASE)

# A word of a reason that tells something, cut to its stem, and stems that tell nothing.
_CONTENT: Final = re.compile(r"[a-z]{4,}")
_STEM: Final = 5
V = TypeVar("V", Money, Quantity, DayRange, str)

_EMPTY: Final = frozenset(
    {"becau", "after", "follo", "owing", "over", "their", "with", "from", "that", "which", "into"}
    | {"reaso", "amid", "cause", "issue", "conce", "this", "have", "been", "would", "they"}
)


def disagreements_of(told: Sequence[Told]) -> tuple[Disagreement, ...]:
    """Return everything on which a deal's sources differ, by subject and event."""
    found = [*_figures(told), *_over_contract(told), *_dates(told), *_denials(told)]
    found += _reasons(told)
    seen = {(one.subject, one.event): one for one in reversed(found)}
    return tuple(sorted(seen.values(), key=lambda d: (d.subject, d.event or "")))


def _figures(told: Sequence[Told]) -> Iterator[Disagreement]:
    """Yield the events for which different origins give figures that can't all be true."""
    for event in (Event.ORDER, *_PROPOSALS):
        # A contract has one value; what was planned before it was signed is another matter.
        is_order = event is Event.ORDER
        claims = pick(told, event, factuality=[Factuality.FACT] if is_order else _STATED)
        money = [(t.claim.value, t) for t in claims if t.claim.value]
        near = _any_time if is_order else _same_time
        yield from _differ(("value", event), money, (same_money, show_money), near)
        numbers = [(t.claim.quantity, t) for t in claims if t.claim.quantity]
        yield from _differ(("quantity", event), numbers, (same_quantity, show_quantity), near)


def _over_contract(told: Sequence[Told]) -> Iterator[Disagreement]:
    """Yield the case that more is said to be delivered than others say was ordered.

    Less is none: deliveries come in parts.
    """
    orders = pick(told, Event.ORDER, factuality=[Factuality.FACT])
    known = [(t.claim.quantity, t) for t in orders if t.claim.quantity]
    handed = pick(told, Event.DELIVERY, factuality=[Factuality.FACT, Factuality.PLANNED])
    over = [
        (t.claim.quantity, t)
        for t in handed
        if t.claim.quantity
        and known
        and all(
            not same_quantity(q, t.claim.quantity) and t.claim.quantity.value > q.value
            for q, _ in known
        )
    ]
    yield from _differ(
        ("quantity", Event.ORDER), known + over, (same_quantity, show_quantity), _any_time
    )


def _dates(told: Sequence[Told]) -> Iterator[Disagreement]:
    """Yield the order's date and the first delivery's where they can't all be true."""
    orders = dated_facts(told, Event.ORDER)
    first = [(w, t) for w, t in dated_facts(told, Event.DELIVERY) if _FIRST.search(t.claim.quote)]
    names = {when: t.claim.when or "" for when, t in reversed(orders + first)}
    ways = (DayRange.overlaps, lambda when: names[when])
    yield from _differ(("ordered", Event.ORDER), orders, ways, _any_time)
    yield from _differ(("delivered", Event.DELIVERY), first, ways, _any_time)


def _denials(told: Sequence[Told]) -> Iterator[Disagreement]:
    """Yield the events that one origin states and another, knowing of it, denies."""
    for event in Event:
        facts = pick(told, event, factuality=[Factuality.FACT, Factuality.PLANNED])
        denials = pick(told, event, factuality=[Factuality.DENIED])
        pairs = [(f, d) for f in facts for d in denials if _contradict(f, d)]
        if pairs:
            stated = {f.claim.id: f for f, _ in pairs}.values()
            denied = {d.claim.id: d for _, d in pairs}.values()
            word = (
                "fact" if any(t.claim.factuality is Factuality.FACT for t in stated) else "planned"
            )
            yield Disagreement(
                subject="event",
                event=event,
                positions=(_position(word, stated), _position("denied", denied)),
            )


def _contradict(stated: Told, denied: Told) -> bool:
    """Tell whether a denial speaks against a statement, not of a time before it came true."""
    if stated.origin == denied.origin or stated.day is None or denied.day is None:
        return False
    if stated.claim.factuality is Factuality.PLANNED:
        return abs(stated.day - denied.day) <= SAME_TIME_DAYS
    if stated.when is not None and stated.when.end < denied.day:
        return True
    return stated.day <= denied.day


def _reasons(told: Sequence[Told]) -> Iterator[Disagreement]:
    """Yield the stops for which different origins give reasons without a word in common."""
    for event in (Event.CANCELLATION, Event.SUSPENSION):
        claims = pick(told, event, factuality=_STATED)
        given = [(t.claim.reason, t) for t in claims if t.claim.reason]
        yield from _differ(("reason", event), given, (_same_reason, str), _any_time)


def _same_reason(a: str, b: str) -> bool:
    """Two wordings give one reason if they share half the content words of the shorter one."""
    one, two = _stems(a), _stems(b)
    return 2 * len(one & two) >= min(len(one), len(two))


def _stems(reason: str) -> set[str]:
    return {word[:_STEM] for word in _CONTENT.findall(fold(reason))} - _EMPTY


def _any_time(_a: Told, _b: Told) -> bool:
    return True


def _same_time(a: Told, b: Told) -> bool:
    return a.day is not None and b.day is not None and abs(a.day - b.day) <= SAME_TIME_DAYS


def _differ(
    name: tuple[str, Event],
    given: Sequence[tuple[V, Told]],
    ways: tuple[Callable[[V, V], bool], Callable[[V], str]],
    near: Callable[[Told, Told], bool],
) -> Iterator[Disagreement]:
    """Yield one disagreement if different origins give values that can't all be true."""
    same, show = ways
    by_value: dict[str, tuple[V, list[Told]]] = {}
    for value, told in given:
        by_value.setdefault(show(value), (value, []))[1].append(told)
    against: set[str] = set()
    for (text, (value, tellers)), (other_text, (other, others)) in combinations(
        sorted(by_value.items(), key=lambda item: item[0]), 2
    ):
        if not same(value, other) and _clash(tellers, others, near):
            against |= {text, other_text}
    if against:
        positions = tuple(_position(text, by_value[text][1]) for text in sorted(against))
        yield Disagreement(subject=name[0], event=name[1], positions=positions)


def _clash(
    tellers: Sequence[Told], others: Sequence[Told], near: Callable[[Told, Told], bool]
) -> bool:
    if len({t.origin for t in (*tellers, *others)}) == 1:
        return False
    one, two = ({(t.origin, t.day): t for t in some}.values() for some in (tellers, others))
    return any(a.origin != b.origin and near(a, b) for a in one for b in two)


def _position(text: str, told: Iterable[Told]) -> Position:
    found = list(told)
    return Position(value=text, claims=ids(found), speakers=speakers(found))
