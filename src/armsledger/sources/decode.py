"""Bytes to text: byte order mark, declared charset, UTF-8, then a guess that says so."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from armsledger.errors import UnreadableError

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Codecs of Python that are not character sets; a document must not choose them.
_NOT_CHARSETS: Final = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined",
     "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
)  # fmt: skip

# Bytes 128 to 255 of Windows-1252 that English copy really uses: euro, ellipsis, quotes,
# dashes, bullet, no-break space, pound, section, copyright, guillemets, registered, degree.
_TYPOGRAPHIC: Final = frozenset(
    b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xbb"
)

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES: Final = 65_536  # a guess needs no more, and its cost grows with the sample
# Tab, line ends, form feed and escape occur in texts; the others only by accident.
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE: Final = 0.02
_UTF16_SAMPLE: Final = 4_096
# Broken bytes that a UTF-8 text may hold, as a share of its bytes above 127, and still be UTF-8.
_BROKEN_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and what had to be assumed to read it."""

    text: str
    notes: tuple[str, ...] = ()


def decode_text(data: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """Return the text that the bytes stand for, without a byte order mark.

    Args:
        data: the whole document.
        name: the document's name, for the error.
        declared: the charset that the document or its envelope names.

    Raises:
        UnreadableError: the bytes are no text in any encoding (NUL or control characters).
    """
    decoded = _by_mark(data) or _by_name(data, declared) or _by_name(data, "utf-8")
    if decoded is None or "\0" in decoded.text:
        decoded = _utf16_without_mark(data) or decoded
    if decoded is None and b"\0" not in data:
        decoded = _guess(data)
    if decoded is None or "\0" in decoded.text:
        raise UnreadableError(name, "is not a text: it holds NUL bytes")
    sample = decoded.text[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > len(sample) * _CONTROL_SHARE:
        raise UnreadableError(name, "is not a text: it is full of control characters")
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _by_name(data, charset)
    return None


def _by_name(data: bytes, charset: str | None) -> Decoded | None:
    """Return the text if the charset exists and every byte fits it."""
    name = _codec(charset)
    if name is None:
        return None
    try:
        return Decoded(data.decode(name))
    except (UnicodeDecodeError, LookupError):
        return None


def _codec(charset: str | None) -> str | None:
    """Return Python's name of a charset; Latin-1 and ASCII are read as Windows-1252, as on the web.

    Source: WHATWG Encoding Standard, section 4.2.
    """
    try:
        name = codecs.lookup((charset or "").strip().strip("'\"")).name
    except (LookupError, ValueError):
        return None
    if name in _NOT_CHARSETS:
        return None
    return "cp1252" if name == "iso8859-1" else name


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """Return the text if nearly every second byte of the beginning is NUL."""
    head = data[:_UTF16_SAMPLE]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.8 and even < half * 0.05:
        return _noted(_by_name(data, "utf-16-le"), "encoding guessed: utf-16-le")
    if even > half * 0.8 and odd < half * 0.05:
        return _noted(_by_name(data, "utf-16-be"), "encoding guessed: utf-16-be")
    return None


def _noted(decoded: Decoded | None, note: str) -> Decoded | None:
    return decoded and Decoded(decoded.text, (note,))


def _guess(data: bytes) -> Decoded:
    """Return the text of bytes that are neither what they declare nor UTF-8."""
    return _typographic(data) or _broken_utf8(data) or _by_statistics(data) or _latin1(data)


def _typographic(data: bytes) -> Decoded | None:
    if not set(_HIGH.findall(data[:_SAMPLE_BYTES])) <= {bytes([b]) for b in _TYPOGRAPHIC}:
        return None
    return _noted(_by_name(data, "cp1252"), "encoding guessed: windows-1252")


def _broken_utf8(data: bytes) -> Decoded | None:
    """Return the text if it is UTF-8 but for a few bytes, which become U+FFFD."""
    text = data.decode("utf-8", "replace")
    broken = text.count("�") - data.count("�".encode())
    if broken > max(1, len(_HIGH.findall(data)) * _BROKEN_SHARE) or text.isascii():
        return None
    if len(_HIGH.findall(data)) <= broken:
        return None  # nothing in it speaks for UTF-8
    return Decoded(text, (f"{broken} broken place(s) of UTF-8 read as U+FFFD",))


def _by_statistics(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # lazy: only for texts that are not UTF-8

    first = _HIGH.search(data)
    middle = first.start() if first else 0
    best = from_bytes(
        data[max(0, middle - _SAMPLE_BYTES // 2) : middle + _SAMPLE_BYTES // 2]
    ).best()
    if best is None:
        return None
    return _noted(_by_name(data, best.encoding), f"encoding guessed: {best.encoding}")


def _latin1(data: bytes) -> Decoded:
    return Decoded(data.decode("latin-1"), ("encoding unknown: read as latin-1",))


_SURROGATE: Final = re.compile("[\ud800-\udfff\0]")


def archive_text(text: str) -> tuple[str, int]:
    """Return the text as archived and how many characters were replaced.

    Line ends become a newline; lone surrogates and NUL, which neither UTF-8 nor a database can
    hold, become U+FFFD. Nothing else is changed: no stripping, no Unicode normalisation.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.subn("�", unix)
