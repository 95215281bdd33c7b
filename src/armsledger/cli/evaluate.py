"""`armsledger evaluate`: the figures of a gold set."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from armsledger.cli import options as opt
from armsledger.cli.context import extractor_of
from armsledger.cli.output import print_json, printable
from armsledger.cli.progress import counting
from armsledger.cli.reading import check_paths, complain

if TYPE_CHECKING:
    from armsledger.evaluation.causes import Mistake
    from armsledger.evaluation.run import Evaluation
    from armsledger.evaluation.score import Figures
    from armsledger.model import Report


def evaluate(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="Gold claims, one a line.")],
    reports: Annotated[str, typer.Argument(metavar="REPORTS", help="Their reports.")],
    *,
    predicted: Annotated[
        str | None,
        typer.Option("--predicted", metavar="FILE", help="Score these claims; extract nothing."),
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Show what is missed and what is wrong.")
    ] = False,
    extractor: opt.ExtractorName = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Print precision, recall and F1 of claims against gold claims."""
    from armsledger.evaluation.rows import read_rows
    from armsledger.evaluation.run import compare, extract_rows

    check_paths([path for path in (gold, reports, predicted) if path is not None])
    found, failed = _read_reports(reports)
    if predicted is not None:
        rows = read_rows(Path(predicted))
    else:
        with counting("reports", quiet=quiet) as step:
            rows = extract_rows(found, extractor_of(extractor), after_each=lambda: step("scored"))
    evaluation = compare(Path(gold), found, rows)
    if json:
        print_json(_to_json(evaluation, errors=errors))
    else:
        _show(evaluation, errors=errors)
    if strict and failed:
        raise typer.Exit(1)


def _read_reports(path: str) -> tuple[list["Report"], int]:
    """Return the reports of a path, and how many inputs failed; each is told."""
    from armsledger.sources import ReadOptions, read_all

    found: list[Report] = []
    failed = 0
    for document in read_all([path], options=ReadOptions()):
        if document.report is not None:
            found.append(document.report)
        if document.error is not None:
            failed += 1
            complain("evaluate", document.name, document.error)
    return found, failed


def _to_json(evaluation: "Evaluation", *, errors: bool) -> dict[str, Any]:
    told: dict[str, Any] = {name: _figures(f) for name, f in evaluation.figures.items()}
    if errors:
        told["errors"] = [asdict(mistake) for mistake in evaluation.mistakes]
    return told


def _figures(figures: "Figures") -> dict[str, float]:
    return {
        "p": figures.precision,
        "r": figures.recall,
        "f1": figures.f1,
        "hits": figures.hits,
        "predicted": figures.predicted,
        "gold": figures.gold,
    }


def _show(evaluation: "Evaluation", *, errors: bool) -> None:
    for name, f in evaluation.figures.items():
        figures = f"P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}"
        typer.echo(f"{name:22} {figures}   ({f.hits} of {f.gold} gold, {f.predicted} predicted)")
    if errors:
        for line in _mistake_lines(evaluation.mistakes):
            typer.echo(printable(line))


def _mistake_lines(mistakes: Sequence["Mistake"]) -> Iterable[str]:
    """Yield the mistakes under headings of event, side and cause."""
    for event, of_event in groupby(mistakes, key=lambda m: m.event):
        members = list(of_event)
        missed = sum(m.side == "missed" for m in members)
        yield f"\n{event}: {missed} missed, {len(members) - missed} wrong"
        for (side, cause), group in groupby(members, key=lambda m: (m.side, m.cause)):
            same = list(group)
            yield f"  {side}, {cause} ({len(same)})"
            for mistake in same:
                yield from _lines_of(mistake)


def _lines_of(mistake: "Mistake") -> Iterable[str]:
    instead = "" if mistake.instead is None else f"; there: {mistake.instead}"
    yield f"    {mistake.report}: {mistake.recipient or '-'}, {mistake.weapon}{instead}"
    if mistake.quote is not None:
        yield f"      {' '.join(mistake.quote.split())}"
