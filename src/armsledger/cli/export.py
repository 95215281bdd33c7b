"""`armsledger export`: the register in another program's form."""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armsledger.cli import filters
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.output import say

if TYPE_CHECKING:
    from armsledger.ledger import View


def export(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORMAT", help="csv, jsonl, parquet, or see the reference.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A file or a folder."),
    ] = None,
    as_of: opt.AsOf = None,
) -> None:
    """Write the register as files; csv and jsonl without OUT print the deals."""
    from armsledger.exports.tabular import SUFFIXES, deals_table, print_table, write_tables

    day = filters.day(as_of)
    with open_ledger(ctx) as ledger:
        view = ledger.view(as_of=day)
        if form not in SUFFIXES:
            _write_other(form, view, out)
        elif out is None and form != "parquet":
            print_table(form, deals_table(view), sys.stdout)
        else:
            for path in write_tables(form, view, out or Path(f"armsledger{SUFFIXES[form]}")):
                say(f"wrote {path}")


def _write_other(form: str, view: "View", out: Path | None) -> None:
    """Write a format that is not tabular.

    Raises:
        ConfigurationError: there is no such format.
    """
    from armsledger.exports.tabular import SUFFIXES

    write_export = getattr(import_module("armsledger.exports"), "write_export", None)
    if write_export is None:
        filters.refuse("FORMAT", form, SUFFIXES)
    target = out or Path(f"armsledger-{form}")
    write_export(form, view, target)
    say(f"wrote {target}")
