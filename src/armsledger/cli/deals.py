"""`armsledger deals`: the register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from armsledger import asking
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.output import console, print_data
from armsledger.model.events import CATEGORIES, STAGES

if TYPE_CHECKING:
    from rich.console import Console

    from armsledger.model import Deal
    from armsledger.store.reader import Counts

WEAK: Final = "weak"  # in the place of the support, for a line that rests on too little
_GAP: Final = 2  # characters between two columns

# The table's columns, richest first: the first set that fits the terminal is shown.
_CELLS: Final = ("deal", "from", "to", "system", "stage", "state", "support")
_COLUMNS: Final = (
    (*_CELLS, "ordered", "delivered", "quantity", "value", "claims"),
    (*_CELLS, "ordered", "delivered", "claims"),
    (*_CELLS, "claims"),
    ("deal", "stage", "state", "support", "claims"),
    ("deal", "stage", "state", "claims"),
    ("deal", "stage", "state"),
)


def deals(
    ctx: typer.Context,
    *,
    supplier: opt.Supplier = None,
    recipient: opt.Recipient = None,
    system: opt.System = None,
    category: opt.Category = None,
    stage: opt.Stage = None,
    as_of: opt.AsOf = None,
    query: opt.Query = None,
    min_confidence: opt.MinConfidence = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="In the table, also lines that rest on weak claims.")
    ] = False,
    as_json: opt.Json = False,
    as_jsonl: opt.Jsonl = False,
    as_csv: opt.Csv = False,
) -> None:
    """Print the register: one line a deal."""
    from armsledger.assess.codec import deal_row
    from armsledger.exports.tabular import DEAL_COLUMNS
    from armsledger.ledger import DealFilter

    form = opt.form_of(json=as_json, jsonl=as_jsonl, csv=as_csv)
    day = asking.day(as_of)
    with open_ledger(ctx) as ledger:
        wanted = DealFilter(
            supplier=asking.actor_code(supplier, "--supplier"),
            recipient=asking.actor_code(recipient, "--recipient"),
            systems=asking.system_names(system, ledger),
            category=asking.one_of(category, CATEGORIES, "--category"),
            stage=asking.one_of(stage, STAGES, "--stage"),
            query=query,
            min_confidence=min_confidence,
        )
        found = ledger.deals(wanted, as_of=day)
        if form is opt.Form.TABLE:
            listing = _Listing(found, ledger.thin(found), ledger.counts())
            _print_listing(listing, show_all=show_all)
        else:
            print_data((deal_row(deal) for deal in found), form, DEAL_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a table is made of."""

    found: "Sequence[Deal]"
    thin: frozenset[str]  # ids of those that rest on too little to stand beside the others
    held: "Counts"


def _print_listing(listing: _Listing, *, show_all: bool) -> None:
    """Print the table, thin lines last or left out, and how many lines there are."""
    from armsledger.cli.phrases import counted

    out = console()
    firm = [_cells(deal) for deal in listing.found if deal.id not in listing.thin]
    thin = [_cells(deal) for deal in listing.found if deal.id in listing.thin]
    for row in thin:
        row["support"] = WEAK
    rows = firm + thin if show_all else firm
    if rows:
        _print_table(out, rows)
    hidden = len(thin) if not show_all else 0
    more = f"; {_hidden(hidden)}: --all" if hidden else ""
    if rows or hidden:
        out.print(f"{counted(len(rows), 'deal')}{more}", style="dim")
    else:
        out.print(_nothing(listing.held))


def _hidden(number: int) -> str:
    if number == 1:
        return "1 more line rests on weak claims alone"
    return f"{number:,} more lines rest on weak claims alone"


def _nothing(held: "Counts") -> str:
    """Return why a table is empty."""
    if not held.reports:
        return "no deals: the ledger is empty; 'armsledger add PATH' adds reports"
    if not held.deals:
        return f"no deals: {held.reports:,} reports, none that tells of one"
    return f"no deals of this kind; the register has {held.deals:,}"


def _print_table(out: "Console", rows: "Sequence[Mapping[str, str]]") -> None:
    from rich.table import Table
    from rich.text import Text

    columns = _fitting(rows, out.width)
    widths = _widths(columns, rows, out.width)
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for name in columns:
        side: Literal["left", "right"] = "right" if name == "claims" else "left"
        table.add_column(name, overflow="fold", width=widths.get(name), justify=side)
    for row in rows:
        table.add_row(*(Text(row[name]) for name in columns))
    out.print(table)


def _fitting(rows: "Sequence[Mapping[str, str]]", width: int) -> tuple[str, ...]:
    """Return the richest set of columns that leaves ids and words in one piece."""
    for columns in _COLUMNS:
        if _total([_needed(name, rows) for name in columns]) <= width:
            return columns
    return _COLUMNS[-1]


def _widths(
    columns: Sequence[str], rows: "Sequence[Mapping[str, str]]", width: int
) -> dict[str, int]:
    """Return the columns' widths: what each needs, the rest to those that would wrap.

    Empty where not even that fits: then ids are folded.
    """
    widths = {name: _needed(name, rows) for name in columns}
    spare = width - _total(widths.values())
    if spare < 0:
        return {}
    for name in columns:
        wanted = max(len(name), *(len(row[name]) for row in rows)) - widths[name]
        widths[name] += min(wanted, spare)
        spare -= min(wanted, spare)
    return widths


def _total(widths: "Iterable[int]") -> int:
    found = list(widths)
    return sum(found) + _GAP * (len(found) - 1)


def _needed(name: str, rows: "Sequence[Mapping[str, str]]") -> int:
    """Return how wide a column has to be; only ids and single words have to stay whole."""
    cells = [name, *(row[name] for row in rows)]
    pieces = cells if name == "deal" else [word for cell in cells for word in cell.split()]
    return max(map(len, pieces))


def _cells(deal: "Deal") -> dict[str, str]:
    from armsledger.cli.phrases import amount, figure

    ahead = f"({deal.next})" if deal.next else "-"
    return {
        "deal": deal.id,
        "from": deal.supplier or "?",
        "to": deal.recipient or "?",
        "system": deal.system or deal.weapon or "?",
        "stage": str(deal.stage) if deal.stage else ahead,
        "state": str(deal.state),
        "support": str(deal.support or "-"),
        "ordered": deal.ordered or "-",
        "delivered": deal.delivered or "-",
        "quantity": figure(deal.quantity),
        "value": amount(deal.value),
        "claims": f"{len(deal.claims):,}",
    }
