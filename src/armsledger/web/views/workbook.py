"""The register as an Excel workbook: the rows, and a second sheet that tells what they are.

Words are written as words whatever they begin with, so that no cell is taken for a formula; a day
stays ISO text, because Excel knows no year without a month and none before 1900.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import xlsxwriter

from armsledger.assess.codec import deal_row
from armsledger.errors import TooLargeError
from armsledger.exports.tabular import flat_names, flatten
from armsledger.model import Deal

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# What a sheet and a cell of Excel hold ("Excel specifications and limits").
MOST_ROWS: Final = 1_048_576
MOST_LETTERS: Final = 32_767
_CUT: Final = " [cut]"

# In the order of the sheet; the rest are words.
_NUMBERS: Final = frozenset(
    {
        *("quantity_value", "value_amount", "disagreements"),
        *("claims", "reports", "copies", "origins"),
    }
)
_WIDE: Final = frozenset({"id", "aliases", "weapon", "category"})
_WIDTHS: Final = (14, 26)  # letters: of most columns, of wide ones

# Nothing of what a cell says is acted upon.
_OPTIONS: Final[Mapping[str, Any]] = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class About:
    """What the second sheet says of the rows."""

    made: datetime
    program: str
    facts: tuple[tuple[str, str], ...]  # name and value, in order


def write_workbook(
    out: BinaryIO, deals: Iterable[Deal], columns: Sequence[str], about: About
) -> None:
    """Write the workbook.

    Args:
        out: gets the file.
        deals: the rows.
        columns: names of the data's columns.
        about: what the rows are.

    Raises:
        TooLargeError: there are more rows than a sheet can hold.
    """
    with xlsxwriter.Workbook(out, dict(_OPTIONS)) as book:
        # Else the file would tell when it was made, and never be the same twice.
        book.set_properties({"title": "Register", "author": about.program, "created": about.made})
        head = book.add_format({"bold": True, "bottom": 1})
        count = _write_rows(book.add_worksheet("Deals"), deals, columns, head)
        _write_about(book.add_worksheet("About"), about, count, head)


def _write_rows(
    sheet: "Worksheet", deals: Iterable[Deal], columns: Sequence[str], head: "Format"
) -> int:
    names = flat_names(columns)
    for at, name in enumerate(names):
        sheet.set_column(at, at, _WIDTHS[name in _WIDE])
    sheet.freeze_panes(1, 1)
    for at, name in enumerate(names):
        sheet.write_string(0, at, name, head)
    count = 0
    for count, deal in enumerate(deals, start=1):
        if count >= MOST_ROWS:
            unit = "rows in Excel: choose fewer, or take CSV"
            raise TooLargeError("register.xlsx", "the register", MOST_ROWS - 1, unit)
        _write_row(sheet, count, flatten(deal_row(deal), columns))
    sheet.autofilter(0, 0, count, len(names) - 1)
    return count


def _write_row(sheet: "Worksheet", at: int, row: Mapping[str, Any]) -> None:
    for column, (name, value) in enumerate(row.items()):
        if value is None or value == "":
            continue
        if name in _NUMBERS:
            sheet.write_number(at, column, float(value))
        else:
            sheet.write_string(at, column, fitting(str(value)))


def fitting(text: str) -> str:
    """Return a text that a cell holds; one that is too long says that it is cut."""
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - len(_CUT)] + _CUT


def _write_about(sheet: "Worksheet", about: About, count: int, head: "Format") -> None:
    sheet.set_column(0, 0, _WIDTHS[True])
    sheet.set_column(1, 1, 3 * _WIDTHS[True])
    facts = (
        ("Rows", f"{count:,}"),
        *about.facts,
        ("Made", f"{about.made:%Y-%m-%d %H:%M} UTC"),
        ("Program", about.program),
    )
    for row, (name, value) in enumerate(facts):
        sheet.write_string(row, 0, name, head)
        sheet.write_string(row, 1, fitting(value))
