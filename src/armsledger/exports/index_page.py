"""What the first page shows: the register, the reports, what could not be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from armsledger.assess.weight import is_thin
from armsledger.exports.claim_views import UNKNOWN_OUTLET, report_name
from armsledger.exports.file_names import file_stem
from armsledger.exports.story import headline, weapon_name
from armsledger.exports.view import Failure, RegisterView, why_unread
from armsledger.exports.words import (
    SUPPORT_WORDS,
    actor_name,
    date_words,
    day_words,
    money_words,
    quantity_words,
)
from armsledger.model import STAGES, Deal, Report, State, Support

ONE_SIDE: Final = frozenset({Support.SUPPLIER, Support.RECIPIENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRow:
    """A deal in the register; `None` is shown as a dash."""

    deal: Deal
    href: str
    name: str  # for screen readers: which deal a cell belongs to
    supplier: str
    recipient: str
    weapon: str
    support: str
    value: str | None
    quantity: str | None
    ordered: str | None
    delivered: str | None
    rank: int  # of the stage on the ladder, for sorting
    is_one_sided: bool
    is_thin: bool  # it rests on too little to be an equal of the other lines
    proven: frozenset[str]  # cells that have evidence to link to


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report in the list."""

    href: str
    name: str
    outlet: str
    day: str
    date: str  # ISO, "" for none: for sorting
    is_inferred: bool
    claims: int
    unread: str | None  # why it was not read, where it was not
    original: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The whole page."""

    title: str
    as_of: str | None
    rows: tuple[DealRow, ...]
    reports: tuple[ReportRow, ...]
    failures: tuple[Failure, ...]
    claims: int
    copies: int
    disputed: int
    suppliers: tuple[str, ...]
    recipients: tuple[str, ...]
    categories: tuple[str, ...]
    stages: tuple[str, ...]
    states: tuple[str, ...]


def build_index_page(
    view: RegisterView, reports: Iterable[ReportRow], *, title: str, as_of: str | None
) -> IndexPage:
    """Return the first page."""
    rows = tuple(sorted((_deal_row(deal, view) for deal in view.deals), key=lambda r: r.is_thin))
    listed = tuple(sorted(reports, key=lambda r: (r.date or "9999", r.name, r.href)))
    stages = {deal.stage for deal in view.deals}
    states = {deal.state for deal in view.deals}
    return IndexPage(
        title=title,
        as_of=as_of,
        rows=rows,
        reports=listed,
        failures=(*view.failures, *(Failure(r.name, r.unread) for r in listed if r.unread)),
        claims=sum(len(deal.claims) for deal in view.deals),
        copies=sum(1 for row in listed if row.original),
        disputed=sum(1 for deal in view.deals if deal.disagreements),
        suppliers=tuple(sorted({row.supplier for row in rows})),
        recipients=tuple(sorted({row.recipient for row in rows})),
        categories=tuple(sorted({d.category for d in view.deals if d.category})),
        stages=tuple(str(stage) for stage in STAGES if stage in stages),
        states=tuple(str(state) for state in State if state in states),
    )


def report_row(report: Report, claims: int, view: RegisterView) -> ReportRow:
    """Return a report's line in the list."""
    original = view.originals.get(report.id, report.id)
    link = None
    if original != report.id:
        first = view.reports.get(original)
        name = f"{first.outlet or UNKNOWN_OUTLET}, {day_words(first.date)}" if first else original
        link = (f"reports/{file_stem(original)}.html", name)
    return ReportRow(
        href=f"reports/{file_stem(report.id)}.html",
        name=report_name(report),
        outlet=report.outlet or UNKNOWN_OUTLET,
        day=day_words(report.date),
        date=report.date or "",
        is_inferred=report.date_inferred,
        claims=claims,
        unread=why_unread(report),
        original=link,
    )


def _deal_row(deal: Deal, view: RegisterView) -> DealRow:
    return DealRow(
        deal=deal,
        href=f"deals/{file_stem(deal.id)}.html",
        name=headline(deal),
        supplier=actor_name(deal.supplier),
        recipient=actor_name(deal.recipient),
        weapon=weapon_name(deal),
        support=SUPPORT_WORDS[deal.support] if deal.support else "nobody yet",
        value=money_words(deal.value),
        quantity=quantity_words(deal.quantity),
        ordered=date_words(deal.ordered),
        delivered=date_words(deal.delivered),
        rank=STAGES.index(deal.stage) + 1 if deal.stage else 0,
        is_one_sided=deal.support in ONE_SIDE,
        is_thin=is_thin(deal, [view.claims[key] for key in deal.claims]),
        proven=frozenset(name for name, _ in deal.evidence),
    )
