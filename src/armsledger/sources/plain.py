"""Plain text and Markdown: header lines, front matter and titles; the rest stays as it is."""

import re
from typing import Final

from armsledger.sources.decode import Decoded
from armsledger.sources.document import RawDocument, with_fields

_HEADER_LINES: Final = 20
_HEADER_VALUE_CHARS: Final = 500
_TITLE_CHARS: Final = 200  # the longest headlines; a longer first line is body text
_FIELDS: Final = {
    "title": "title", "headline": "title", "subject": "title",
    "date": "date", "published": "date", "posted": "date", "publication date": "date",
    "outlet": "outlet", "source": "outlet", "publisher": "outlet", "publication": "outlet",
    "by": "byline", "author": "byline", "byline": "byline",
    "url": "url", "link": "url", "address": "url", "canonical": "url",
    "language": "language", "lang": "language",
    "id": "record_id",
}  # fmt: skip
_HEADER: Final = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,30}?)\s?:\s*(?P<value>.*)")
_BY: Final = re.compile(r"By\s+(?P<value>[A-Z].{0,200})")
_FENCE: Final = re.compile(r"---[ \t]*\n(?P<matter>(?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_HEADING: Final = re.compile(r"\s{0,3}#[ \t]+(?P<title>[^\n]{1,500}?)[ \t]*#*[ \t]*(?:\n|\Z)")
_FIRST_LINE: Final = re.compile(r"\n*(?P<title>[^\n]+)\n[ \t]*\n+(?=\s*\S)")
_UNDERLINED: Final = re.compile(r"(?P<title>[^\n]{1,500})\n=+[ \t]*(?:\n|\Z)")


def read_plain(decoded: Decoded) -> RawDocument:
    """Return a text file's document: header lines before a blank line, else a first-line title."""
    text = _newlines(decoded.text)
    fields, body = _header(text)
    if "title" not in fields:
        title, body = _first_line(body)
        fields |= {"title": title} if title else {}
    return with_fields(RawDocument(text=body, notes=decoded.notes), fields)


def read_markdown(decoded: Decoded) -> RawDocument:
    """Return a Markdown file's document: front matter, a heading at the top as its title."""
    text = _newlines(decoded.text)
    fields: dict[str, str] = {}
    fence = _FENCE.match(text)
    if fence is not None:
        fields, text = _fields(fence["matter"].split("\n")), text[fence.end() :].lstrip("\n")
    heading = _HEADING.match(text.lstrip("\n")) or _UNDERLINED.match(text.lstrip("\n"))
    if heading is not None and fields.get("title", heading["title"]) == heading["title"]:
        fields["title"] = heading["title"]
        text = text.lstrip("\n")[heading.end() :].lstrip("\n")
    return with_fields(RawDocument(text=text, notes=decoded.notes), fields)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _header(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of a header block and the text behind it; no block leaves the text."""
    lines = text.lstrip("\n").split("\n", _HEADER_LINES)[:_HEADER_LINES]
    block = lines[: lines.index("")] if "" in lines else []
    if not block or not all(_pair(line) for line in block):
        return {}, text
    length = sum(len(line) + 1 for line in block)
    return _fields(block), text.lstrip("\n")[length:].lstrip("\n")


def _pair(line: str) -> tuple[str, str] | None:
    """Return the field and the value of a header line; None for any other line."""
    by = _BY.fullmatch(line.strip())
    if by is not None:
        return "byline", by["value"]
    match = _HEADER.fullmatch(line.strip())
    field = match and _FIELDS.get(match["key"].lower())
    if match is None or not field or len(match["value"]) > _HEADER_VALUE_CHARS:
        return None
    return field, match["value"].strip().strip("\"'")


def _fields(lines: list[str]) -> dict[str, str]:
    pairs = [pair for line in lines if (pair := _pair(line)) and pair[1]]
    return dict(reversed(pairs))  # the first of two lines with the same meaning counts


def _first_line(text: str) -> tuple[str | None, str]:
    """Return a short first line that stands alone as the title, and the text behind it."""
    match = _FIRST_LINE.match(text)
    if (
        match is None
        or len(match["title"]) > _TITLE_CHARS
        or match["title"].rstrip().endswith((".", ";", ":", ","))
    ):
        return None, text
    return match["title"].strip() or None, text[match.end() :]
