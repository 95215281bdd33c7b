"""Date expressions coarser than a month: "2019", "2016-18", "the 1990s", "Q1 2022", "FY2020".

A number like a year is one only where it is no designation, resolution or count.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from armsledger.extract.date_atoms import Atom
from armsledger.extract.date_words import YEAR
from armsledger.extract.periods import (
    SEASONS,
    decade_period,
    half_period,
    quarter_period,
    season_period,
    span,
    year_period,
)

_YEAR: Final = re.compile(
    rf"(?:(?<=\bmid-)|(?<=\bend-)|(?<=\blate-)|(?<=\bearly-)|(?<![\w$€£¥₹.,/-]))(?P<year>{YEAR})(?![\w%]|[.,]\d|[-/]\d{{3}})"
)
_YEAR_RANGE: Final = re.compile(
    rf"(?<![\w$€£¥₹.,/-])(?P<from>{YEAR})\s?[-/\u2010-\u2014]\s?(?P<to>{YEAR}|\d\d)(?![\w-]|[.,]\d)"
)
_DECADE: Final = re.compile(
    r"(?<![\w$.,-])(?P<decade>(?:19|20)\d0)['\u2019]?s\b|(?<!\w)['\u2019](?P<d>\d0)s\b"
)
# Names of things that carry a number like a year: designations, resolutions, plans.
_NUMBERED: Final = re.compile(
    r"(?:\b(?:Mirages?|PzH|Block|Resolutions?|Visions?|Agenda|Horizon|Falcon|Saab|Kurnass|Barak|Rapier"
    r"|Project|Model|Type|No\.|Nos?|Number|Flight|Phantom|Alpha|Class|Mk|Mark|Article|Section|Rs\.?"
    r"|INR|USD|EUR|GBP|Directive|Order|Act|Version|Tranche|Standard|Room|Page|Route|Highway|Area)"
    r"(?:[\s-]+\(?)"
    # a law's year: "the Sanctions Act (SA) 2017", "the Arms Export Act of 1976"
    r"|\b(?:Act|Law)\s+(?:\([A-Z]{2,}\)\s+)?(?:of\s+)?)$"
)
_COUNTED: Final = re.compile(
    r"[\s-]{1,3}(?:[a-z-]+\s+)?(?:rifles?|missiles?|rockets?|troops|soldiers|people|men|personnel|tanks?"
    r"|aircraft|jets|drones|units|rounds|shells|bombs|guns|vehicles|pounds?|lbs?|kg|kilograms?|km|mi"
    r"|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|mm|tons?|tonnes?|hours|hrs|horsepower|hp|kW|MHz|GMT"
    r"|civilians|homes|workers|jobs|employees|sorties|targets|casualties|dollars|euros|crores?)\b"
)
_DATING: Final = re.compile(
    r"\b(?:in|since|by|until|from|of|during|the|a|an|its|their|his|before|after)\s+$", re.IGNORECASE
)
_ROUND_YEARS: Final = 50  # 1950, 2000, 2050 before a counted noun are counts, not years
_QUARTER: Final = re.compile(
    rf"\b(?:(?P<ordinal>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|1st|2nd|3rd|4th)[\s-]+"
    rf"(?P<part>quarter|half|semester)(?:\s+of)?(?:\s+(?:fiscal(?:\s+year)?|FY))?"
    rf"|(?P<q>[QqHh])(?P<n>[1-4])(?:\s+of)?(?:\s+FY)?)"
    rf"\s?[-,]?\s?(?:(?P<year>{YEAR})(?!\w)|(?P<rel>this|next|last|the)\s+year\b)"
)
_ORDINALS: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_FISCAL: Final = re.compile(
    rf"\b(?:[Ff]iscal(?:\s+[Yy]ears?)?|FY)[\s-]?(?P<year>{YEAR}|['\u2019]?\d\d)"
    rf"(?:[-/\u2013](?P<to>{YEAR}|\d\d))?(?!\w|[.,]\d)"
)
_SEASON: Final = re.compile(
    rf"\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of)?,?\s+(?P<year>{YEAR})(?!\w)"
)


def year_atoms(text: str, anchor: dt.date | None) -> Iterator[Atom]:
    """Yield the years, parts of years and decades of a text; may overlap."""
    yearly = "19" in text or "20" in text
    if yearly or "FY" in text or "iscal" in text or "0s" in text:
        yield from _decades(text)
        yield from _seasons(text)
        yield from _fiscal(text)
        yield from _year_ranges(text)
    if any(part in text for part in ("uarter", "half", "emester", "Q", "H")):
        yield from _quarters(text, anchor)
    if yearly:
        yield from _years(text)


def _decades(text: str) -> Iterator[Atom]:
    for match in _DECADE.finditer(text):
        year = int(match["decade"] or f"19{match['d']}")
        yield Atom(match.start(), match.end(), "decade", decade_period(year))


def _seasons(text: str) -> Iterator[Atom]:
    for match in _SEASON.finditer(text):
        found = season_period(int(match["year"]), SEASONS[match["season"].lower()])
        yield Atom(match.start(), match.end(), "season", found)


def _fiscal(text: str) -> Iterator[Atom]:
    for match in _FISCAL.finditer(text):
        year = _four_digits(match["year"].lstrip("'\u2019"), 2000)
        last = _four_digits(match["to"], year) if match["to"] else year
        found = year_period(year) if last == year else span(year_period(year), year_period(last))
        yield Atom(match.start(), match.end(), "fiscal-year", found)


def _four_digits(figures: str, near: int) -> int:
    """Return a year that may be written with its last two digits, in the century of another."""
    return int(figures) if len(figures) == 4 else near // 100 * 100 + int(figures)


def _year_ranges(text: str) -> Iterator[Atom]:
    for match in _YEAR_RANGE.finditer(text):
        first = int(match["from"])
        last = _four_digits(match["to"], first)
        if first < last and not _NUMBERED.search(text[max(0, match.start() - 14) : match.start()]):
            found = span(year_period(first), year_period(last))
            yield Atom(match.start(), match.end(), "year-range", found)


def _quarters(text: str, anchor: dt.date | None) -> Iterator[Atom]:
    for match in _QUARTER.finditer(text):
        if match["year"]:
            year = int(match["year"])
        elif anchor:
            year = anchor.year + {"next": 1, "last": -1}.get(match["rel"], 0)
        else:
            continue
        half = match["part"] in ("half", "semester") or match["q"] in ("H", "h")
        number = int(
            match["n"] or _ORDINALS.get((match["ordinal"] or "").lower(), 2 if half else 4)
        )
        found = half_period(year, min(number, 2)) if half else quarter_period(year, number)
        anchored = match["year"] is None
        yield Atom(match.start(), match.end(), "quarter", found, anchored=anchored)


def _years(text: str) -> Iterator[Atom]:
    for match in _YEAR.finditer(text):
        if _is_year(text, match):
            yield Atom(match.start(), match.end(), "year", year_period(int(match["year"])))


def _is_year(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 14) : match.start()]
    if _NUMBERED.search(before):
        return False
    if _COUNTED.match(text, match.end()):
        return bool(_DATING.search(before)) and int(match["year"]) % _ROUND_YEARS != 0
    return True
