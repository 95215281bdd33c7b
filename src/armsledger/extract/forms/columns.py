"""Rows laid under their columns, also where empty cells were lost on the way to text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import Final

from armsledger.extract.forms.parties import code_of
from armsledger.extract.forms.tables import Cell, Row
from armsledger.model import Span

_NUMBER: Final = re.compile(
    r"[<>~\u2248]?\s*\d{1,3}(?:[ \u00a0\u202f',.]\d{3})+(?:[.,]\d{1,2})?|[<>~]?\s*\d+(?:[.,]\d+)?"
)
_EMPTY: Final = frozenset(
    ("", "-", "\u2013", "\u2014", "n/a", "none", "nil", ".", "\u2026", "..", "0*")
)
_CATEGORY: Final = re.compile(
    r"\(?(?:Category\s+)?[IVX]{1,4}\b|ML\s?\d|Small\s+arms|Light\s+weapons|[AB]\.?\d\b|\d{1,2}\.\s",
    re.I,
)
_STATES: Final = frozenset(("partner", "importer", "exporter", "destination", "origin", "reporter"))
_NUMBERS: Final = frozenset(
    ("items", "licences", "refusals", "licence_value", "export_value", "value", "year")
)

# Columns of a table up to which lost cells are guessed; beyond, there are too many ways.
_MAX_GUESSED: Final = 10
# How seldom a column is empty; the others count nothing.
_WEIGHTS: Final = {"category": 4, "importer": 5, "exporter": 5, "destination": 5, "items": 4,
                   "description": 3, "comments": 2, "origin": 1}  # fmt: skip

Fields = Mapping[str, Cell]


def lay(row: Row, columns: Sequence[str | None]) -> tuple[dict[str, Cell], bool]:
    """Return a row's cells by column name, and whether their places had to be guessed.

    A row as long as the header is read by position. A shorter one has lost its empty cells: its
    cells keep their order and take the first column that they can stand in.
    """
    cells = row.cells
    while len(cells) > len(columns) and not cells[-1].text:
        cells = cells[:-1]
    if any(not cell.text for cell in cells[:-1]):  # empty cells are there, so none was lost
        end = row.end
        cells = (*cells, *(Cell("", end, end) for _ in range(len(columns) - len(cells))))
    if len(cells) >= len(columns):
        pairs = zip(columns, _joined(cells, len(columns)), strict=True)
        return {name: cell for name, cell in pairs if name}, len(cells) > len(columns)
    best = max(_placings(cells, columns), key=lambda p: _fit(cells, columns, p), default=None)
    if best is None:
        return {}, True
    placed = zip([columns[at] for at in best], cells, strict=True)
    return {name: cell for name, cell in placed if name and cell.text}, True


def _placings(cells: tuple[Cell, ...], columns: Sequence[str | None]) -> Iterator[tuple[int, ...]]:
    """Yield the ways to lay cells under columns in order so that each can stand where it is."""
    if len(columns) > _MAX_GUESSED:
        return
    for places in combinations(range(len(columns)), len(cells)):
        if all(can_stand(c.text, columns[at]) for c, at in zip(cells, places, strict=True)):
            yield places


def _fit(cells: tuple[Cell, ...], columns: Sequence[str | None], places: tuple[int, ...]) -> int:
    """Return how likely a placing is: the columns that are seldom empty, then the first ones."""
    weights = sum(_WEIGHTS.get(columns[at] or "", 0) for at in places if cells)
    return 100 * weights - sum(places)


def _joined(cells: tuple[Cell, ...], length: int) -> tuple[Cell, ...]:
    """Return at most so many cells: what is too much was one cell with a delimiter in it."""
    if len(cells) <= length:
        return cells
    rest = cells[length - 1 :]
    last = Cell(" ".join(c.text for c in rest if c.text), rest[0].start, rest[-1].end)
    return (*cells[: length - 1], last)


@lru_cache(maxsize=8192)
def can_stand(text: str, column: str | None) -> bool:
    """Return whether a cell's words can stand in a column."""
    if column in _STATES:
        return code_of(text) is not None
    if column in _NUMBERS:
        return number_of(text) is not None
    if column == "category":
        return _CATEGORY.match(text) is not None
    return number_of(text) is None


def number_of(text: str) -> Decimal | None:
    """Return the number of a cell: "1 234", "1,234", "1.234.567", "1,5"; None if it is none."""
    words = re.sub(
        r"^(?:EUR|USD|GBP|\u20ac|\$|\u00a3)\s*|\s*(?:EUR|\u20ac|USD)$|\*+$", "", text.strip()
    )
    if not _NUMBER.fullmatch(words):
        return None
    plain = re.sub(r"[ \u00a0\u202f'<>~\u2248]", "", words)
    marks = re.findall(r"[.,]", plain)
    if len(set(marks)) == 2:  # the last one is the decimal point
        whole, _, fraction = plain.rpartition(marks[-1])
        return Decimal(re.sub(r"[.,]", "", whole) + "." + fraction)
    if marks and (len(marks) > 1 or re.fullmatch(r"\d{1,3}[.,]\d{3}", plain)):
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(plain.replace(",", "."))


def words_of_cell(cell: Cell | None) -> str | None:
    """Return a cell's words; None where it is empty or only says so."""
    text = " ".join(cell.text.split()) if cell else ""
    return None if text.lower() in _EMPTY else text


def spans_of_row(fields: Fields, header: Cell | None) -> tuple[Span, ...]:
    """Return where a row's filled cells stand, and the header cell that says what they are."""
    found = [Span(name, cell.start, cell.end) for name, cell in fields.items() if cell.text]
    named = [Span("trigger", header.start, header.end)] if header and header.text else []
    return tuple(sorted((*found, *named), key=lambda s: (s.role, s.start)))
