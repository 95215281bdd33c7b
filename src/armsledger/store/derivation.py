"""What the store asks of linking and assessing: the rules that make the register from claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Protocol

from armsledger.decide.deals import Ruling, arrange
from armsledger.decide.effects import WhatIf
from armsledger.decide.fields import decided
from armsledger.link.deals import ClaimGroup
from armsledger.model import Claim, Deal, ReportHead
from armsledger.version import __version__

if TYPE_CHECKING:
    from armsledger.link.sieves import Sieve


@dataclass(frozen=True, slots=True)
class Material:
    """All that the deals of one partition follow from."""

    claims: tuple[Claim, ...]  # by report and place
    heads: Mapping[str, ReportHead]  # of the claims' reports and of all copies of these
    pairs: tuple[tuple[str, str], ...]  # ids of reports with one text, sorted
    digests: tuple[str, ...]  # of the claims' content, in their order
    rulings: tuple[Ruling, ...] = ()  # the standing merges and splits of these deals


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal that is made only if it is asked for.

    Two drafts with equal keys, equal claims and equal rules make equal deals.
    """

    id: str
    key: str  # all that the deal follows from beside its claims and their reports' heads
    claims: tuple[str, ...]  # ids, sorted
    make: Callable[[], Deal]
    formerly: tuple[str, ...] = ()  # ids that led to other deals before people merged or split


def inputs_of(draft: Draft, digests: Mapping[str, str], rules: str) -> str:
    """Return a fingerprint of all that a deal is made from.

    Reports' heads are not in it: a report's id stands for one content for good.

    Args:
        draft: the deal.
        digests: claim id to a digest of the claim's content.
        rules: the version of the rules.
    """
    parts = [rules, draft.key, *(f"{claim}:{digests[claim]}" for claim in draft.claims)]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


# What a deal depends on beside its claims: the rules, the records, the names and families.
_RULES: Final = (
    "armsledger.assess",
    "armsledger.decide",
    "armsledger.link",
    "armsledger.model",
    "armsledger.vocabulary",
    "armsledger.vocabulary.data",
)


@cache
def fingerprint(packages: tuple[str, ...]) -> str:
    """Return 8 hex digits that change with any file of these packages.

    Deals are stored; a version number that somebody forgot to raise would leave stale ones.
    """
    digest = sha256()
    for package in packages:
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".csv")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


class Derivation(Protocol):
    """The pure rules behind the derived tables."""

    @property
    def version(self) -> str:
        """Return what changes whenever the same claims may give other deals."""
        ...

    def copy_keys(self, text: str) -> Sequence[str]:
        """Return the keys under which texts that may be copies of each other meet."""
        ...

    def is_copy(self, text_a: str, text_b: str) -> bool:
        """Return whether two texts are one text."""
        ...

    def sieves(self) -> Sequence["Sieve[Any]"]:
        """Return what tells, before `is_copy` is asked, that texts are not one."""
        ...

    def partition_of(self, claim: Claim) -> str:
        """Return the name of the part of the register that the claim belongs to."""
        ...

    def originals(self, material: Material) -> Mapping[str, str]:
        """Return report id to the id of its original, for the copies only."""
        ...

    def drafts(self, material: Material, *, as_of: str | None = None) -> Iterator[Draft]:
        """Yield the deals of one partition by id, as known on a date, each still to be made."""
        ...

    def what_if_of(
        self, deal: Deal, claims: Sequence[Claim], material: Material, wanted: Sequence[str]
    ) -> Iterator[WhatIf]:
        """Yield what deciding on each of these claims would make of their deal."""
        ...

    def to_json(self, deal: Deal) -> dict[str, Any]:
        """Return a deal as a JSON object, whole."""
        ...

    def from_json(self, row: Mapping[str, Any]) -> Deal:
        """Return the deal that `to_json` wrote."""
        ...


class StandardDerivation:
    """The package's own rules: `link` and `assess`."""

    @property
    def version(self) -> str:
        """Return the program's version and a fingerprint of its rules."""
        return f"{__version__}+{fingerprint(_RULES)}"

    def copy_keys(self, text: str) -> Sequence[str]:
        """Return the MinHash bands of a text."""
        from armsledger.link.copies import band_keys, sign

        return band_keys(sign(text))

    def is_copy(self, text_a: str, text_b: str) -> bool:
        """Return whether two texts are one text."""
        from armsledger.link.copies import is_copy

        return is_copy(text_a, text_b)

    def sieves(self) -> Sequence["Sieve[Any]"]:
        """Return the sieves of `link`."""
        from armsledger.link.sieves import SIEVES

        return SIEVES

    def partition_of(self, claim: Claim) -> str:
        """Return the claim's recipient as a partition's name."""
        from armsledger.link.partition import partition_of

        return partition_of(claim)

    def originals(self, material: Material) -> Mapping[str, str]:
        """Return report id to the id of its original, for the copies only."""
        from armsledger.link.copies import copy_sets, originals_of

        return originals_of(copy_sets(material.heads.values(), material.pairs))

    def drafts(self, material: Material, *, as_of: str | None = None) -> Iterator[Draft]:
        """Yield the deals of one partition by id, as known on a date, each still to be made."""
        from armsledger.assess.register import assess, group_partition, key_of

        originals, heads = self.originals(material), material.heads
        groups = group_partition(material.claims, heads, originals, as_of=as_of)
        arranged = arrange(groups, material.rulings)
        for group in arranged.groups:
            yield Draft(
                id=group.id,
                key=key_of(group, originals),
                claims=tuple(claim.id for claim in group.claims),
                make=partial(assess, group, heads, originals),
                formerly=arranged.formerly.get(group.id, ()),
            )

    def what_if_of(
        self, deal: Deal, claims: Sequence[Claim], material: Material, wanted: Sequence[str]
    ) -> Iterator[WhatIf]:
        """Yield what deciding on each of these claims would make of their deal.

        The other claims stay where they are: what linking would make of it is not tried.

        Args:
            deal: as it is.
            claims: all of its claims.
            material: their reports' heads and copies.
            wanted: ids of the claims to decide on.
        """
        from armsledger.assess.register import assess

        originals, heads = self.originals(material), material.heads
        group = _group_of(deal, claims)
        now = assess(group, heads, originals)
        for claim in group.claims:
            if claim.id in set(wanted):
                accepted, rejected = _decided_groups(group, claim)
                yield WhatIf(
                    claim=claim,
                    now=now,
                    accepted=assess(accepted, heads, originals),
                    rejected=None if rejected is None else assess(rejected, heads, originals),
                )

    def to_json(self, deal: Deal) -> dict[str, Any]:
        """Return a deal as a JSON object, whole."""
        from armsledger.assess.codec import deal_to_json

        return deal_to_json(deal)

    def from_json(self, row: Mapping[str, Any]) -> Deal:
        """Return the deal that `to_json` wrote."""
        from armsledger.assess.codec import deal_from_json

        return deal_from_json(row)


def _decided_groups(group: ClaimGroup, claim: Claim) -> tuple[ClaimGroup, ClaimGroup | None]:
    """Return a deal's claims with one of them accepted, and with it rejected."""
    others = tuple(one for one in group.claims if one.id != claim.id)
    with_it = sorted((*others, decided(claim, {}, {})), key=lambda one: one.id)
    accepted = replace(group, claims=tuple(with_it))
    soft = tuple(key for key in group.soft if key != claim.id)
    return accepted, replace(group, claims=others, soft=soft) if others else None


def _group_of(deal: Deal, claims: Sequence[Claim]) -> ClaimGroup:
    """Return the group of claims that a deal was made from."""
    return ClaimGroup(
        id=deal.id,
        partition=deal.partition,
        supplier=deal.supplier,
        recipient=deal.recipient,
        system=deal.system,
        aliases=deal.aliases,
        category=deal.category,
        weapon=deal.weapon,
        batch=deal.batch,
        claims=tuple(sorted(claims, key=lambda claim: claim.id)),
        soft=deal.soft,
    )
