"""The weapon gazetteer as a file: CSV with lists in one cell, or one JSON object a line."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, TextIO

from armsledger.errors import ConfigurationError
from armsledger.vocabulary.gazetteer import Entry, read_gazetteer

GAZETTEER: Final = "gazetteer"
COLUMNS: Final = tuple(field.name for field in fields(Entry))
_SUFFIXES: Final = (".csv", ".jsonl")
_SEPARATOR: Final = "|"


def write_gazetteer(out: Path) -> Path:
    """Write the gazetteer; the ending of the file's name says in which form.

    Raises:
        ConfigurationError: another ending.
    """
    if out.suffix not in _SUFFIXES:
        raise ConfigurationError(f"{out}: name a file that ends in {' or '.join(_SUFFIXES)}")
    entries = read_gazetteer()
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        (print_csv if out.suffix == ".csv" else _print_jsonl)(entries, file)
    part.replace(out)
    return out


def print_csv(entries: Sequence[Entry], out: TextIO) -> None:
    """Write the entries as CSV; a list is one cell with its members between vertical bars."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        told = asdict(entry)
        writer.writerow([_cell(told[name]) for name in COLUMNS])


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, tuple):
        return _SEPARATOR.join(value)
    return "" if value is None else str(value)


def _print_jsonl(entries: Sequence[Entry], out: TextIO) -> None:
    for entry in entries:
        out.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
