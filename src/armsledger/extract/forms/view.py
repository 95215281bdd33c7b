"""A form's text made even: white space folded, page headers and word breaks taken out.

Forms come from printed pages: lines wrapped in narrow columns, page headers between them, words
cut at the line's end, letters set apart. A view is what the readers search; every character of it
knows where it stands in the archived text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Final

# Lines that belong to the page and not to the notice.
_PAGE: Final = (
    r"Federal\s+Register\s*(?:/|Vol)[^\n]*"
    r"|\d{3,6}\s+Federal\s+Register\s*/[^\n]*"
    r"|\[\[\s*Page\s+\d+\s*\]\]"
    r"|(?:Page|PAGE|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|[-\u2013\u2014]\s*\d{1,4}\s*[-\u2013\u2014]"
    r"|\d{5,6}"
    r"|VerDate[^\n]*|Jkt\s+\d[^\n]*|PO\s+0{3,5}[^\n]*|\S+\s+on\s+(?:DSK|PROD|LAP)\S*[^\n]*"
    r"|BILLING\s+CODE[^\n]*|\[?FR\s+Doc\.?[^\n]*|UNCLASSIFIED|\f"
)
_PAGE_LINE: Final = re.compile(rf"^[ \t\u00a0]*(?:{_PAGE})[ \t\u00a0]*(?:\n|\Z)", re.MULTILINE)
# A short number is a page's only between blank lines; else it may be the end of a date.
_PAGE_NUMBER: Final = re.compile(r"(?<=\n)[ \t]*\n[ \t]*\d{1,4}[ \t]*(?:\n[ \t]*(?=\n)|\Z)")
# Prefixes that keep their hyphen when the line breaks behind it.
_KEEPS_HYPHEN: Final = (
    "anti air all counter co cross fire ground heavy high in light line long low medium mid multi"
    " near non off on over post pre self semi short shoulder surface re tri twin two ultra under"
    " wide ship sea land vehicle helicopter beyond to of fixed rotary wing range explosive"
    " follow mine day nose tail seeker laser infrared radar carrier state dual"
)
_BROKEN: Final = re.compile(r"(?<=[a-z])[-\u2010\u00ad][ \t]*\n[ \t]*(?=[a-z])")
_SET_APART: Final = re.compile(r"(?<![A-Za-z])(?:[A-Z][ \u00a0]){3,}[A-Z](?![A-Za-z])")
# Asterisks at a word: Markdown's emphasis, or a mark of a footnote.
_EMPHASIS: Final = re.compile(r"\*+(?=[A-Za-z(])|(?<=[A-Za-z.:,;)])\*+")
# What a web page's text may still hold of its marks: tags, and names of characters.
_TAG: Final = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9]{0,9})(?:\s[^<>]{0,300})?/?>")
_BLOCKS: Final = frozenset(
    ("p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "pre", "section")
)
_CELLS: Final = frozenset(("td", "th"))
_NAMED: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\(?=[*_.#|()\[\]+-])")  # Markdown's
_DROPPED: Final = "\u00ad\u200b\ufeff"
_WORD_BEFORE: Final = re.compile(r"[A-Za-z]+$")


@dataclass(frozen=True, slots=True)
class View:
    """An even text and the place in the archived text of each of its characters."""

    text: str
    where: tuple[int, ...]  # one offset a character

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the archived text of a stretch that is not empty."""
        return self.where[start], self.where[end - 1] + 1

    def at(self, offset: int) -> int:
        """Return the place in the view of the first character at or behind an offset."""
        return bisect_left(self.where, offset)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without the white space and the separators at its edges."""
        while start < end and self.text[start] in " \n\t;,":
            start += 1
        while start < end and self.text[end - 1] in " \n\t;,":
            end -= 1
        return start, end


def make_view(text: str) -> View:
    r"""Return the even form of a text: single blanks, line breaks kept as single "\\n"."""
    skipped, marks = _skipped(text), _marks(text)
    chars: list[str] = []
    where: list[int] = []
    for at, written in enumerate(text):
        char = marks.get(at, written)
        if at in skipped or not char:
            continue
        if char.isspace():
            _add_space(chars, where, "\n" if char in "\n\r\x0b\x0c\u2028" else " ", at)
        else:
            chars.append(char)
            where.append(at)
    return View("".join(chars), tuple(where))


def _add_space(chars: list[str], where: list[int], char: str, at: int) -> None:
    """Fold a run of white space: one line break if it holds one, else one blank."""
    if not chars or not chars[-1].isspace():
        chars.append(char)
        where.append(at)
    elif char == "\n":
        chars[-1] = char


def _skipped(text: str) -> frozenset[int]:
    """Return the offsets of what the view leaves out."""
    found: set[int] = {at for at, char in enumerate(text) if char in _DROPPED}
    for form in (_PAGE_LINE, _PAGE_NUMBER, _EMPHASIS):
        found.update(at for match in form.finditer(text) for at in range(*match.span()))
    for match in _BROKEN.finditer(text):
        word = _WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
        keeps = word is not None and word[0].lower() in _prefixes()
        found.update(range(match.start() + keeps, match.end()))
    for match in _SET_APART.finditer(text):
        found.update(at for at in range(*match.span()) if text[at].isspace())
    return frozenset(found)


def _marks(text: str) -> dict[int, str]:
    """Return what stands for a web page's marks: a character at the first offset, then none."""
    found: dict[int, str] = {}
    for match in _TAG.finditer(text) if "<" in text else ():
        name = match["name"].lower()
        shown = "\n" if name in _BLOCKS else " " if name in _CELLS else ""
        found.update(dict.fromkeys(range(*match.span()), "") | {match.start(): shown})
    found.update((match.start(), "") for match in _ESCAPE.finditer(text))
    for match in _NAMED.finditer(text) if "&" in text else ():
        shown = unescape(match[0])
        if len(shown) == 1:
            found.update(dict.fromkeys(range(*match.span()), "") | {match.start(): shown})
    return found


def _prefixes() -> Iterable[str]:
    return _KEEPS_HYPHEN.split()
