"""The tree of origins: who said it, who published it first, who only passed it on."""

from collections.abc import Iterator, Mapping, Sequence

from armsledger.exports.claim_views import UNKNOWN_OUTLET, voice_name
from armsledger.exports.view import RegisterView
from armsledger.exports.words import day_words
from armsledger.model import Claim, Deal, Origin, Report, Side
from armsledger.vocabulary.outlets import outlet_of
from armsledger.web.drawings import Carrier, OriginNode, Passing
from armsledger.web.views.links import Links
from armsledger.web.views.pointers import Pointing


def ranked_origins(deal: Deal) -> list[Origin]:
    """Return the origins, by side, those with most claims first."""
    order = list(Side)
    return sorted(deal.origins, key=lambda o: (order.index(o.side), -len(o.claims), o.speaker))


def origin_nodes(
    deal: Deal, view: RegisterView, pointing: Pointing, links: Links
) -> tuple[OriginNode, ...]:
    """Return the tree, ranked.

    Args:
        deal: the deal.
        view: its claims and reports.
        pointing: makes links to its claims.
        links: makes addresses of reports.
    """
    return tuple(
        OriginNode(
            speaker=voice_name(origin.speaker, view),
            publisher=voice_name(origin.publisher, view),
            side=origin.side,
            claims=len(origin.claims),
            carriers=tuple(_carriers(origin, view, links)),
            href=pointing.to(origin.claims).first,
        )
        for origin in ranked_origins(deal)
    )


def _carriers(origin: Origin, view: RegisterView, links: Links) -> Iterator[Carrier]:
    """Yield the reports that carry an origin's words, oldest first."""
    claims: dict[str, list[Claim]] = {key: [] for key in origin.copies}
    for key in origin.claims:
        claim = view.claims[key]
        claims.setdefault(claim.report, []).append(claim)
    known = {key: report for key in claims if (report := view.reports.get(key))}
    for report in sorted(known.values(), key=lambda r: (r.date or "9999", r.id)):
        yield Carrier(
            outlet=report.outlet or UNKNOWN_OUTLET,
            day=day_words(report.date),
            passing=_passing(origin, report, claims[report.id]),
            href=links.report(report.id),
        )


def _passing(origin: Origin, report: Report, claims: Sequence[Claim]) -> Passing:
    """Return how a report comes to carry the words."""
    if report.id in origin.copies:
        return Passing.COPY
    own = _usual(report.outlet) if report.outlet else report.id
    if own == origin.publisher:
        return Passing.FIRST
    cited = {_usual(name) for claim in claims for name in claim.via}
    cited |= {_usual(claim.source.name) for claim in claims if claim.source}
    return Passing.CITED if origin.publisher in cited else Passing.ALSO


def _usual(name: str) -> str:
    known = outlet_of(name)
    return known.name if known else name


def collapse_words(nodes: Sequence[OriginNode], counts: Mapping[str, int]) -> str:
    """Return how many reports are how few witnesses, in one sentence.

    Args:
        nodes: the tree.
        counts: "claims" and "reports" of the deal.
    """
    passed = {
        carrier.href
        for node in nodes
        for carrier in node.carriers
        if carrier.passing in (Passing.COPY, Passing.CITED)
    }
    outlets = {carrier.outlet for node in nodes for carrier in node.carriers}
    told = f"{_many(counts['claims'], 'claim')} in {_many(counts['reports'], 'report')} of "
    told += f"{_many(len(outlets), 'outlet')} come down to {_many(len(nodes), 'origin')}"
    folded = f"; {_many(len(passed), 'report')} only pass on what others had" if passed else ""
    return f"{told}{folded.replace('report only pass', 'report only passes')}."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
