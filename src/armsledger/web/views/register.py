"""The register's table: columns, rows and heads that sort."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from armsledger.exports.file_names import claim_anchor
from armsledger.exports.story import headline, weapon_name
from armsledger.exports.words import (
    SUPPORT_WORDS,
    actor_name,
    counted,
    date_words,
    day_words,
    money_words,
    quantity_words,
)
from armsledger.model import Deal, Side, State, Support
from armsledger.store.queries import DESCENDING, DealPage, DealSort
from armsledger.web.views.links import Links

NONE_YET: Final = "none yet"
ASCENDING_WORD: Final = "ascending"
DESCENDING_WORD: Final = "descending"

_DASH: Final = "\N{EN DASH}"
_MONTH_LETTERS: Final = 3
# Whose word stands alone, as a mark beside the words.
_SIDES: Final = {
    Support.SUPPLIER: Side.SUPPLIER,
    Support.RECIPIENT: Side.RECIPIENT,
    Support.THIRD: Side.THIRD,
    Support.UNNAMED: Side.UNNAMED,
    Support.REPORT: Side.REPORT,
}


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of the table."""

    text: str
    href: str | None = None  # the sentence that it rests on
    after: str | None = None  # said more quietly behind it
    side: Side | None = None  # has its mark before the words
    state: State | None = None  # is shown as a badge


@dataclass(frozen=True, slots=True)
class Column:
    """A column that the table can have."""

    name: str
    label: str
    make: Callable[[Deal, "RowLinks"], TableCell]
    sort: DealSort | None = None
    is_figure: bool = False
    is_usual: bool = True  # it is there where nobody has chosen columns


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head."""

    label: str
    is_figure: bool
    href: str | None  # sorts by it
    sorted: str | None  # "ascending", "descending": the table is sorted by it


@dataclass(frozen=True, slots=True)
class Row:
    """A deal in the table."""

    href: str
    weapon: str
    batch: str | None
    kind: str | None
    name: str  # which deal, for people who do not see the row
    is_thin: bool
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class RowLinks:
    """The addresses of one deal's page."""

    page: str
    evidence: Mapping[str, tuple[str, ...]]

    def to(self, cell: str) -> str | None:
        """Return where a sentence stands on which a cell rests; None where there is none."""
        claims = self.evidence.get(cell)
        if not claims:
            return None
        mark = "&" if "?" in self.page else "?"
        return f"{self.page}{mark}claim={claims[0]}#{claim_anchor(claims[0])}"


def _supplier(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(_party(deal.supplier), links.to("supplier") if deal.supplier else None)


def _recipient(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(_party(deal.recipient), links.to("recipient") if deal.recipient else None)


def _party(code: str | None) -> str:
    return _DASH if code is None else actor_name(code)


def _category(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(deal.category or _DASH, links.to("category") if deal.category else None)


def _stage(deal: Deal, links: RowLinks) -> TableCell:
    after = f"then {deal.next}?" if deal.next else None
    if deal.stage is None:
        return TableCell(NONE_YET, None, after)
    return TableCell(str(deal.stage), links.to("stage"), after)


def _state(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(str(deal.state), links.to("state"), state=deal.state)


def _support(deal: Deal, links: RowLinks) -> TableCell:
    if deal.support is None:
        return TableCell("nobody yet")
    return TableCell(
        SUPPORT_WORDS[deal.support], links.to("support"), side=_SIDES.get(deal.support)
    )


def _value(deal: Deal, links: RowLinks) -> TableCell:
    return _told(money_words(deal.value), links.to("value"))


def _quantity(deal: Deal, links: RowLinks) -> TableCell:
    return _told(quantity_words(deal.quantity), links.to("quantity"))


def _ordered(deal: Deal, links: RowLinks) -> TableCell:
    return _told(date_words(deal.ordered), links.to("ordered"))


def _delivered(deal: Deal, links: RowLinks) -> TableCell:
    return _told(date_words(deal.delivered), links.to("delivered"))


def _told(words: str | None, href: str | None) -> TableCell:
    return TableCell(words, href) if words else TableCell(_DASH)


def _differ(deal: Deal, links: RowLinks) -> TableCell:
    count = len(deal.disagreements)
    return TableCell(str(count), f"{links.page}#differences" if count else None)


def short_day(iso: str | None) -> str:
    """Return a day for a narrow column: "18 Jul 2019", on one line."""
    words = day_words(iso).split(" ")
    if len(words) < 2:
        return words[0]
    day, month, year = words
    return "\N{NO-BREAK SPACE}".join((day, month[:_MONTH_LETTERS], year))


def _last(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(short_day(deal.last_reported))


def _first(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(short_day(deal.first_reported))


def _claims(deal: Deal, links: RowLinks) -> TableCell:
    return TableCell(str(len(deal.claims)), f"{links.page}#claims")


def _reports(deal: Deal, links: RowLinks) -> TableCell:
    copies = f"{counted(len(deal.copies), 'copy')} among them" if deal.copies else None
    return TableCell(str(len(deal.reports)), f"{links.page}#origins", copies)


def _reactions(deal: Deal, links: RowLinks) -> TableCell:
    told = [f"sanctions: {', '.join(deal.sanctioned)}"] if deal.sanctioned else []
    told += [f"objections: {', '.join(deal.opposed)}"] if deal.opposed else []
    return _told("; ".join(told) or None, f"{links.page}#reactions" if told else None)


_COLUMNS: Final = (
    Column("supplier", "Supplier", _supplier, DealSort.SUPPLIER),
    Column("recipient", "Recipient", _recipient, DealSort.RECIPIENT),
    Column("category", "Category", _category, is_usual=False),
    Column("stage", "Stage", _stage, DealSort.STAGE),
    Column("state", "State", _state),
    Column("support", "On the word of", _support),
    Column("value", "Price", _value, DealSort.VALUE, is_figure=True),
    Column("quantity", "Number", _quantity, is_figure=True),
    Column("ordered", "Ordered", _ordered, is_usual=False),
    Column("delivered", "Delivered", _delivered),
    Column("differ", "Differ", _differ, DealSort.DISAGREEMENTS, is_figure=True),
    Column("reactions", "Reactions", _reactions, is_usual=False),
    Column("first", "First report", _first, DealSort.FIRST_REPORTED, is_usual=False),
    Column("last", "Last report", _last, DealSort.LAST_REPORTED),
    Column("claims", "Claims", _claims, DealSort.CLAIMS, is_figure=True),
    Column("reports", "Reports", _reports, is_figure=True, is_usual=False),
)
COLUMNS: Final[Mapping[str, Column]] = MappingProxyType({c.name: c for c in _COLUMNS})


def chosen_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of these names in the table's order; none known: the usual ones."""
    found = tuple(column for column in _COLUMNS if column.name in names)
    return found or tuple(column for column in _COLUMNS if column.is_usual)


def table_rows(
    deals: Sequence[Deal], thin: frozenset[str], columns: Sequence[Column], links: Links
) -> Iterator[Row]:
    """Yield the rows of a page.

    Args:
        deals: of the page, in its order.
        thin: ids of those that rest on too little.
        columns: what to show.
        links: makes addresses.
    """
    for deal in deals:
        to = RowLinks(links.deal(deal.id), dict(deal.evidence))
        yield Row(
            href=to.page,
            weapon=weapon_name(deal),
            batch=deal.batch,
            kind=deal.category if deal.system or deal.weapon else None,
            name=headline(deal),
            is_thin=deal.id in thin,
            cells=tuple(column.make(deal, to) for column in columns),
        )


def table_heads(
    columns: Sequence[Column], sort: DealSort, *, is_descending: bool, links: Links
) -> Iterator[Head]:
    """Yield the heads; that of the sorted column turns the order round."""
    yield _head("System", DealSort.SYSTEM, sort, is_descending=is_descending, links=links)
    for column in columns:
        head = _head(column.label, column.sort, sort, is_descending=is_descending, links=links)
        yield Head(head.label, column.is_figure, head.href, head.sorted)


def _head(
    label: str, own: DealSort | None, sort: DealSort, *, is_descending: bool, links: Links
) -> Head:
    if own is None:
        return Head(label, is_figure=False, href=None, sorted=None)
    now = _way(is_descending=is_descending) if own is sort else None
    next_down = not is_descending if own is sort else own in DESCENDING
    href = links.here(sort=own, order=_way(is_descending=next_down), cursor=None)
    return Head(label, is_figure=False, href=href, sorted=now)


def _way(*, is_descending: bool) -> str:
    return DESCENDING_WORD if is_descending else ASCENDING_WORD


@dataclass(frozen=True, slots=True)
class DealTable:
    """A table that does not sort: some deals of a longer list."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    told: str
    all: str  # what a link to the whole list says


def deal_table(page: DealPage, names: Sequence[str], links: Links) -> DealTable:
    """Return the table of a page of deals.

    Args:
        page: of the deals.
        names: of the columns beside the system.
        links: makes addresses.
    """
    columns = tuple(COLUMNS[name] for name in names if name in COLUMNS)
    told, shown = counted(page.total, "deal"), len(page.deals)
    return DealTable(
        heads=(
            Head("System", is_figure=False, href=None, sorted=None),
            *(Head(c.label, is_figure=c.is_figure, href=None, sorted=None) for c in columns),
        ),
        rows=tuple(table_rows(page.deals, page.thin, columns, links)),
        told=told if shown == page.total else f"{told}, the {shown} last reported",
        all=f"{told} in the register" if page.total > 1 else "In the register",
    )
