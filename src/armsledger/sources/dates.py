"""Publication dates: as declared by a document, and as inferred from what it shows.

A date is only ever read from the document itself: never today's, never the file's on disk.
"""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_tz
from typing import Final

# A report about arms deals that is dated outside these years is misdated.
MIN_YEAR: Final = 1900
MAX_YEAR: Final = 2099

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH: Final = (
    r"(?P<m>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<y>\d{4})(?!\d)"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>\d{4})[-/.](?P<n1>\d{1,2})[-/.](?P<n2>\d{1,2})(?!\d)",
        rf"(?<![\d/.-])(?P<n1>\d{{1,2}})(?P<sep>[-/.])(?P<n2>\d{{1,2}})(?P=sep){_YEAR}",
        rf"(?<!\d){_DAY}[ -](?:of )?{_MONTH},?[ -]{_YEAR}",
        rf"\b{_MONTH} ?{_DAY}\b,? {_YEAR}",
        rf"(?<!\d){_DAY}[ -]{_MONTH}(?![\w-]| \d)",
        rf"\b{_MONTH} {_DAY}\b(?!,? \d)",
    )
)
_COMPACT: Final = re.compile(r"(?P<y>\d{4})(?P<n1>\d\d)(?P<n2>\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: its characters and what they say."""

    start: int
    end: int
    quote: str
    year: int | None
    month: int | None  # None: the order of day and month is not clear
    day: int | None
    numbers: tuple[int, int] | None = None  # of a form like 10/08/2019, in the order written

    def iso(self, *, year: int | None = None, day_first: bool | None = None) -> str | None:
        """Return YYYY-MM-DD, or None where a part is missing or there is no such day."""
        month, day = self.month, self.day
        if self.numbers is not None and day_first is not None:
            day, month = self.numbers if day_first else self.numbers[::-1]
        return to_iso(self.year or year, month, day)


def to_iso(year: int | None, month: int | None, day: int | None) -> str | None:
    """Return YYYY-MM-DD if there is such a day between MIN_YEAR and MAX_YEAR, else None."""
    if not year or not month or not day or not MIN_YEAR <= year <= MAX_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def is_publication_date(value: str) -> bool:
    """Return whether this is YYYY-MM-DD of a real day between MIN_YEAR and MAX_YEAR."""
    parts = value.split("-")
    if [len(p) for p in parts] != [4, 2, 2] or not value.replace("-", "").isascii():
        return False
    if not value.replace("-", "").isdigit():
        return False
    return to_iso(*(int(part) for part in parts)) is not None


def find_dates(text: str) -> list[Written]:
    """Return the dates written in a short text, in reading order, none overlapping another."""
    found: list[Written] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if all(match.end() <= f.start or match.start() >= f.end for f in found):
                found.append(_to_written(match))
    return sorted(found, key=lambda written: written.start)


def _to_written(match: re.Match[str]) -> Written:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    place = (match.start(), match.end(), match[0].strip())
    if "n1" not in parts:
        return Written(*place, year, _month_number(parts["m"]), int(parts["d"]))
    first, second = int(parts["n1"]), int(parts["n2"])
    if "sep" not in parts:  # year first: month, then day, everywhere
        return Written(*place, year, first, second)
    day_first = _day_first(first, second, parts["sep"])
    if day_first is None:
        return Written(*place, year, None, None, (first, second))
    day, month = (first, second) if day_first else (second, first)
    return Written(*place, year, month, day)


def _month_number(name: str) -> int:
    return next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(name.lower()[:3]))


def _day_first(first: int, second: int, separator: str) -> bool | None:
    """Return whether the day stands first; None if both orders are possible days."""
    if separator == "." or first == second or first > 12:
        return True  # with full stops the day is first wherever that form is used
    return False if second > 12 else None


def read_declared(value: str, *, day_first: bool | None = None) -> tuple[str | None, str | None]:
    """Return the ISO day of a declared date, and a note where there is none.

    Takes ISO 8601 days and times, RFC 5322 dates, and days in words or figures. The day is
    the one written, whatever the time zone.
    """
    text = value.strip()[:100]
    found = [_to_written(match)] if (match := _COMPACT.match(text)) else find_dates(text)
    for written in found:
        iso = written.iso(day_first=day_first)
        if iso is not None:
            return iso, None
        if written.numbers is not None and to_iso(written.year, *written.numbers):
            return None, f"the date '{text}' does not tell day from month"
    mail = parsedate_tz(text)
    iso = to_iso(*mail[:3]) if mail else None
    return iso, None if iso else f"the date '{text}' is not a day between 1900 and 2099"
