"""The list of articles in a notice: one item for each number with what it counts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from armsledger.extract.forms.amounts import Count, read_count
from armsledger.extract.forms.reading import Item
from armsledger.extract.forms.view import View

# Where an item may begin: the start, a new line, behind a separator or a joining word.
_EDGE: Final = re.compile(
    r"\n\s*(?:[\u2022\u25cf\u25aa\u00b7*\u2013\u2014-]\s+|\(?(?:[a-z]|\d{1,2})[.)]\s+)?"
    r"|;\s*(?:and\s+|or\s+|plus\s+)?|,\s*(?:and\s+|plus\s+)?|:\s*"
    r"|\sin\s+order\s+to\s+\w+\s+|\sand\s+to\s+(?:modern\w+|upgrade|refurbish|convert|buy|purchase|lease)\s+"
    r"|\s(?:and|plus|with|including|includes?|consisting\s+of|comprising|to\s+include)\s+",
    re.IGNORECASE,
)
# What marks the first entry of a list, behind nothing else.
_MARKER: Final = re.compile(
    r"\s*(?:[\u2022\u25cf\u25aa\u00b7*\u2013\u2014-]\s+|\(?(?:[a-z]|\d{1,2})[.)]\s+)"
)
# A part of a list without a number of its own ends here.
_PART: Final = re.compile(r";\s*(?:and\s+)?|\n\s*(?:[\u2022\u25cf\u25aa\u00b7*\u2013\u2014-]\s+)")
_COMMA: Final = re.compile(r",\s+(?:(?:and|as\s+well\s+as)\s+)?", re.IGNORECASE)
# What stands between an item and the next: a joining word, the next one's marker.
_JOINT: Final = re.compile(
    r"[\s,;]+(?:(?:and|plus|or)(?:\s+to\s+\w+)?|\(?(?:[a-z]|\d{1,2})[.)])?[\s.]*$"
)
_WITH: Final = re.compile(r"\s(?:with|for|including|includes?)\s", re.IGNORECASE)
_LAST: Final = re.compile(r",.*(?:,\s+(?:and|or)|[^,\s]\s+and)\s", re.IGNORECASE | re.DOTALL)
_MANY: Final = 3  # commas that make a list without a last "and"
# A service on named articles: "upgrade of M901 to M903 configuration launchers".
_CHANGE: Final = re.compile(
    r"(?:upgrade|conversion|modification|moderni[sz]ation)s?\s+of\s", re.IGNORECASE
)
_LEADS: Final = re.compile(r"(?:as\s+well\s+as|and)\s+", re.IGNORECASE)
_AND_PARTS: Final = re.compile(
    r"\s+(?=and\s+(?:spares?|related|associated|support|training|other)\b[^,;]{0,40}$)",
    re.IGNORECASE,
)
# "aircraft, (48) F414 engines": two figures at least, for "(1)" marks the entries of a list.
_BRACKETED: Final = re.compile(r"\((\d[\d,]+)\)(?=\s+[A-Z])")
# Behind a comma: more about the item itself, no part of the list.
_ADDITION: Final = re.compile(
    r"(?:with|including|includes?|each|which|to|for|in|from|as|plus|consisting|comprising"
    r"|equipped|configured|of|without|less)\b",
    re.IGNORECASE,
)
_NOTHING: Final = frozenset(
    ("none", "n/a", "not applicable", "nil", "no mde", "", "tbd", "to be determined")
)
# A short name in brackets with the noun still to come: "Advanced Capability (PAC)-3 missiles".
_SHORT_NAME: Final = re.compile(
    r"(?:\s*\([A-Z0-9][\w/+ -]{0,11}\)(?:-\d\w*)?){1,3}(?=\s+(?!(?:with|includ\w+|to|or|for|and|in"
    r"|from|each|that|which"
    r"|consisting|equipped)\b)(?:[A-Za-z]|\d\w{0,3}\s[A-Z]))"
)
# The item's own noun phrase ends before additions.
_PHRASE_END: Final = re.compile(
    r"\s*(?:[;\[]|\((?!\s*[vV]\s*\))(?![^()\s]{1,8}\)[/\w]))|,\s(?!(?:[A-Z][a-z]+-[A-Z]))|(?<!\b[A-Z])\.(?=\s+(?![a-z])|\s*$)"
    r"|\s+(?:with|including|includes?|to\s+include|consisting|equipped|to\s+be"
    r"|for|from|in|on|as|that|which|plus|each|at|via|valued|configured|under|used|through"
    r"|to|w/)\b",
    re.IGNORECASE,
)


def find_items(view: View, start: int, end: int, *, major: bool) -> Iterator[Item]:
    """Yield the items of a stretch in order: those with a number, or its parts if none has one.

    Args:
        view: the notice.
        start: of the list, into the view.
        end: of the list, exclusive.
        major: whether it lists major defence equipment.
    """
    marker = _MARKER.match(view.text, start, end)
    start = marker.end() if marker else start
    starts = list(_starts(view.text, start, end)) if major else []
    if not starts:
        yield from _parts(view, start, end, major=major)
        return
    yield from _parts(view, start, starts[0][0], major=major)
    ends = [at for at, _ in starts[1:]] + [end]
    for (at, count), stop in zip(starts, ends, strict=True):
        own = _own_end(view.text, at, stop)
        yield from _item(view, at, own, count, major=major)
        yield from _parts(view, own, stop, major=major)


def _starts(text: str, start: int, end: int) -> Iterator[tuple[int, Count]]:
    """Yield where an item with a number begins, outside brackets."""
    edges = [start, *(m.end() for m in _EDGE.finditer(text, start, end))]
    last = start - 1
    for at in edges:
        at += len(text[at:end]) - len(text[at:end].lstrip())
        count = _count(text, at, end) if at > last and at < end else None
        if count is None or _depth(text, start, at) or _joins_digits(text, at, start):
            continue
        if text[count.end : count.end + 1] and not _is_range(text, at):
            yield at, count
            last = count.end


def _count(text: str, at: int, end: int) -> Count | None:
    """Return the number that an item begins with, also where only its figures in brackets do."""
    bare = _BRACKETED.match(text, at, end) if re.search(r"[,;]\s+$", text[:at][-9:]) else None
    if bare is None:
        return read_count(text, at, end)
    return Count(Decimal(bare[1].replace(",", "")), "=", bare.end())


def _joins_digits(text: str, at: int, start: int) -> bool:
    """Return whether a comma before the number only groups digits ("2, 100")."""
    before = text[max(start, at - 3) : at]
    return bool(re.search(r"\d,\s?$", before)) and text[at : at + 3].isdigit()


def _is_range(text: str, at: int) -> bool:
    """Return whether "and 16" belongs to "between 12 and 16"."""
    return bool(re.search(r"\bbetween\s+\S+\s+and\s+$", text[max(0, at - 40) : at], re.IGNORECASE))


def _depth(text: str, start: int, at: int) -> bool:
    """Return whether a place stands inside brackets that are closed behind it."""
    before = text[start:at]
    return before.count("(") > before.count(")") and ")" in text[at : at + 200]


def _own_end(text: str, start: int, end: int) -> int:
    """Return where an item's own words end: before a part without a number that follows it."""
    stop = _PART.search(text, start, end)
    if stop and not _depth(text, start, stop.start()):
        return stop.start()
    found = _series(text, start, end) or _lone_part(text, start, end)
    addition = _AND_PARTS.search(text, start, found or end)
    if addition and not _WITH.search(text, start, addition.start()):
        return addition.start()
    return found or end


def _lone_part(text: str, start: int, end: int) -> int | None:
    """Return where a part without a number stands between two counted ones: ", fuzes, 12"."""
    match = re.search(r",\s+(?=(?P<part>[a-z][a-z -]{3,40}),\s+(?:and\s+)?$)", text[start:end])
    if match is None or _ADDITION.match(match["part"]):
        return None
    return start + match.start()


def _series(text: str, start: int, end: int) -> int | None:
    """Return where the parts without a number begin in "30 torpedoes, containers, and training"."""
    commas = [m for m in _COMMA.finditer(text, start, end) if not _depth(text, start, m.start())]
    commas = [m for m in commas if text[m.end() : m.end() + 1].isalpha()]
    joined = commas and re.search(r"\b(?:and|or|as)\s+$", commas[-1][0], re.IGNORECASE)
    last = text[commas[-1].end() : end] if commas else ""
    if not joined and len(commas) + (" and " in last) < _MANY:
        return None
    first = commas[0]
    added = _ADDITION.match(text, first.end()) or _WITH.search(text, start, first.start())
    return None if added else first.start()


def _is_series(words: str) -> bool:
    """Return whether a part is a series: "engineering, logistics, and technical support"."""
    first, _, rest = words.partition(",")
    added = _WITH.search(first) or _ADDITION.match(rest.lstrip())
    return added is None and _last_of(words) > 0


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a series up to what is added to its last entry."""
    last = start + _last_of(text[start:end])
    return (start, _phrase(text, last, end)[1]) if last > start else (start, end)


def _last_of(words: str) -> int:
    """Return where the last entry of a series begins; 0 if it is none.

    Two entries ("training, and ferry service") are a part and what was added to it.
    """
    found = _LAST.search(words)
    return found.end() if found else 0


def _item(view: View, start: int, end: int, count: Count, *, major: bool) -> Iterator[Item]:
    first, last = view.trimmed(start, _before_joint(view.text, start, end))
    while last > first and view.text[last - 1] in " .\n":
        last -= 1
    name = view.trimmed(count.end, last)
    phrase = _phrase(view.text, *name)
    if phrase[0] >= phrase[1]:
        return
    yield _made(view, (first, last), phrase, count, major=major)


def _before_joint(text: str, start: int, end: int) -> int:
    """Return the end without the word that joins the next item."""
    match = _JOINT.search(text[start:end])
    return start + match.start() if match and match.start() else end


def _phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the noun phrase at the beginning of an item's description."""
    while text.startswith(("(", "[", "\u201c"), start) and start < end:
        start += 1
    start += text.startswith('"', start) and text.find('"', start + 1, end - 1) < 0
    stop = _PHRASE_END.search(text, start, end)
    while stop is not None and (inner := _SHORT_NAME.match(text, stop.start(), end)):
        stop = _PHRASE_END.search(text, inner.end(), end)
    last = stop.start() if stop and stop.start() > start else end
    line = text.find("\n\n", start, last)
    last = line if line > start else last
    while last > start and text[last - 1] in ' \n.,;:)\u201d"*':
        last -= 1
    return start, last


def _parts(view: View, start: int, end: int, *, major: bool) -> Iterator[Item]:
    """Yield the parts of a list, most of them not counted."""
    text = view.text
    listed = _PART.search(text, start, end) or (major and _series(text, start, end) is None)
    cut = _PART if listed else _COMMA
    at = start
    stops = [m.span() for m in cut.finditer(text, start, end) if not _depth(text, start, m.start())]
    for stop, after in [*stops, (end, end)]:
        first, last = view.trimmed(at, _before_joint(text, at, stop) if stop < end else stop)
        while first < last and text[last - 1] in " .\n:":
            last -= 1
        leads = _LEADS.match(text, first, last)
        first = leads.end() if leads else first
        if first < last and not _is_none(text[first:last]):
            count = read_count(text, first, last)
            name = view.trimmed(count.end, last) if count else (first, last)
            whole = count is None and _is_series(text[slice(*name)])
            whole = whole or (count is None and _CHANGE.match(text, *name) is not None)
            phrase = _whole(text, *name) if whole else _phrase(text, *name)
            if phrase[0] < phrase[1]:
                yield _made(view, (first, last), phrase, count, major=major)
        at = after


def _is_none(words: str) -> bool:
    """Return whether a part of a list says that there is nothing, or only leads in the list."""
    plain = words.strip(" .*:-").lower()
    return plain in _NOTHING or plain.startswith(("the following", "a total of"))


def _made(
    view: View, whole: tuple[int, int], phrase: tuple[int, int], count: Count | None, *, major: bool
) -> Item:
    start, end = view.span(*whole)
    weapon_start, weapon_end = view.span(*phrase)
    return Item(
        words=" ".join(view.text[slice(*whole)].split()),
        weapon=" ".join(view.text[slice(*phrase)].split()),
        quantity=count.value if count else None,
        bound=count.bound if count else "=",
        major=major,
        start=start,
        end=end,
        weapon_start=weapon_start,
        weapon_end=weapon_end,
    )
