"""`armsledger extract`: reports in, claims out, no ledger."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from armsledger.cli import options as opt
from armsledger.cli.choosing import takes_extractor
from armsledger.cli.forms import print_forms
from armsledger.cli.output import print_line, say
from armsledger.cli.progress import counting
from armsledger.cli.reading import STDIN, check_paths, complain, takes_reading

if TYPE_CHECKING:
    from armsledger.ports import Extractor
    from armsledger.sources import ReadOptions


@takes_reading
@takes_extractor
def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Files, folders, or - for standard input."),
    ] = None,
    *,
    reading: "ReadOptions",
    extractor: "Callable[[], Extractor]",
    forms: Annotated[
        bool, typer.Option("--forms", help="Print the fields of official forms, not the claims.")
    ] = False,
    min_confidence: opt.MinConfidence = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
) -> None:
    """Print the claims of reports as JSON lines; needs no ledger."""
    from armsledger.model.codec import claim_to_json
    from armsledger.pipeline import process
    from armsledger.sources import read_all

    inputs = paths or [STDIN]
    check_paths(inputs)
    if forms:
        raise typer.Exit(1 if print_forms(inputs, reading, quiet=quiet) and strict else 0)
    reader = extractor()
    failed, notes = 0, Counter[str]()
    with counting("reports", quiet=quiet) as step:
        for document in read_all(inputs, options=reading):
            error: Exception | None = document.error
            if document.report is not None:
                outcome = process(document.report, reader)
                error = outcome.error
                notes.update(outcome.notes)
                for claim in outcome.claims:
                    if claim.confidence >= (min_confidence or 0):
                        print_line(claim_to_json(claim))
                sys.stdout.flush()
            if error is not None:
                failed += 1
                complain("extract", document.name, error)
            step(f"{failed:,} failed")
    for note, number in () if quiet else notes.most_common():
        say(f"note: {note} ({number:,})")
    if strict and failed:
        raise typer.Exit(1)
