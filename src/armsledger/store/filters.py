"""What a reader may ask for, and whether a deal or a claim is that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from armsledger.link.names import fold, squash
from armsledger.model import Claim, Deal, ReportHead

# Claims whose reports' dates are looked up at a time.
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFilter:
    """Which deals; None: any."""

    supplier: str | None = None  # a code, as in the deals
    recipient: str | None = None
    systems: tuple[str, ...] = ()  # names of one system; spelling does not matter
    category: str | None = None
    stage: str | None = None
    query: str | None = None  # words that must all occur in the deal's line or its quotes
    min_confidence: float | None = None  # at least one claim as sure as that; the rest stays


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims; None: any."""

    deal: str | None = None  # id
    report: str | None = None  # id, or the only beginning of one
    event: str | None = None
    source: str | None = None  # part of a speaker's or a relaying outlet's name, a kind, a code
    min_confidence: float | None = None  # only claims as sure as that


def matches_deal(
    deal: Deal, wanted: DealFilter, claims_of: Callable[[Deal], Iterable[Claim]]
) -> bool:
    """Return whether the deal is one of those asked for; quotes are fetched only for a query."""
    cells = (
        (wanted.supplier, deal.supplier),
        (wanted.recipient, deal.recipient),
        (wanted.category, deal.category),
        (wanted.stage, deal.stage),
    )
    if any(asked is not None and asked != cell for asked, cell in cells):
        return False
    if wanted.systems and not _is_system(deal, wanted.systems):
        return False
    sure = wanted.min_confidence
    if sure is not None and all(claim.confidence < sure for claim in claims_of(deal)):
        return False
    return wanted.query is None or _has_words(deal, wanted.query, claims_of)


def matches_claim(claim: Claim, wanted: ClaimFilter) -> bool:
    """Return whether a claim has the event, the source and the confidence asked for."""
    if wanted.event is not None and claim.event != wanted.event:
        return False
    if wanted.min_confidence is not None and claim.confidence < wanted.min_confidence:
        return False
    return wanted.source is None or _is_said_by(claim, wanted.source)


def known_by(
    claims: Iterable[Claim],
    as_of: str | None,
    heads_of: Callable[[Iterable[str]], Mapping[str, ReportHead]],
) -> Iterator[Claim]:
    """Yield the claims of reports dated up to a date, as the register does; None: all claims."""
    if as_of is None:
        yield from claims
        return
    stream = iter(claims)
    while chunk := list(islice(stream, _CHUNK)):
        heads = heads_of({claim.report for claim in chunk})
        yield from (c for c in chunk if _is_by(heads[c.report].date, as_of))


def _is_by(date: str | None, as_of: str) -> bool:
    return date is not None and date <= as_of


def _is_system(deal: Deal, names: tuple[str, ...]) -> bool:
    held = {squash(name) for name in (deal.system, *deal.aliases) if name}
    return not held.isdisjoint(squash(name) for name in names)


def _has_words(deal: Deal, query: str, claims_of: Callable[[Deal], Iterable[Claim]]) -> bool:
    words = fold(query).split()
    cells = (deal.id, deal.supplier, deal.recipient, deal.system, deal.category, *deal.aliases)
    line = fold(" ".join(cell for cell in cells if cell))
    missing = [word for word in words if word not in line]
    if not missing:
        return True
    quotes = fold(" ".join(claim.quote for claim in claims_of(deal)))
    return all(word in quotes for word in missing)


def _is_said_by(claim: Claim, asked: str) -> bool:
    wanted = fold(asked)
    if any(wanted in fold(name) for name in claim.via):
        return True
    source = claim.source
    if source is None:
        return False
    exact = {fold(str(source.kind)), fold(source.country or "")}
    return wanted in fold(source.name) or wanted in exact
