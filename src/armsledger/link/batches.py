"""Tells the batches or contracts of one supplier, recipient and system apart."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from armsledger.model import Claim, Event, Factuality, ReportHead, is_weak
from armsledger.model.edtf import DayRange, day_range

# Orders of one system this many days apart are two orders if the evidence says so; nearer ones
# are as likely one order on whose date reports differ. An estimate: three years.
ORDER_GAP_DAYS: Final = 3 * 365

# Two orders that one report dates itself are two orders if they start this far apart: a report
# does not contradict itself, and a contract follows its framework agreement within a year.
TOLD_GAP_DAYS: Final = 365

# An order told within so many days of its date is told as news, not as background.
NEWS_DAYS: Final = 366

# A date vaguer than this places no order.
MAX_WIDTH_DAYS: Final = 366

_AGAIN: Final = re.compile(
    r"\b(?:second|third|fourth|another|additional|further|follow-?on|new|more|again|repeat|extra"
    r"|next|previous|earlier|first|separate|latest|(?:two|three|several) (?:deals|contracts))\b",
    re.IGNORECASE,
)


def split_batches(
    claims: Iterable[Claim], heads: Mapping[str, ReportHead]
) -> dict[str | None, list[Claim]]:
    """Return the claims of one system's deals by batch; None is the only or first batch.

    What the sentences say ("second batch") comes first; only where none says it, a dated
    cancellation between or another order year tells batches apart.
    """
    found = list(claims)
    said = {claim.batch for claim in found} - {None, "1"}
    if said:
        return _by_key(found, _said_batches(found, said, heads))
    starts = _batch_starts(found, heads)
    if len(starts) < 2:
        return _by_key(found, [None] * len(found))
    return _by_key(found, _allot(found, starts, heads))


def _said_batches(
    claims: Sequence[Claim], said: set[str | None], heads: Mapping[str, ReportHead]
) -> list[str | None]:
    """Return each claim's batch where some sentences name one.

    An order that is only ahead, told long after the first batch was ordered or delivered and
    about when another is first spoken of, is about that other batch, if there is just one.
    """
    dated = [w.end for c in claims if (w := _fact_day(c, Event.ORDER, Event.DELIVERY))]
    spoken = [day for c in claims if c.batch in said and (day := _reported(c, heads)) is not None]
    settled = None
    if dated and spoken and len(said) == 1:
        settled = max(min(dated) + NEWS_DAYS, min(spoken) - NEWS_DAYS)
    other = next(iter(said))

    def batch_of(claim: Claim) -> str | None:
        if claim.batch is not None or settled is None:
            return claim.batch if claim.batch in said else None
        day = _reported(claim, heads)
        is_ahead = claim.event is Event.ORDER and claim.factuality is not Factuality.FACT
        return other if is_ahead and day is not None and day > settled else None

    return [batch_of(claim) for claim in claims]


def _by_key(claims: Sequence[Claim], keys: Sequence[str | None]) -> dict[str | None, list[Claim]]:
    out: dict[str | None, list[Claim]] = {}
    for claim, key in zip(claims, keys, strict=True):
        out.setdefault(key, []).append(claim)
    return out


Order = tuple[DayRange, Claim]


def _batch_starts(claims: Sequence[Claim], heads: Mapping[str, ReportHead]) -> list[int]:
    """Return the first day of each batch, in order; fewer than two: there is one batch."""
    clusters = _order_clusters(claims)
    if not clusters:
        return []
    ends = sorted(w.end for c in claims if (w := _fact_day(c, Event.CANCELLATION)))
    first = clusters[0][0][0].start
    # What was called off was a deal if something else of it is told; else it is as likely another.
    begun = _first_day(c for c in claims if c.event is not Event.CANCELLATION)
    dropped = [end for end in ends if begun <= end < first]
    starts = [begun, dropped[-1] + 1] if dropped else [first]
    for before, cluster in pairwise(clusters):
        last, start = _end(before), cluster[0][0].start
        between = [end for end in ends if last <= end < start]
        if between:
            starts.append(between[-1] + 1)
        elif any(_is_another(a, b, heads) for a in before for b in cluster):
            starts.append(start)
    return starts


def _order_clusters(claims: Iterable[Claim]) -> list[list[Order]]:
    """Return the dated order facts in runs of dates that overlap, by time."""
    orders = [(when, claim) for claim in claims if (when := _fact_day(claim, Event.ORDER))]
    clusters: list[list[Order]] = []
    for order in sorted(orders, key=lambda o: (o[0], o[1].id)):
        if clusters and order[0].start <= _end(clusters[-1]):
            clusters[-1].append(order)
        else:
            clusters.append([order])
    return clusters


def _end(cluster: Sequence[Order]) -> int:
    return max(when.end for when, _ in cluster)


def _is_another(before: Order, after: Order, heads: Mapping[str, ReportHead]) -> bool:
    """Tell whether two orders whose dates don't overlap are surely two, not one misdated."""
    said = bool(_AGAIN.search(after[1].quote))
    if after[0].start - before[0].end >= ORDER_GAP_DAYS:
        return said or (_is_news(before[1], heads) and _is_news(after[1], heads))
    told_too = before[1].report == after[1].report
    return said and told_too and after[0].start - before[0].start >= TOLD_GAP_DAYS


def _first_day(claims: Iterable[Claim]) -> int:
    return min((w.start for c in claims if (w := day_range(c.when)) and not w.is_open), default=1)


def _fact_day(claim: Claim, *events: Event) -> DayRange | None:
    """Return when a claim dates a fact of the events closely enough to place it."""
    if claim.event not in events or claim.factuality is not Factuality.FACT or is_weak(claim):
        return None
    when = day_range(claim.when)
    return when if when and not when.is_open and when.width <= MAX_WIDTH_DAYS else None


def _is_news(claim: Claim, heads: Mapping[str, ReportHead]) -> bool:
    when, told = day_range(claim.when), _reported(claim, heads)
    return when is not None and told is not None and when.start <= told <= when.end + NEWS_DAYS


def _reported(claim: Claim, heads: Mapping[str, ReportHead]) -> int | None:
    head = heads.get(claim.report)
    day = day_range(head.date) if head else None
    return day.start if day else None


def _allot(
    claims: Sequence[Claim], starts: Sequence[int], heads: Mapping[str, ReportHead]
) -> list[str | None]:
    """Return each claim's batch: by its own date, its report's only batch, the report's date."""
    own = [_batch_at(when.start, starts) if (when := _closed(c)) else 0 for c in claims]
    of_report: dict[str, set[int]] = {}
    for claim, number in zip(claims, own, strict=True):
        if number:
            of_report.setdefault(claim.report, set()).add(number)
    numbers = []
    for claim, number in zip(claims, own, strict=True):
        told = of_report.get(claim.report, set())
        day = _reported(claim, heads)
        by_day = _batch_at(day, starts) if day is not None else 1
        numbers.append(number or (min(told) if len(told) == 1 else by_day))
    return [None if number == 1 else str(number) for number in numbers]


def _closed(claim: Claim) -> DayRange | None:
    when = day_range(claim.when)
    return when if when and not when.is_open else None


def _batch_at(day: int, starts: Sequence[int]) -> int:
    return max(1, sum(start <= day for start in starts))
