"""Direct speech: the stretches of a text that stand between quotation marks."""

import re
from collections.abc import Iterator
from typing import Final

from armsledger.extract.mentions import Mention

# A quotation that runs longer than this has lost its closing mark. Speeches printed in full are
# quoted paragraph by paragraph, and one paragraph of news stays well below it.
MAX_QUOTE_CHARS: Final = 2_500

_MARK: Final = re.compile(r"[\"“”„«»]|(?<!\w)''|''(?!\w)|``")
_OPENING: Final = frozenset("“„«") | {"``"}
_CLOSING: Final = frozenset("”»")
_BEFORE_OPENING: Final = frozenset(" \t\n\r\u00a0([{—\u2013-'\u2018*_>:")
_INCH: Final = re.compile(r"\d$")


def find_quotes(text: str) -> tuple[Mention, ...]:
    """Return the quotations of a text, marks included, disjoint and in reading order.

    A quotation that is still open at the end of a paragraph runs on where the next paragraph
    opens with a mark again; otherwise it ends with its paragraph.
    """
    return tuple(_merged(_quotes(text), text))


def _quotes(text: str) -> Iterator[Mention]:
    start: int | None = None
    for match in _MARK.finditer(text):
        opens = _opens(text, match, inside=start is not None)
        if start is None:
            start = match.start() if opens else None
        elif opens:
            yield from _unclosed(text, start, match.start())
            start = match.start()
        else:
            yield Mention(start, _limited(text, start, match.end()))
            start = None
    if start is not None:
        yield from _unclosed(text, start, len(text))


def _opens(text: str, match: re.Match[str], *, inside: bool) -> bool:
    mark = match.group()
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if mark in _OPENING:
        return not (inside and (not after or after.isspace() or after in ",."))
    if mark in _CLOSING and inside:
        return False
    if before in {"", "\n"} and after and not after.isspace():
        return True
    if _INCH.search(before) and not inside:
        return False
    left = not before or before in _BEFORE_OPENING
    right = bool(after) and not after.isspace()
    return not inside if left == right else left


def _unclosed(text: str, start: int, limit: int) -> Iterator[Mention]:
    """Yield a quotation without a closing mark, if it opens its paragraph or the next one goes on.

    An opening mark inside a line that nothing closes is damage, not a quotation.
    """
    line = text.find("\n", start, limit)
    opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    runs_on = line >= 0 and limit < len(text) and not text[line:limit].strip()
    if runs_on or (opens_line and (line >= 0 or text[start:limit].strip() != text[start:].strip())):
        yield Mention(start, _limited(text, start, limit if line < 0 else line))


def _limited(text: str, start: int, end: int) -> int:
    if end - start <= MAX_QUOTE_CHARS:
        return end
    line = text.find("\n", start, end)
    return line if 0 <= line - start <= MAX_QUOTE_CHARS else start + 1


def _merged(quotes: Iterator[Mention], text: str) -> Iterator[Mention]:
    """Join quotations that only a paragraph break and a new opening mark divide."""
    last: Mention | None = None
    for quote in quotes:
        if last is not None and _continues(text, last, quote):
            last = Mention(last.start, quote.end)
            continue
        if last is not None:
            yield last
        last = quote
    if last is not None:
        yield last


def _continues(text: str, last: Mention, quote: Mention) -> bool:
    between = text[last.end : quote.start]
    closed = text[last.end - 1 : last.end] in {'"', "”", "»", "'"}
    return "\n" in between and not between.strip() and not closed
