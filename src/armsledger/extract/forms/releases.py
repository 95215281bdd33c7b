"""The agency's press releases about possible sales, told from news that repeats them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.extract.forms.amounts import OPEN_VALUE, Sum, find_date, find_day, find_sums
from armsledger.extract.forms.contractors import read_contractors
from armsledger.extract.forms.notices import TRANSMITTAL, compact, spans_of, words_of
from armsledger.extract.forms.parties import purchasers_of
from armsledger.extract.forms.reading import FormKind, Notification
from armsledger.extract.forms.requests import Request, find_requests
from armsledger.extract.forms.view import View
from armsledger.model import Report

_AGENCY: Final = r"Defen[sc]e\s+Security\s+Cooperation\s+Agency(?:\s+\(DSCA\))?"
_SALE: Final = r"(?:a\s+)?possible\s+(?:Foreign\s+Military\s+Sales?|FMS)(?:\s+\(FMS\))?"
DETERMINATION: Final = re.compile(
    r"\bThe\s+(?:U\.S\.\s+)?(?:State\s+Department|Department\s+of\s+State)\s+has\s+made\s+a\s+determination\s+"
    rf"(?P<trigger>approving)\s+{_SALE}\s+to\s+(?P<rest>.{{5,900}}?)(?=\.\s+(?:The\s|$)|\.\s*\n|\.\s*$)",
    re.DOTALL,
)
_OLDER: Final = re.compile(
    rf"\bThe\s+{_AGENCY}\s+(?P<trigger>notified\s+Congress)(?P<date>[^.]{{0,40}}?)\s+of\s+{_SALE}\s+to\s+"
    r"(?P<rest>.{5,900}?)(?=\.\s+(?:The\s|$)|\.\s*\n|\.\s*$)",
    re.DOTALL,
)
CERTIFIED: Final = re.compile(
    rf"\bThe\s+{_AGENCY}\s+delivered\s+the\s+required\s+certification\s+(?P<trigger>notifying\s+Congress)\s+of\s+"
    r"(?:this|the)\s+possible\s+sale\s*(?P<date>(?:[^.]|(?<=[A-Z][a-z]{2})\.(?=\s\d)|(?<=Sept)\.(?=\s\d)){0,60})\.",
)
_COST: Final = re.compile(
    r",?\s+(?:for|with|at)\s+an?\s+(?:total\s+)?estimated\s+(?:total\s+)?(?:program\s+|case\s+)?(?:cost|value)"
    r"(?:\s+(?:of|not\s+to\s+exceed|is))?\s*",
)
_DATELINE: Final = re.compile(
    r"\b(?:WASHINGTON|ARLINGTON|Washington|Arlington)(?:,?\s+(?:D\.?C\.?|VA|Va\.))?\s*,?\s*(?:\([^)]*\)\s*)?"
    r"(?P<date>[^\n]{3,30}?)\s*[-\u2013\u2014]+\s*$"
)
# Formulas of the release; a text with these and no reporter's words is the release itself.
_FORMULAS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\bhas\s+requested\s+(?:to|the|a|that)\b",
        r"will\s+not\s+alter\s+the\s+basic\s+military\s+balance",
        r"(?:principal|prime)\s+contractors?\b",
        r"no\s+adverse\s+impact\s+on\s+U\.?S\.?\s+defen[sc]e\s+readiness",
        r"support\s+the\s+foreign\s+policy",
        r"implementation\s+of\s+this\s+(?:proposed\s+)?sale",
        r"actual\s+dollar\s+value\s+will\s+be\s+lower",
        r"description\s+and\s+dollar\s+value\s+(?:is|are)\s+for\s+the\s+highest",
        r"notice\s+of\s+a\s+potential\s+sale\s+is\s+required\s+by\s+law",
    )
)
_MIN_FORMULAS: Final = 2
_REPORTED: Final = re.compile(
    r"\b(?:said|says|told|added\s+that|according\s+to|reported(?:ly)?|sources?\s+(?:close|familiar)|tweeted|wrote"
    r"|announced|stated|noted|analysts?|spokes\w+|Reuters|AFP|Associated\s+Press|statement|press\s+release\s+(?:said|read))\b",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"[^\n]{2,60}\s*[\u2013\u2014-]{1,2}\s*[^\n]{3,140}")


_NO_TITLE: Final = re.compile(r"WASHINGTON|ARLINGTON|Transmittal|@|Contact|\d{4}$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One release in a view."""

    view: View
    report: Report
    start: int
    end: int
    opening: re.Match[str]


def read_releases(view: View, report: Report) -> tuple[Notification, ...]:
    """Return the releases of a text in order; none where it is a report about one."""
    return tuple(_read(stretch) for stretch in _find(view, report) if _is_release(stretch))


def _find(view: View, report: Report) -> Iterator[Stretch]:
    found = sorted(
        (m for form in (DETERMINATION, _OLDER) for m in form.finditer(view.text)),
        key=lambda m: m.start(),
    )
    if not found:
        return
    starts = [0, *(_begin(view.text, m.start(), 0) for m in found[1:])]
    ends = [*starts[1:], len(view.text)]
    for match, start, end in zip(found, starts, ends, strict=True):
        yield Stretch(view, report, start, end, match)


def _begin(text: str, opening: int, floor: int) -> int:
    """Return where a release begins that is not the first: at its number or its dateline."""
    before = text[max(floor, opening - 300) : opening]
    number = list(TRANSMITTAL.finditer(before))
    heads = [
        m.start()
        for m in re.finditer(r"\b(?:WASHINGTON|ARLINGTON|News\s+Release|PRESS\s+RELEASE)\b", before)
    ]
    heads += [number[-1].start()] if number else []
    return opening - len(before) + min(heads) if heads else opening


def _is_release(stretch: Stretch) -> bool:
    """Return whether the stretch is the agency's own text, not news about it."""
    text = stretch.view.text[stretch.start : stretch.end]
    formulas = sum(bool(form.search(text)) for form in _FORMULAS)
    own = formulas >= _MIN_FORMULAS and (
        stretch.opening.re is _OLDER or CERTIFIED.search(text) is not None
    )
    return own and _REPORTED.search(_without_law(text)) is None


def _without_law(text: str) -> str:
    """Return the text without formulas of the release that hold a reporter's word."""
    return re.sub(
        r"(?:as\s+stated\s+in|public\s+statement|as\s+noted\s+(?:above|in))",
        "",
        text,
        flags=re.IGNORECASE,
    )


def _read(stretch: Stretch) -> Notification:
    view, text = stretch.view, stretch.view.text
    who, what, cost = _split(stretch.opening, text)
    number = TRANSMITTAL.search(text, stretch.start, stretch.end)
    delivered = _delivered(stretch)
    start, end = view.span(stretch.start, stretch.end)
    total = cost or _later_cost(stretch)
    title, place = _title(stretch)
    places = {
        "trigger": stretch.opening.span("trigger"),
        "sentence": (stretch.opening.start(), stretch.opening.end()),
        "purchaser": who,
        "what": what,
        "total_value": (total.start, total.end) if total else None,
        "delivered": delivered[1] if delivered else None,
        "transmittal": number.span("number") if number else None,
        "title": place,
    }
    return Notification(
        kind=FormKind.RELEASE,
        transmittal=compact(number["number"]) if number else None,
        purchasers=purchasers_of(text[slice(*who)]),
        purchaser=words_of(text[slice(*who)]),
        total_value=total.money if total else None,
        value_open=total is None
        and OPEN_VALUE.search(text, stretch.start, stretch.end) is not None,
        items=tuple(item for r in _requests(stretch) for item in r.items),
        title=title,
        delivered=delivered[0] if delivered else None,
        contractors=read_contractors(text[stretch.start : stretch.end]),
        spans=spans_of(view, places),
        start=start,
        end=end,
    )


def _requests(stretch: Stretch) -> tuple[Request, ...]:
    return tuple(find_requests(stretch.view, stretch.opening.end(), stretch.end))


def _split(match: re.Match[str], text: str) -> tuple[tuple[int, int], tuple[int, int], Sum | None]:
    """Return where the purchaser and the articles stand in a determination, and its sum.

    The purchaser ends at the first "of" or "for" behind a state's name: "the Republic of Korea of".
    """
    start, end = match.span("rest")
    cost = _COST.search(text, start, end)
    stop = cost.start() if cost else end
    total = next(find_sums(text, cost.start(), end), None) if cost else None
    for link in re.finditer(r"\s+(?:of|for)\s+", text[start:stop]):
        if purchasers_of(text[start : start + link.start()]):
            return (start, start + link.start()), (start + link.end(), stop), total
    return (start, stop), (stop, stop), total


def _later_cost(stretch: Stretch) -> Sum | None:
    """Return the sum of a sentence of its own: "The estimated cost is $80 million"."""
    form = re.compile(
        r"(?:total\s+estimated|estimated\s+total|estimated)\s+(?:program\s+|case\s+)?(?:cost|value)\s+(?:is|of)\s+",
        re.IGNORECASE,
    )
    match = form.search(stretch.view.text, stretch.opening.end(), stretch.end)
    return (
        next(find_sums(stretch.view.text, match.end(), match.end() + 60), None) if match else None
    )


def _delivered(stretch: Stretch) -> tuple[str, tuple[int, int]] | None:
    """Return the day of the notification, ISO 8601, and the words that give it."""
    text = stretch.view.text
    match = CERTIFIED.search(text, stretch.opening.start(), stretch.end)
    match = match or (stretch.opening if stretch.opening.re is _OLDER else None)
    if match is None:
        return None
    own = find_date(text, *match.span("date"))
    if own is not None:
        return own[0], own[1:]
    written = _dateline(stretch) or stretch.report.date
    day = find_day(text, *match.span("date"), near=written) if written else None
    if day is not None:
        return day[0], day[1:]
    today = re.search(r"\btoday\b|\bon\s+\w+", match["date"])
    place = match.span("date") if today else match.span("trigger")
    place = stretch.view.trimmed(*place)
    return (written, place) if written else None


def _dateline(stretch: Stretch) -> str | None:
    head = stretch.view.text[stretch.start : stretch.opening.start()]
    match = _DATELINE.search(head)
    found = find_date(match["date"]) if match else find_date(head)
    return found[0] if found else None


def _title(stretch: Stretch) -> tuple[str | None, tuple[int, int] | None]:
    """Return the release's heading, and where it stands if it is in the text."""
    text = stretch.view.text
    lines = re.finditer(r"[^\n]+", text[stretch.start : stretch.opening.start()])
    for line in lines:
        words = line[0].strip()
        if _TITLE.fullmatch(words) and not _NO_TITLE.search(words):
            at = (stretch.start + line.start(), stretch.start + line.end())
            return words, stretch.view.trimmed(*at)
    own = (stretch.report.title or "").strip()
    return (own, None) if own and stretch.start == 0 else (None, None)
