"""Options that several commands share."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final

import typer

from armsledger.model.events import CATEGORIES, STAGES, Event


def _limit(name: str, told: str) -> Any:  # noqa: ANN401 - an annotation has no type of its own
    return Annotated[int | None, typer.Option(name, metavar="N", min=1, help=told)]


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
    typer.Option(
        "--extractor", metavar="NAME", help="A registered one, llm, or yours: module:Name."
    ),
]
Supplier = Annotated[
    str | None, typer.Option("--supplier", metavar="STATE", help="A state's code or name.")
]
Recipient = Annotated[
    str | None, typer.Option("--recipient", metavar="STATE", help="A state's code or name.")
]
System = Annotated[
    str | None, typer.Option("--system", metavar="NAME", help="A weapon system, by any name.")
]
Category = Annotated[
    str | None,
    typer.Option("--category", metavar="NAME", help="One of: " + ", ".join(CATEGORIES) + "."),
]
Stage = Annotated[
    str | None, typer.Option("--stage", metavar="NAME", help="One of: " + ", ".join(STAGES) + ".")
]
EventName = Annotated[
    str | None, typer.Option("--event", metavar="NAME", help="One of: " + ", ".join(Event) + ".")
]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", metavar="X", min=0, max=1, help="Claims at least as sure."),
]
Query = Annotated[
    str | None,
    typer.Option("--query", metavar="WORDS", help="Words that the deal's line or its quotes hold."),
]

# The options of reading, by their names in `ReadOptions`; see `reading.takes_reading`.
READING: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "date": Annotated[
            str | None,
            typer.Option("--date", metavar="DATE", help="YYYY-MM-DD where a file states none."),
        ],
        "outlet": Annotated[
            str | None,
            typer.Option("--outlet", metavar="NAME", help="Outlet where a file states none."),
        ],
        "title": Annotated[
            str | None,
            typer.Option("--title", metavar="TITLE", help="Title where a file states none."),
        ],
        "max_bytes": _limit("--max-bytes", "Limit of one document."),
        "max_text_chars": _limit("--max-text-chars", "Limit of one text."),
        "max_pages": _limit("--max-pages", "Limit of one PDF."),
        "max_members": _limit("--max-members", "Limit of one archive."),
        "max_total_bytes": _limit("--max-total-bytes", "What one archive may unpack to."),
        "max_ratio": _limit("--max-ratio", "How far packed data may expand."),
        "max_depth": _limit("--max-depth", "Archives inside archives."),
        "max_seconds": Annotated[
            float | None,
            typer.Option("--max-seconds", metavar="S", min=0, help="Time for one document."),
        ],
    }
)

# The options of asking a language model; see `choosing.takes_extractor`.
LANGUAGE_MODEL: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "llm_url": Annotated[
            str | None,
            typer.Option("--llm-url", metavar="URL", help="Base address of --extractor llm."),
        ],
        "llm_model": Annotated[
            str | None,
            typer.Option(
                "--llm-model", metavar="NAME", help="Its model, as the endpoint names it."
            ),
        ],
        "llm_cache": Annotated[
            str | None,
            typer.Option("--llm-cache", metavar="DIR", help="Where its answers are kept."),
        ],
        "llm_confidence": Annotated[
            float | None,
            typer.Option("--llm-confidence", metavar="X", help="Confidence of its claims, 0 to 1."),
        ],
        "llm_timeout": Annotated[
            float | None,
            typer.Option("--llm-timeout", metavar="S", help="Time for one of its answers."),
        ],
        "llm_chars": Annotated[
            int | None,
            typer.Option("--llm-chars", metavar="N", help="Characters that it is asked about."),
        ],
    }
)


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
