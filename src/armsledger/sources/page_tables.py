"""Tables of web pages: their empty cells are kept on the way to text.

Extractors of main text drop cells without words; the cells behind them would then stand under the
wrong heading. So each empty cell of a table of data gets a mark that is no text, and loses it when
the row is written.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from armsledger.sources.page_data import Element

_EMPTY: Final = "\ue0f0"  # of the private use area: no page means anything by it
_DATA: Final = "data-armsledger-row"
_MIN_COLUMNS: Final = 3  # narrower tables are mostly layout, and nothing can shift in them
_MIN_ROWS: Final = 2
_MAX_SPAN: Final = 50  # columns or rows that one cell may cover


def keep_empty_cells(tree: Element) -> None:
    """Mark the empty cells of tables of data, and add cells where one covers several."""
    for table in tree.iter("table"):
        rows = [row for row in table.iter("tr") if _cells(row)]
        nested = next(table.iterdescendants("table"), None) is not None
        if nested or len(rows) < _MIN_ROWS or max(map(_width, rows)) < _MIN_COLUMNS:
            continue
        _mark(rows)


def is_data(node: Element) -> bool:
    """Return whether an element is a row or a cell of a table of data."""
    row = node.getparent() if node.tag in ("td", "th") else node
    return row is not None and row.get(_DATA) is not None


def as_row(cells: Sequence[str]) -> str:
    """Return a row as a line: "a | b"; with empty cells "| a |  | b |"; "" for none at all."""
    words = [cell.replace(_EMPTY, "").strip() for cell in cells]
    if not any(words):
        return ""
    if all(words):
        return " | ".join(words)
    marked = any(_EMPTY in cell for cell in cells)
    return f"| {' | '.join(words)} |" if marked else " | ".join(filter(None, words))


def as_filled(line: str) -> str:
    """Return a line of text without the marks of empty cells."""
    return as_row(line.split("|")) if _EMPTY in line else line


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _width(row: Element) -> int:
    return sum(_span(cell, "colspan") for cell in _cells(row))


def _span(cell: Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    written = (cell.get(name) or "1").strip()
    return min(max(int(written), 1), _MAX_SPAN) if written.isdecimal() and written.isascii() else 1


def _mark(rows: Sequence[Element]) -> None:
    """Give every cell of the rows words or the mark, with one cell for each column."""
    covered: dict[int, int] = {}  # column: rows below that a cell above still covers
    for row in rows:
        row.set(_DATA, "1")
        column = 0
        for cell in _cells(row):
            while covered.get(column, 0):
                covered[column] -= 1
                cell.addprevious(_empty(cell))
                column += 1
            below, wide = _span(cell, "rowspan") - 1, _span(cell, "colspan")
            covered.update(dict.fromkeys(range(column, column + wide), below))
            for name in ("rowspan", "colspan"):
                cell.attrib.pop(name, None)
            for extra in _extras(cell, wide - 1):
                cell.addnext(extra)
            column += wide
            if not "".join(cell.itertext()).strip():
                cell.text = _EMPTY


def _extras(cell: Element, number: int) -> Iterator[Element]:
    return (_empty(cell) for _ in range(number))


def _empty(cell: Element) -> Element:
    """Return a new empty cell of the same kind."""
    made = cell.makeelement("td")
    made.text = _EMPTY
    return made
