"""`armsledger claims`: what sentences say."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Final

import typer

from armsledger import asking
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.output import console, print_data, print_wrapped
from armsledger.cli.short import ShortIds, short_ids
from armsledger.cli.unread import Wanted, print_unread, refuse_filters
from armsledger.model.events import Event

if TYPE_CHECKING:
    from armsledger.ledger import Ledger
    from armsledger.model import Claim, ReportHead

# Claims whose reports' heads are looked up at a time.
_CHUNK: Final = 500

# Places of `--unread` that are shown where no limit is given: a sitting's work.
UNREAD_SHOWN: Final = 50


def claims(
    ctx: typer.Context,
    *,
    deal: Annotated[
        str | None, typer.Option("--deal", metavar="ID", help="Only this deal's.")
    ] = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="ID", help="Only this report's; a beginning will do."),
    ] = None,
    event: opt.EventName = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Part of a speaker's name, a kind of source, or a code.",
        ),
    ] = None,
    as_of: opt.AsOf = None,
    min_confidence: opt.MinConfidence = None,
    unread: Annotated[
        bool,
        typer.Option("--unread", help="What was seen and not understood, the worst first."),
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="With --unread: how many.")
    ] = UNREAD_SHOWN,
    quiet: opt.Quiet = False,
    as_json: opt.Json = False,
    as_jsonl: opt.Jsonl = False,
    as_csv: opt.Csv = False,
) -> None:
    """Print claims: what each sentence says, and who says so."""
    from armsledger.exports.tabular import CLAIM_COLUMNS, claim_row
    from armsledger.ledger import ClaimFilter

    form = opt.form_of(json=as_json, jsonl=as_jsonl, csv=as_csv)
    day = asking.day(as_of)
    if unread:
        _print_unread(ctx, Wanted(limit, report, day, quiet), form, {
            "--deal": deal, "--event": event, "--source": source,
            "--min-confidence": min_confidence,
        })  # fmt: skip
        return
    wanted = ClaimFilter(
        deal=deal,
        report=report,
        event=asking.one_of(event, Event, "--event"),
        source=source,
        min_confidence=min_confidence,
    )
    with open_ledger(ctx) as ledger:
        found = with_heads(ledger.claims(wanted, as_of=day), ledger)
        if form is opt.Form.TABLE:
            _print_list(found, short_ids(ledger))
        else:
            print_data((claim_row(claim, head) for claim, head in found), form, CLAIM_COLUMNS)


def _print_unread(
    ctx: typer.Context, wanted: Wanted, form: opt.Form, others: Mapping[str, object]
) -> None:
    refuse_filters(others)
    with open_ledger(ctx) as ledger:
        print_unread(ledger, wanted, form)


def with_heads(
    claims: "Iterable[Claim]", ledger: "Ledger"
) -> "Iterator[tuple[Claim, ReportHead | None]]":
    """Yield each claim with its report's head."""
    stream = iter(claims)
    while chunk := list(islice(stream, _CHUNK)):
        heads = ledger.heads({claim.report for claim in chunk})
        for claim in chunk:
            yield claim, heads.get(claim.report)


def _print_list(found: "Iterable[tuple[Claim, ReportHead | None]]", ids: ShortIds) -> None:
    from armsledger.cli.phrases import counted

    out = console()
    number = 0
    for claim, head in found:
        number += 1
        print_wrapped(out, headline(claim), style="bold")
        for line in (one_line(claim.quote), *told_by(claim, head, ids)):
            print_wrapped(out, line, indent=2)
    out.print(counted(number, "claim"), style="dim")


def one_line(quote: str) -> str:
    """Return a quote without the line breaks of the report that it stands in."""
    return " ".join(quote.split())


def headline(claim: "Claim") -> str:
    """Return what a claim says in one line: event, factuality, parties, system, figures."""
    from armsledger.cli.phrases import amount, figure

    parties = f"{claim.supplier or '?'} to {claim.recipient or '?'}"
    parts = [f"{claim.event}, {claim.factuality}", parties, claim.system or claim.weapon or "?"]
    parts += [figure(claim.quantity)] if claim.quantity else []
    parts += [amount(claim.value)] if claim.value else []
    parts += [claim.when] if claim.when else []
    parts += [f"by {claim.actor}"] if claim.actor else []
    parts += [f"batch {claim.batch}"] if claim.batch else []
    return " | ".join(parts)


def told_by(claim: "Claim", head: "ReportHead | None", ids: ShortIds) -> tuple[str, ...]:
    """Return the lines on who says it, where, and what is inferred."""
    from armsledger.cli.phrases import speaker

    lines = [f"- {speaker(claim, head)}; report {ids.of(claim.report)}"]
    if claim.inferred:
        lines.append("- not in the sentence: " + ", ".join(claim.inferred))
    return tuple(lines)
