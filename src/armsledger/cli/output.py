"""Printing: data for programs, tables for people."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TextIO

from armsledger.cli.options import Form

if TYPE_CHECKING:
    from rich.console import Console

# Columns that a block of text gets however narrow the terminal is.
_NARROWEST: Final = 20


def print_data(rows: Iterable[Mapping[str, Any]], form: Form, columns: Sequence[str]) -> None:
    """Print rows as JSON, JSON lines or CSV; the columns are those of the CSV."""
    if form is Form.JSON:
        _print_array(rows, sys.stdout)
    elif form is Form.JSONL:
        for row in rows:
            print_line(row)
    else:
        from armsledger.exports.tabular import write_csv

        write_csv(rows, columns, sys.stdout)


def print_json(value: object) -> None:
    """Print one JSON document, indented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_line(value: Mapping[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def console() -> "Console":
    """Return the console for people: colours on a terminal only, and not with NO_COLOR."""
    from rich.console import Console

    class Listing(Console):
        """A console that leaves a reader who stops early to the command's own handling."""

        def on_broken_pipe(self) -> None:  # type: ignore[explicit-override]
            raise BrokenPipeError

    return Listing(highlight=False)


def print_wrapped(out: "Console", text: str, *, indent: int = 0, style: str = "") -> None:
    """Print a text as a block, each line indented, without blanks at the ends of lines.

    Control characters are replaced; no markup is read.
    """
    from rich.text import Text

    shown = Text(printable(text), style=style)
    for line in shown.wrap(out, max(out.width - indent, _NARROWEST)):
        line.rstrip()
        out.print(Text(" " * indent).append_text(line), no_wrap=True, overflow="ignore", crop=False)


def say(text: str) -> None:
    """Print a line for people on standard error."""
    sys.stderr.write(printable(text) + "\n")
    sys.stderr.flush()


def printable(text: str) -> str:
    """Return the text without control characters: a report must not steer the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def _print_array(rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write a JSON array row by row, so that a long listing needs no memory."""
    out.write("[")
    out.writelines(_array_parts(rows))
    out.write("\n]\n")


def _array_parts(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
