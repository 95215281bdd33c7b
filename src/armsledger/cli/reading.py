"""From command-line options to the options of reading."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from armsledger.cli.output import say

if TYPE_CHECKING:
    from armsledger.sources import ReadOptions

STDIN: Final = "-"


def read_options(given: Mapping[str, str | float | None]) -> "ReadOptions":
    """Return the options of reading; what is None keeps its default.

    Raises:
        ConfigurationError: a date or a limit is unusable.
    """
    from armsledger.sources import ReadOptions

    return ReadOptions(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def check_paths(paths: Sequence[str]) -> None:
    """Refuse a path that is not there before anything is done: most often it is mistyped.

    Raises:
        ConfigurationError: naming the first one.
    """
    from armsledger.errors import ConfigurationError

    for path in paths:
        if path != STDIN and "://" not in path and not Path(path).exists():
            raise ConfigurationError(f"{path}: there is no such file or folder")


def complain(command: str, message: str) -> None:
    """Print the one line of an input that failed."""
    say(f"armsledger {command}: {' '.join(message.split())}")
