"""The vocabulary's data files: UTF-8 CSV with a header row, comments that start with `#`.

Two comments are required, `# source: ...` and `# version: ...`, so that every fact that a reading
rests on can be traced to where it came from.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from armsledger.errors import VocabularyError

_PACKAGE: Final = "armsledger.vocabulary"
_COMMENT: Final = "#"
_HEADERS: Final = ("source", "version")


@cache
def read_table(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<name>`, every cell stripped of white space at its edges.

    Args:
        name: file name inside the package's data folder.
        columns: the header that the file must have, in order.

    Raises:
        VocabularyError: no such file, another header, or a row of another length.
    """
    return parse_table(name, _text_of(name), columns)


@cache
def table_version(name: str) -> tuple[str, str]:
    """Return what the `# source:` and `# version:` comments of `data/<name>` say.

    Raises:
        VocabularyError: no such file, or one of the comments is missing or empty.
    """
    return parse_version(name, _text_of(name))


def table_names(prefix: str = "") -> tuple[str, ...]:
    """Return the sorted names of the data files that start with `prefix`."""
    names = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(n for n in names if n.startswith(prefix) and n.endswith(".csv")))


def parse_table(name: str, text: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return the rows of a table given as text; `name` is for messages. See `read_table`."""
    numbers, lines = _data_lines(text)
    reader = csv.reader(lines, strict=True)
    rows: list[dict[str, str]] = []
    for number, cells in _numbered(name, reader, numbers):
        if number == numbers[0]:
            _check_header(name, number, cells, columns)
            continue
        if len(cells) != len(columns):
            reason = f"{len(cells)} cells where the header has {len(columns)}"
            raise VocabularyError(name, number, reason)
        rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    if not numbers:
        raise VocabularyError(name, None, "no header row; expected " + ",".join(columns))
    return tuple(rows)


def parse_version(name: str, text: str) -> tuple[str, str]:
    """Return source and version of a table given as text. See `table_version`."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith(_COMMENT):
            key, _, value = line.removeprefix(_COMMENT).partition(":")
            found.setdefault(key.strip(), value.strip())
    for key in _HEADERS:
        if not found.get(key):
            raise VocabularyError(name, None, f"the comment '# {key}: ...' is missing")
    return found["source"], found["version"]


def _folder() -> Traversable:
    return files(_PACKAGE) / "data"


def _text_of(name: str) -> str:
    try:
        return (_folder() / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise VocabularyError(name, None, "no such file in the vocabulary's data folder") from error
    except UnicodeDecodeError as error:
        raise VocabularyError(name, None, f"not UTF-8: {error.reason}") from error


def _data_lines(text: str) -> tuple[list[int], list[str]]:
    """Return the 1-based numbers and the texts of the lines that are neither comment nor empty."""
    kept = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith(_COMMENT)
    ]
    return [number for number, _ in kept], [line for _, line in kept]


def _numbered(
    name: str, reader: Iterator[list[str]], numbers: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its line number in the file; a broken row becomes a VocabularyError."""
    for number in numbers:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise VocabularyError(name, number, str(error)) from error
        if cells is None:  # a quoted cell ran over a line end, which no table needs
            raise VocabularyError(name, number, "a cell in quotes runs over the end of its line")
        yield number, cells


def _check_header(name: str, number: int, cells: list[str], columns: tuple[str, ...]) -> None:
    header = tuple(cell.strip() for cell in cells)
    if header != columns:
        reason = f"header {','.join(header)} where {','.join(columns)} was expected"
        raise VocabularyError(name, number, reason)
