"""Date expressions without the words around them: days, months and weekdays.

Each family is one pattern and one function that reads its matches: "April 25, 2017", "Aug. 18",
"last October", "Tuesday". Years are in `date_years`, expressions that count from the report's
date in `date_offsets`; "since", "early", ranges and the like in `dates`.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.extract.date_words import (
    DAY,
    MONTHS,
    WEEKDAYS,
    YEAR,
    direction_at,
    month_number,
    weekday_number,
)
from armsledger.extract.periods import (
    Period,
    date_period,
    day_period,
    month_period,
    shift_days,
    span,
    year_period,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One date expression; `period` is None while it waits for the date that it counts from."""

    start: int
    end: int
    rule: str
    period: Period | None
    anchored: bool = False
    yearless: tuple[int, int | None] | None = None  # month and day, the year not written
    offset: tuple[str, int] | None = None  # unit and number of units from another date


_LINK: Final = r"\s*(?:[-\u2010-\u2014]|to|and)\s*"
_DAY_FIRST: Final = re.compile(
    rf"(?<![\w.,/$-])(?P<day>{DAY})(?:{_LINK}(?P<day2>{DAY}))?(?:\s+of)?[\s-]+(?P<month>{MONTHS})"
    rf"(?:,?[\s-]+(?:of\s+)?(?P<year>{YEAR})(?!\w|[.,]\d))?"
)
_MONTH_FIRST: Final = re.compile(
    rf"(?:\b(?P<rel>[Ll]ast|[Nn]ext|[Tt]his(?:\spast|\scoming)?|[Pp]ast|[Cc]oming)\s+)?"
    rf"\b(?P<month>{MONTHS})"
    rf"(?:\s+(?P<day>{DAY})(?:{_LINK}(?P<day2>{DAY}))?(?![\w%]|[.,:]\d|-[a-z]))?"
    rf"(?:,?[\s-]+(?:of\s+|in\s+)?(?P<year>{YEAR})(?!\w|[.,]\d)"
    rf"|,?\s+(?:of\s+)?(?P<rel2>last|this|next)\s+year\b)?"
)
# "November 29 - December 3": the figure before the dash belongs to the month before it.
_MONTH_BEFORE: Final = re.compile(rf"\b(?:{MONTHS})\s+$")

_BARE_MONTH: Final = re.compile(
    r"(?:\b(?:in|by|since|until|till|from|of|early|late|mid|before|after|during|through|to|and|or"
    r"|for|on|around|starting|beginning|ending|between|be|is|was|a|the|its|earliest|latest)\s+"
    r"|(?:mid|end|early|late)-|^)$",
    re.IGNORECASE,
)
_AMBIGUOUS_MONTHS: Final = frozenset(("may", "march", "august", "june", "april"))
_ISO: Final = re.compile(r"(?<![\w/-])(\d{4})-(\d\d)-(\d\d)(?![\w/-])")
_NUMERIC: Final = re.compile(rf"(?<![\w./-])(\d{{1,2}})([./])(\d{{1,2}})\2({YEAR})(?![\w/-])")
_WEEKDAY: Final = re.compile(
    rf"(?:\b(?P<rel>[Ll]ast|[Nn]ext|[Tt]his(?:\scoming)?|[Cc]oming)\s+)?\b(?P<day>{WEEKDAYS})"
    rf"(?:\s+(?:of\s+)?(?P<rel2>last|next|this)\s+week\b)?"
)
_NAMED_WEEKDAYS: Final = (
    "Black ",
    "Good ",
    "Super ",
    "Ash ",
    "Bloody ",
    "Easter ",
    "Palm ",
    "Cyber ",
)


def day_atoms(text: str, anchor: dt.date | None) -> Iterator[Atom]:
    """Yield the days, months and weekdays of a text, the most specific first; may overlap."""
    if any(figure in text for figure in "0123456789"):
        yield from _numeric(text)
        yield from _months(text, anchor, _DAY_FIRST)
    yield from _months(text, anchor, _MONTH_FIRST)
    if "day" in text or "." in text:
        yield from _weekdays(text, anchor)


def _numeric(text: str) -> Iterator[Atom]:
    for match in _ISO.finditer(text):
        found = date_period(*(int(group) for group in match.groups()))
        yield Atom(match.start(), match.end(), "iso", found)
    for match in _NUMERIC.finditer(text):
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        yield Atom(match.start(), match.end(), "numeric", _day_or_year(one, two, year))


def _day_or_year(one: int, two: int, year: int) -> Period | None:
    """Return the day where the order of day and month is plain, else only the year."""
    if one > 12 or one == two:
        return date_period(year, two, one)
    return date_period(year, one, two) if two > 12 else year_period(year)


def _months(text: str, anchor: dt.date | None, pattern: re.Pattern[str]) -> Iterator[Atom]:
    for match in pattern.finditer(text):
        if pattern is _DAY_FIRST and _MONTH_BEFORE.search(text, 0, match.start()):
            continue
        atom = _month(text, anchor, match)
        if atom is not None:
            yield atom


def _month(text: str, anchor: dt.date | None, match: re.Match[str]) -> Atom | None:
    group = match.groupdict()
    month = month_number(group["month"])
    day = int(group["day"].rstrip("sthndr")) if group["day"] else None
    if group["year"]:
        year, anchored, rule = int(group["year"]), False, "day" if day else "month"
    elif anchor is None:
        return None
    else:
        rel = (group.get("rel") or "").lower()
        if not rel and not group.get("rel2") and not day and not _is_month(text, match):
            return None
        year = _year_of(text, anchor, match, month, day)
        anchored, rule = True, "day-month" if day else "bare-month"
    found = _month_or_day(year, month, day)
    if group["day2"] and day:
        found = span(found, _month_or_day(year, month, int(group["day2"].rstrip("sthndr"))))
    yearless = (month, day) if anchored and not (group.get("rel") or group.get("rel2")) else None
    return Atom(match.start(), match.end(), rule, found, anchored=anchored, yearless=yearless)


def _month_or_day(year: int, month: int, day: int | None) -> Period | None:
    if not 1 <= year <= dt.MAXYEAR:
        return None
    return date_period(year, month, day) if day else month_period(year, month)


def dated(atom: Atom, year: int) -> Period | None:
    """Return an expression's period with the year that another expression gives."""
    return _month_or_day(year, *atom.yearless) if atom.yearless else atom.period


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Return whether a month's name alone is a month here, not a verb, person or abbreviation."""
    word = match["month"]
    if len(word) > 3 and word.lower() not in _AMBIGUOUS_MONTHS and not word.isupper():
        return True
    start = match.start("month")
    return _BARE_MONTH.search(text[max(0, start - 12) : start]) is not None and start > 0


def _year_of(text: str, anchor: dt.date, match: re.Match[str], month: int, day: int | None) -> int:
    group = match.groupdict()
    rel2 = group.get("rel2")
    if rel2:
        return anchor.year + {"last": -1, "this": 0, "next": 1}[rel2]
    here = (anchor.month, anchor.day if day else 0)
    there = (month, day or 0)
    rel = (group.get("rel") or "").lower()
    if rel in ("last", "past", "this past"):
        return anchor.year - (there >= here)
    if rel in ("next", "coming", "this coming"):
        return anchor.year + (there <= here)
    if rel == "this":
        return anchor.year
    return _nearest_year(anchor, there, here, direction_at(text, match.start(), match.end()))


def _nearest_year(
    anchor: dt.date, there: tuple[int, int], here: tuple[int, int], direction: int
) -> int:
    """Return the year of the nearest such date in the direction; without one, the nearest past.

    Without a cue the two months ahead count too: reports look ahead no further in passing.
    """
    if direction == 0:
        direction = 1 if 0 <= (there[0] - here[0]) % 12 <= 2 and there > here else -1
    if direction > 0:
        return anchor.year + (there < here)
    return anchor.year - (there > here)


def _weekdays(text: str, anchor: dt.date | None) -> Iterator[Atom]:
    if anchor is None:
        return
    for match in _WEEKDAY.finditer(text):
        if text.endswith(_NAMED_WEEKDAYS, 0, match.start()):
            continue
        steps = weekday_number(match["day"]) - anchor.weekday()
        rel, rel2 = (match["rel"] or "").lower(), match["rel2"]
        if rel2:
            days = steps + {"last": -7, "this": 0, "next": 7}[rel2]
        elif rel == "last":
            days = steps % 7 - 7
        elif rel or direction_at(text, match.start(), match.end()) > 0:
            days = steps % 7 or (7 if rel == "next" else 0)
        else:
            days = -(-steps % 7)
        day = shift_days(anchor, days)
        found = day_period(day) if day else None
        yield Atom(match.start(), match.end(), "weekday", found, anchored=True)
