"""When a document was published, inferred from what it shows. Every answer carries its reason.

The order of the rules is from strong to weak: the address, a dated element of the page, a
labelled line ("Published: 3 May 2021"), a line that is a date, a dateline ("ANKARA, April 24
(Agency)"), "on April 24" in the lead, and last the day on which the file itself was made.
Rules and misses: docs/methods/sources-reading.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.sources.dates import Written, find_dates, to_iso
from armsledger.sources.document import RawDocument

_HEAD_CHARS: Final = 3_000  # a masthead, byline and dateline fit; body text follows
_TAIL_CHARS: Final = 1_000
_LEAD_CHARS: Final = 600
_HEAD_LINES: Final = 8
_LABEL_REACH: Final = 30  # characters between a label and its date ("by Jane Doe on Tuesday, ")
_MAX_LINE: Final = 200  # a longer line is body text

# Country domains where figures are written day first, and domains where the month is first.
# Source: CLDR short date patterns of the countries' main languages.
_DAY_FIRST: Final = frozenset(
    ("uk", "ie", "au", "nz", "in", "pk", "bd", "lk", "de", "at", "ch", "fr", "be", "nl", "it", "es",
     "pt", "pl", "cz", "sk", "si", "hr", "rs", "ro", "bg", "gr", "cy", "tr", "ru", "ua", "by", "ge",
     "am", "az", "kz", "il", "sa", "ae", "qa", "kw", "jo", "lb", "eg", "ma", "dz", "tn", "ng", "ke",
     "za", "br", "ar", "cl", "co", "mx", "pe", "id", "my", "sg", "th", "vn", "no", "dk", "fi")
)  # fmt: skip
_MONTH_FIRST: Final = frozenset({"us", "gov", "mil"})
_MONTH_FIRST_STATES: Final = frozenset({"USA"})
# Year first at home, or both orders in use: nothing follows for an English text.
_OTHER_ORDER: Final = frozenset(
    ("CAN", "CHN", "HKG", "HUN", "IRN", "JPN", "KOR", "LTU", "PHL", "PRK", "SWE", "TWN")
)
_ORDER_CHARS: Final = 200_000  # enough to meet another date, and a bound on the time

_HOST: Final = re.compile(r"^[a-z]+://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
_URL_DATE: Final = re.compile(r"[/_-]((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?!\d)")
_URL_YEAR: Final = re.compile(r"[/_-]((?:19|20)\d\d)(?!\d)")
_FIGURES: Final = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)")
_WEEKDAY: Final = r"(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+"
_PUBLISHED: Final = re.compile(
    r"(?:^|[|\u2022\u00b7\u2013\u2014])\s*(?:(?:first |originally )?published|posted"
    r"|written|date(?:line)?|dated|issued"
    r"|released|publication date)\b(?=[\s:|,-])",
    re.IGNORECASE | re.MULTILINE,
)
_UPDATED: Final = re.compile(
    r"(?:^|[|\u2022\u00b7\u2013\u2014])\s*(?:last )?(?:updated|modified|edited)\b(?=[\s:|,-])",
    re.IGNORECASE | re.MULTILINE,
)
_PLACE: Final = re.compile(
    r"(?:[A-Z][\w'\u2019.-]{0,30}[ ,./]{1,3}){1,6}(?:\([^()\n]{1,40}\)[ ,\u2014\u2013-]{1,4})?"
)
_AFTER_DATELINE: Final = re.compile(r"\s*(?:\(|--|[-\u2013\u2014/:]|\.\s|,?\s*\d{1,2}:\d\d)")
_ON: Final = re.compile(rf"\b[Oo]n\s+(?:{_WEEKDAY})?$")
_ALONE_BEFORE: Final = re.compile(rf"\s*(?:{_WEEKDAY})?", re.IGNORECASE)
_ALONE_AFTER: Final = re.compile(
    r"[\s,|\u2022\u00b7\u2013\u2014-]*"
    r"(?:(?:at )?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,5})?[\s|\u2022\u00b7.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inferred:
    """A publication day and why it is believed; no day, and why not."""

    date: str | None
    note: str


def infer_date(document: RawDocument) -> Inferred:
    """Return the day on which the document was probably published, or why there is none."""
    by_url = _from_url(document.url)
    if by_url is not None:
        return by_url
    day_first = day_first_of(document)
    unclear: list[str] = []
    for written, place in _candidates(document):
        iso = written.iso(day_first=day_first) or _with_year(written, document)
        if iso is not None:
            return Inferred(iso, f"date inferred from the {place}: '{_plain(written.quote)}'")
        unclear.append(_why_unclear(written))
    if document.created is not None and to_iso(*_parts(document.created)):
        return Inferred(document.created, "date inferred from the day the file was made")
    return Inferred(None, unclear[0] if unclear else "no date found")


def _plain(quote: str) -> str:
    return " ".join(quote.split())


def _why_unclear(written: Written) -> str:
    if written.numbers is not None:
        return f"no date: '{written.quote}' does not tell day from month"
    if written.year is None:
        return f"no date: '{_plain(written.quote)}' has no year"
    return f"no date: '{_plain(written.quote)}' is not a day between 1900 and 2099"


def _from_url(url: str | None) -> Inferred | None:
    for match in _URL_DATE.finditer(url or ""):
        iso = to_iso(int(match[1]), int(match[2]), int(match[3]))
        if iso is not None:
            return Inferred(iso, f"date inferred from the address: '{match[0].strip('/_-')}'")
    return None


def day_first_of(document: RawDocument) -> bool | None:
    """Return whether the document's figures put the day before the month; None if unclear.

    The document's other dates decide ("23/07/2019"), else the country of its outlet, else that
    of its address.
    """
    shown = (document.text[:_ORDER_CHARS], document.text[-_TAIL_CHARS:], *document.date_texts)
    pairs = [
        (int(first), int(second))
        for text in (*shown, document.date or "")
        for first, second in _FIGURES.findall(text)
    ]
    orders = {first > 12 for first, second in pairs if (first > 12) != (second > 12)}
    if orders or not pairs:
        return orders.pop() if len(orders) == 1 else None
    by_outlet = _order_of_outlet(document)
    if by_outlet is not None:
        return by_outlet
    host = _HOST.match(document.url or "")
    domain = host[1].rsplit(".", 1)[-1].lower() if host else ""
    return False if domain in _MONTH_FIRST else domain in _DAY_FIRST or None


def _order_of_outlet(document: RawDocument) -> bool | None:
    from armsledger.vocabulary.outlets import outlet_of  # lazy: a table, rarely needed

    outlet = outlet_of(document.outlet or "") or outlet_of(document.url or "")
    if outlet is None or not outlet.country or outlet.country in _OTHER_ORDER:
        return None
    return outlet.country not in _MONTH_FIRST_STATES


def _with_year(written: Written, document: RawDocument) -> str | None:
    """Return the day of a date without a year, the year taken from the address or the file."""
    if written.year is not None or written.month is None:
        return None
    in_url = _URL_YEAR.search(document.url or "")
    if in_url is not None:
        return written.iso(year=int(in_url[1]))
    made = document.created
    if made is None:
        return None
    year = int(made[:4])
    iso = written.iso(year=year)
    return iso if iso is not None and iso <= made else written.iso(year=year - 1)


def _parts(iso: str) -> tuple[int, int, int]:
    year, month, day = (int(part) for part in iso.split("-"))
    return year, month, day


def _candidates(document: RawDocument) -> Iterator[tuple[Written, str]]:
    """Yield dates that may be the day of publication, strongest first."""
    for text in document.date_texts:
        yield from ((written, "page") for written in find_dates(text[:_MAX_LINE])[:1])
    head = document.text[:_HEAD_CHARS]
    tail = document.text[_HEAD_CHARS:][-_TAIL_CHARS:]
    rules = (
        (_labelled, head, _PUBLISHED),
        (_labelled, tail, _PUBLISHED),
        (_alone, head, None),
        (_dateline, head, None),
        (_labelled, head, _UPDATED),
        (_labelled, tail, _UPDATED),
        (_in_lead, head[:_LEAD_CHARS], None),
    )
    for rule, part, label in rules:
        yield from ((written, "text") for written in rule(part, label))


def _labelled(text: str, label: re.Pattern[str] | None) -> Iterator[Written]:
    if label is None:
        return
    for match in label.finditer(text):
        after = text[match.end() : match.end() + _LABEL_REACH + 40].split("\n")[0]
        yield from (w for w in find_dates(after)[:1] if w.start <= _LABEL_REACH)


def _lines(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()][:_HEAD_LINES]
    return [line.strip() for line in lines]


def _alone(text: str, _: object) -> Iterator[Written]:
    """Yield the dates that are a whole line."""
    for line in _lines(text):
        if len(line) > _MAX_LINE:
            continue
        for written in find_dates(line)[:1]:
            before, after = line[: written.start], line[written.end :]
            if _ALONE_BEFORE.fullmatch(before) and _ALONE_AFTER.fullmatch(after):
                yield written


def _dateline(text: str, _: object) -> Iterator[Written]:
    for line in _lines(text):
        start = line[:_MAX_LINE]
        for written in find_dates(start)[:1]:
            place = start[: written.start]
            named = "," in place or "." in place or place.strip().isupper()
            if (
                named
                and _PLACE.fullmatch(re.sub(rf"{_WEEKDAY}$", "", place))
                and _AFTER_DATELINE.match(start, written.end)
            ):
                yield written


def _in_lead(text: str, _: object) -> Iterator[Written]:
    for written in find_dates(text):
        if written.year is None and _ON.search(text[: written.start][-20:]):
            yield written
            return
