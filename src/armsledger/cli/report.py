"""`armsledger report`: one stored report with its claims marked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from armsledger.cli import options as opt
from armsledger.cli.claims import headline, told_by
from armsledger.cli.context import open_ledger
from armsledger.cli.output import console, print_json, print_wrapped
from armsledger.cli.short import short_ids

if TYPE_CHECKING:
    from rich.console import Console

    from armsledger.model import Claim, Report


def report(
    ctx: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="An id, or its beginning.")],
    *,
    as_json: opt.Json = False,
) -> None:
    """Print a stored report, its claims marked."""
    from armsledger.cli.phrases import counted
    from armsledger.extract.forms import form_lines, read_form
    from armsledger.model import head_of
    from armsledger.model.codec import claim_to_json, report_to_json

    with open_ledger(ctx) as ledger:
        found = ledger.report(report_id)
        claims = ledger.claims_of_report(found.id)
        ids = short_ids(ledger)
    if as_json:
        row = report_to_json(found)
        row["claims"] = [claim_to_json(claim) for claim in claims]
        form = read_form(found)
        row["form"] = list(form_lines(form)) if form else None
        print_json(row)
        return
    out = console()
    _print_head(out, found)
    _print_text(out, found, claims)
    head = head_of(found)
    for number, claim in enumerate(claims, 1):
        print_wrapped(out, f"[{number}] {headline(claim)}", style="bold")
        for line in told_by(claim, head, ids):
            print_wrapped(out, line, indent=4)
    out.print(counted(len(claims), "claim"), style="dim")


def marked(content: str, claims: "Sequence[tuple[int, Claim]]") -> str:
    """Return a part's text with `[1]`, `[2]` ... behind the sentences of these claims."""
    places: dict[int, str] = {}
    for number, claim in claims:
        places[claim.end] = places.get(claim.end, "") + f"[{number}]"
    pieces: list[str] = []
    last = 0
    for place in sorted(places):
        pieces += [content[last:place], " ", places[place]]
        last = place
    return "".join([*pieces, content[last:]])


def _print_head(out: "Console", report: "Report") -> None:
    dated = f"{report.date or 'undated'}{' (inferred)' if report.date_inferred else ''}"
    lines = [("report", report.id), ("date", dated), ("outlet", report.outlet)]
    lines += [("byline", report.byline), ("url", report.url), ("read from", report.source)]
    for name, value in lines:
        if value:
            print_wrapped(out, f"{name:<10}{value}")
    out.print()


def _print_text(out: "Console", report: "Report", claims: "Sequence[Claim]") -> None:
    numbered = list(enumerate(claims, 1))
    for part in ("title", "text"):
        content = report.part(part)
        if content:
            in_part = [(number, claim) for number, claim in numbered if claim.part == part]
            style = "bold" if part == "title" else ""
            print_wrapped(out, marked(content, in_part), style=style)
            out.print()
