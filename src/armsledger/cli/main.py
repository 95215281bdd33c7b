"""The command `armsledger`: global options, the list of commands, and what errors look like.

Command modules import the heavy parts inside their functions, so that `--help` is instant.
"""

import io
import os
import sys
import traceback
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from armsledger.cli import (
    add,
    claims,
    deal,
    deals,
    decisions,
    doctor,
    evaluate,
    export,
    extract,
    rebuild,
    report,
    review,
    serve,
    users,
)
from armsledger.cli.context import Settings
from armsledger.cli.output import say
from armsledger.errors import ArmsLedgerError
from armsledger.version import __version__

DONE: Final = 0
SOME_FAILED: Final = 1
UNUSABLE: Final = 2
INTERRUPTED: Final = 130

_DEFAULT_LEDGER: Final = "armsledger.db"


class Commands(TyperGroup):
    """The commands, with every error turned into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # type: ignore[explicit-override]  # noqa: ANN401 - typer's types
        """Run the command.

        Raises:
            typer.Exit: with the documented code, whatever went wrong.
        """
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ArmsLedgerError as error:
            raise typer.Exit(_complain(ctx, str(error))) from error
        except BrokenPipeError as error:
            _silence_stdout()
            raise typer.Exit(DONE) from error
        except KeyboardInterrupt as error:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from error
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            reason = error.strerror or str(error)
            raise typer.Exit(_complain(ctx, f"{place}{reason}")) from error
        except (typer.Exit, typer.Abort, SystemExit):
            raise
        except Exception as error:
            if _is_usage_error(error):
                raise
            raise typer.Exit(_report_bug(ctx, error)) from error
        return result


app: Final = typer.Typer(
    name="armsledger",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs no rich: it shows in half the time
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback form
    if wanted:
        typer.echo(f"armsledger {__version__}")
        raise typer.Exit


@app.callback()
def start(
    ctx: typer.Context,
    *,
    ledger: Annotated[
        str,
        typer.Option(
            "--ledger",
            envvar="ARMSLEDGER",
            metavar="URL_OR_PATH",
            help="A path (SQLite) or postgresql://user@host/database.",
        ),
    ] = _DEFAULT_LEDGER,
    show_traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where in the program an error arose.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Read reports about arms deals; keep a register that shows its evidence."""
    ctx.obj = Settings(ledger=ledger, traceback=show_traceback)


app.command("add")(add.add)
app.command("extract")(extract.extract)
app.command("deals")(deals.deals)
app.command("deal")(deal.deal)
app.command("claims")(claims.claims)
app.command("report")(report.report)
app.command("export")(export.export)
app.add_typer(review.app, name="review")
app.add_typer(decisions.app, name="decisions")
app.command("serve")(serve.serve)
app.add_typer(users.app, name="users")
app.command("rebuild")(rebuild.rebuild)
app.command("evaluate")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Data is UTF-8 whatever the terminal's language; what UTF-8 has no place for (half a
        # surrogate pair) comes out as the escape that JSON knows.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="armsledger")


def _complain(ctx: Any, message: str) -> int:  # noqa: ANN401 - typer's types
    line = " ".join(message.split())
    say(f"armsledger {ctx.invoked_subcommand}: {line}")
    if isinstance(ctx.obj, Settings) and ctx.obj.traceback:
        traceback.print_exc()
    return UNUSABLE


def _report_bug(ctx: Any, error: Exception) -> int:  # noqa: ANN401 - typer's types
    told = f"this is a fault of the program: {type(error).__name__}: {error}"
    return _complain(ctx, f"{told} (run it with 'armsledger --traceback' and report it)")


def _is_usage_error(error: Exception) -> bool:
    # Typer shows its own errors (unknown option, missing argument) and exits with 2.
    return hasattr(error, "exit_code") and hasattr(error, "format_message")


def _silence_stdout() -> None:
    # The reader has gone: whatever is still buffered must not raise at exit.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path of the user's
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
