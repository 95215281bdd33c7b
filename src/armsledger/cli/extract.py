"""`armsledger extract`: reports in, claims out, no ledger."""

import sys
from typing import Annotated

import typer

from armsledger.cli import options as opt
from armsledger.cli.context import extractor_of
from armsledger.cli.output import print_line
from armsledger.cli.progress import counting
from armsledger.cli.reading import STDIN, check_paths, complain, read_options


def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Files, folders, or - for standard input."),
    ] = None,
    *,
    date: opt.Date = None,
    outlet: opt.Outlet = None,
    title: opt.Title = None,
    extractor: opt.ExtractorName = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    max_bytes: opt.MaxBytes = None,
    max_text_chars: opt.MaxTextChars = None,
    max_pages: opt.MaxPages = None,
    max_members: opt.MaxMembers = None,
    max_total_bytes: opt.MaxTotalBytes = None,
    max_ratio: opt.MaxRatio = None,
    max_depth: opt.MaxDepth = None,
    max_seconds: opt.MaxSeconds = None,
) -> None:
    """Print the claims of reports, one JSON object a line; needs no ledger."""
    from armsledger.model.codec import claim_to_json
    from armsledger.pipeline import process
    from armsledger.sources import read_all

    inputs = paths or [STDIN]
    check_paths(inputs)
    reading = read_options(
        {
            "date": date,
            "outlet": outlet,
            "title": title,
            "max_bytes": max_bytes,
            "max_text_chars": max_text_chars,
            "max_pages": max_pages,
            "max_members": max_members,
            "max_total_bytes": max_total_bytes,
            "max_ratio": max_ratio,
            "max_depth": max_depth,
            "max_seconds": max_seconds,
        }
    )
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
                complain("extract", f"{document.name}: {error}")
            step(f"{failed:,} failed")
    if strict and failed:
        raise typer.Exit(1)
