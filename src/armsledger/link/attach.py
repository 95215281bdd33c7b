"""Finds each claim's base: supplier with system, or what comes nearest where a part is missing."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from armsledger.link.kinds import kind_of
from armsledger.link.names import party_key
from armsledger.link.systems import system_key
from armsledger.model import Claim, ReportHead
from armsledger.model.edtf import day_range

# A claim with a missing part is about a deal that another report tells only if the two reports
# are near in time: affairs of one pair of states and one category last a few years.
SOFT_DAYS: Final = 2 * 366


class Key(NamedTuple):
    """What tells one base from another in a partition; "" for what is not known."""

    supplier: str = ""
    system: str = ""
    category: str = ""
    kind: str = ""


@dataclass(slots=True)
class Base:
    """The claims of one supplier, recipient and system (or kind), before batches are told apart."""

    key: Key
    hard: list[Claim] = field(default_factory=list)  # those that state the whole key
    attached: list[Claim] = field(default_factory=list)  # those that attach with a part missing

    @property
    def kind(self) -> str | None:
        """The kind of weapon, where the base has no system."""
        return self.key.kind or None

    @property
    def claims(self) -> list[Claim]:
        """All claims, the hard ones first."""
        return self.hard + self.attached

    @property
    def soft(self) -> frozenset[str]:
        """Ids of the claims that attach with a part missing."""
        return frozenset(claim.id for claim in self.attached)


Bases = dict[Key, Base]


def attach(claims: Sequence[Claim], heads: Mapping[str, ReportHead]) -> Bases:
    """Return the bases of one partition's claims; every claim is in exactly one.

    Steps, each seeing the bases that the steps before it made, never those of its own:
    supplier and system; system alone; supplier and category; category alone; neither.
    """
    bases: Bases = {}
    steps: tuple[Callable[[Claim], bool], ...] = (
        lambda c: c.system is not None and c.supplier is not None,
        lambda c: c.system is not None,
        lambda c: c.supplier is not None and c.category is not None and _kind(c) is not None,
        lambda c: c.supplier is not None and c.category is not None,
        lambda c: c.category is not None,
        lambda c: True,
    )
    kind_only = Counter((c.report, c.category) for c in claims if c.system is None)
    known = _Known(heads, kind_only)
    left = list(claims)
    for step in steps:
        now = [claim for claim in left if step(claim)]
        left = [claim for claim in left if not step(claim)]
        made: dict[Key, Base] = {}
        for claim, key in [(claim, known.find(claim)) for claim in now]:
            if key is None:
                own = _own_key(claim)
                made[own] = bases.setdefault(own, Base(own))
                made[own].hard.append(claim)
            else:
                bases[key].attached.append(claim)
        known.renew(made.values())
    return bases


@dataclass(frozen=True, slots=True)
class _View:
    """What a base's hard claims state, gathered once for a step."""

    key: Key
    categories: frozenset[str]
    kinds: frozenset[str]
    reports: Mapping[str, int]  # report id to the number of its hard claims
    days: tuple[int, ...]  # of the reports that are dated, sorted


class _Known:
    """The bases that a step sees, by what a claim may state of them."""

    def __init__(
        self, heads: Mapping[str, ReportHead], kind_only: Mapping[tuple[str, str | None], int]
    ) -> None:
        self._heads = heads
        self._kind_only = kind_only
        self._by_supplier: dict[str | None, dict[Key, _View]] = {None: {}}
        self._by_system: dict[tuple[str | None, str], dict[Key, _View]] = {}
        self._by_report: dict[str, dict[Key, _View]] = {}

    def renew(self, bases: Iterable[Base]) -> None:
        """Take in bases that are new or have more hard claims; the others are as they were."""
        for base in bases:
            view = _view(base, self._heads)
            for supplier in (None, view.key.supplier):
                self._by_supplier.setdefault(supplier, {})[view.key] = view
                self._by_system.setdefault((supplier, view.key.system), {})[view.key] = view
            for report in view.reports:
                self._by_report.setdefault(report, {})[view.key] = view

    def find(self, claim: Claim) -> Key | None:
        """Return the one base that a claim with a missing part belongs to; None: its own.

        A report that speaks of "weapons" or "submarines" more often than of the one system or kind
        that it names is about more than that.
        """
        if claim.system is not None and claim.supplier is not None:
            return None
        here = [v for v in self._by_report.get(claim.report, {}).values() if _fits(claim, v)]
        if here:
            return None if len(here) > 1 or self._outweighs(claim, here[0]) else here[0].key
        if not _may_look_further(claim):
            return None
        day = _day(claim.report, self._heads)
        near = [v for v in self._elsewhere(claim) if _fits(claim, v) and _is_near(day, v.days)]
        return near[0].key if len(near) == 1 else None

    def _elsewhere(self, claim: Claim) -> Iterable[_View]:
        """Return the bases of all reports that a claim may belong to by supplier and system."""
        supplier = None if claim.supplier is None else party_key(claim.supplier)
        if claim.system is not None:
            return self._by_system.get((supplier, system_key(claim.system)), {}).values()
        return self._by_supplier.get(supplier, {}).values()

    def _outweighs(self, claim: Claim, view: _View) -> bool:
        """Tell whether the claim's report tells more often of its kind than of the base."""
        if claim.system is not None or (claim.category is not None and not view.key.system):
            return False
        return view.reports[claim.report] < self._kind_only[claim.report, claim.category]


def _view(base: Base, heads: Mapping[str, ReportHead]) -> _View:
    reports = Counter(claim.report for claim in base.hard)
    days = {day for report in reports if (day := _day(report, heads)) is not None}
    return _View(
        key=base.key,
        categories=frozenset(c.category for c in base.hard if c.category),
        kinds=frozenset(kind for c in base.hard if (kind := _kind(c))),
        reports=reports,
        days=tuple(sorted(days)),
    )


def _kind(claim: Claim) -> str | None:
    return kind_of(claim.weapon, claim.category)


def _own_key(claim: Claim) -> Key:
    supplier = party_key(claim.supplier)
    if claim.system is not None:
        return Key(supplier, system_key(claim.system))
    return Key(supplier, "", claim.category or "", _kind(claim) or "")


def _may_look_further(claim: Claim) -> bool:
    """Tell whether what the claim states is enough to find its deal in another report.

    A system is. A category is if the supplier stands beside it. "Weapons" never is.
    """
    return claim.system is not None or (
        claim.supplier is not None and claim.category not in (None, "other")
    )


def _fits(claim: Claim, view: _View) -> bool:
    """Tell whether a claim contradicts nothing that a base's claims state."""
    if claim.supplier is not None and party_key(claim.supplier) != view.key.supplier:
        return False
    if claim.system is not None:
        return system_key(claim.system) == view.key.system
    if claim.category is None:
        return True
    if view.categories and claim.category not in view.categories:
        return False
    kind = _kind(claim)
    if claim.category == "other" and claim.weapon and not view.key.system:
        return kind is not None and kind in view.kinds
    return kind is None or not view.kinds or kind in view.kinds


def _is_near(day: int | None, days: Sequence[int]) -> bool:
    if day is None or not days:
        return True
    at = bisect_left(days, day - SOFT_DAYS)
    return at < len(days) and days[at] <= day + SOFT_DAYS


def _day(report: str, heads: Mapping[str, ReportHead]) -> int | None:
    head = heads.get(report)
    day = day_range(head.date) if head else None
    return day.start if day else None
