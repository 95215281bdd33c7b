"""Time expressions of a text as EDTF dates, resolved against the report's date.

Two steps: the calendar and counting expressions are found one by one (`date_atoms`,
`date_offsets`), then the words around them make parts, ranges and open intervals of them
("late 2020", "between 2016 and 2018", "since March", "by the end of the year").
Forms and misses: docs/methods/dates.md.
"""

import datetime as dt
import re
from dataclasses import replace
from itertools import chain
from typing import Final

from armsledger.extract.date_atoms import Atom, dated, day_atoms
from armsledger.extract.date_offsets import offset_atoms, resolve_offset
from armsledger.extract.date_years import year_atoms
from armsledger.extract.edtf import end_part, start_part
from armsledger.extract.mentions import DateMention
from armsledger.extract.periods import Period, month_period, part_of, period, span

_WINDOW: Final = 40  # characters before an expression in which its modifiers are looked for
_PART: Final = re.compile(
    r"(?:\b(?:the\s+)?(?:very\s+)?(?P<early>early|beginning(?!\s+in\b)|start(?!\s+in\b)|outset|opening(?:\s+months)?)"
    r"|\b(?:the\s+)?(?P<late>late|end|close|closing\s+months|last\s+months)"
    r"|\b(?:the\s+)?(?P<mid>mid|middle)"
    r"|\b(?P<same>earlier|later|sometime|some\s+time|(?:course|rest|remainder)(?=\s+of)))"
    r"(?:\s*[-\u2010\u2011]\s*|\s+)(?:(?:of|in|on|part\s+of)\s+)?(?:(?:the|fiscal)\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
_APPROXIMATE: Final = re.compile(
    r"\b(?:around|about|circa|approximately|roughly|c\.)\s+$", re.IGNORECASE
)
_YEAR_ENDED: Final = re.compile(
    r"\b(?:the\s+)?(?:fiscal|financial|budget)?\s*(?:year|(?:12|twelve)\s+months)"
    r"\s+(?:ended|ending)\s+(?:on\s+|in\s+)?$",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"(?:\b(?P<until>by|(?<!\bnot\s)before|until|till|prior\s+to|no\s+later\s+than|up\s+until)"
    r"|\b(?P<since>(?:ever\s+)?since|after|as\s+of|from|(?:starting|beginning)(?:\s+(?:in|from))?|not\s+before|onwards?\s+from))"
    r"\s+(?:(?:the|about|around|sometime|at\s+least|as\s+early\s+as|as\s+late\s+as)\s+)*$",
    re.IGNORECASE,
)
_ONWARD: Final = re.compile(r"\s?,?\s?(?:onwards?|and\s+(?:beyond|onwards?)|or\s+later)\b")
_RANGE_LINK: Final = re.compile(
    r"\s*(?P<link>[-/\u2010-\u2014]|to|and|or|through|thru|until|till)\s*(?:the\s+)?(?:early\s+|late\s+|mid-?)?",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"\b(?P<word>between|from)\s+(?:the\s+|early\s+|late\s+|mid-?"
    r"|(?:end|start|beginning|middle)\s+of\s+)*$",
    re.IGNORECASE,
)
_APPOSED: Final = re.compile(r",?\s*(?:the\s+)?")
_WORD_LINKS: Final = frozenset(("to", "through", "thru", "until", "till"))
# "A year later" says nothing without the date that it counts from; "a year earlier" counts from
# the report's where no other is named.
_NEED_MENTION: Final = frozenset(("after-mention", "following"))
_COUNTING: Final = frozenset(("relative", "after-mention", "ago", "within", "named-day"))
_DAYS: Final = frozenset(("day", "day-month"))
_THAT_YEAR: Final = re.compile(r",? (?:of |in )?(?:that|the same) year\b")
_NOT_SINCE: Final = frozenset(("from", "after", "as of", "starting"))


def find_dates(text: str, anchor: dt.date | None) -> tuple[DateMention, ...]:
    """Return the time expressions of a text in reading order, disjoint.

    Args:
        text: any string; offsets of the mentions are into it.
        anchor: the report's date; without it expressions that need one are left out.
    """
    atoms = _combined(text, _disjoint(text, anchor), anchor)
    mentions: list[DateMention] = []
    for atom in atoms:
        mention = _mention(text, atom, mentions[-1].end if mentions else 0)
        if mention is not None:
            mentions.append(mention)
    return tuple(mentions)


def _disjoint(text: str, anchor: dt.date | None) -> list[Atom]:
    """Return the expressions that are left when earlier families and longer matches win."""
    kept: list[Atom] = []
    families = (day_atoms(text, anchor), year_atoms(text, anchor), offset_atoms(text, anchor))
    for atom in chain.from_iterable(families):
        if (atom.period or atom.offset) and all(
            atom.end <= other.start or other.end <= atom.start for other in kept
        ):
            kept.append(atom)
    return sorted(kept, key=lambda atom: atom.start)


def _combined(text: str, atoms: list[Atom], anchor: dt.date | None) -> list[Atom]:
    """Return the expressions with relative ones resolved, weekdays and ranges joined."""
    joined: list[Atom] = []
    for atom in atoms:
        current = _resolved(_in_that_year(text, atom, joined), joined, anchor)
        if current.period is None:
            continue
        last = joined[-1] if joined else None
        merged = _merged(text, last, current) if last else None
        if merged is not None:
            joined[-1] = merged
        else:
            joined.append(current)
    return joined


def _in_that_year(text: str, atom: Atom, before: list[Atom]) -> Atom:
    """Return "July of that year" with the year of the date before it."""
    if atom.yearless is None or not _THAT_YEAR.match(text, atom.end):
        return atom
    known = next((other.period for other in reversed(before) if other.period), None)
    if known is None:
        return atom
    return replace(atom, period=dated(atom, known.first.year) or atom.period, yearless=None)


def _resolved(atom: Atom, before: list[Atom], anchor: dt.date | None) -> Atom:
    """Return an expression that counts from another date with its own date."""
    if atom.offset is None or anchor is None:
        return atom
    past = [other.period for other in before if other.period]
    if atom.rule in _NEED_MENTION and not past:
        return atom
    reference = (past[-1].last if "/" in past[-1].edtf else past[-1].first) if past else anchor
    fine = bool(past) and past[-1].grain in ("day", "month") and atom.rule != "following"
    return replace(atom, period=resolve_offset(atom, reference, keep_month=fine))


def _merged(text: str, first: Atom, second: Atom) -> Atom | None:
    """Return two neighbours as one: a weekday with its date, the two ends of a range."""
    gap = text[first.end : second.start]
    if first.period is None or second.period is None or len(gap) > _WINDOW:
        return None
    if first.rule == "weekday" and second.period.grain == "day" and second.rule != "weekday":
        return replace(second, start=first.start) if _APPOSED.fullmatch(gap) else None
    link = _RANGE_LINK.fullmatch(gap)
    if link is None or not _is_range(text, first, second, link["link"].lower()):
        return None
    start = first.period
    if first.yearless and not second.anchored:
        start = dated(first, second.period.first.year) or start
    whole = span(_in_part(text, first.start, start), _in_part(text, second.start, second.period))
    if whole is None:
        return None
    return Atom(first.start, second.end, "range", whole, anchored=first.anchored or second.anchored)


def _is_range(text: str, first: Atom, second: Atom, link: str) -> bool:
    """Return whether the link between two dates makes them the ends of one stretch of time."""
    if link == "or":
        return first.rule != "weekday"
    if link == "/" and not (first.yearless or first.rule == second.rule):
        return False
    if link == "and" or (link in _WORD_LINKS and first.rule != second.rule):
        return _FROM.search(text[max(0, first.start - _WINDOW) : first.start]) is not None
    return True


def _in_part(text: str, start: int, whole: Period) -> Period:
    match = _PART.search(text[max(0, start - _WINDOW) : start])
    name = match and next((part for part in ("early", "mid", "late") if match[part]), None)
    return (part_of(whole, name) or whole) if name else whole


def _mention(text: str, atom: Atom, floor: int) -> DateMention | None:
    """Return the mention of an expression with the words before and after it that change it."""
    found = atom.period
    if found is None:
        return None
    start, end, rule = atom.start, atom.end, atom.rule
    part = _PART.search(text[max(floor, start - _WINDOW) : start])
    if part is not None:
        if rule != "range":
            found = _in_part(text, start, found)
        start -= len(part.string) - part.start()
    about = _APPROXIMATE.search(text[max(floor, start - _WINDOW) : start])
    if about is not None and "/" not in found.edtf and not found.edtf.endswith("~"):
        found = period(f"{found.edtf}~", found.grain) or found
        start -= len(about.string) - about.start()
    year = _YEAR_ENDED.search(text[max(floor, start - _WINDOW) : start])
    if year is not None:
        last = month_period(found.last.year, found.last.month)
        found = span(month_period(found.last.year, found.last.month - 11), last) or found
        return DateMention(
            start - len(year.string) + year.start(), end, found.edtf, "year-ended", atom.anchored
        )
    edtf, start, end = _opened(text, found, (start, end), floor, rule)
    return DateMention(start, end, edtf, rule, atom.anchored)


def _opened(
    text: str, found: Period, where: tuple[int, int], floor: int, rule: str
) -> tuple[str, int, int]:
    """Return the EDTF made an open interval by "since", "by", "onwards", and its span."""
    start, end = where
    onward = _ONWARD.match(text, end)
    match = _OPEN.search(text[max(floor, start - _WINDOW) : start])
    if rule == "range":
        between = _FROM.search(text[max(floor, start - _WINDOW) : start])
        return found.edtf, start - (len(between.string) - between.start() if between else 0), end
    if onward is not None:
        end = onward.end()
    if match is None or ".." in found.edtf:
        edtf = f"{start_part(found.edtf)}/.." if onward and ".." not in found.edtf else found.edtf
        return edtf, start, end
    if match["since"] and onward is None and not _opens(match["since"], text, end, rule):
        return found.edtf, start, end
    if rule in _DAYS and "/" in found.edtf and match["since"]:
        return found.edtf, start - (len(match.string) - match.start()), end
    start -= len(match.string) - match.start()
    if match["until"]:
        return f"../{end_part(found.edtf)}", start, end
    return f"{start_part(found.edtf)}/..", start, end


def _opens(word: str, text: str, end: int, rule: str) -> bool:
    """Return whether "from" or "after" opens an interval: not in "from 2019's contract"."""
    if " ".join(word.lower().split()) not in _NOT_SINCE:
        return True
    return text[end : end + 1] not in ("'", "\u2019") and rule not in _COUNTING
