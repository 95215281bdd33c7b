"""Progress on standard error: a counter on a terminal, a line now and then elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from armsledger.cli.output import say

# Reports between two lines where standard error is no terminal (a log).
EVERY: Final = 100


@contextmanager
def counting(what: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function to call after each item with a word on how things stand."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _on_terminal(what) as step:
            yield step
    else:
        yield _in_log(what)


@contextmanager
def _on_terminal(what: str) -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"))
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda told: bar.update(task, advance=1, description=f"{what}, {told}")


def _in_log(what: str) -> Callable[[str], None]:
    done = 0

    def step(told: str) -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0:
            say(f"{done} {what}, {told}")

    return step
