"""Tables as files (.csv, .tsv): the text stays as it is written, one row a line."""

import csv
import re
from typing import Final

from armsledger.errors import UnreadableError, UnsupportedFormatError
from armsledger.sources.decode import Decoded
from armsledger.sources.document import RawDocument

_DELIMITERS: Final = ",;\t|"
# Cells that name a column of whole texts: such a table holds reports, one a row.
_TEXT_COLUMNS: Final = frozenset({"text", "body", "content", "fulltext", "full_text", "article"})
_MAX_CELL_LINES: Final = 40  # of one quoted cell; more, and its quotation mark was never closed
_MAX_COLUMNS: Final = 1_000
_BREAKS: Final = re.compile(r"\r\n?|[\n\x0b\x0c\u2028]")


def read_table(decoded: Decoded, name: str) -> RawDocument:
    """Return a table's document: every cell, also an empty one, stays at its place in its row.

    Line breaks inside quoted cells become blanks, so that a row is a line.

    Raises:
        UnsupportedFormatError: it is a table of reports, with a column of texts.
        UnreadableError: it has no second column, or more columns than any table of a report.
    """
    text = decoded.text
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnreadableError(name, "has no text")
    widest = max(lines, key=_marks)
    if _marks(widest) > _MAX_COLUMNS:
        raise UnreadableError(name, f"has a row of more than {_MAX_COLUMNS:,} columns")
    if not _marks(widest):
        raise UnreadableError(name, "is no table: no row has two columns")
    if _names(lines[0]) & _TEXT_COLUMNS:
        reason = 'is a table of reports: turn its rows into .jsonl records with a "text"'
        raise UnsupportedFormatError(name, reason)
    folded, closed = _folded(text)
    note = () if closed else ("a quotation mark is never closed: rows read line by line",)
    return RawDocument(text=folded, notes=(*decoded.notes, *note))


def _marks(line: str) -> int:
    """Return how often the delimiter that a line uses most stands in it."""
    return max(line.count(mark) for mark in _DELIMITERS)


def _names(line: str) -> frozenset[str]:
    """Return the cells of the first line, in small letters."""
    mark = max(_DELIMITERS, key=line.count)
    cells = next(csv.reader([line], delimiter=mark), [])
    return frozenset(cell.strip().lower() for cell in cells)


def _folded(text: str) -> tuple[str, bool]:
    """Return the text with a blank for each line break inside quotes, and whether all closed."""
    rows: list[str] = []
    held: list[str] = []
    for line in _BREAKS.split(text):
        held.append(line)
        if sum(part.count('"') for part in held) % 2 == 0:
            rows.append(" ".join(held))
            held = []
        elif len(held) > _MAX_CELL_LINES:
            return "\n".join(_BREAKS.split(text)), False
    if held:
        return "\n".join(_BREAKS.split(text)), False
    return "\n".join(rows), True
