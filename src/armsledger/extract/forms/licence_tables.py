"""Annual reports on export licences as tables: the EU's report, national reports, refusals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from armsledger.extract.forms.columns import Fields, lay, number_of, spans_of_row, words_of_cell
from armsledger.extract.forms.parties import code_of
from armsledger.extract.forms.reading import FormKind, LicenceRow, UnreadLine
from armsledger.extract.forms.register_tables import reporter_of, year_of
from armsledger.extract.forms.tables import Cell, Row, Table, find_tables
from armsledger.model import Money, Report

_ML: Final = re.compile(r"\bML\s?0?(\d{1,2})[a-z]?\b", re.IGNORECASE)
_COLUMNS: Final = (
    ("refusals", r"(?:number\s+of\s+)?(?:refus|denial|denied|rejected)\w*"),
    ("criteria", r"(?:criteri(?:on|a)|reasons?|grounds)"),
    ("export_value", r"(?:total\s+)?(?:value\s+of\s+)?(?:\(?actual\)?\s+)?(?:arms"
        r"\s+)?(?:exports?|deliver)\w*(?:\s+value)?(?:\s*\(|\s+in\b|\s*$)"
     r"|(?:arms\s+)?exports?\s+value|value\s+of\s+(?:actual\s+)?(?:arms\s+)?(?:exports|deliveries)|\(?c\)?\s*[:.]"),
    ("licence_value", r"(?:total\s+)?(?:value\s+of\s+(?:the\s+)?(?:individual\s+|granted"
        r"\s+)?licen[cs]es?|(?:licen[cs]es?|licensed)\s+value"
     r"|licen[cs]es?\s*\(?\s*(?:EUR|\u20ac)|value\s+of\s+authori[sz]ations|authori[sz]ed\s+value|value\b|\(?b\)?\s*[:.])"),
    ("licences", r"(?:number|no\.?|nr\.?)\s+of\s+(?:issued\s+|granted\s+|individual\s+"
        r"|export\s+)*(?:licen[cs]es?|authori[sz]ations)|licen[cs]es(?:\s+issued|"
        r"\s+granted)?\s*$"
     r"|\(?a\)?\s*[:.]"),
    ("destination", r"(?:country|state)\s+of\s+(?:final\s+)?destination"
        r"|(?:country\s*/\s*)?destination|end[- ]?user\s+country|recipient"
        r"|country|importing"),
    ("exporter", r"export(?:ing|er)\s*(?:state|country|member)?|member\s+state"),
    ("measure", r"(?:measure|indicator|row|type\s+of\s+data)"),
    ("category", r"(?:ML|EU\s+ML|military\s+list)(?:\s+(?:category|categories))?\s*$"
        r"|categor(?:y|ies)|(?:common\s+)?military\s+list"),
    ("year", r"year"),
)  # fmt: skip
_LEAST: Final = 2
_ABOUT: Final = re.compile(
    r"licen[cs]es|authori[sz]ations|refus|denial|2008/944|Common\s+Position|military\s+list|\bML\s?\d",
    re.IGNORECASE,
)
_MEASURES: Final = (
    ("licences", r"\(?a\)?$|\(?a\)?[\s.:].*|number.*|licen[cs]es$"),
    ("licence_value", r"\(?b\)?$|\(?b\)?[\s.:].*|value\s+of\s+licen.*|licen[cs]e\s+value.*"),
    (
        "export_value",
        r"\(?c\)?$|\(?c\)?[\s.:].*|(?:value\s+of\s+)?(?:arms\s+)?exports?.*|deliver.*",
    ),
)
_MARK: Final = re.compile(r"\(?[abc]\)?[.:]?", re.IGNORECASE)
_CRITERION: Final = re.compile(r"\b(?:criterion\s*)?([1-8])(?:\s?[a-d])?\b", re.IGNORECASE)
_TOTAL: Final = re.compile(
    r"(?:grand\s+)?totals?\b|all\s+(?:destinations|countries)|sum\b", re.IGNORECASE
)
_UNIT: Final = re.compile(
    r"(?:in|EUR|\u20ac|\()\s*(?:EUR|\u20ac|euros?)?\s*(?P<scale>thousands?|millions?|mio|m|k|1\s?000|1,000|000s?)\b(?!\w)",
    re.IGNORECASE,
)
_DESTINATION_ABOVE: Final = re.compile(
    r"(?:destination|exports\s+to)\s*[:\u2013\u2014-]?\s*(?P<state>[^\n|;]{3,50})", re.IGNORECASE
)
_GIVEN: Final = ("licences", "licence_value", "export_value", "refusals")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a table's surroundings say."""

    exporter: str | None
    destination: str | None
    year: int | None
    scale: int
    refused: bool


@lru_cache(maxsize=4096)
def name_column(header: str) -> str | None:
    """Return which column of a licence table a header's cell names; "ML10" for a list's column."""
    words = header.strip(" *")
    ml = re.fullmatch(_ML.pattern, words, re.IGNORECASE)
    if ml:
        return f"ML{int(ml[1])}"
    if re.fullmatch(r"total", words, re.IGNORECASE):
        return "total"
    criterion = re.fullmatch(r"criterion\s*([1-8])", words, re.IGNORECASE)
    if criterion:
        return f"criterion{criterion[1]}"
    return next((n for n, form in _COLUMNS if re.match(form, words, re.IGNORECASE)), None)


def read_licences(report: Report) -> tuple[tuple[LicenceRow, ...], tuple[UnreadLine, ...]]:
    """Return the rows of a report's licence tables, in order, and those that could not be read."""
    whole = f"{report.title or ''}\n{report.text}"
    if not _ABOUT.search(whole):
        return (), ()
    rows: list[LicenceRow] = []
    unread: list[UnreadLine] = []
    for table in find_tables(report.text, name_column, least=_LEAST):
        if not _is_licence_table(table):
            continue
        table = _with_measure(table)
        setting = _setting(table, report)
        matrix = [name for name in table.columns if name and name.startswith("ML")]
        reader = _matrix_rows if matrix else _plain_rows
        last: str | None = None
        for row in table.rows:
            fields, _ = lay(row, table.columns)
            found = list(reader(fields, row, setting, last))
            last = _state_of(fields) or last
            rows.extend(_placed(entry, fields, table) for entry in found)
            if not found and not _TOTAL.match(row.cells[0].text) and _has_number(row):
                unread.append(UnreadLine(row.start, row.end, "no destination that is known"))
    return tuple(sorted(rows, key=lambda row: row.start)), tuple(unread)


def _with_measure(table: Table) -> Table:
    """Return a table whose lines a, b and c have a column, also if its empty header was lost."""
    marks = [_mark_at(row) for row in table.rows]
    if "measure" in table.columns or not any(m is not None for m in marks):
        return table
    columns, header = table.columns, table.header
    if len(columns) > 1 and columns[1] is not None:
        blank = Cell("", header.cells[0].end, header.cells[0].end)
        columns = (columns[0], "measure", *columns[1:])
        header = replace(header, cells=(header.cells[0], blank, *header.cells[1:]))
    columns = (columns[0], "measure", *columns[2:])
    rows = tuple(
        replace(row, cells=(Cell("", row.start, row.start), *row.cells)) if mark == 0 else row
        for row, mark in zip(table.rows, marks, strict=True)
    )
    return replace(table, columns=columns, header=header, rows=rows)


def _mark_at(row: Row) -> int | None:
    """Return which of a row's first two cells is the mark of a line a, b or c."""
    marks = (at for at, cell in enumerate(row.cells[:2]) if _MARK.fullmatch(cell.text))
    return next(marks, None)


def _placed(row: LicenceRow, fields: Fields, table: Table) -> LicenceRow:
    """Return a row with the places of its cells: in a matrix, of the one cell that it is from."""
    given = [name for name in _GIVEN if getattr(row, name) is not None]
    column = row.category or "total"
    if given and given[0] not in fields and column in fields:
        kept = {n: c for n, c in fields.items() if n in ("destination", "exporter", "measure")}
        cells = {**kept, given[0]: fields[column]}
        return replace(row, spans=spans_of_row(cells, table.head(column)))
    header = table.head(*given, "criteria", "destination")
    return replace(row, spans=spans_of_row(fields, header))


def _has_number(row: Row) -> bool:
    return any(number_of(cell.text) for cell in row.cells)


def _is_licence_table(table: Table) -> bool:
    names = {name for name in table.columns if name}
    matrix = sum(name.startswith("ML") for name in names)
    states = names & {"destination", "exporter"}
    return bool(states) and (
        bool(names & set(_GIVEN))
        or matrix >= _LEAST
        or any(n.startswith("criterion") for n in names)
    )


def _setting(table: Table, report: Report) -> _Setting:
    above, title = report.text[: table.header.start], report.title or ""
    heading = " ".join((table.before, *(cell.text for cell in table.header.cells)))
    named = _DESTINATION_ABOVE.findall(table.before)
    destination = code_of(named[-1]) if named and "destination" not in table.columns else None
    return _Setting(
        exporter=None if "exporter" in table.columns else reporter_of(title, above),
        destination=destination,
        year=year_of(title, above),
        scale=_scale(heading),
        refused="refusals" not in table.columns
        and bool(re.search(r"refus|denial", heading, re.IGNORECASE)),
    )


def _scale(words: str) -> int:
    match = _UNIT.search(words)
    if match is None:
        return 1
    return 10**6 if match["scale"].lower().startswith("m") else 10**3


def _state_of(fields: Fields) -> str | None:
    cell = fields.get("destination") or fields.get("exporter")
    return code_of(cell.text) if cell else None


def _base(fields: Fields, row: Row, setting: _Setting, last: str | None) -> LicenceRow | None:
    """Return a row without its figures; None where it belongs to no state."""
    own = {
        name: code_of(fields[name].text) for name in ("destination", "exporter") if name in fields
    }
    empty = all(not fields[name].text for name in own)
    if own and empty:
        own = dict.fromkeys(own, last)
    destination = own.get("destination") or setting.destination
    exporter = own.get("exporter") or setting.exporter
    if destination is None or any(code is None for code in own.values()):
        return None
    year = number_of(fields["year"].text) if "year" in fields else None
    return LicenceRow(
        kind=FormKind.LICENCES,
        exporter=exporter,
        destination=destination,
        year=int(year) if year else setting.year,
        category=None,
        start=row.start,
        end=row.end,
    )


def _plain_rows(
    fields: Fields, row: Row, setting: _Setting, last: str | None
) -> Iterator[LicenceRow]:
    """Yield the row of a table with a column for each figure."""
    base = _base(fields, row, setting, last)
    if base is None:
        return
    figures = {name: number_of(fields[name].text) for name in _GIVEN if name in fields}
    marked = tuple(n.removeprefix("criterion") for n, c in fields.items()
                   if n.startswith("criterion") and number_of(c.text))  # fmt: skip
    criteria = (
        tuple(_CRITERION.findall(fields["criteria"].text)) if "criteria" in fields else marked
    )
    if not any(value is not None for value in figures.values()) and not criteria:
        return
    if setting.refused and "refusals" not in figures and "licences" in figures:
        figures["refusals"] = figures.pop("licences")
    yield replace(
        base,
        category=_category(fields),
        licences=_whole(figures.get("licences")),
        licence_value=_euros(figures.get("licence_value"), setting.scale),
        export_value=_euros(figures.get("export_value"), setting.scale),
        refusals=_whole(figures.get("refusals")),
        criteria=criteria,
    )


def _category(fields: Fields) -> str | None:
    words = words_of_cell(fields.get("category"))
    ml = _ML.search(words) if words else None
    plain = re.fullmatch(r"0?(\d{1,2})", words) if words else None
    found = ml or plain
    return f"ML{int(found[1])}" if found else None


def _matrix_rows(
    fields: Fields, row: Row, setting: _Setting, last: str | None
) -> Iterator[LicenceRow]:
    """Yield a row for each category of a table with a column for each."""
    base = _base(fields, row, setting, last)
    if base is None:
        return
    measure = _measure(fields, setting)
    for name, cell in fields.items():
        value = number_of(cell.text) if name.startswith("ML") or name == "total" else None
        if value is None:
            continue
        category = None if name == "total" else name
        yield _measured(replace(base, category=category), measure, value, setting.scale)


def _measure(fields: Fields, setting: _Setting) -> str:
    words = words_of_cell(fields.get("measure")) or ""
    found = next((n for n, form in _MEASURES if re.match(form, words, re.IGNORECASE)), None)
    return found or ("refusals" if setting.refused else "licence_value")


def _measured(row: LicenceRow, measure: str, value: Decimal, scale: int) -> LicenceRow:
    if measure == "licences":
        return replace(row, licences=_whole(value))
    if measure == "refusals":
        return replace(row, refusals=_whole(value))
    if measure == "export_value":
        return replace(row, export_value=_euros(value, scale))
    return replace(row, licence_value=_euros(value, scale))


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == value.to_integral_value() else None


def _euros(value: Decimal | None, scale: int) -> Money | None:
    return None if value is None else Money(value * scale, "EUR")
