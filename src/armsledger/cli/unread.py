"""`armsledger claims --unread`: the queue of what was seen and not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from armsledger.cli.options import Form
from armsledger.cli.output import console, print_data, print_wrapped
from armsledger.cli.progress import counting
from armsledger.cli.short import ShortIds, short_ids
from armsledger.errors import ConfigurationError

if TYPE_CHECKING:
    from armsledger.extract.unread import Unread
    from armsledger.ledger import Ledger

COLUMNS: Final = (
    *("report", "kind", "score", "part", "start", "end"),
    *("weapons", "parties", "quote", "reason"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    limit: int
    report: str | None
    as_of: str | None
    quiet: bool


def refuse_filters(given: Mapping[str, object]) -> None:
    """Refuse filters that only claims can have.

    Raises:
        ConfigurationError: naming the first one.
    """
    for option, value in given.items():
        if value is not None:
            raise ConfigurationError(f"{option}: what is unread has no such thing; leave it out")


def print_unread(ledger: "Ledger", wanted: Wanted, form: Form) -> None:
    """Print what most likely was missed, the worst first."""
    with counting("reports", quiet=wanted.quiet) as step:
        found = ledger.unread(
            limit=wanted.limit,
            report=wanted.report,
            as_of=wanted.as_of,
            progress=lambda: step("looked through"),
        )
    if form is Form.TABLE:
        _print_list(found, wanted, short_ids(ledger))
    else:
        print_data((_row(one) for one in found), form, COLUMNS)


def _row(one: "Unread") -> dict[str, Any]:
    told = asdict(one)
    return {name: told[name] for name in COLUMNS}


def _print_list(found: "Sequence[Unread]", wanted: Wanted, ids: ShortIds) -> None:
    from armsledger.cli.phrases import counted

    out = console()
    for one in found:
        parts = [
            f"{one.score}",
            f"unread {one.kind}",
            ", ".join(one.weapons),
            " ".join(one.parties),
        ]
        print_wrapped(out, " | ".join(part for part in parts if part), style="bold")
        print_wrapped(out, " ".join(one.quote.split()), indent=2)
        reason = f"; {one.reason}" if one.reason else ""
        print_wrapped(out, f"- report {ids.of(one.report)}{reason}", indent=2)
    more = f"; there may be more: --limit {2 * wanted.limit}" if len(found) == wanted.limit else ""
    out.print(f"{counted(len(found), 'place')}{more}", style="dim")
