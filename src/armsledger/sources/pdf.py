"""PDF files by pdfium: text by pages, lines joined to paragraphs, running heads left out."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from armsledger.errors import TooLargeError, UnreadableError
from armsledger.sources.dates import to_iso
from armsledger.sources.document import RawDocument
from armsledger.sources.pdf_labels import publisher_in
from armsledger.sources.reflow import Line, to_paragraphs

_END_REACH: Final = 4_096  # junk behind the end mark that servers leave
_PASSWORD_ERROR: Final = 4  # FPDF_ERR_PASSWORD
_CREATED: Final = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
# Titles that programs write by themselves, and that say nothing.
_EMPTY_TITLE: Final = re.compile(
    r"\(?(?:untitled|unspecified|anonymous|document\d*|unknown)\)?|microsoft word - .*"
    r"|.*\.(?:docx?|indd|pdf|qxd|rtf)",
    re.IGNORECASE,
)
# A printed line; pdfium writes U+FFFE (or U+0002) for the hyphen and the break at its end.
_PRINTED: Final = re.compile("(?P<text>[^\r\n\ufffe\x02]+)(?P<hyphen>[\ufffe\x02])?")
_TITLE_SIZE: Final = 1.2  # a title's letters are at least this much larger than the text's
_MAX_TITLE_LINES: Final = 4
_MAX_TITLE_CHARS: Final = 300
_EDGE_LINES: Final = 2  # lines at a page's top and bottom that may be running heads
_FEW_LINES: Final = 6  # a page with fewer lines has no running heads that could be told
_RUNNING_PAGES: Final = 3  # a line must come back on this many pages
_RUNNING_SHARE: Final = 0.4  # and on this share of them


def read_pdf(data: bytes, name: str, *, max_pages: int) -> RawDocument:
    """Return the PDF's text, title, author and publisher; its date of making only as `created`.

    Raises:
        UnreadableError: broken, cut short, encrypted, or without a text layer.
        TooLargeError: more than `max_pages` pages.
    """
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # lazy

    if b"%%EOF" not in data[-_END_REACH:]:
        raise UnreadableError(name, "is a PDF cut short: get a complete copy")
    try:
        with PdfDocument(data) as document:
            return replace(_read(document, name, max_pages), outlet=publisher_in(data))
    except PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise UnreadableError(name, "is encrypted: save it without a password") from error
        raise UnreadableError(name, "is a damaged PDF: get another copy") from error


def _read(document: Any, name: str, max_pages: int) -> RawDocument:  # noqa: ANN401 - untyped
    if len(document) > max_pages:
        raise TooLargeError(name, "the PDF", max_pages, "pages: raise --max-pages or split it")
    pages = [list(_page_lines(document[number])) for number in range(len(document))]
    blank = sum(not lines for lines in pages)
    if blank == len(pages):
        raise UnreadableError(name, "has no text layer: OCR it first")
    lines, dropped = _without_running(pages)
    info = document.get_metadata_dict()
    title, lines = _title(info.get("Title", ""), lines)
    notes = [f"{blank} of {len(pages)} pages have no text"] if blank else []
    notes += [f"{dropped} running heads and page numbers left out"] if dropped else []
    return RawDocument(
        text=to_paragraphs(lines),
        title=title,
        byline=_unless_empty(info.get("Author", "")),
        created=_created(info.get("CreationDate", "")),
        notes=tuple(notes),
    )


def _unless_empty(value: str) -> str | None:
    text = " ".join(value.split())
    return None if not text or _EMPTY_TITLE.fullmatch(text) else text


def _created(value: str) -> str | None:
    match = _CREATED.match(value)
    return to_iso(int(match[1]), int(match[2]), int(match[3])) if match else None


def _page_lines(page: Any) -> Iterator[Line]:  # noqa: ANN401 - untyped
    """Yield a page's lines in reading order with their place and letter size."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = _characters(text_page, count, raw)
        for match in _PRINTED.finditer(text):
            shown = match["text"].strip()
            if shown:
                first = match.start() + match["text"].index(shown)
                ends = (first, first + len(shown) - 1)
                yield _line(text_page, shown + ("-" if match["hyphen"] else ""), ends, raw)
    finally:
        text_page.close()
        page.close()


def _characters(text_page: Any, count: int, raw: Any) -> str:  # noqa: ANN401 - untyped
    """Return the page's characters, one code point for each character index of pdfium."""
    text = text_page.get_text_range() if count else ""
    if len(text) == count:
        return str(text)
    codes = (raw.FPDFText_GetUnicode(text_page, number) for number in range(count))
    return "".join(chr(code) if code else "\N{REPLACEMENT CHARACTER}" for code in codes)


def _line(text_page: Any, text: str, ends: tuple[int, int], raw: Any) -> Line:  # noqa: ANN401
    first, last = ends
    size = float(raw.FPDFText_GetFontSize(text_page, first))
    left, bottom, right, top = _box(text_page, first, raw)
    _, _, right, _ = _box(text_page, last, raw)
    height = max(top - bottom, size, 1.0)
    return Line(text=text, left=left, right=right, base=bottom, size=round(height, 1))


def _box(text_page: Any, index: int, raw: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return left, bottom, right and top of a character's place, in points."""
    rect = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect)):
        return rect.left, rect.bottom, rect.right, rect.top
    return 0.0, 0.0, 0.0, 0.0


def _without_running(pages: list[list[Line]]) -> tuple[list[Line], int]:
    """Return all lines but page numbers and the heads and feet that come back, and how many."""
    seen = Counter(
        shape for lines in pages for shape in {_shape(line.text) for line in _edges(lines)}
    )
    needed = max(_RUNNING_PAGES, len(pages) * _RUNNING_SHARE)
    kept: list[Line] = []
    dropped = 0
    for lines in pages:
        running = {
            id(line)
            for line in _edges(lines)
            if seen[_shape(line.text)] >= needed or (len(pages) > 1 and _is_number(line.text))
        }
        kept += [line for line in lines if id(line) not in running]
        dropped += len(running)
    return kept, dropped


def _edges(lines: list[Line]) -> list[Line]:
    return [] if len(lines) < _FEW_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"(?:page )?\W{0,3}\d{1,4}\W{0,3}(?:(?:of|/) ?\d{1,4})?", text, re.I))


def _title(declared: str, lines: list[Line]) -> tuple[str | None, list[Line]]:
    """Return the title and the lines without it: the declared one, else the first large lines."""
    title = _unless_empty(declared)
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size])
    large: list[Line] = []
    for line in lines[: _MAX_TITLE_LINES + 3]:
        if line.size >= body * _TITLE_SIZE and (not large or line.size == large[0].size):
            large.append(line)
        elif large:
            break
    shown = " ".join(line.text for line in large)
    usable = 0 < len(shown) <= _MAX_TITLE_CHARS and 0 < len(large) <= _MAX_TITLE_LINES
    if not usable or len(large) == len(lines) or (title and _folded(title) != _folded(shown)):
        return title, lines
    return title or shown, [line for line in lines if all(line is not part for part in large)]


def _folded(text: str) -> str:
    return "".join(text.lower().split())
