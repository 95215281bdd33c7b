"""`armsledger decisions`: the log of decisions, and sharing it as a file."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from armsledger import asking
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.deciding import fate, summary
from armsledger.cli.output import console, print_data, print_json, print_wrapped, say

if TYPE_CHECKING:
    from armsledger.ledger import Ledger
    from armsledger.model import Report
    from armsledger.model.decision import Logged

app: Final = typer.Typer(
    help="List, export and import the decisions of people.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_GOLD: Final = ".gold.jsonl"
_REPORTS: Final = ".reports.jsonl"


@app.command("list")
def list_decisions(
    ctx: typer.Context,
    *,
    about: Annotated[
        str | None, typer.Option("--about", metavar="ID", help="Only on this claim or deal.")
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Only this person's.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="accept, reject, correct, ...")
    ] = None,
    found: Annotated[
        str | None,
        typer.Option("--found", metavar="HOW", help="applied, moved or orphaned."),
    ] = None,
    as_json: opt.Json = False,
    as_jsonl: opt.Jsonl = False,
) -> None:
    """Print decisions by time, each with what became of it."""
    from armsledger.decide.log import logged_to_json
    from armsledger.model.decision import Found, Kind

    form = opt.form_of(json=as_json, jsonl=as_jsonl, csv=False)
    kinds = asking.one_of(kind, Kind, "--kind")
    how = asking.one_of(found, Found, "--found")
    with open_ledger(ctx) as ledger:
        log = ledger.log() if about is None else ledger.history(about)
        chosen = (
            one
            for one in log
            if (who is None or one.decision.who == who)
            and (kinds is None or one.decision.kind == kinds)
            and (how is None or one.found == how)
        )
        if form is opt.Form.TABLE:
            _print_list(chosen)
        else:
            print_data((logged_to_json(one) for one in chosen), form, ())


@app.command("export")
def export_decisions(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A file; else standard output."),
    ] = None,
    training: Annotated[
        bool,
        typer.Option("--training", help="The reviewed claims as OUT.gold.jsonl for training."),
    ] = False,
) -> None:
    """Write the log, one decision a line; the same log is always the same bytes."""
    from armsledger.decide.log import write_log

    with open_ledger(ctx) as ledger:
        if training:
            _export_training(ledger, out)
            return
        lines = list(write_log(one.decision for one in ledger.decisions()))
    if out is None:
        sys.stdout.writelines(lines)
        return
    _write(out, lines)
    say(f"wrote {len(lines):,} decisions to {out}")


@app.command("import")
def import_decisions(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exported logs.")],
    *,
    as_json: opt.Json = False,
) -> None:
    """Take over the decisions of exported logs; those that are known change nothing."""
    from armsledger.decide.history import tally
    from armsledger.decide.log import read_log

    made = {d.id: d for path in files for d in read_log(str(path), _lines_of(path))}
    with open_ledger(ctx) as ledger:
        new = ledger.take_decisions(made.values())
        log = [one for one in ledger.decisions() if one.decision.id in new]
    counts = {"new": len(new), "known": len(made) - len(new), **tally(log)}
    if as_json:
        print_json(counts)
        return
    typer.echo(", ".join(f"{number:,} {name}" for name, number in counts.items()))


def _lines_of(path: Path) -> Iterator[str]:
    """Yield a log's lines.

    Raises:
        UnreadableError: the file is no UTF-8.
    """
    from armsledger.errors import UnreadableError

    try:
        yield from path.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UnreadableError(str(path), f"no UTF-8 at byte {error.start:,}") from error


def _print_list(log: "Iterable[Logged]") -> None:
    from armsledger.cli.phrases import counted

    out = console()
    number = 0
    for one in log:
        number += 1
        print_wrapped(out, summary(one.decision), style="bold")
        print_wrapped(out, fate(one), indent=2)
        for anchor in one.decision.anchors:
            print_wrapped(out, " ".join(anchor.exact.split()), indent=2)
    out.print(counted(number, "decision"), style="dim")


def _export_training(ledger: "Ledger", out: Path | None) -> None:
    """Write the reviewed claims and their reports, as the annotation guidelines have them.

    Raises:
        ConfigurationError: no name is given.
    """
    from armsledger.decide.training import gold_row, is_reviewed, report_row
    from armsledger.errors import ConfigurationError

    if out is None:
        raise ConfigurationError("--training writes two files: name them with --output OUT")
    gold: list[str] = []
    texts: dict[str, str] = {}
    sentences: list[str] = []
    report: Report | None = None
    for claim in ledger.claims():
        if not is_reviewed(claim):
            continue
        if report is None or report.id != claim.report:
            report = ledger.report(claim.report)
            sentences = _sentences(report)
            texts[report.id] = _line(report_row(report, sentences))
        gold.append(_line(gold_row(claim, report, sentences)))
    base = str(out).removesuffix(_GOLD)
    _write(Path(base + _GOLD), gold)
    _write(Path(base + _REPORTS), list(texts.values()))
    say(f"wrote {len(gold):,} claims of {len(texts):,} reports to {base}{_GOLD} and {_REPORTS}")


def _sentences(report: "Report") -> list[str]:
    """Return a report's sentences, the title first: those that came with it, else as parsed."""
    given = dict(report.metadata).get("sentences")
    if given:
        return [str(one) for one in json.loads(given)]
    from armsledger.text.parse import parse_report

    parsed = parse_report(report)
    return [report.title or "", *(sentence.text for sentence in parsed.of_part("text"))]


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _write(path: Path, lines: list[str]) -> None:
    """Write a file; it appears under its name only when it is whole."""
    part = path.with_name(path.name + ".part")
    part.write_text("".join(lines), encoding="utf-8", newline="\n")
    part.replace(path)
