"""`armsledger evaluate`: the figures of a gold set."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
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
    from armsledger.evaluation.rows import ScoredClaim
    from armsledger.evaluation.run import Evaluation
    from armsledger.evaluation.score import Figures
    from armsledger.evaluation.trace import Trace
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
        bool, typer.Option("--errors", help="Show what is missed and what is wrong, and why.")
    ] = False,
    extractor: opt.ExtractorName = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Print precision, recall and F1 of claims against gold claims."""
    from armsledger.evaluation.run import compare

    check_paths([path for path in (gold, reports, predicted) if path is not None])
    found, failed = _read_reports(reports)
    reading = _Reading(found, extractor, quiet)
    rows = _read_claims(predicted) if predicted is not None else reading.rows()
    traces = reading.traces() if errors and predicted is None else {}
    evaluation = compare(Path(gold), found, rows, traces)
    if json:
        print_json(_to_json(evaluation, errors=errors))
    else:
        _show(evaluation, errors=errors)
    if strict and failed:
        raise typer.Exit(1)


def _read_claims(path: str) -> tuple["ScoredClaim", ...]:
    from armsledger.evaluation.rows import read_rows

    return read_rows(Path(path))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reports, and who reads them."""

    reports: Sequence["Report"]
    extractor: str | None
    quiet: bool

    def rows(self) -> tuple["ScoredClaim", ...]:
        """Return the claims."""
        from armsledger.evaluation.run import extract_rows

        reader = extractor_of(self.extractor)
        with counting("reports", quiet=self.quiet) as step:
            return extract_rows(self.reports, reader, after_each=lambda: step("scored"))

    def traces(self) -> dict[str, "Trace"]:
        """Return what was seen on the way to them."""
        from armsledger.evaluation.run import follow

        reader = extractor_of(self.extractor)
        with counting("reports", quiet=self.quiet) as step:
            return follow(self.reports, reader, after_each=lambda: step("followed"))


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
    from armsledger.evaluation.causes import tally

    told: dict[str, Any] = {name: _figures(f) for name, f in evaluation.figures.items()}
    if errors:
        told["error_counts"] = [asdict(kind) for kind in tally(evaluation.mistakes)]
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
        for line in (*_summary(evaluation.mistakes), *_mistake_lines(evaluation.mistakes)):
            typer.echo(printable(line))


def _summary(mistakes: Sequence["Mistake"]) -> Iterable[str]:
    """Yield how many mistakes there are by cause and by event: claims, then values."""
    for side in ("missed", "wrong"):
        of_claims = [m for m in mistakes if m.side == side and m.role == "claim"]
        yield f"\nclaims {side}: {len(of_claims)}"
        for cause, count in Counter(str(m.cause) for m in of_claims).most_common():
            events = Counter(m.event for m in of_claims if m.cause == cause).most_common()
            told = ", ".join(f"{event} {number}" for event, number in events)
            yield f"  {count:4}  {cause}: {told}"
    values = [m for m in mistakes if m.role != "claim"]
    yield f"\nvalues missed or wrong on claims that both have: {len(values)}"
    kinds = Counter((m.role, str(m.side), str(m.cause)) for m in values)
    for (role, side, cause), count in kinds.most_common():
        yield f"  {count:4}  {role}: {side}, {cause}"


def _mistake_lines(mistakes: Sequence["Mistake"]) -> Iterable[str]:
    """Yield the mistakes under headings of event, role, side and cause."""
    for event, of_event in groupby(mistakes, key=lambda m: m.event):
        members = list(of_event)
        claims = [m for m in members if m.role == "claim"]
        missed = sum(m.side == "missed" for m in claims)
        yield f"\n{event}: {missed} missed, {len(claims) - missed} wrong"
        for (role, side, cause), group in groupby(members, key=lambda m: (m.role, m.side, m.cause)):
            same = list(group)
            of_role = "" if role == "claim" else f"{role} "
            yield f"  {of_role}{side}, {cause} ({len(same)})"
            for mistake in same:
                yield from _lines_of(mistake)


def _lines_of(mistake: "Mistake") -> Iterable[str]:
    own = "" if mistake.value is None else f", {mistake.value}"
    instead = "" if mistake.instead is None else f"; there: {mistake.instead}"
    yield f"    {mistake.report}: {mistake.recipient or '-'}, {mistake.weapon}{own}{instead}"
    if mistake.quote is not None:
        yield f"      {' '.join(mistake.quote.split())}"
