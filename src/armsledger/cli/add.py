"""`armsledger add`: reports into the ledger."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

import typer

from armsledger.cli import options as opt
from armsledger.cli.choosing import takes_extractor
from armsledger.cli.context import open_ledger, settings_of
from armsledger.cli.interrupt import Interrupts
from armsledger.cli.output import print_json, say
from armsledger.cli.progress import counting
from armsledger.cli.reading import check_paths, complain, takes_reading

if TYPE_CHECKING:
    from armsledger.ledger import AddOutcome, Ledger
    from armsledger.ports import Extractor
    from armsledger.sources import ReadOptions, ReadOutcome


# Kinds of notes shown in the summary; --verbose shows them all, each with its report.
_NOTES: Final = 10


@dataclass(slots=True)
class Tally:
    """What has been done so far."""

    added: int = 0
    already_known: int = 0
    copies: int = 0
    failed: int = 0
    claims: int = 0
    deals_touched: int = 0
    notes: Counter[str] = field(default_factory=Counter)

    def count(self, outcome: "AddOutcome") -> None:
        """Count one document."""
        if outcome.status == "added":
            self.added += 1
        elif outcome.status == "failed":
            self.failed += 1
        else:
            self.already_known += 1
        self.copies += bool(outcome.copies)
        self.claims += outcome.claims
        self.notes.update(outcome.notes if outcome.status == "added" else ())

    def told(self) -> str:
        """Return the summary for people."""
        return (
            f"added {self.added:,}, already known {self.already_known:,}, copies {self.copies:,}, "
            f"failed {self.failed:,}, claims {self.claims:,}, deals touched {self.deals_touched:,}"
        )

    def told_notes(self) -> list[str]:
        """Return what the readers had to assume, the most frequent first."""
        lines = [f"note: {note} ({number:,})" for note, number in self.notes.most_common(_NOTES)]
        hidden = len(self.notes) - len(lines)
        return [*lines, f"note: {hidden:,} more kinds, see --verbose"] if hidden else lines

    def as_json(self) -> dict[str, int]:
        """Return the summary for programs."""
        return {
            "added": self.added,
            "already_known": self.already_known,
            "copies": self.copies,
            "failed": self.failed,
            "claims": self.claims,
            "deals_touched": self.deals_touched,
        }


@takes_reading
@takes_extractor
def add(
    ctx: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-", help="Files, folders, or - for standard input."),
    ],
    *,
    reading: "ReadOptions",
    extractor: "Callable[[], Extractor]",
    strict: opt.Strict = False,
    as_json: opt.Json = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print a line for each report.")
    ] = False,
    quiet: opt.Quiet = False,
) -> None:
    """Add reports and their claims; adding one twice changes nothing."""
    from armsledger.sources import read_all

    check_paths(paths)
    reader = extractor()
    tally = Tally()
    with open_ledger(ctx, create=True) as ledger, Interrupts() as interrupts:
        run = _Run(ledger, reader, interrupts, tally, verbose=verbose, quiet=quiet)
        finished = run.take(read_all(paths, options=reading))
    for note in () if quiet else tally.told_notes():
        say(note)
    if as_json:
        print_json(tally.as_json())
    else:
        typer.echo(tally.told())
    if not finished:
        say(f"stopped; the same command goes on from here ({settings_of(ctx).ledger})")
        raise typer.Exit(130)
    if strict and tally.failed:
        raise typer.Exit(1)


@dataclass(slots=True)
class _Run:
    """One call of the command."""

    ledger: "Ledger"
    extractor: "Extractor"
    interrupts: Interrupts
    tally: Tally
    verbose: bool
    quiet: bool

    def take(self, documents: "Iterable[ReadOutcome]") -> bool:
        """Add the documents; return False if the user stopped it."""
        finished = True
        try:
            self._add(documents)
        except KeyboardInterrupt:
            finished = False
        with self.interrupts.held(last=True):
            self.tally.deals_touched = len(self.ledger.refresh())
        return finished

    def _add(self, documents: "Iterable[ReadOutcome]") -> None:
        outcomes = self.ledger.add(documents, self.extractor, guard=self.interrupts.held)
        with counting("reports", quiet=self.quiet) as step:
            for outcome in outcomes:
                self.tally.count(outcome)
                self._tell(outcome)
                step(f"{self.tally.claims:,} claims, {self.tally.failed:,} failed")

    def _tell(self, outcome: "AddOutcome") -> None:
        if outcome.error is not None:
            complain("add", outcome.name, outcome.error)
        if not self.verbose:
            return
        if outcome.status == "added":
            from armsledger.cli.phrases import counted

            say(f"added: {outcome.report} ({counted(outcome.claims, 'claim')}), {outcome.name}")
        elif outcome.status != "failed":
            say(f"{outcome.status}: {outcome.report}, {outcome.name}")
        for note in outcome.notes:
            say(f"  note: {note}")
