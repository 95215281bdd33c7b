"""`armsledger export`: the register in another program's form."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from armsledger.cli import filters
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.output import say
from armsledger.errors import ConfigurationError

if TYPE_CHECKING:
    from armsledger.ledger import View
    from armsledger.model import Report

_STDOUT: Final = Path("-")
_NOT_PRINTED: Final = ("html", "parquet")


def export(
    ctx: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, jsonl, parquet or html.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="A file, a folder, or - for standard output."
        ),
    ] = None,
    as_of: opt.AsOf = None,
) -> None:
    """Write the register as csv, jsonl, parquet or html."""
    from armsledger.exports.tabular import SUFFIXES, deals_table, print_table, write_tables

    day = filters.day(as_of)
    if out == _STDOUT:
        if form in _NOT_PRINTED:
            raise ConfigurationError(f"{form} is not printed: name a place after -o")
        out = None
    with open_ledger(ctx) as ledger:
        view = ledger.view(as_of=day)
        if form == "html":
            _write_dossier(view, out or Path("dossier"))
        elif form not in SUFFIXES:
            _write_other(form, view, out)
        elif out is None and form != "parquet":
            print_table(form, deals_table(view), sys.stdout)
        else:
            for path in write_tables(form, view, out or Path(f"armsledger{SUFFIXES[form]}")):
                say(f"wrote {path}")


class _Reports(Mapping[str, "Report"]):
    """The ledger's reports by id, each read when it is asked for."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self._ids = dict.fromkeys(view.report_ids())

    def __getitem__(self, key: str) -> "Report":  # type: ignore[explicit-override]
        if key not in self._ids:
            raise KeyError(key)
        return self._view.report(key)

    def __iter__(self) -> Iterator[str]:  # type: ignore[explicit-override]
        return iter(self._ids)

    def __len__(self) -> int:  # type: ignore[explicit-override]
        return len(self._ids)


def _write_dossier(view: "View", out: Path) -> None:
    """Write the self-contained pages."""
    from armsledger.exports.dossier import write_dossier
    from armsledger.exports.view import RegisterView

    register = RegisterView(
        deals=view.deals(),
        claims={claim.id: claim for claim in view.claims()},
        reports=_Reports(view),
        originals=view.originals(),
    )
    write_dossier(register, out, title="Arms Ledger", as_of=view.as_of)
    say(f"wrote {out / 'index.html'}")


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
