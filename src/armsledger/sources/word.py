"""Word files (.docx): paragraphs and tables in order, with what the core properties say."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from armsledger.errors import TooLargeError, UnreadableError
from armsledger.sources.document import RawDocument

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted text of tracked changes, and what repeats a drawing for old programs.
_SKIPPED: Final = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _MC_FALLBACK})
_TITLE_STYLES: Final = ("title", "heading 1")
_TEMPLATE_AUTHORS: Final = frozenset({"python-docx", "microsoft office user", "unknown"})
# When python-docx's own template was made; every file written with it says so.
_TEMPLATE_MADE: Final = (2013, 12, 23, 23, 15)


def read_word(data: bytes, name: str, *, max_bytes: int) -> RawDocument:
    """Return the document's text; tracked changes are read as accepted.

    Raises:
        UnreadableError: no Word document, or a damaged one.
        TooLargeError: its parts together unpack to more than `max_bytes`.
    """
    import docx  # lazy: only for Word files
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    broken = (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile)
    _check_parts(data, name, max_bytes)
    try:
        document = docx.Document(io.BytesIO(data))
        properties = document.core_properties
        blocks = list(_blocks(document.element.body))
        title, blocks = _title(document, properties.title, blocks)
    except broken as error:
        raise UnreadableError(name, "is a damaged Word file: save it anew") from error
    author = (properties.author or "").strip()
    created, template = properties.created, datetime(*_TEMPLATE_MADE, tzinfo=UTC)
    return RawDocument(
        text="\n\n".join(blocks),
        title=title,
        byline=author if author and author.lower() not in _TEMPLATE_AUTHORS else None,
        language=properties.language or None,
        created=created.date().isoformat() if created and created != template else None,
    )


def _check_parts(data: bytes, name: str, max_bytes: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableError(name, "is a damaged Word file or cut short") from error
    if "word/document.xml" not in {info.filename for info in infos}:
        raise UnreadableError(name, "is not a Word file: it has no word/document.xml")
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableError(name, "is protected by a password: save it without one")
    if sum(info.file_size for info in infos) > max_bytes:
        raise TooLargeError(name, "what it unpacks to", max_bytes, "bytes: raise --max-bytes")


def _blocks(body: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Yield the text of each paragraph and of each table, in order; empty ones are left out."""
    for element in body:
        if element.tag == f"{_W}p":
            text = _text(element)
        elif element.tag == f"{_W}tbl":
            text = "\n".join(filter(None, (_row(row) for row in element.iter(f"{_W}tr"))))
        elif element.tag in _SKIPPED:
            continue
        else:  # a content control or custom XML around paragraphs
            yield from _blocks(element)
            continue
        if text.strip():
            yield text


def _row(row: Any) -> str:  # noqa: ANN401 - lxml has no types
    cells = (_text(cell).strip() for cell in row if cell.tag == f"{_W}tc")
    return " | ".join(" ".join(cell.split()) for cell in cells if cell)


def _text(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the text as shown: no deleted text, no field codes."""
    pieces: list[str] = []
    waiting = [element]
    while waiting:
        node = waiting.pop()
        if node.tag in _SKIPPED:
            continue
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            pieces.append("\t" if node.getparent().tag == f"{_W}r" else "")
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif node.tag == f"{_W}p" and node is not element and pieces:
            pieces.append("\n")
        waiting.extend(reversed(node))
    return "".join(pieces)


def _title(document: Any, declared: str, blocks: list[str]) -> tuple[str | None, list[str]]:  # noqa: ANN401
    """Return the title and the blocks without it: the declared one, else a first heading."""
    title = " ".join((declared or "").split()) or None
    first = next((p for p in document.paragraphs if p.text.strip()), None)
    shown = " ".join(first.text.split()) if first is not None else ""
    style = (first.style.name or "").lower() if first is not None and first.style else ""
    repeats = bool(blocks) and " ".join(blocks[0].split()) == shown
    if title is None and style in _TITLE_STYLES and len(blocks) > 1:
        title = shown
    return title, blocks[1:] if repeats and title == shown and len(blocks) > 1 else blocks
