"""`armsledger deals`: the register."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

import typer

from armsledger.cli import filters
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.output import console, print_data
from armsledger.model.events import CATEGORIES, STAGES

if TYPE_CHECKING:
    from armsledger.model import Deal

_GAP: Final = 2  # characters between two columns

# The table's columns, richest first: the first set that fits the terminal is shown.
_CELLS: Final = ("deal", "from", "to", "system", "stage", "state", "support")
_COLUMNS: Final = (
    (*_CELLS, "ordered", "delivered", "quantity", "value", "claims"),
    (*_CELLS, "ordered", "delivered", "claims"),
    (*_CELLS, "claims"),
    ("deal", "stage", "state", "support", "claims"),
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
    as_json: opt.Json = False,
    as_jsonl: opt.Jsonl = False,
    as_csv: opt.Csv = False,
) -> None:
    """Print the register: one line a deal."""
    from armsledger.assess.codec import deal_row
    from armsledger.exports.tabular import DEAL_COLUMNS
    from armsledger.ledger import DealFilter

    form = opt.form_of(json=as_json, jsonl=as_jsonl, csv=as_csv)
    day = filters.day(as_of)
    with open_ledger(ctx) as ledger:
        wanted = DealFilter(
            supplier=filters.actor_code(supplier, "--supplier"),
            recipient=filters.actor_code(recipient, "--recipient"),
            systems=filters.system_names(system, ledger),
            category=filters.one_of(category, CATEGORIES, "--category"),
            stage=filters.one_of(stage, STAGES, "--stage"),
            query=query,
        )
        found = ledger.deals(wanted, as_of=day)
    if form is opt.Form.TABLE:
        _print_table(found)
    else:
        print_data((deal_row(deal) for deal in found), form, DEAL_COLUMNS)


def _print_table(found: "Sequence[Deal]") -> None:
    from rich.table import Table
    from rich.text import Text

    from armsledger.cli.phrases import counted

    out = console()
    if not found:
        out.print("no deals")
        return
    rows = [_cells(deal) for deal in found]
    columns = _fitting(rows, out.width)
    widths = _widths(columns, rows, out.width)
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for name in columns:
        side: Literal["left", "right"] = "right" if name == "claims" else "left"
        table.add_column(name, overflow="fold", width=widths.get(name), justify=side)
    for row in rows:
        table.add_row(*(Text(row[name]) for name in columns))
    out.print(table)
    out.print(counted(len(found), "deal"), style="dim")


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
