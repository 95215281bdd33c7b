"""The single fields of a notice in the layout of the Federal Register."""

import re
from typing import Final

from armsledger.extract.forms.amounts import OPEN_VALUE, Sum, find_date, find_sums
from armsledger.extract.forms.items import find_items
from armsledger.extract.forms.notices import NUMBER, Field, Values, compact, read_values, words_of
from armsledger.extract.forms.reading import FormKind, Item
from armsledger.extract.forms.stretches import Stretch

_WHO: Final = re.compile(
    r"\s*(?P<words>(?:Prospective\s+)?(?:Purchaser|Lessee)s?)\s*[:;.\u2014-]*", re.IGNORECASE
)
_CORRECTED: Final = re.compile(r"\bcorrect(?:ed|ion|s)\b", re.IGNORECASE)
_NOTICE_HEAD: Final = 1_200  # characters before the first number in which "correction" counts
_EARLIER: Final = re.compile(
    rf"(?:\(b\)\s*\(1\)\s*,?\s*(?:AECA\s*)?|certification\s+)transmittal\s*(?:No|Number)?\s*[.:]*\s*:?\s*"
    rf"(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_DELIVERED: Final = re.compile(
    r"Date\s+(?:Report\s+)?(?:Delivered|Transmitted)\s+to\s+(?:the\s+)?Congress\s*[:;.\u2014-]*\s*",
    re.IGNORECASE,
)
_DATE_REACH: Final = 40  # characters of a date
_JUSTIFICATION: Final = re.compile(r"POLICY\s+JUSTIFICATION\s*(?:\([^)\n]*\))?\s*\n", re.IGNORECASE)
_TITLE_END: Final = re.compile(r"\n\s*(?=(?:The|This|It)\s|\w+(?:\s\w+)?\s+has\s+requested)")
_TITLE_REACH: Final = 300
_MDE: Final = re.compile(
    r"(?:Major\s+Defen[sc]e\s+Equip\s?ment\s*(?:\(\s*MDE\s*\))?|\bMDE)\s*(?:items?)?\s*"
    r"(?:includes?|will\s+include)?\s*[:.]",
    re.IGNORECASE,
)
_NON_MDE: Final = re.compile(
    r"(?:The\s+following\s+)?\bNon\s?-?\s?(?:MDE|Major\s+Defen[sc]e\s+Equipment(?:\s*\([^)]*\))?)"
    r"(?:\s+items?)?[^:.;]{0,60}?\s*:"
    r"|(?:The\s+following\s+)?\bNon\s?-?\s?MDE(?:\s+items?)?\s+(?:includes?|consists?\s+of|will\s+include|are|is)\b\s*:?"
    r"|\b(?:Also|In\s+addition,?)\s+included\b(?:\s+(?:is|are|with|in)\b)?[^:;.]{0,40}?(?::|(?<=are)|(?<=is))"
    r"|\b(?:Also|This\s+request\s+also)\s+includes?\s*:?"
    r"|\bOther\s+(?:items|articles|defen[sc]e\s+articles)[^:.;\n]{0,40}:",
    re.IGNORECASE,
)
_CLASSIFIED: Final = re.compile(
    r"highest\s+(?:level\s+of\s+)?classification[^.]{0,300}?\b(TOP\s+SECRET|SECRET|CONFIDENTIAL"
    r"|UNCLASSIFIED)\b",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(
    r"This\s+(?:transmittal|notification|report)\s+(?:reports|notifies|is|adds)", re.IGNORECASE
)
_ADDED: Final = re.compile(
    r"(?:addition|inclusion|procurement|increase|upgrade|replacement)\s+of\s*(?:the\s+following[^:]{0,80}:)?\s*"
    r"|\badds\s+",
    re.IGNORECASE,
)
_SWAP: Final = re.compile(r"\s(?:by|with)\s+")  # "replacement of eighty (80) ... by ..."
_ADDED_END: Final = re.compile(
    r"\.\s+(?=[A-Z])|\s+(?:as\s+MDE|to\s+the\s+(?:original|previous)|not\s+enumerated)"
)
_NEW_VALUES: Final = (
    (
        "total",
        r"total\s+(?:estimated\s+)?(?:case\s+|program\s+|overall\s+|sale\s+)?(?:value|cost)"
        r"|estimated\s+(?:total\s+)?(?:case\s+|program\s+)?(?:value|cost)",
    ),
    ("mde", r"(?:MDE|Major\s+Defense\s+Equipment\s*(?:\(MDE\))?)\s+(?:value|cost)"),
    ("other", r"non-?MDE\s+(?:value|cost)"),
)
# Before a sum that is not the new one: "will increase by $1 million", "from $2 million to".
_EARLIER_SUM: Final = re.compile(r"\b(?:by|from)\s+\Z")
_TERM: Final = re.compile(
    r"(?:(?:term|duration|period|length)\s+of\s+(?:the\s+)?lease|lease\s+(?:term|period|duration))"
    r"\s*(?:is|:|\u2014|-)?\s*(?P<term>[^\n;.]{2,60})",
    re.IGNORECASE,
)
_RENT: Final = re.compile(
    r"(?:(?:total\s+)?(?:lease|rental|rent)\s+(?:value|charge|payment|cost|amount|price)s?"
    r"|total\s+rent(?:al)?)[\s.:*_\u2026]*(?=(?:US)?\$)",
    re.IGNORECASE,
)


def kind_of(stretch: Stretch) -> FormKind:
    """Return which of the notices it is."""
    text = stretch.view.text
    first = stretch.fields[0]
    if re.match(r"\s*(?:Prospective\s+)?Lessee", text[first.body : first.end], re.IGNORECASE):
        return FormKind.LEASE
    second = stretch.fields[1]
    earlier = _EARLIER.search(text, second.start, second.end)
    head = text[stretch.start : stretch.opening]
    changed = re.search(r"36\s*\(\s*b\s*\)\s*\(\s*5\s*\)", head, re.IGNORECASE)
    return FormKind.ENHANCEMENT if earlier or changed else FormKind.SALE


def is_corrected(stretch: Stretch) -> bool:
    """Return whether the notice is published as a correction."""
    text = stretch.view.text
    before = max(0, stretch.start - _NOTICE_HEAD)
    last = text.rfind("(i)", before, stretch.start)  # an earlier notice's fields say nothing here
    return bool(_CORRECTED.search(text, max(before, last), stretch.opening))


def heading_place(stretch: Stretch) -> tuple[int, int]:
    """Return where the words "Prospective Purchaser" or "Lessee" stand."""
    first = stretch.fields[0]
    match = _WHO.match(stretch.view.text, first.body, first.end)
    return match.span("words") if match else (first.start, first.body)


def purchaser_place(stretch: Stretch) -> tuple[int, int]:
    """Return where the purchaser or the lessee is named."""
    first = stretch.fields[0]
    match = _WHO.match(stretch.view.text, first.body, first.end)
    return stretch.view.trimmed(match.end() if match else first.body, first.end)


def words_in(stretch: Stretch, heading: str) -> str | None:
    """Return the contents of the field or line with this heading, as written; None without it."""
    place = place_in(stretch, heading)
    return words_of(stretch.view.text[slice(*place)]) if place else None


def place_in(stretch: Stretch, heading: str) -> tuple[int, int] | None:
    """Return where the contents of the field or line with this heading stand."""
    found = stretch.named(heading)
    if found is not None:
        place = stretch.body(found)
        return place if place[0] < place[1] else None
    last = stretch.fields[-1].end
    line = re.compile(rf"\b{heading}[^:\n]{{0,80}}:\s*(?P<body>[^\n]+)", re.IGNORECASE)
    match = line.search(stretch.view.text, stretch.opening, last)
    return match.span("body") if match else None


def department_name(words: str) -> str | None:
    """Return the department without its case designators: "Navy"."""
    name = re.split(r"[(\[]|\b[A-Z0-9]{2}-[A-Z]-[A-Z]{3}|;|,|\bFunding\b", words)[0]
    return words_of(name)


def delivered_in(stretch: Stretch) -> tuple[str, int, int] | None:
    """Return when the report was delivered to the Congress, ISO 8601, and where that stands."""
    heading = _DELIVERED.search(stretch.view.text, stretch.opening, stretch.end)
    if heading is None:
        return None
    return find_date(
        stretch.view.text, heading.end(), min(heading.end() + _DATE_REACH, stretch.end)
    )


def values_of(stretch: Stretch, kind: FormKind) -> Values:
    """Return the notice's value and its split: of a change, what it is from now on."""
    text = stretch.view.text
    if kind is FormKind.ENHANCEMENT:
        return _new_values(stretch)
    found = stretch.named(r"(?:Total|Estimated|Value)")
    if found is None:
        return Values()
    start, end = stretch.body(found)
    if kind is not FormKind.LEASE:
        return read_values(text, start, end)
    rent = _RENT.search(text, start, end)
    sums = [s for s in find_sums(text, start, end) if rent is None or s.start != rent.end()]
    is_open = OPEN_VALUE.search(text, start, end) is not None
    return Values(total=sums[0] if sums else None, is_open=is_open)


def rent_of(stretch: Stretch, kind: FormKind) -> Sum | None:
    """Return what is paid for a lease's term; None for other notices."""
    text, end = stretch.view.text, stretch.end
    rent = _RENT.search(text, stretch.opening, end) if kind is FormKind.LEASE else None
    return next(find_sums(text, rent.end(), end), None) if rent else None


def _new_values(stretch: Stretch) -> Values:
    found = stretch.named("Description")
    if found is None:
        return Values()
    text, end = stretch.view.text, found.end
    change = _CHANGE.search(text, found.body, end)
    start = change.start() if change else found.body
    sums = {name: _new_value(text, form, start, end) for name, form in _NEW_VALUES}
    is_open = OPEN_VALUE.search(text, start, end) is not None
    return Values(sums["mde"], sums["other"], sums["total"], is_open)


def _new_value(text: str, label: str, start: int, end: int) -> Sum | None:
    """Return the last value under a label: of "will increase by $1 million to $5 million" $5."""
    found = None
    for match in re.finditer(rf"(?<!non-)\b(?:{label})", text[start:end], re.IGNORECASE):
        at = start + match.end()
        stop = re.search(r"\.\s+[A-Z]|;", text[at:end])
        last = at + stop.start() if stop else end
        sums = list(find_sums(text, at, last))
        after_by = [s for s in sums if not _EARLIER_SUM.search(text, at, s.start)]
        found = after_by[0] if after_by and _is_near(text, at, after_by[0].start) else found
    return found


def _is_near(text: str, start: int, end: int) -> bool:
    """Return whether nothing but a verb and an increase stand between a label and its sum."""
    between = re.sub(r"\b(?:by|from)\s+\$\s*[\d.,]+\s*(?:million|billion)?", "", text[start:end])
    return len(between) <= _DATE_REACH * 2 and "value" not in between and _and_less(between)


def _and_less(between: str) -> bool:
    """Return whether no second statement begins: "will not change and remains" is one."""
    return " and " not in between or " and remain" in between


def items_of(stretch: Stretch, kind: FormKind) -> tuple[Item, ...]:
    """Return the articles of the notice in order, major equipment first."""
    found = stretch.named("Description")
    if found is None:
        return ()
    if kind is FormKind.ENHANCEMENT:
        return _added_items(stretch, found)
    start, end = stretch.body(found)
    view = stretch.view
    mde = _MDE.search(view.text, start, end)
    other = _NON_MDE.search(view.text, mde.end() if mde else start, end)
    first = mde.end() if mde and (other is None or mde.start() < other.start()) else start
    middle = other.start() if other else end
    major = tuple(find_items(view, first, middle, major=True))
    also = _NON_MDE.match(view.text, view.trimmed(other.end(), end)[0], end) if other else None
    last = also or other
    rest = tuple(find_items(view, last.end(), end, major=False)) if last else ()
    return (*major, *rest)


def _added_items(stretch: Stretch, found: Field) -> tuple[Item, ...]:
    """Return what a change adds to the sale."""
    text = stretch.view.text
    change = _CHANGE.search(text, found.body, found.end)
    added = _ADDED.search(text, change.end(), found.end) if change else None
    if added is None:
        return ()
    stop = _ADDED_END.search(text, added.end(), found.end)
    end = stop.start() if stop else found.end
    swap = _SWAP.search(text, added.end(), end) if "eplacement" in added[0] else None
    return tuple(find_items(stretch.view, swap.end() if swap else added.end(), end, major=True))


def title_place(stretch: Stretch) -> tuple[int, int] | None:
    """Return where the heading of the policy justification stands."""
    text = stretch.view.text
    heading = _JUSTIFICATION.search(text, stretch.opening, stretch.end)
    if heading is None:
        return None
    end = _TITLE_END.search(text, heading.end(), min(heading.end() + _TITLE_REACH, stretch.end))
    if end is None or re.match(r"The\s|This\s", text[heading.end() : heading.end() + 5]):
        return None
    return stretch.view.trimmed(heading.end(), end.start())


def amended(stretch: Stretch, kind: FormKind) -> str | None:
    """Return the number of the notice that a change is to."""
    if kind is not FormKind.ENHANCEMENT:
        return None
    match = _EARLIER.search(stretch.view.text, stretch.opening, stretch.end)
    return compact(match["number"]) if match else None


def classification_in(text: str) -> str | None:
    """Return the highest classification that the annex names: "SECRET"."""
    match = _CLASSIFIED.search(text)
    return " ".join(match[1].upper().split()) if match else None


def term_in(text: str) -> str | None:
    """Return how long a lease lasts, as written."""
    match = _TERM.search(text)
    return words_of(match["term"]) if match else None
