"""Which format a document has: its first bytes decide where they can, else its name."""

from pathlib import PurePosixPath
from typing import Final

from armsledger.errors import UnreadableError, UnsupportedFormatError

READ: Final = (
    ".txt .md .html .pdf .docx .eml .csv .tsv .jsonl .json .zip, the last three also .gz or .zst"
)

_BY_ENDING: Final = {
    "txt": "text", "text": "text", "md": "markdown", "markdown": "markdown",
    "html": "html", "htm": "html", "xhtml": "html", "shtml": "html",
    "pdf": "pdf", "docx": "docx", "eml": "mail", "mht": "web archive", "mhtml": "web archive",
    "csv": "table", "tsv": "table",
    "jsonl": "records", "ndjson": "records", "json": "json", "zip": "zip",
    "gz": "gzip", "zst": "zstd",
}  # fmt: skip
_REFUSED: Final = {
    "rtf": "is RTF: save it as .docx, .pdf or .txt",
    "doc": "is the old Word format: save it as .docx",
    "odt": "is OpenDocument: save it as .docx or .txt",
    "epub": "is an e-book: save it as .html or .txt",
    "xml": "is XML: feeds are not read yet; save the articles as .html",
    "rss": "is a feed: feeds are not read yet; save the articles as .html",
    "atom": "is a feed: feeds are not read yet; save the articles as .html",
    "warc": "is a web archive (WARC): not read yet; save the pages as .html",
    "tar": "is a tar archive: unpack it, or pack it as .zip",
    "tgz": "is a tar archive: unpack it, or pack it as .zip",
    "7z": "is a 7-Zip archive: unpack it, or pack it as .zip",
    "rar": "is a RAR archive: unpack it, or pack it as .zip",
}  # fmt: skip
_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"WARC/", "warc"),
)
_PICTURES: Final = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
)
_PAGE_STARTS: Final = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<title",
    b"<div",
    b"<p>",
    b"<article",
)
_OFFICE_MEMBER: Final = b"[Content_Types].xml"  # the first member of Office files, by custom
_PDF_REACH: Final = 1_024  # junk before the mark that PDF readers put up with


def format_of(head: bytes, filename: str, name: str) -> str:
    """Return the format: text, markdown, html, pdf, docx, mail, table, records, json, zip, ...

    Args:
        head: the first bytes, a few thousand if there are as many.
        filename: the name whose ending counts; "" for standard input.
        name: the document's name, for errors.

    Raises:
        UnsupportedFormatError: no reader takes it; the reason says what to do.
        UnreadableError: the contents are not what the ending says.
    """
    ending = PurePosixPath(filename.lower()).suffix.removeprefix(".")
    found = _by_contents(head)
    if found in _REFUSED or (found is None and ending in _REFUSED):
        raise UnsupportedFormatError(name, _REFUSED[found or ending])
    expected = _BY_ENDING.get(ending)
    if expected in {"pdf", "docx", "zip", "gzip", "zstd"}:
        return _checked(expected, found, head, name)
    if found == "zip" and _OFFICE_MEMBER in head:
        return "docx"
    if found is not None:
        return found
    if expected is not None:
        return expected
    if ending and filename:
        raise UnsupportedFormatError(name, f"has a format that is not read (.{ending}): {READ}")
    return _sniffed(head)


def _by_contents(head: bytes) -> str | None:
    if b"%PDF-" in head[:_PDF_REACH]:
        return "pdf" if head.lstrip()[:1] != b"<" else None
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _checked(expected: str, found: str | None, head: bytes, name: str) -> str:
    """Return the expected binary format, or refuse contents of another kind."""
    if not head or found == expected or (expected == "docx" and found == "zip"):
        return expected
    if expected == "docx" and found == "doc":
        raise UnsupportedFormatError(name, "is encrypted or the old Word format: save it anew")
    what = "is not what its name says" if found is None else f"is {found}, not {expected}"
    raise UnreadableError(name, f"{what}: no {expected} mark at its beginning")


def _sniffed(head: bytes) -> str:
    """Return the format of a stream without a name."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"{") and start[1:].lstrip().startswith((b'"', b"}")):
        return "json"
    if start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"]")):
        return "json"
    if start.startswith(_PAGE_STARTS) or (start.startswith(b"<?xml") and b"<html" in head.lower()):
        return "html"
    return "text"


def picture_in(head: bytes) -> str | None:
    """Return the kind of picture that begins so; None if none does."""
    return next((kind for magic, kind in _PICTURES if head.startswith(magic)), None)


def is_lines(head: bytes) -> bool:
    """Return whether JSON begins with a whole object on its first line: one object a line."""
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].rstrip()
    return first.startswith(b"{") and (first.endswith(b"}") or b"\n" not in head)
