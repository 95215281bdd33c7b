"""A claim as evidence in one deal: when it was told, by which origin, from which side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from armsledger.assess.origins import OriginKey, origin_keys, side_of
from armsledger.link.deals import ClaimGroup
from armsledger.model import Claim, Event, Factuality, Origin, ReportHead, Side, is_weak
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
    loose: bool  # weak, or attached to a system's deal without naming it: too little to stop it
    vague: bool  # weak, or attached without even a category: too little to raise the stage

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
    soft = set(group.soft)
    told = [_told(claim, group, heads, keys[claim.id], claim.id in soft) for claim in group.claims]
    return tuple(sorted(told, key=lambda t: (t.reported or "9999", t.claim.id)))


def _told(
    claim: Claim,
    group: ClaimGroup,
    heads: Mapping[str, ReportHead],
    origin: OriginKey,
    soft: bool,  # noqa: FBT001
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
        loose=is_weak(claim) or (soft and claim.system is None and group.system is not None),
        vague=is_weak(claim) or (soft and claim.system is None and claim.category is None),
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
