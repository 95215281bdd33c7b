"""Sums, dates and counts in the few ways in which official notices write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from armsledger.extract.numbers import NUMBER, read_number
from armsledger.model import Money

_SCALES: Final = {"billion": 10**9, "million": 10**6, "thousand": 10**3, "b": 10**9, "m": 10**6}
# "3 00 million" is a scan's 300: blanks inside figures count nothing before a scale.
_FIGURES: Final = (
    r"(?:\d{1,3}(?: \d{1,3})+(?=\s+(?:million|billion))"
    r"|\d{1,3}(?:\s?,\s?\d{3})+|\d+)?(?:\s?\.\s?\d+)?"
)
_SUM: Final = re.compile(
    r"(?P<before>(?:not\s+to\s+exceed|no\s+more\s+than|up\s+to|less\s+than|at\s+least|more\s+than"
    r"|approximately|estimated\s+at|about|over|above|under|nearly|around)\s+)?"
    r"(?P<from>from\s+)?(?:(?:(?:US)?\$|\bUSD)\s*(?:-(?=0-))?(?=[\d.])|(?P<bare>(?<![\w.,$-])(?=\d[\d.,]*\s+(?:billion|million)\b)))"
    r"(?P<low>" + _FIGURES + r")"
    r"(?:(?(from)(?!))\s*(?:[-\u2013\u2014]|to)\s*\$?\s*(?P<high>\d[\d,]*(?:\.\d+)?))?"
    r"(?:\s*(?P<scale>billion|million|thousand|B|M)\b)?"
    r"(?P<after>\s+or\s+more)?",
    re.IGNORECASE,
)
_QUALIFIERS: Final = {
    "not to exceed": "<", "no more than": "<", "up to": "<", "less than": "<", "under": "<",
    "at least": ">", "more than": ">", "over": ">", "above": ">",
    "approximately": "~", "about": "~", "nearly": "~", "around": "~", "estimated at": "~",
}  # fmt: skip
OPEN_VALUE: Final = re.compile(r"\bT\.?B\.?D\.?\b|\bto\s+be\s+determined\b", re.IGNORECASE)

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY: Final = r"(?P<day>[0-3] \d|\d{1,2})(?:st|nd|rd|th)?"  # a scan's "2 8" is a day too
_DATES: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_MONTH}\s*{_DAY}\s*[,.]?\s*(?P<year>(?:19|20)\d\d)",
        rf"\b{_DAY}\s*-?\s*{_MONTH}\s*[,-]?\s*(?P<year>(?:19|20)\d\d)",
        r"\b(?P<monthno>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<monthno>\d\d)-(?P<day>\d\d)\b",
    )
)

_DAYS: Final = (
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})\s+{_MONTH}\b", re.IGNORECASE),
)

_COUNT: Final = re.compile(
    rf"(?P<before>(?:up\s+to|not\s+to\s+exceed|no\s+more\s+than|approximately|about|at\s+least"
    rf"|a\s+minimum\s+of|a\s+maximum\s+of)\s+(?:an\s+additional\s+)?)?(?:(?:an\s+)?additional\s+)?"
    rf"(?P<between>between\s+)?(?P<low>{NUMBER})(?:\s*\(\s*(?P<figures>\d[\d,]*)\s*\))?"
    rf"(?:\s*(?:[-\u2013\u2014]|to|through|(?(between)and|(?!)))\s*(?P<high>{NUMBER})(?:\s*\(\s*\d[\d,]*\s*\))?)?"
    rf"(?:\s*(?:each|ea\.?))?(?=\s+[^\W\d_(\[\"\u201c]|\s+[(\"\u201c\[]|\s+\d|\s+\.\d)",
    re.IGNORECASE,
)
_BOUNDS: Final = {
    "up to": "<", "not to exceed": "<", "no more than": "<", "a maximum of": "<",
    "approximately": "~", "about": "~", "at least": ">", "a minimum of": ">",
}  # fmt: skip
_MEASURE: Final = re.compile(
    r"\s*(?:mm|cm|km|m|kg|lbs?|pounds?|inch(?:es)?|in\.|feet|ft|kw|mw|mhz|ghz|percent|%|degrees?"
    r"|nm|caliber|cal\.|years?|months?|days?|weeks?|th|st|nd|rd)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money and where it stands."""

    money: Money
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things at the beginning of a phrase."""

    value: Decimal
    bound: str
    end: int


def find_sums(
    text: str, start: int = 0, end: int | None = None, *, bare: bool = False
) -> Iterator[Sum]:
    """Yield the sums in dollars of a stretch; a range by its lower end.

    Args:
        text: what to search.
        start: of the stretch.
        end: of the stretch, exclusive; None: the text's end.
        bare: whether "3 million" without a sign is a sum, as in a form's column of values.
    """
    for match in _SUM.finditer(text, start, len(text) if end is None else end):
        figures = re.sub(r"[\s,]", "", match["low"])
        if not figures or (match["bare"] is not None and not bare):
            continue
        scale = _SCALES.get((match["scale"] or "").lower(), 1)
        before = " ".join((match["before"] or "").lower().split())
        qualifier = ">" if match["after"] else _QUALIFIERS.get(before, "=")
        start = match.end("from") if match["from"] else match.start()
        yield Sum(Money(Decimal(figures) * scale, "USD", qualifier), start, match.end())


def find_date(text: str, start: int = 0, end: int | None = None) -> tuple[str, int, int] | None:
    """Return the first full date of a stretch as ISO 8601, and where it stands."""
    stop = len(text) if end is None else end
    found = [m for form in _DATES if (m := form.search(text, start, stop))]
    for match in sorted(found, key=lambda m: m.start()):
        parts = match.groupdict()
        month = int(parts["monthno"]) if parts.get("monthno") else _month(parts["month"])
        try:
            day = date(int(parts["year"]), month, int(parts["day"].replace(" ", "")))
        except ValueError:  # no calendar has it; another form may read it
            continue
        return day.isoformat(), match.start(), match.end()
    return None


def find_day(text: str, start: int, end: int, near: str) -> tuple[str, int, int] | None:
    """Return a day without a year ("on March 14") as the last such day up to another date.

    Args:
        text: what to search.
        start: of the stretch.
        end: of the stretch, exclusive.
        near: an ISO date, the day when this was written.
    """
    found = [m for form in _DAYS if (m := form.search(text, start, end))]
    for match in sorted(found, key=lambda m: m.start()):
        year = int(near[:4])
        try:
            days = [date(y, _month(match["month"]), int(match["day"])) for y in (year, year - 1)]
        except ValueError:  # no calendar has it
            continue
        day = days[0] if days[0].isoformat() <= near else days[1]
        return day.isoformat(), match.start(), match.end()
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def read_count(text: str, start: int, end: int) -> Count | None:
    """Return the number that a phrase begins with: "Up to sixty (60)", "12-16"; None if none.

    Figures in brackets count more than the words before them. A measure ("155 mm") is no count.
    """
    match = _COUNT.match(text, start, end)
    if match is None or (_MEASURE.match(text, match.end("low")) and not match["figures"]):
        return None
    value = read_number(match["figures"] or match["low"])
    if value is None or value < 1 or value != value.to_integral_value():
        return None
    before = " ".join((match["before"] or "").lower().replace("an additional", "").split())
    return Count(value, _BOUNDS.get(before, "="), match.end())
