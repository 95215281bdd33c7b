"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

from armsledger.model.events import CATEGORIES, STAGES, Event

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what was reported by this day."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if an input failed.")]
ExtractorName = Annotated[
    str | None,
    typer.Option("--extractor", metavar="NAME", help="A registered one, or yours: module:Name."),
]
Supplier = Annotated[str | None, typer.Option("--supplier", help="A state's code or name.")]
Recipient = Annotated[str | None, typer.Option("--recipient", help="A state's code or name.")]
System = Annotated[str | None, typer.Option("--system", help="A weapon system, by any name.")]
Category = Annotated[
    str | None, typer.Option("--category", help="One of: " + ", ".join(CATEGORIES) + ".")
]
Stage = Annotated[str | None, typer.Option("--stage", help="One of: " + ", ".join(STAGES) + ".")]
EventName = Annotated[str | None, typer.Option("--event", help="One of: " + ", ".join(Event) + ".")]
Query = Annotated[
    str | None, typer.Option("--query", help="Words that the deal's line or its quotes hold.")
]

Date = Annotated[str | None, typer.Option("--date", help="YYYY-MM-DD where a file states none.")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Outlet where a file states none.")]
Title = Annotated[str | None, typer.Option("--title", help="Title where a file states none.")]
MaxBytes = Annotated[int | None, typer.Option(min=1, help="Limit of one document.")]
MaxTextChars = Annotated[int | None, typer.Option(min=1, help="Limit of one text.")]
MaxPages = Annotated[int | None, typer.Option(min=1, help="Limit of one PDF.")]
MaxMembers = Annotated[int | None, typer.Option(min=1, help="Limit of one archive.")]
MaxTotalBytes = Annotated[int | None, typer.Option(min=1, help="What one archive may unpack to.")]
MaxRatio = Annotated[int | None, typer.Option(min=1, help="How far packed data may expand.")]
MaxDepth = Annotated[int | None, typer.Option(min=1, help="Archives inside archives.")]
MaxSeconds = Annotated[float | None, typer.Option(min=0, help="Time for one document.")]


class Form(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def form_of(*, json: bool, jsonl: bool, csv: bool) -> Form:
    """Return the form asked for.

    Raises:
        ConfigurationError: more than one.
    """
    chosen = [form for form, on in ((Form.JSON, json), (Form.JSONL, jsonl), (Form.CSV, csv)) if on]
    if len(chosen) > 1:
        from armsledger.errors import ConfigurationError

        raise ConfigurationError("choose one of --json, --jsonl and --csv")
    return chosen[0] if chosen else Form.TABLE
