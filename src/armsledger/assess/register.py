"""The register: a pure function of claims, reports' heads, copies and an as-of date."""

from collections.abc import Iterable, Mapping, Sequence

from armsledger.assess.disagreements import disagreements_of
from armsledger.assess.facts import facts_of
from armsledger.assess.figures import best_quantity, best_value, delivered_of, ordered_of
from armsledger.assess.reactions import opposed_by, sanctioned_by
from armsledger.assess.stage import next_of, stage_of
from armsledger.assess.state import state_of
from armsledger.assess.support import support_of
from armsledger.assess.told import Told, ids, origins_of, tell
from armsledger.link.deals import ClaimGroup, group_claims
from armsledger.link.partition import partition_of
from armsledger.model import Claim, Deal, ReportHead


def build_register(
    claims: Iterable[Claim],
    heads: Mapping[str, ReportHead],
    originals: Mapping[str, str],
    *,
    as_of: str | None = None,
) -> tuple[Deal, ...]:
    """Return all deals, sorted by id: the union of `build_partition` over the partitions."""
    partitions: dict[str, list[Claim]] = {}
    for claim in claims:
        partitions.setdefault(partition_of(claim), []).append(claim)
    deals = [
        deal
        for found in partitions.values()
        for deal in build_partition(found, heads, originals, as_of=as_of)
    ]
    return tuple(sorted(deals, key=lambda d: d.id))


def build_partition(
    claims: Sequence[Claim],
    heads: Mapping[str, ReportHead],
    originals: Mapping[str, str],
    *,
    as_of: str | None = None,
) -> tuple[Deal, ...]:
    """Return the deals of one partition's claims, sorted by id.

    Args:
        claims: all claims of the partition, in any order.
        heads: report id to head; a report that is missing counts as undated.
        originals: report id to the id of its copy set's original; absent: it is no copy.
        as_of: ISO date; only reports dated up to it count, undated ones do not. None: all.
    """
    groups = group_partition(claims, heads, originals, as_of=as_of)
    return tuple(assess(group, heads, originals) for group in groups)


def group_partition(
    claims: Sequence[Claim],
    heads: Mapping[str, ReportHead],
    originals: Mapping[str, str],
    *,
    as_of: str | None = None,
) -> tuple[ClaimGroup, ...]:
    """Return the claims of each deal of one partition, sorted by the deals' ids.

    The arguments are those of `build_partition`.
    """
    known = [claim for claim in claims if _is_known(claim, heads, as_of)]
    return group_claims(known, _first_heads(known, heads, originals))


def key_of(group: ClaimGroup, originals: Mapping[str, str]) -> str:
    """Return what a deal follows from beside its claims and their reports' heads, as text.

    Equal keys, equal claims and equal rules give equal deals: what `assess` reads is here.
    """
    reports = {claim.report for claim in group.claims}
    copies = sorted((report, originals[report]) for report in reports & originals.keys())
    return repr(
        (
            group.id,
            group.partition,
            group.supplier,
            group.recipient,
            group.system,
            group.aliases,
            group.category,
            group.weapon,
            group.batch,
            group.soft,
            copies,
        )
    )


def _first_heads(
    claims: Iterable[Claim], heads: Mapping[str, ReportHead], originals: Mapping[str, str]
) -> dict[str, ReportHead]:
    """Return the heads by which claims are linked: a copy's is its original's.

    What a copy says was said when its original was published, or a reprint years later would
    bring together what is not.
    """
    reports = {claim.report for claim in claims}
    found = {r: heads.get(originals.get(r, r)) or heads.get(r) for r in reports}
    return {report: head for report, head in found.items() if head is not None}


def _is_known(claim: Claim, heads: Mapping[str, ReportHead], as_of: str | None) -> bool:
    if as_of is None:
        return True
    head = heads.get(claim.report)
    return head is not None and head.date is not None and head.date <= as_of


def assess(
    group: ClaimGroup, heads: Mapping[str, ReportHead], originals: Mapping[str, str]
) -> Deal:
    """Return the deal that a group's claims tell of; a function of `key_of`, claims and heads."""
    told = tell(group, heads, originals)
    stage, stage_by = stage_of(told)
    ahead, ahead_by = next_of(told, stage)
    state, state_by = state_of(told)
    sanctioned, sanctioned_from = sanctioned_by(told)
    opposed, opposed_from = opposed_by(told)
    ordered, ordered_from = ordered_of(told)
    delivered, delivered_from = delivered_of(told)
    quantity, quantity_from = best_quantity(told)
    value, value_from = best_value(told)
    cells = {
        "stage": stage_by,
        "next": ahead_by,
        "state": state_by,
        "support": stage_by,
        "sanctioned": sanctioned_from,
        "opposed": opposed_from,
        "ordered": ordered_from,
        "delivered": delivered_from,
        "quantity": quantity_from,
        "value": value_from,
        **_key_cells(group, told),
    }
    dates = [t.reported for t in told if t.reported]
    reports = sorted({t.claim.report for t in told})
    return Deal(
        id=group.id,
        supplier=group.supplier,
        recipient=group.recipient,
        system=group.system,
        aliases=group.aliases,
        category=group.category,
        batch=group.batch,
        stage=stage,
        next=ahead,
        state=state,
        support=support_of(stage_by),
        sanctioned=sanctioned,
        opposed=opposed,
        ordered=ordered,
        delivered=delivered,
        quantity=quantity,
        value=value,
        facts=facts_of(told),
        disagreements=disagreements_of(told),
        origins=origins_of(told, originals),
        claims=ids(told),
        soft=group.soft,
        reports=tuple(reports),
        copies=tuple(r for r in reports if originals.get(r, r) != r),
        first_reported=min(dates, default=None),
        last_reported=max(dates, default=None),
        evidence=tuple((cell, ids(by)) for cell, by in sorted(cells.items()) if by),
        partition=group.partition,
        weapon=group.weapon,
        next_support=support_of(ahead_by),
    )


def _key_cells(group: ClaimGroup, told: Sequence[Told]) -> dict[str, tuple[Told, ...]]:
    """Return the claims that state each part of a deal's key."""
    return {
        "supplier": tuple(t for t in told if group.supplier and t.claim.supplier),
        "recipient": tuple(t for t in told if group.recipient and t.claim.recipient),
        "system": tuple(t for t in told if group.system and t.claim.system),
        "category": tuple(t for t in told if group.category and t.claim.category == group.category),
        "batch": tuple(t for t in told if group.batch and t.claim.batch == group.batch),
    }
