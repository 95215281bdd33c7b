"""Notices of licences for commercial exports: section 36(c) of the Arms Export Control Act."""

import re
from collections.abc import Iterator
from typing import Final

from armsledger.extract.forms.amounts import Sum, find_date, find_sums
from armsledger.extract.forms.notices import (
    TRANSMITTAL,
    compact,
    money_of,
    place_of,
    spans_of,
    words_of,
)
from armsledger.extract.forms.parties import purchasers_of
from armsledger.extract.forms.reading import FormKind, Item, Notification
from armsledger.extract.forms.view import View

_OPENING: Final = re.compile(
    r"Pursuant\s+to\s+Sections?\s+36\s*\(\s*c\s*\)[^.]{0,120}?\s+of\s+the\s+Arms\s+Export\s+Control\s+Act"
    r"(?:,?\s*as\s+amended)?\s*,?[^.]{0,60}?(?:please\s+find\s+enclosed|I\s+am\s+transmitting(?:\s+herewith)?)\s+"
    r"(?:a\s+)?certification\s+of\s+(?P<what>.{10,600}?)(?<!\b[A-Z])\.\s",
    re.DOTALL | re.IGNORECASE,
)
_TRIGGER: Final = re.compile(
    r"proposed\s+(?:amendment\s+to\s+an?\s+|amended\s+)?(?:export\s+)?(?:licen[cs]e|agreement|(?:technical\s+assistance"
    r"|manufacturing\s+licen[cs]e)\s+agreement)(?:\s+amendment)?",
    re.IGNORECASE,
)
_CONTENT: Final = re.compile(
    r"The\s+(?:proposed\s+)?transaction(?:\s+contained\s+in\s+the\s+attached\s+certification)?\s+"
    r"(?:involves|would\s+(?:involve|authorize|provide\s+for)|will\s+(?:involve|authorize|provide)"
    r"|authorizes|provides\s+for)\s+(?P<content>.{5,1500}?)\.(?=\s+The\b|\s*\n|\s*$)",
    re.DOTALL,
)
_EXPORT: Final = re.compile(
    r"(?:the\s+)?(?:(?:permanent|temporary)\s+)?(?:exports?|transfers?|sales?|manufacture)\s+(?:to\s+[^.,;]{3,80}?\s+)?of\s+"
    r"|hardware\s+(?:and[^.]{0,80})?for\s+",
    re.IGNORECASE,
)
_TO: Final = re.compile(r"\b(?:to|in|with|for\s+end-use\s+(?:by|in))\s+(?=(?:the\s+)?[A-Z])")
_CONTENT_END: Final = re.compile(
    r"\s+(?:to\s+(?=(?:the\s+)?[A-Z])|to\s+(?:support|be\s+used)|for\s+(?:the"
    r"\s+)?(?:end[- ]use|use|support|integration"
    r"|installation|the\s+(?:Ministry|Government|Armed))|in\s+support|for\s+(?=[A-Z])(?![A-Z]+-?\d))",
)
_HEAD_REACH: Final = 700  # characters before the opening: number, date, address
# The number alone, at the head of a letter.
_ALONE: Final = re.compile(r"\b(?P<number>(?:DDTC|RSAT)\s*[-\u2013]?\s*\d\d-\d{3,4})\b")
_SIGNATURE: Final = re.compile(r"Sincerely|Enclosure|Respectfully", re.IGNORECASE)


def read_commercial(view: View) -> tuple[Notification, ...]:
    """Return the notices of commercial licences of a text, in order."""
    return tuple(_find(view))


def _find(view: View) -> Iterator[Notification]:
    openings = list(_OPENING.finditer(view.text))
    floors = [0, *(m.end() for m in openings)]
    ends = [m.start() for m in openings[1:]] + [len(view.text)]
    for match, floor, end in zip(openings, floors, ends, strict=False):
        yield _read(view, match, floor, end)


def _read(view: View, match: re.Match[str], floor: int, end: int) -> Notification:
    text = view.text
    head = max(floor, match.start() - _HEAD_REACH)
    signed = _SIGNATURE.search(text, match.end(), end)
    stop = signed.start() if signed else end
    number = _number(text, head, match.start()) or TRANSMITTAL.search(text, match.end(), stop)
    day = _date_before(text, head, match.start())
    content = _CONTENT.search(text, match.end() - 2, stop)
    trigger = _TRIGGER.search(text, *match.span("what"))
    who = _purchasers_place(text, match, content)
    total = _value(text, match)
    items = _items(view, match, content)
    places = {
        "trigger": trigger.span() if trigger else (match.start("what"), match.start("what") + 1),
        "sentence": (match.start(), match.end() - 1),
        "purchaser": who,
        "total_value": place_of(total),
        "delivered": day[1:] if day else None,
        "transmittal": number.span("number") if number else None,
    }
    heads = (number.start() if number else stop, day[1] if day else stop, match.start())
    start, last = view.span(min(heads), stop)
    words = text[slice(*who)] if who else ""
    return Notification(
        kind=FormKind.COMMERCIAL,
        transmittal=compact(number["number"]) if number else None,
        purchasers=purchasers_of(words),
        purchaser=words_of(words),
        total_value=money_of(total),
        items=items,
        delivered=day[0] if day else None,
        spans=spans_of(view, places),
        start=start,
        end=last,
    )


def _number(text: str, start: int, end: int) -> re.Match[str] | None:
    found = list(TRANSMITTAL.finditer(text, start, end)) or list(_ALONE.finditer(text, start, end))
    return found[-1] if found else None


def _date_before(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Return the last date in the letter's head."""
    found, at = None, start
    while (next_one := find_date(text, at, end)) is not None:
        found, at = next_one, next_one[2]
    return found


def _value(text: str, match: re.Match[str]) -> Sum | None:
    """Return the amount that the certification names: "in the amount of $100,000,000 or more"."""
    return next(find_sums(text, *match.span("what")), None)


def _purchasers_place(
    text: str, match: re.Match[str], content: re.Match[str] | None
) -> tuple[int, int] | None:
    """Return where the states are named that the export goes to.

    The sentence of the contents names them; else the certification itself does.
    """
    spans = [content.span("content")] if content else []
    for start, end in [*spans, match.span("what")]:
        for link in _TO.finditer(text, start, end):
            stop = re.compile(
                r"\s+(?:to\s+support|for\s|in\s+(?:the\s+amount|support)|of\s+(?:defense|\$)|that\b|and\s+(?:defense|tech)|through)|;|$"
            ).search(text, link.end(), end)
            place = (link.end(), stop.start() if stop else end)
            if purchasers_of(text[slice(*place)]):
                return place
    return None


def _items(view: View, match: re.Match[str], content: re.Match[str] | None) -> tuple[Item, ...]:
    """Return what is exported: the words behind "the export of"."""
    start, end = content.span("content") if content else match.span("what")
    export = _EXPORT.search(view.text, start, end)
    if export is None:
        return ()
    stop = _CONTENT_END.search(view.text, export.end(), end)
    first, last = view.trimmed(export.end(), stop.start() if stop else end)
    if first >= last:
        return ()
    at = view.span(first, last)
    words = " ".join(view.text[first:last].split())
    return (Item(words, words, None, start=at[0], end=at[1], weapon_start=at[0], weapon_end=at[1]),)
