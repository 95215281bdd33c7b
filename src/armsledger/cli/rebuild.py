"""`armsledger rebuild`: everything derived, built again."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from armsledger.cli import options as opt
from armsledger.cli.choosing import takes_extractor
from armsledger.cli.context import open_ledger
from armsledger.cli.output import print_json
from armsledger.cli.progress import counting
from armsledger.decide.history import tally
from armsledger.model.decision import Found

if TYPE_CHECKING:
    from armsledger.ports import Extractor


@takes_extractor
def rebuild(
    ctx: typer.Context,
    *,
    again: Annotated[
        bool, typer.Option("--extract", help="Read every stored report again first.")
    ] = False,
    extractor: "Callable[[], Extractor]",
    quiet: opt.Quiet = False,
    as_json: opt.Json = False,
) -> None:
    """Build the register again; brings an older ledger up to date."""
    with open_ledger(ctx, upgrade=True) as ledger, counting("reports", quiet=quiet) as step:
        reader = extractor() if again else None
        changed = ledger.rebuild(extractor=reader, progress=lambda: step("read again"))
        counts = ledger.counts()
        decided = tally(ledger.decisions())
    if as_json:
        row = {"reports": counts.reports, "claims": counts.claims, "deals": counts.deals}
        print_json({**row, "changed": changed, "decisions": decided})
        return
    told = f"{counts.reports:,} reports, {counts.claims:,} claims, {counts.deals:,} deals"
    typer.echo(told + (f"; claims changed in {changed:,} reports" if again else ""))
    if any(decided.values()):
        typer.echo("decisions: " + ", ".join(f"{n:,} {found}" for found, n in decided.items()))
        if decided[Found.ORPHANED]:
            typer.echo("What the orphaned ones were about: armsledger decisions list")
