"""Groups claims into deals: by supplier, recipient and system family, then by batch."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.link.attach import Base, Key, attach
from armsledger.link.batches import split_batches
from armsledger.link.names import designation_slug, party_key, slug
from armsledger.link.partition import partition_of
from armsledger.link.systems import family_name, system_slug
from armsledger.model import Claim, ReportHead

UNKNOWN: Final = "unknown"  # in an id, for a party that nothing names
ARMS: Final = "arms"  # in an id, for a deal of which not even the category is known


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    """The claims that are about one deal, and the deal's key."""

    id: str
    partition: str
    supplier: str | None
    recipient: str | None
    system: str | None
    aliases: tuple[str, ...]  # other names and spellings of the system, sorted
    category: str | None
    weapon: str | None  # the kind of weapon in words, where no system is named
    batch: str | None
    claims: tuple[Claim, ...]  # sorted by id
    soft: tuple[str, ...]  # ids of claims that attach with a part missing, sorted


def group_claims(
    claims: Iterable[Claim], heads: Mapping[str, ReportHead]
) -> tuple[ClaimGroup, ...]:
    """Return the groups of claims that are about one deal each, sorted by id.

    Every claim is in exactly one group. The order of the claims does not matter, and a
    partition's groups depend on its own claims only.

    Args:
        claims: any claims; they are partitioned by recipient first.
        heads: report id to head; a report that is not in it counts as undated.
    """
    partitions: dict[str, dict[str, Claim]] = {}
    for claim in claims:
        partitions.setdefault(partition_of(claim), {})[claim.id] = claim
    groups = [
        group
        for name, found in partitions.items()
        for group in _group_partition(name, [found[key] for key in sorted(found)], heads)
    ]
    return tuple(sorted(groups, key=lambda g: g.id))


def _group_partition(
    name: str, claims: Sequence[Claim], heads: Mapping[str, ReportHead]
) -> list[ClaimGroup]:
    groups = []
    taken: set[str] = set()
    for key, base in sorted(attach(claims, heads).items()):
        for batch, members in sorted(
            split_batches(base.claims, heads).items(), key=lambda item: item[0] or ""
        ):
            deal_id = _free_id(_id_of(key, base, batch), key, taken)
            taken.add(deal_id)
            groups.append(_group(deal_id, name, base, batch, members))
    return groups


def _group(
    deal_id: str, partition: str, base: Base, batch: str | None, members: Sequence[Claim]
) -> ClaimGroup:
    hard, soft = base.hard, base.soft
    system, aliases = _system_names(hard)
    return ClaimGroup(
        id=deal_id,
        partition=partition,
        supplier=_common(c.supplier for c in hard),
        recipient=_common(c.recipient for c in hard),
        system=system,
        aliases=aliases,
        category=_common(c.category for c in hard) or _common(c.category for c in base.claims),
        weapon=None if system else base.kind or _common(c.weapon for c in hard),
        batch=batch,
        claims=tuple(sorted(members, key=lambda c: c.id)),
        soft=tuple(sorted(c.id for c in members if c.id in soft)),
    )


def _common(values: Iterable[str | None]) -> str | None:
    """Return the most frequent value that is not None; ties: the shorter, then the alphabet."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda v: (-counts[v], len(v), v), default=None)


def _system_names(hard: Sequence[Claim]) -> tuple[str | None, tuple[str, ...]]:
    """Return the name that the reports use most, and its other names."""
    system = _common(claim.system for claim in hard)
    if system is None:
        return None, ()
    names = {claim.system for claim in hard if claim.system} | {family_name(system) or system}
    return system, tuple(sorted(names - {system}))


def _id_of(key: Key, base: Base, batch: str | None) -> str:
    parts = [key.supplier or UNKNOWN, party_key(base.claims[0].recipient) or UNKNOWN]
    system = _common(claim.system for claim in base.hard)
    if system is not None:
        parts.append(system_slug(system))
    else:
        parts.append(slug(base.kind or key.category or ARMS))
    if batch is not None:
        parts.append(slug(batch))
    return "-".join(parts)


def _free_id(wanted: str, key: Key, taken: set[str]) -> str:
    """Return the id, told apart from an equal one of another key in this partition."""
    if wanted not in taken:
        return wanted
    return f"{wanted}-{designation_slug('.'.join(key))}"
