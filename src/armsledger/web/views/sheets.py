"""The register as files: CSV, Excel, JSON lines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from armsledger.assess.codec import deal_row
from armsledger.exports.formulas import guarded
from armsledger.exports.tabular import DEAL_COLUMNS, flat_names, flatten
from armsledger.model import Deal

# The data's columns behind a column of the table, where they go by other names.
_BEHIND: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "stage": ("stage", "next"),
        "differ": ("disagreements",),
        "reactions": ("sanctioned", "opposed"),
        "first": ("first_reported",),
        "last": ("last_reported",),
        "claims": ("claims", "origins"),
        "reports": ("reports", "copies"),
    }
)
# Which deal it is: in every file.
_ALWAYS: Final = frozenset({"id", "system", "aliases", "weapon", "batch"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of file."""

    name: str
    label: str
    file: str  # what the browser calls it
    kind: str  # media type
    hint: str


SHEETS: Final[Mapping[str, Sheet]] = MappingProxyType(
    {
        "csv": Sheet("csv", "CSV", "register.csv", "text/csv; charset=utf-8", "for programs"),
        "xlsx": Sheet(
            "xlsx",
            "Excel",
            "register.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "with a second sheet that names the filters, the day and the program",
        ),
        "jsonl": Sheet(
            "jsonl", "JSON lines", "register.jsonl", "application/x-ndjson", "one object a line"
        ),
    }
)


def data_columns(chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a file.

    Args:
        chosen: names of the table's columns; (): the reader has chosen none, so all.
    """
    if not chosen:
        return DEAL_COLUMNS
    wanted = {name for column in chosen for name in _BEHIND.get(column, (column,))} | _ALWAYS
    return tuple(name for name in DEAL_COLUMNS if name in wanted)


def sheet_lines(sheet: Sheet, deals: Iterable[Deal], columns: Sequence[str]) -> Iterator[str]:
    """Yield a file's lines, the heads of the columns first where it has any.

    Args:
        sheet: the form: one of lines.
        deals: the rows.
        columns: names of the data's columns.
    """
    if sheet.name == "jsonl":
        for deal in deals:
            yield json.dumps(_chosen(deal_row(deal), columns), ensure_ascii=False) + "\n"
        return
    yield _line(flat_names(columns))
    for deal in deals:
        yield _line(map(guarded, flatten(deal_row(deal), columns).values()))


def _chosen(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
