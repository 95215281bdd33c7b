"""A claim as evidence in one deal: when it was told, by which origin, from which side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from armsledger.assess.origins import OriginKey, origin_keys, side_of
from armsledger.link.deals import ClaimGroup
from armsledger.model import Claim, Event, Factuality, Origin, ReportHead, Side, Span, is_weak
from armsledger.model.edtf import DayRange, day_range


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One claim with what assessing needs to know around it."""

    claim: Claim
    reported: str | None  # ISO date of the report
    day: int | None  # the same as an ordinal
    when: DayRange | None  # when the event happened or is to happen, as the claim says
    origin: OriginKey
    side: Side
    # Too little to stop the deal: weak, a second reading of its word, or attached to a system's
    # deal without naming it.
    loose: bool
    # Too little to raise the stage: weak, a second reading, or attached without even a category.
    vague: bool

    @property
    def event(self) -> Event:
        """The claim's event."""
        return self.claim.event

    @property
    def point(self) -> int | None:
        """The day that orders the event: its own first day, else the report's."""
        if self.when is not None and not self.when.is_open:
            return self.when.start
        return self.day


def tell(
    group: ClaimGroup, heads: Mapping[str, ReportHead], originals: Mapping[str, str]
) -> tuple[Told, ...]:
    """Return a group's claims as evidence, in order of report date (undated last), then id."""
    keys = origin_keys(group.claims, heads, originals)
    soft, second = set(group.soft), second_readings(group.claims)
    told = [
        _told(
            claim,
            group,
            heads,
            keys[claim.id],
            soft=claim.id in soft,
            weak=is_weak(claim) or claim.id in second,
        )
        for claim in group.claims
    ]
    return tuple(sorted(told, key=lambda t: (t.reported or "9999", t.claim.id)))


def second_readings(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the ids of claims whose very words a surer claim reads as another event.

    A word tells one event. Where it is read as two ("a contract to deliver"), both are kept as
    claims, but the surer one is right twenty times as often (docs/methods/assessing.md): the
    other moves no deal by itself.
    """
    words = [((c.report, s), c) for c in claims for s in c.spans if s.role == "trigger"]
    surest: defaultdict[tuple[str, Span], dict[Event, float]] = defaultdict(dict)
    for word, claim in words:
        known = surest[word].get(claim.event, 0.0)
        surest[word][claim.event] = max(known, claim.confidence)
    return frozenset(
        claim.id for word, claim in words if surest[word][claim.event] < max(surest[word].values())
    )


def _told(
    claim: Claim,
    group: ClaimGroup,
    heads: Mapping[str, ReportHead],
    origin: OriginKey,
    *,
    soft: bool,
    weak: bool,
) -> Told:
    head = heads.get(claim.report)
    reported = head.date if head else None
    day = day_range(reported)
    return Told(
        claim=claim,
        reported=reported,
        day=day.start if day else None,
        when=day_range(claim.when),
        origin=origin,
        side=side_of(
            claim.source, origin.publisher, supplier=group.supplier, recipient=group.recipient
        ),
        loose=weak or (soft and claim.system is None and group.system is not None),
        vague=weak or (soft and claim.system is None and claim.category is None),
    )


def pick(
    told: Iterable[Told], *events: Event, factuality: Iterable[Factuality] | None = None
) -> tuple[Told, ...]:
    """Return the evidence for some events, of some factualities (all if None), in order."""
    wanted = frozenset(factuality) if factuality is not None else frozenset(Factuality)
    return tuple(t for t in told if t.event in events and t.claim.factuality in wanted)


def ids(told: Iterable[Told]) -> tuple[str, ...]:
    """Return the claims' ids, sorted."""
    return tuple(sorted(t.claim.id for t in told))


def origin_count(told: Iterable[Told]) -> int:
    """Return how many independent origins tell it."""
    return len({t.origin for t in told})


def origins_of(told: Sequence[Told], originals: Mapping[str, str]) -> tuple[Origin, ...]:
    """Return the origins behind some evidence, sorted by speaker and publisher."""
    grouped: dict[OriginKey, list[Told]] = {}
    for one in told:
        grouped.setdefault(one.origin, []).append(one)
    return tuple(
        Origin(
            speaker=key.speaker,
            publisher=key.publisher,
            side=min(one.side for one in found),
            claims=ids(found),
            copies=tuple(
                sorted({r for one in found if _is_copy(r := one.claim.report, originals)})
            ),
        )
        for key, found in sorted(grouped.items())
    )


def _is_copy(report: str, originals: Mapping[str, str]) -> bool:
    return originals.get(report, report) != report


def speakers(told: Sequence[Told]) -> tuple[str, ...]:
    """Return the names of those who say it, sorted."""
    return tuple(sorted({t.origin.speaker for t in told}))
