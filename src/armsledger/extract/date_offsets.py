"""Date expressions that count from another date: "yesterday", "last week", "two years ago".

They count from the report's date, or, as "a year later" does, from a date named before.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from armsledger.extract.date_atoms import Atom
from armsledger.extract.date_words import (
    COUNT,
    MAX_COUNT,
    SEASON_WORDS,
    UNITS,
    VAGUE_COUNT,
    direction_at,
)
from armsledger.extract.edtf import start_part
from armsledger.extract.numbers import read_number
from armsledger.extract.periods import (
    SEASONS,
    Period,
    day_period,
    days_period,
    period,
    season_near,
    shift_days,
    span,
    unit_period,
)

_NAMED_DAYS: Final = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "last night": -1,
}
_NAMED_DAY: Final = re.compile(
    rf"\b(?:{'|'.join(_NAMED_DAYS)})\b(?!['\u2019]s\s+(?:world|society|generation))", re.IGNORECASE
)
_RELATIVE: Final = re.compile(
    rf"\b(?P<rel>last|past|previous|this(?:\s+(?:past|coming))?|current|next|coming|upcoming"
    rf"|following|same|recent|that)\s+"
    rf"(?:(?P<count>{COUNT})(?:\s*(?:-|to|or)\s*(?P<count2>{COUNT}))?\s+)?"
    rf"(?P<unit>{UNITS}|{SEASON_WORDS})(?P<plural>s)?\b(?!-(?:old|long|end|in|out))"
    r"(?:\s+or\s+(?:early\s+|the\s+)?(?P<more>next|last)(?=\s*(?:[,.;)]|$|when|as|if|and)))?",
    re.IGNORECASE,
)
_AGO: Final = re.compile(
    rf"(?:\b(?P<over>more\s+than|over|at\s+least)\s+)?(?:\b(?P<about>nearly|almost|about|some|around)\s+)?"
    rf"\b(?P<count>{COUNT})[\s-]+(?P<unit>{UNITS})s?\s+"
    rf"(?P<way>ago|back(?!\s+to)|from\s+now|hence|earlier|before|previously|later|afterwards?"
    rf"|thereafter|after)(?!\w)(?P<that>\s+(?:that|this)(?=\s*(?:[.,;)]|$)))?(?P<clause>\s+[\w\u2019'])?",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    rf"\b(?P<prep>in|within)\s+(?:the\s+space\s+of\s+)?(?:(?P<about>about|around|roughly|some|under)\s+)?"
    rf"(?P<count>{COUNT})(?:\s*(?:-|\u2013|to|or)\s*(?P<count2>{COUNT}))?[\s-]+(?P<unit>{UNITS})s?"
    rf"(?:['\u2019]\s+time)?\b(?!-(?:old|long)|\s+(?:of\s+(?:the\s+)?war|of\s+fighting|ago"
    r"|earlier|later|before|thereafter|after))",
    re.IGNORECASE,
)
# "the end of the year", "late in the month", "year-end": the unit that holds the report's date.
_THE_UNIT: Final = re.compile(
    r"\b(?P<part>end|beginning|start|middle|course|rest|remainder|later|late|early|earlier)"
    r"\s+(?:of|in)\s+(?P<the>the\s+(?P<unit>year|month|decade|week|quarter))\b(?!\s+\d)"
    r"|\b(?P<yearend>year[-'\u2019\u2019s ]{0,3}end)\b(?!\s+\d)",
    re.IGNORECASE,
)
_AHEAD: Final = frozenset(("next", "coming", "upcoming", "this coming"))
_BACK: Final = frozenset(("last", "past", "previous", "this past", "recent"))
_FROM_MENTION: Final = frozenset(("following", "same", "that"))
_VAGUE: Final = frozenset(("few", "several", "couple"))


def offset_atoms(text: str, anchor: dt.date | None) -> Iterator[Atom]:
    """Yield the expressions that count from a date; may overlap."""
    if anchor is None:
        return
    lower = text.lower()
    if "day" in lower or "tonight" in lower or "tomorrow" in lower or "this " in lower:
        for match in _NAMED_DAY.finditer(text):
            if match[0].isupper() and text.endswith("USA ", 0, match.start()):
                continue  # the newspaper
            day = shift_days(anchor, _NAMED_DAYS[match[0].lower()])
            found = day_period(day) if day else None
            yield Atom(match.start(), match.end(), "named-day", found, anchored=True)
    if not any(unit in lower for unit in _GATES):
        return
    yield from _agos(text, anchor)
    yield from _relatives(text, anchor)
    yield from _withins(text, anchor)
    for match in _THE_UNIT.finditer(text):
        group = "yearend" if match["yearend"] else "the"
        found = unit_period(anchor, (match["unit"] or "year").lower(), 0)
        yield Atom(match.start(group), match.end(group), "this-unit", found, anchored=True)


_GATES: Final = ("day", "week", "month", "quarter", "year", "decade", "fortnight", *SEASONS)


def _count(words: str | None) -> int | None:
    """Return how many units the words name; "a few" is taken for three."""
    if words is None:
        return None
    value = read_number(words.lower())
    if value is None:
        return 6 if words.lower().startswith("half") else VAGUE_COUNT
    return int(value) if value <= MAX_COUNT else None


def _agos(text: str, anchor: dt.date) -> Iterator[Atom]:
    for match in _AGO.finditer(text):
        count = _count(match["count"])
        if count is None:
            continue
        way, unit = match["way"].lower(), match["unit"].lower()
        back = way in ("ago", "back", "earlier", "before", "previously")
        by = -count if back else count
        where = (match.start(), match.end("way"))
        if way in ("before", "after") and match["clause"] and not match["that"]:
            # "in 2016, a year after the parties fell out": the words date the other event.
            yield Atom(*where, "after-mention", None, anchored=True, offset=(unit, -by))
            continue
        if way not in ("ago", "back", "hence") and not way.startswith("from"):
            rule = "relative" if back else "after-mention"
            yield Atom(*where, rule, None, anchored=True, offset=(unit, by))
            continue
        found = unit_period(anchor, unit, by)
        yield Atom(*where, "ago", _hedged(found, match), anchored=True)


def _hedged(found: Period | None, match: re.Match[str]) -> Period | None:
    """Return a period as an open or approximate one where a word before it says so."""
    if found is None or "/" in found.edtf:
        return found
    if match["over"]:
        return period(f"../{found.edtf}", found.grain)
    vague = any(word in match["count"].lower().split() for word in _VAGUE)
    return period(f"{found.edtf}~", found.grain) if match["about"] or vague else found


def _relatives(text: str, anchor: dt.date) -> Iterator[Atom]:
    for match in _RELATIVE.finditer(text):
        rel = " ".join(match["rel"].lower().split())
        unit = match["unit"].lower()
        where = (match.start(), match.end())
        if rel in _FROM_MENTION and not match["count"]:
            if unit not in SEASONS and not (match["plural"] and rel != "following"):
                rule = "following" if match["plural"] else "after-mention"
                offset = (unit, int(rel == "following"))
                yield Atom(*where, rule, None, anchored=True, offset=offset)
            continue
        counted = match["count"] is not None or match["plural"] is not None
        found = _counted(match, anchor, rel) if counted else _single(anchor, rel, unit, text, match)
        if match["more"] and not counted:
            found = _or_other(found, anchor, unit, match["more"].lower())
        if found is not None:
            yield Atom(*where, "relative-unit", found, anchored=True)


def _or_other(found: Period | None, anchor: dt.date, unit: str, more: str) -> Period | None:
    """Return "this year or next" as one stretch."""
    if unit in SEASONS:
        return found
    other = unit_period(anchor, unit, 1 if more == "next" else -1)
    return span(found, other) if more == "next" else span(other, found)


def _single(anchor: dt.date, rel: str, unit: str, text: str, match: re.Match[str]) -> Period | None:
    """Return the period of "last week", "this year", "over the next year", "the past decade"."""
    if rel == "recent":
        return None
    sign = 1 if rel in _AHEAD or rel == "following" else -1 if rel in _BACK else 0
    if unit in SEASONS:
        return season_near(anchor, SEASONS[unit], sign)
    before = text[max(0, match.start() - 18) : match.start()].lower()
    running = before.endswith(("over the ", "within the ", "in the ", "during the ", "for the "))
    if sign and unit != "weekend" and (unit == "decade" or rel in ("past", "coming") or running):
        return _running(anchor, unit, 1, sign)
    return unit_period(anchor, unit, sign)


def _counted(match: re.Match[str], anchor: dt.date, rel: str) -> Period | None:
    """Return the period of "the last two years", "coming months", "recent days"."""
    unit = match["unit"].lower()
    if unit in SEASONS or unit == "weekend" or rel in ("same", "that", "current", "this"):
        return None
    count = _count(match["count2"] or match["count"])
    ahead = rel in _AHEAD or rel == "following"
    if match["count"] is None or (count is None):
        return _vague_run(anchor, unit, ahead=ahead)
    vague = any(word in match["count"].lower().split() for word in ("few", "several"))
    if vague:
        return _vague_run(anchor, unit, ahead=ahead)
    return _running(anchor, unit, count, 1 if ahead else -1)


def _vague_run(anchor: dt.date, unit: str, *, ahead: bool) -> Period | None:
    """Return the period of "in the coming months" or "in recent weeks", which count nothing.

    Coming months run to the year's end, or five months on where that is nearer; recent months
    are this one and the two before; weeks this month and the next or last; years five.
    """
    sign = 1 if ahead else -1
    if unit == "day":
        return _ordered(day_period(anchor), unit_period(anchor, "day", 7 * sign), sign)
    if unit in ("week", "fortnight"):
        return _running(anchor, "month", 1, sign)
    if unit == "month":
        return _running(anchor, "month", max(5, 12 - anchor.month) if ahead else 2, sign)
    return _running(anchor, "year" if unit == "year" else unit, 5 if unit == "year" else 3, sign)


def _running(anchor: dt.date, unit: str, count: int, sign: int) -> Period | None:
    """Return a stretch of so many units that ends or begins now.

    Days and weeks count in days, months and a single year in months, longer ones in years.
    """
    if unit in ("day", "week", "fortnight"):
        days = count * {"day": 1, "week": 7, "fortnight": 14}[unit]
        other = shift_days(anchor, sign * days)
        return days_period(min(anchor, other), max(anchor, other), "week") if other else None
    if unit == "year" and count == 1:
        unit, count = "month", 12
    if unit == "quarter":
        unit, count = "month", 3 * count
    years = 10 * count if unit == "decade" else count
    scale, steps = ("year", years) if unit in ("year", "decade") else ("month", count)
    return _ordered(unit_period(anchor, scale, 0), unit_period(anchor, scale, sign * steps), sign)


def _ordered(near: Period | None, far: Period | None, sign: int) -> Period | None:
    return span(near, far) if sign > 0 else span(far, near)


def _withins(text: str, anchor: dt.date) -> Iterator[Atom]:
    for match in _WITHIN.finditer(text):
        low, high = _count(match["count"]), _count(match["count2"])
        direction = direction_at(text, match.start(), match.end())
        within = match["prep"].lower() == "within"
        if low is None or direction < 0 or not (within or direction):
            continue  # "in two years" is as often how long something took
        unit = match["unit"].lower()
        if within:
            found = _running(anchor, unit, high or low, 1)
        else:
            found = unit_period(anchor, unit, low)
            if high:
                found = span(found, unit_period(anchor, unit, high))
        yield Atom(match.start(), match.end(), "within", found, anchored=True)


def resolve_offset(atom: Atom, reference: dt.date, *, keep_month: bool) -> Period | None:
    """Return the period of an expression that counts from the date of another one.

    Args:
        atom: the expression.
        reference: the day that it counts from.
        keep_month: years count as twelve months each, as after a date with a month.
    """
    if atom.offset is None:
        return atom.period
    unit, by = atom.offset
    if keep_month and unit == "year":
        unit, by = "month", 12 * by
    found = unit_period(reference, unit, by)
    if found is None or atom.rule != "following":
        return found
    return period(f"{start_part(found.edtf)}/..", found.grain)  # "in the following years"
