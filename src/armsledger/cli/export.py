"""`armsledger export`: the register in another program's form."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from armsledger import asking
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.output import say
from armsledger.errors import ConfigurationError

if TYPE_CHECKING:
    from armsledger.ledger import View
    from armsledger.model import Report

_STDOUT: Final = Path("-")
_GAZETTEER: Final = "gazetteer"
_CSV: Final = "csv"
_NOT_PRINTED: Final = ("html", "parquet")


def export(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORMAT", help="csv, jsonl, parquet, html or gazetteer.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="A file, a folder, or - for standard output."
        ),
    ] = None,
    as_of: opt.AsOf = None,
    min_confidence: opt.MinConfidence = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="CSV: words as they are, also what a spreadsheet would run."),
    ] = False,
) -> None:
    """Write the register as csv, jsonl, parquet or html, or the list of weapons as open data."""
    from armsledger.exports.tabular import SUFFIXES, deals_table, print_table, write_tables

    if raw and form != _CSV:
        raise ConfigurationError(f"--raw is for {_CSV}: {form} holds words as they are")
    if form == _GAZETTEER:
        _write_gazetteer(out)
        return
    day = asking.day(as_of)
    if out == _STDOUT:
        if form in _NOT_PRINTED:
            raise ConfigurationError(f"{form} is not printed: name a place after -o")
        out = None
    with open_ledger(ctx) as ledger:
        view = ledger.view(as_of=day, min_confidence=min_confidence)
        if form == "html":
            _write_dossier(view, out or Path("dossier"))
        elif form not in SUFFIXES:
            _write_other(form, view, out)
        elif out is None and form != "parquet":
            print_table(form, deals_table(view), sys.stdout, raw=raw)
        else:
            place = out or Path(f"armsledger{SUFFIXES[form]}")
            for path in write_tables(form, view, place, raw=raw):
                say(f"wrote {path}")


def _write_gazetteer(out: Path | None) -> None:
    """Write the weapon gazetteer; it is the package's own data and needs no ledger."""
    from armsledger.exports.gazetteer import print_csv, write_gazetteer
    from armsledger.vocabulary.gazetteer import read_gazetteer

    if out is None or out == _STDOUT:
        print_csv(read_gazetteer(), sys.stdout)
    else:
        say(f"wrote {write_gazetteer(out)}")


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
        # All of them: a page shows everything that its deal rests on.
        claims={claim.id: claim for claim in view.ledger.claims(as_of=view.as_of)},
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
        asking.refuse("FORMAT", form, SUFFIXES)
    target = out or Path(f"armsledger-{form}")
    write_export(form, view, target)
    say(f"wrote {target}")
