"""By which keys current claims meet, and who says them: kept beside the placements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from armsledger.link.reach import reaches_of
from armsledger.model import Claim
from armsledger.store.rows import batches
from armsledger.store.schema import claims, links, reports, voices
from armsledger.store.voices import voices_of

Link = tuple[str, str, int, bool]  # partition, key, claim, whether it seeks


@dataclass(frozen=True, slots=True)
class Placed:
    """A current claim that counts, as people have decided it."""

    seq: int
    partition: str
    claim: Claim


def relink(
    connection: Connection, placed: Sequence[Placed], changed: Iterable[int]
) -> Mapping[tuple[str, str], bool]:
    """Write the links and voices of a report's claims anew.

    Args:
        connection: with the write lock.
        placed: all its claims that count.
        changed: row numbers of the claims that came, went or are others now.

    Returns:
        The keys, by partition, under which something has changed.
    """
    ours = {*changed, *(one.seq for one in placed)}
    before = _links_of(connection, ours)
    after = links_of(placed)
    stirred = set(changed)
    differ = {link for link in before | after if link[2] in stirred} | (before ^ after)
    _replace_links(connection, before, after)
    _replace_voices(connection, placed, stirred)
    keys: dict[tuple[str, str], bool] = {}
    for partition, key, _, seeks in differ:
        keys[partition, key] = keys.get((partition, key), False) or seeks
    return keys


def relink_all(connection: Connection, partition: str, placed: Sequence[Placed]) -> None:
    """Write the links and voices of all claims of a partition anew, by the rules as they are."""
    connection.execute(delete(links).where(links.c.partition == partition))
    columns = ("partition", "key", "claim", "seeks")
    fresh = [dict(zip(columns, one, strict=True)) for one in sorted(links_of(placed))]
    if fresh:
        connection.execute(insert(links), fresh)
    _replace_voices(connection, placed)


def links_of(placed: Iterable[Placed]) -> set[Link]:
    """Return the links of claims of any reports."""
    groups: dict[tuple[str, str], list[Placed]] = {}
    for one in placed:
        groups.setdefault((one.partition, one.claim.report), []).append(one)
    return {
        (partition, reach.key, one.seq, reach.seeks)
        for (partition, _), group in groups.items()
        for one, found in zip(group, reaches_of([one.claim for one in group]), strict=True)
        for reach in found
    }


def _links_of(connection: Connection, seqs: Iterable[int]) -> set[Link]:
    found: set[Link] = set()
    for batch in batches(sorted(seqs)):
        query = select(links.c.partition, links.c.key, links.c.claim, links.c.seeks)
        rows = connection.execute(query.where(links.c.claim.in_(batch)))
        found.update((row.partition, row.key, row.claim, bool(row.seeks)) for row in rows)
    return found


def _replace_links(connection: Connection, before: set[Link], after: set[Link]) -> None:
    gone = sorted({link[2] for link in before - after})
    for batch in batches(gone):
        connection.execute(delete(links).where(links.c.claim.in_(batch)))
    stay = set(gone)
    fresh = sorted(link for link in after if link[2] in stay or link not in before)
    if fresh:
        columns = ("partition", "key", "claim", "seeks")
        connection.execute(insert(links), [dict(zip(columns, one, strict=True)) for one in fresh])


def _replace_voices(
    connection: Connection, placed: Sequence[Placed], gone: Iterable[int] = ()
) -> None:
    ours = sorted({*gone, *(one.seq for one in placed)})
    heads: dict[int, Any] = {}
    for batch in batches(ours):
        connection.execute(delete(voices).where(voices.c.claim.in_(batch)))
        query = select(claims.c.seq, claims.c.report, reports.c.outlet, reports.c.date)
        query = query.join(reports, reports.c.seq == claims.c.report)
        heads |= {row.seq: row for row in connection.execute(query.where(claims.c.seq.in_(batch)))}
    heard = [
        voice
        | {"claim": one.seq, "report": heads[one.seq].report, "day": heads[one.seq].date or ""}
        for one in placed
        for voice in voices_of(one.claim, heads[one.seq].outlet)
    ]
    if heard:
        connection.execute(insert(voices), heard)
