"""Tables inside a text: pipe tables, and rows with commas, semicolons or tabs.

A table is a header line that a reader knows, and the lines below it. Every cell keeps its place.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(r"[^\n]+")
_RULE: Final = re.compile(r"[\s|:+=_-]+")
_DELIMITERS: Final = ("|", "\t", ";", ",")
_MIN_CELLS: Final = 2
# Lines below a header that may be no row before the table is over: a heading within it, a note.
_MAX_GAP: Final = 3

# Which column a header's cell is, by its words; None if none.
Namer = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words and where they stand in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A header that is known and the lines below it."""

    columns: tuple[str | None, ...]  # names of the header's cells, None for an unknown one
    header: Row
    rows: tuple[Row, ...]
    before: str  # up to a few lines above the header
    others: tuple[Row, ...]  # lines within the table that have a single cell

    def head(self, *names: str) -> Cell | None:
        """Return the header's cell of the first of these columns that the table has."""
        for name in names:
            if name in self.columns:
                return self.header.cells[self.columns.index(name)]
        return None


def find_tables(text: str, namer: Namer, *, least: int) -> Iterator[Table]:
    """Yield the tables whose header has at least so many columns with different known names.

    Args:
        text: of the report.
        namer: tells a column by its header.
        least: known columns that make a header.
    """
    lines = [m for m in _LINE.finditer(text) if not _RULE.fullmatch(m[0])]
    at = 0
    while at < len(lines):
        found = _header(lines[at], namer, least)
        if found is None:
            at += 1
            continue
        header, delimiter, columns = found
        rows, others, next_at = _rows(lines, at + 1, delimiter, namer, least)
        before = "\n".join(m[0] for m in lines[max(0, at - 6) : at])
        yield Table(columns, header, rows, before, others)
        at = next_at


def _header(
    line: re.Match[str], namer: Namer, least: int
) -> tuple[Row, str, tuple[str | None, ...]] | None:
    for delimiter in _DELIMITERS:
        if delimiter not in line[0]:
            continue
        row = split_row(line[0], line.start(), delimiter)
        names = tuple(namer(" ".join(cell.text.split())) for cell in row.cells)
        if len({name for name in names if name}) >= least:
            return row, delimiter, names
    return None


def _rows(
    lines: Sequence[re.Match[str]], at: int, delimiter: str, namer: Namer, least: int
) -> tuple[tuple[Row, ...], tuple[Row, ...], int]:
    """Return the rows below a header, the single cells among them, and the line behind them."""
    rows: list[Row] = []
    others: list[Row] = []
    gap = 0
    while at < len(lines) and gap < _MAX_GAP:
        line = lines[at]
        if _header(line, namer, least) is not None:
            break
        row = split_row(line[0], line.start(), delimiter)
        filled = [cell for cell in row.cells if cell.text]
        if len(filled) >= _MIN_CELLS:
            rows.append(row)
            gap = 0
        else:
            others.append(row)
            gap += 1
        at += 1
    return tuple(rows), tuple(others), at


def split_row(line: str, start: int, delimiter: str) -> Row:
    """Return a line's cells; a delimiter inside quotation marks parts nothing."""
    body_start, body_end = 0, len(line.rstrip(" \r" if delimiter == "\t" else None))
    if delimiter == "|":
        body_start = len(line) - len(line.lstrip())
        body_start += line[body_start : body_start + 1] == "|"
        body_end -= line[:body_end].endswith("|") and body_end > body_start
    cells: list[Cell] = []
    first, quoted = body_start, False
    for at in range(body_start, body_end + 1):
        if at < body_end and line[at] == '"' and delimiter != "|":
            quoted = not quoted
        if at == body_end or (line[at] == delimiter and not quoted):
            cells.append(_cell(line, first, at, start))
            first = at + 1
    whole = len(line) - len(line.lstrip())
    return Row(tuple(cells), start + whole, start + len(line.rstrip()))


def _cell(line: str, start: int, end: int, shift: int) -> Cell:
    while start < end and line[start] in ' \t\u00a0"':
        start += 1
    while end > start and line[end - 1] in ' \t\u00a0"':
        end -= 1
    return Cell(line[start:end].replace('""', '"'), shift + start, shift + end)
