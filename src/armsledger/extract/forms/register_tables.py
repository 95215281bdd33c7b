"""Registers of transfers as tables: the UN Register of Conventional Arms, ATT annual reports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from armsledger.extract.forms.columns import Fields, lay, number_of, spans_of_row, words_of_cell
from armsledger.extract.forms.parties import code_of, purchasers_of
from armsledger.extract.forms.reading import FormKind, TransferRow, UnreadLine
from armsledger.extract.forms.tables import Row, Table, find_tables
from armsledger.model import Money, Report
from armsledger.vocabulary.actors import load_actors

_COLUMNS: Final = (
    ("importer", r"(?:final\s+)?import(?:er|ing)\s*(?:state|country|ies)?|(?:final"
        r"\s+)?destination|recipient"),
    ("exporter", r"export(?:er|ing)\s*(?:state|country|ies)?|supplier"),
    ("items", r"(?:number|no\.?|quantity|nr\.?|units?)(?:\s+of\s+(?:items|units|arms"
        r"|weapons))?|items|quantity"),
    ("origin", r"(?:state|country)\s+of\s+origin|origin"),
    ("via", r"intermediate\s+location|transit|intermediate"),
    ("category", r"(?:category|categories|cat\.?|class|heading)"),
    ("value", r"value"),
    ("description", r"description|designation|model|type|details\s+of"),
    ("comments", r"comments?|remarks?|notes?|end[- ]?user"),
    ("reporter", r"report(?:ing|er)\s*(?:state|country)?|(?:state|country)\s*$"),
    ("year", r"(?:calendar\s+)?year"),
    ("direction", r"direction|(?:type\s+of\s+)?transfer|export\s*/\s*import"),
    ("authorised", r"authori[sz]\w*\s*/?|actual"),
)  # fmt: skip
_LICENCES: Final = re.compile(
    r"licen[cs]e|refus|denial|criteri|\bML\b|military\s+list", re.IGNORECASE
)
_LEAST: Final = 3  # known columns of a header; a partner and a number must be among them
_ABOUT: Final = re.compile(
    r"Register\s+of\s+Conventional\s+Arms|UNROCA|Arms\s+Trade\s+Treaty|\bATT\b|annual\s+report"
    r"|final\s+importer|exporter\s+state|Categor(?:y|ies)\s+I",
    re.IGNORECASE,
)
_HEAD: Final = 600  # characters in which a report names its state
_YEAR: Final = re.compile(
    r"(?:calendar\s+year|reporting\s+year|report\s+(?:for|on)(?:\s+the\s+year)?|for\s+the\s+year|year)\s*[:\s]\s*((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ANY_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")
_REPORTER: Final = re.compile(
    r"(?:report(?:ing)?\s+(?:state|country|government|party)|report\s+(?:of|by|submitted\s+by)|submitted\s+by"
    r"|national\s+report\s*[:\u2013\u2014-]|state\s+party|country|government\s+of|name\s+of\s+state)\s*(?:\([^)\n]*\))?\s*[:\u2013\u2014-]?\s*"
    r"(?P<state>[^\n|;:()]{3,60})",
    re.IGNORECASE,
)
_DIRECTION: Final = re.compile(r"\b(exports?|imports?)\b", re.IGNORECASE)
_NIL: Final = re.compile(
    r"\bnil\s+(?:report|return)\b|\bnothing\s+to\s+report\b|\bno\s+(?:exports?|imports?|transfers?)\b[^.\n]{0,80}"
    r"(?:to\s+report|took\s+place|were\s+made|during|in\s+\d{4}|calendar)|\breports?:?\s+nil\b",
    re.IGNORECASE,
)
_CATEGORY: Final = re.compile(
    r"^\s*(?:Category\s+|Cat\.?\s*)?\(?(?P<roman>VIII|VII|VI|IV|V|III|II|I|[1-8])\)?(?:[\s.(]*(?P<sub>[a-b])\s*[).]?)?(?=$|[\s.:,\u2013\u2014-])",
)
_BY_NAME: Final = (
    (r"battle\s+tank", "I"), (r"armou?red\s+combat", "II"), (r"large[- ]calib(?:re|er)", "III"),
    (r"unmanned\s+combat|UCAV", "IV.b"), (r"combat\s+aircraft", "IV"), (r"attack"
        r"\s+helicopter", "V"),
    (r"warships?|submarines?", "VI"), (r"man-?portable|MANPADS", "VII.b"),
    (r"missiles?\s+(?:and|&|or)\s+missile|missile\s+launch", "VII"),
)  # fmt: skip
_SMALL: Final = re.compile(
    r"small\s+arms|light\s+weapons|revolver|pistol|rifle|carbine|sub-?machine|machine\s+guns?|grenade\s+launcher"
    r"|mortars?|recoilless|portable\s+anti", re.IGNORECASE,
)  # fmt: skip
_DIGITS: Final = {
    "1": "I",
    "2": "II",
    "3": "III",
    "4": "IV",
    "5": "V",
    "6": "VI",
    "7": "VII",
    "8": "VIII",
}


@lru_cache(maxsize=4096)
def name_column(header: str) -> str | None:
    """Return which column of a register a header's cell names; None if none."""
    if _LICENCES.search(header):
        return None
    words = re.sub(r"^\W+|^[A-G]\s*[.)]?\s+(?=[A-Z])", "", header.strip())
    return next(
        (n for n, form in _COLUMNS if re.match(rf"(?:{form})\b", words, re.IGNORECASE)), None
    )


def read_registers(report: Report) -> tuple[tuple[TransferRow, ...], tuple[UnreadLine, ...]]:
    """Return the transfers of a report's tables, in order, and the rows that could not be read."""
    whole = f"{report.title or ''}\n{report.text}"
    if not _ABOUT.search(whole):
        return (), ()
    rows: list[TransferRow] = []
    unread: list[UnreadLine] = []
    for table in find_tables(report.text, name_column, least=_LEAST):
        if {"importer", "exporter"} & set(table.columns) and "items" in table.columns:
            _read_table(table, report, rows, unread)
    rows.extend(_nil_rows(report, had_rows=bool(rows)))
    return tuple(sorted(rows, key=lambda r: r.start)), tuple(unread)


def _read_table(
    table: Table, report: Report, rows: list[TransferRow], unread: list[UnreadLine]
) -> None:
    setting = _setting(table, report)
    headings = {row.start: _category(row.cells[0].text) for row in table.others if row.cells}
    for row in table.rows:
        fields, _ = lay(row, table.columns)
        heading = [c for at, c in sorted(headings.items()) if at < row.start and c]
        found = _row(fields, setting, row, heading[-1] if heading else None)
        if found is not None:
            side = "importer" if found.direction == "export" else "exporter"
            spans = spans_of_row(fields, table.head(side, "items"))
            rows.append(replace(found, spans=spans))
        elif _has_content(row):
            unread.append(UnreadLine(row.start, row.end, "no state and no number of items"))


def _has_content(row: Row) -> bool:
    first = row.cells[0].text.lower()
    return not first.startswith(("total", "source", "note", "*"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What a table's surroundings say: who reports what of which year."""

    direction: str
    reporter: str | None
    year: int | None
    authorised: bool


def _setting(table: Table, report: Report) -> _Setting:
    above = report.text[: table.header.start]
    return _Setting(
        direction=_direction(table, above, report.title or ""),
        reporter=reporter_of(report.title or "", above),
        year=year_of(report.title or "", above),
        authorised=_is_authorised(table),
    )


def _direction(table: Table, above: str, title: str) -> str:
    """Return "export" or "import": by the header's states, else by the nearest heading."""
    has = set(table.columns)
    if "importer" in has and "exporter" not in has:
        return "export"
    if "exporter" in has and "importer" not in has:
        return "import"
    found = _DIRECTION.findall(above) or _DIRECTION.findall(title)
    return found[-1].lower().rstrip("s") if found else "export"


def _is_authorised(table: Table) -> bool:
    words = " ".join((table.before, *(cell.text for cell in table.header.cells))).lower()
    return bool(
        re.search(r"authori[sz]ed\s+(?:exports|imports|transfers)|authori[sz]ations", words)
    ) and ("actual" not in words)


def reporter_of(title: str, above: str) -> str | None:
    """Return the state that reports: the one named as such nearest above, else in the title."""
    named = [code for m in _REPORTER.finditer(above) if (code := _one_state(m["state"]))]
    if named:
        return named[-1]
    return _one_state(title) or _one_state(above[:_HEAD])


def _one_state(words: str) -> str | None:
    """Return the first state that is named, no union of states."""
    states = load_actors().states()
    exact = code_of(words)
    found = (exact,) if exact else purchasers_of(words, besides=None)
    return next((code for code in found if code in states), None)


def year_of(title: str, above: str) -> int | None:
    """Return the calendar year that a report is for: the one named nearest above, else any."""
    named = _YEAR.findall(above) or _YEAR.findall(title)
    if named:
        return int(named[-1])
    found = _ANY_YEAR.findall(title) or _ANY_YEAR.findall(above)
    return int(found[0]) if found else None


def _row(fields: Fields, setting: _Setting, row: Row, heading: str | None) -> TransferRow | None:
    direction = _own_direction(fields) or setting.direction
    side, own = ("importer", "exporter") if direction == "export" else ("exporter", "importer")
    partner_cell = fields.get(side)
    partner = code_of(partner_cell.text) if partner_cell else None
    count = number_of(fields["items"].text) if "items" in fields else None
    text = words_of_cell(fields.get("category"))
    is_nil = any(re.fullmatch(r"nil\.?", c.text.strip(), re.IGNORECASE) for c in row.cells)
    if partner is None and not is_nil:
        return None
    reporter = next(
        (code for n in ("reporter", own) if n in fields and (code := code_of(fields[n].text))), None
    )
    description = words_of_cell(fields.get("description"))
    amount = number_of(fields["value"].text) if "value" in fields else None
    year = number_of(fields["year"].text) if "year" in fields else None
    authorised = words_of_cell(fields.get("authorised")) or ""
    return TransferRow(
        kind=FormKind.REGISTER,
        direction=direction,
        reporter=reporter or setting.reporter,
        partner=partner,
        year=int(year) if year else setting.year,
        category=_category(text or "") or heading or _category(description or ""),
        items=count,
        origin=_origin(fields),
        via=words_of_cell(fields.get("via")),
        description=description,
        comments=words_of_cell(fields.get("comments")),
        value=Money(amount, _currency(row)) if amount is not None else None,
        nil=is_nil and partner is None,
        authorised=setting.authorised or authorised.lower().startswith("auth"),
        start=row.start,
        end=row.end,
    )


def _currency(row: Row) -> str:
    words = " ".join(cell.text for cell in row.cells)
    return "EUR" if "\u20ac" in words or "EUR" in words else "USD"


def _own_direction(fields: Fields) -> str | None:
    cell = fields.get("direction")
    found = _DIRECTION.match(cell.text) if cell else None
    return found[1].lower().rstrip("s") if found else None


def _origin(fields: Fields) -> str | None:
    cell = fields.get("origin")
    return code_of(cell.text) if cell and words_of_cell(cell) else None


def _category(words: str) -> str | None:
    """Return the register's category of a cell: "I" to "VIII", "VII.b", "small arms"."""
    match = _CATEGORY.match(words)
    if match:
        roman = _DIGITS.get(match["roman"], match["roman"])
        return f"{roman}.{match['sub']}" if match["sub"] else roman
    named = next((c for form, c in _BY_NAME if re.search(form, words, re.IGNORECASE)), None)
    return named or ("VIII" if _SMALL.search(words) else None)


def _nil_rows(report: Report, *, had_rows: bool) -> Iterator[TransferRow]:
    """Yield a row for each statement that there was nothing to report."""
    for match in _NIL.finditer(report.text):
        start = report.text.rfind("\n", 0, match.start()) + 1
        end = report.text.find("\n", match.end())
        line = report.text[start : end if end >= 0 else len(report.text)]
        above = report.text[: start + len(line)]
        direction = _DIRECTION.search(line)
        if had_rows and direction is None:
            continue
        yield TransferRow(
            kind=FormKind.REGISTER,
            direction=direction[1].lower().rstrip("s") if direction else None,
            reporter=reporter_of(report.title or "", above),
            partner=None,
            year=year_of(report.title or "", above),
            category=None,
            items=None,
            nil=True,
            start=start,
            end=start + len(line.rstrip()),
        )
