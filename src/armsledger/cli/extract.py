"""`armsledger extract`: reports in, claims out, no ledger."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from armsledger.cli import options as opt
from armsledger.cli.context import extractor_of
from armsledger.cli.output import print_line
from armsledger.cli.progress import counting
from armsledger.cli.reading import STDIN, check_paths, complain, takes_reading

if TYPE_CHECKING:
    from armsledger.sources import ReadOptions


@takes_reading
def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Files, folders, or - for standard input."),
    ] = None,
    *,
    reading: "ReadOptions",
    extractor: opt.ExtractorName = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
) -> None:
    """Print the claims of reports as JSON lines; needs no ledger."""
    from armsledger.model.codec import claim_to_json
    from armsledger.pipeline import process
    from armsledger.sources import read_all

    inputs = paths or [STDIN]
    check_paths(inputs)
    reader = extractor_of(extractor)
    failed = 0
    with counting("reports", quiet=quiet) as step:
        for document in read_all(inputs, options=reading):
            error: Exception | None = document.error
            if document.report is not None:
                outcome = process(document.report, reader)
                error = outcome.error
                for claim in outcome.claims:
                    print_line(claim_to_json(claim))
                sys.stdout.flush()
            if error is not None:
                failed += 1
                complain("extract", document.name, error)
            step(f"{failed:,} failed")
    if strict and failed:
        raise typer.Exit(1)
