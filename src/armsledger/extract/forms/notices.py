"""What all notices to the Congress share: numbers, numbered fields, values, single fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.extract.forms.amounts import OPEN_VALUE, Sum, find_sums
from armsledger.extract.forms.view import View
from armsledger.model import Money, Span

# "22-14", "0A-20", "21-0H", "DDTC 19-045", "RSAT 23-8123"; a dash may stand apart.
NUMBER: Final = (
    r"(?:(?:DDTC|RSAT)\s*[-\u2013]?\s*)?\d[0-9A-Z]\s?[-\u2010-\u2013]\s?"
    r"(?:\d{1,4}[A-Z]?|[0-9A-Z]{2,4})"
)
TRANSMITTAL: Final = re.compile(
    rf"Transmittal\s*(?:No|Number|Nos)?\s*[.:,]?\s*:?\s*(?P<number>{NUMBER})(?![\w])", re.IGNORECASE
)
CASE: Final = re.compile(r"\b[A-Z0-9]{2}\s?-\s?[A-Z]\s?-\s?[A-Z]{3}\b")
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
# Roman numerals as scanners misread them: l and 1 for i.
_NUMERAL: Final = re.compile(r"\(\s*(?P<roman>[ivxlIVXL1][ivxlIVXL1 ]{0,5})\s*\)\s*(?=[A-Z\u00a7])")

_LABELS: Final = (
    ("mde", r"Major\s+Defen[sc]e\s+Equip\s?ment\s*(?:\(\s*MDE\s*\))?|\bMDE\b(?!\s*items)"),
    ("other", r"(?:All\s+)?Other(?:\s+(?:Articles|Defense|Items|Support|Services))*\b"
        r"|Non-?\s?MDE\b"),
    ("total", r"T\s?O\s?T\s?A\s?L(?:\s+(?:Estimated|Program|Case)?\s*(?:Value|Cost))?\b"),
)  # fmt: skip
_LABEL: Final = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _LABELS), re.IGNORECASE)
_LEADERS: Final = r"[\s|.\\\u00b7\u2026_*:=\u2020()\d\u2014\u2013-]*"


@dataclass(frozen=True, slots=True)
class Field:
    """A numbered field of a form: "(ii) Total Estimated Value: ..."; offsets into the view."""

    number: int  # 1 for (i)
    start: int  # of the bracket
    body: int  # behind the bracket
    end: int


@dataclass(frozen=True, slots=True)
class Values:
    """The split of a notice's value."""

    mde: Sum | None = None
    other: Sum | None = None
    total: Sum | None = None
    is_open: bool = False  # something is "to be determined"


def compact(number: str) -> str:
    """Return a transmittal's number in its usual form: "22-14", "DDTC 19-045"."""
    plain = re.sub(r"\s*[-\u2010-\u2013]\s*", "-", " ".join(number.split()).upper())
    return re.sub(r"^(DDTC|RSAT)[- ]*", r"\1 ", plain)


def find_fields(text: str, start: int, end: int) -> tuple[Field, ...]:
    """Return the numbered fields of a notice, (i) first, in unbroken order.

    A numeral that is out of order is no field: lists in a description begin with (i) too.
    """
    starts: list[re.Match[str]] = []
    for match in _NUMERAL.finditer(text, start, end):
        if _reads_as(match["roman"], len(starts) + 1):
            starts.append(match)
    if not starts:
        return ()
    ends = [m.start() for m in starts[1:]] + [end]
    return tuple(
        Field(number, match.start(), match.end(), stop)
        for number, (match, stop) in enumerate(zip(starts, ends, strict=True), 1)
    )


def _reads_as(written: str, number: int) -> bool:
    if number > len(_ROMANS):
        return False
    plain = written.replace(" ", "").lower().replace("l", "i").replace("1", "i")
    return plain == _ROMANS[number - 1]


def read_values(text: str, start: int, end: int) -> Values:
    """Return the values of a stretch: labelled ones, else a single sum as the total.

    Labels in one column and sums in the next, as scans give them, are read in the same order.
    """
    labels = [m for m in _LABEL.finditer(text, start, end) if not _in_words(text, m)]
    sums = list(find_sums(text, start, end, bare=True))
    is_open = OPEN_VALUE.search(text, start, end) is not None
    found = dict(_labelled(text, labels, sums, end))
    if _in_columns(labels, sums):
        found = {str(m.lastgroup): s for m, s in zip(labels, sums, strict=True)}
    if not labels and sums:
        found = {"total": sums[0]}
    return Values(found.get("mde"), found.get("other"), found.get("total"), is_open)


def _in_columns(labels: list[re.Match[str]], sums: list[Sum]) -> bool:
    """Return whether all labels stand before all sums."""
    return 1 < len(labels) == len(sums) and labels[-1].end() <= sums[0].start


def _in_words(text: str, match: re.Match[str]) -> bool:
    """Return whether a label stands in the heading or in a sentence: "Total Estimated Value:"."""
    after = text[match.end() : match.end() + 30]
    return (
        bool(re.match(r"\s*(?:Estimated|Value\s*:|is\s|or\s|of\s)", after))
        and "$" not in after[:14]
    )


def _labelled(
    text: str, labels: list[re.Match[str]], sums: list[Sum], end: int
) -> Iterator[tuple[str, Sum]]:
    """Yield each label with the sum that only dots part from it."""
    for label in labels:
        follower = next((s for s in sums if label.end() <= s.start < end), None)
        if follower and re.fullmatch(_LEADERS, text[label.end() : follower.start]):
            yield str(label.lastgroup), follower


def money_of(found: Sum | None) -> Money | None:
    """Return the amount of a sum that was found."""
    return found.money if found else None


def spans_of(view: View, places: dict[str, tuple[int, int] | None]) -> tuple[Span, ...]:
    """Return the places of the fields, from offsets into the view to offsets into the text."""
    return tuple(
        Span(role, *view.span(*place))
        for role, place in sorted(places.items())
        if place is not None
    )


def place_of(found: Sum | None) -> tuple[int, int] | None:
    """Return where a sum stands."""
    return (found.start, found.end) if found else None


def cases_in(text: str) -> tuple[str, ...]:
    """Return the case designators of a stretch, each once: "AT-P-LEN"."""
    return tuple(dict.fromkeys(re.sub(r"\s", "", m[0]) for m in CASE.finditer(text)))


def words_of(text: str) -> str | None:
    """Return a field's words with white space folded, without a final stop; None if empty."""
    words = " ".join(text.split()).strip(" .;:*")
    return words or None
