"""Deals and claims as flat tables: CSV, JSON lines and Parquet.

A nested value becomes columns of its own (`value_amount`, `value_currency`), a list one cell of
JSON. In CSV, words that a spreadsheet would run are guarded (`exports.formulas`). The rows
themselves are those of `deals --json` (`assess.codec.deal_row`) and of the claims' interface.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from armsledger.assess.codec import deal_row
from armsledger.errors import ConfigurationError, MissingExtraError
from armsledger.exports.formulas import guarded
from armsledger.model import Claim, Deal, ReportHead
from armsledger.model.codec import claim_to_json

if TYPE_CHECKING:
    import pyarrow as pa

# The parts of nested values, in the order of their columns.
_NESTED: Final[dict[str, tuple[str, ...]]] = {
    "quantity": ("value", "unit"),
    "value": ("amount", "currency", "qualifier"),
    "source": ("name", "kind", "country"),
}
_NUMBERS: Final = frozenset({"quantity_value", "value_amount", "confidence"})
_COUNTS: Final = frozenset(
    {"disagreements", "claims", "reports", "copies", "origins", "start", "end"}
)

DEAL_COLUMNS: Final = (
    "id",
    "supplier",
    "recipient",
    "system",
    "aliases",
    "category",
    "weapon",
    "batch",
    "stage",
    "next",
    "state",
    "support",
    "sanctioned",
    "opposed",
    "ordered",
    "delivered",
    "quantity",
    "value",
    "disagreements",
    "claims",
    "reports",
    "copies",
    "origins",
    "first_reported",
    "last_reported",
)

CLAIM_COLUMNS: Final = (
    "id",
    "report",
    "outlet",
    "date",
    "event",
    "factuality",
    "supplier",
    "recipient",
    "system",
    "weapon",
    "category",
    "quantity",
    "value",
    "when",
    "actor",
    "source",
    "via",
    "reason",
    "batch",
    "trigger",
    "part",
    "start",
    "end",
    "quote",
    "inferred",
    "confidence",
    "extractor",
)

SUFFIXES: Final = {"csv": ".csv", "jsonl": ".jsonl", "parquet": ".parquet"}

# Rows held in memory at a time while Parquet is written.
_CHUNK: Final = 10_000
# Claims whose reports' heads are looked up at a time.
_HEADS: Final = 500


class LedgerView(Protocol):
    """What an export reads: the ledger as known on some date."""

    def deals(self) -> Iterable[Deal]:
        """Return the deals, sorted by id."""
        ...

    def claims(self) -> Iterable[Claim]:
        """Return the claims, by report and place."""
        ...

    def heads(self, reports: Iterable[str]) -> Mapping[str, ReportHead]:
        """Return the heads of these reports by id."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the columns of their flat form."""

    rows: Iterable[Mapping[str, Any]]
    columns: Sequence[str]


def deals_table(view: LedgerView) -> Table:
    """Return the register as a table."""
    return Table((deal_row(deal) for deal in view.deals()), DEAL_COLUMNS)


def claims_table(view: LedgerView) -> Table:
    """Return the claims as a table, each with its report's outlet and date."""
    return Table(_claim_rows(view), CLAIM_COLUMNS)


def write_tables(form: str, view: LedgerView, out: Path, *, raw: bool = False) -> tuple[Path, ...]:
    """Write the register and its claims; return the files.

    Args:
        form: "csv", "jsonl" or "parquet".
        view: the ledger.
        out: a name with the form's suffix takes the deals alone; any other is a folder that
            gets `deals` and `claims`.
        raw: CSV without guards.

    Raises:
        ConfigurationError: nothing can be written there.
        MissingExtraError: Parquet without pyarrow.
    """
    suffix = SUFFIXES[form]
    if out.suffix == suffix:
        write_table(form, deals_table(view), out, raw=raw)
        return (out,)
    out.mkdir(parents=True, exist_ok=True)
    files = (out / f"deals{suffix}", out / f"claims{suffix}")
    for table, path in zip((deals_table(view), claims_table(view)), files, strict=True):
        write_table(form, table, path, raw=raw)
    return files


def write_table(form: str, table: Table, path: Path, *, raw: bool = False) -> None:
    """Write one table; the file appears under its name only when it is whole.

    Raises:
        ConfigurationError: nothing can be written there.
        MissingExtraError: Parquet without pyarrow.
    """
    part = path.with_name(path.name + ".part")
    _check_writable(path, part)
    if form == "parquet":
        write_parquet(table.rows, table.columns, part)
    else:
        with part.open("w", encoding="utf-8", newline="") as out:
            print_table(form, table, out, raw=raw)
    part.replace(path)


def _check_writable(path: Path, part: Path) -> None:
    if not path.parent.is_dir():
        raise ConfigurationError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from error


def print_table(form: str, table: Table, out: TextIO, *, raw: bool = False) -> None:
    """Write one table as CSV or JSON lines to an open stream."""
    if form == "csv":
        write_csv(table.rows, table.columns, out, raw=raw)
    else:
        write_jsonl(table.rows, out)


def _claim_rows(view: LedgerView) -> Iterator[dict[str, Any]]:
    stream = iter(view.claims())
    while chunk := list(islice(stream, _HEADS)):
        heads = view.heads({claim.report for claim in chunk})
        yield from (claim_row(claim, heads.get(claim.report)) for claim in chunk)


def claim_row(claim: Claim, head: ReportHead | None) -> dict[str, Any]:
    """Return a claim as one object of `claims --json`, with its report's outlet and date."""
    row = claim_to_json(claim)
    row["outlet"] = None if head is None else head.outlet
    row["date"] = None if head is None else head.date
    return row


def flatten(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """Return a row's columns with nested values spread out and lists as JSON text."""
    flat: dict[str, Any] = {}
    for column in columns:
        value = row.get(column)
        if column in _NESTED and not isinstance(value, int):
            parts = value or {}
            flat.update({f"{column}_{part}": parts.get(part) for part in _NESTED[column]})
        elif isinstance(value, (list, dict)):
            flat[column] = json.dumps(value, ensure_ascii=False)
        else:
            flat[column] = value
    return flat


def flat_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the flat table's columns, in order."""
    return tuple(flatten({}, columns))


def write_csv(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    out: TextIO,
    *,
    raw: bool = False,
) -> None:
    """Write rows as CSV with a header; null is an empty cell.

    Args:
        rows: the rows.
        columns: of the rows; nested ones become several.
        out: an open stream.
        raw: words as they are, also those that a spreadsheet would run.
    """
    plain = csv.writer(out, lineterminator="\n")
    # A carriage return ends a line too for those who read, but is not quoted for being one.
    quoting = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow(flat_names(columns))
    for row in rows:
        flat = flatten(row, columns).values()
        cells = list(flat if raw else map(guarded, flat))
        broken = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        (quoting if broken else plain).writerow(cells)


def write_jsonl(rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write rows as JSON objects, one a line."""
    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_parquet(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> None:
    """Write the flat table as Parquet, every column nullable.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError("the Parquet export", "parquet") from error
    schema = _parquet_schema(flat_names(columns))
    with parquet.ParquetWriter(path, schema) as writer:
        for chunk in _chunks(flatten(row, columns) for row in rows):
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))


def _parquet_schema(names: Sequence[str]) -> "pa.Schema":
    import pyarrow as pa

    def type_of(name: str) -> "pa.DataType":
        if name in _NUMBERS:
            return pa.float64()
        return pa.int64() if name in _COUNTS else pa.string()

    return pa.schema([(name, type_of(name)) for name in names])


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
