"""From command-line options to the options of reading."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from armsledger.cli.options import READING
from armsledger.cli.output import say

if TYPE_CHECKING:
    from armsledger.sources import ReadOptions

STDIN: Final = "-"


def takes_reading(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the options of reading in place of its parameter `reading`.

    The options stand once, in `options.READING`; the command gets them checked, as one value.
    """
    shown = signature(command)
    own = [parameter for name, parameter in shown.parameters.items() if name != "reading"]
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in READING.items()
    ]

    @wraps(command)
    def call(*args: object, **kwargs: Any) -> None:  # noqa: ANN401 - the command's own types
        given = {name: kwargs.pop(name, None) for name in READING}
        command(*args, reading=read_options(given), **kwargs)

    call.__annotations__ = {one.name: one.annotation for one in (*own, *added)}
    call.__signature__ = shown.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    return call


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


def complain(command: str, name: str, error: Exception) -> None:
    """Print the one line of an input that failed; most errors name it themselves."""
    told = str(error)
    message = told if told.startswith(name) else f"{name}: {told}"
    say(f"armsledger {command}: {' '.join(message.split())}")
