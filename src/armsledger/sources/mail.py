"""E-mail messages and MHTML pages: headers, the text part, attachments."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Final

from armsledger.errors import InputError, TooLargeError, UnreadableError
from armsledger.sources.decode import decode_text
from armsledger.sources.document import RawDocument
from armsledger.sources.mail_sender import outlet_of_mail

_MAX_PARTS: Final = 1_000
_ENDINGS: Final = {
    "application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt",
    "message/rfc822": ".eml", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip

_SIGNATURE: Final = "-- "

ParsePage = Callable[[bytes, str, str, str | None], RawDocument]


@dataclass(frozen=True, slots=True)
class Mail:
    """A message's own document (None if it has only attachments) and its attachments."""

    document: RawDocument | InputError | None
    attachments: tuple[tuple[str, bytes], ...]


def read_mail(data: bytes, name: str, *, parse_page: ParsePage) -> Mail:
    """Return the message's document and its attachments with their names.

    The plain text part is preferred; without one, the HTML part's main text is read.

    Raises:
        UnreadableError: no message (no headers), or one nested too deeply.
    """
    try:
        message = message_from_bytes(data)
        parts = _leaves(message, name)
    except RecursionError as error:
        raise UnreadableError(name, "is nested too deeply to be a message") from error
    if not message.keys():
        raise UnreadableError(name, "is not an e-mail message: it has no headers")
    bodies = [part for part in parts if not _is_attachment(part)]
    plain = next(
        (p for p in bodies if p.get_content_type() == "text/plain" and _bytes(p).strip()), None
    )
    page = next((p for p in bodies if p.get_content_type() == "text/html"), None)
    attachments = [
        (_filename(p, n), _bytes(p)) for n, p in enumerate(parts, 1) if _is_attachment(p)
    ]
    body = plain if plain is not None else page
    if body is None and attachments:
        return Mail(None, tuple(attachments))
    if body is None:
        return Mail(UnreadableError(name, "has no text part"), ())
    return Mail(_body(body, message, name, parse_page), tuple(attachments))


def _leaves(message: Message, name: str) -> list[Message]:
    """Return the parts that hold contents; an attached message is one part."""
    waiting, leaves = [message], list[Message]()
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting = [p for p in inner if isinstance(p, Message)] + waiting
        else:
            leaves.append(part)
        if len(leaves) > _MAX_PARTS:
            raise TooLargeError(name, "the message", _MAX_PARTS, "parts: save them one by one")
    return leaves


def _is_attachment(part: Message) -> bool:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return True
    named = part.get_content_disposition() == "attachment" or (
        part.get_content_disposition() != "inline" and bool(part.get_filename())
    )
    return named or (kind not in {"text/plain", "text/html"} and kind in _ENDINGS)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):  # an attached message
        return b"".join(p.as_bytes() for p in payload if isinstance(p, Message))
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _filename(part: Message, number: int) -> str:
    name = _header_text(part.get_filename() or "").replace("/", "_").strip()
    return name or f"part-{number}{_ENDINGS.get(part.get_content_type(), '')}"


def _body(
    part: Message, message: Message, name: str, parse_page: ParsePage
) -> RawDocument | InputError:
    """Return the text part's document with what the headers say."""
    data, charset = _bytes(part), part.get_content_charset()
    try:
        if part.get_content_type() == "text/html":
            document = parse_page(data, "html", name, charset)
        else:
            decoded = decode_text(data, name, declared=charset)
            document = RawDocument(text=_unflowed(decoded.text, part), notes=decoded.notes)
    except InputError as error:
        return error
    sender, address = parseaddr(_header_text(_header(message, "From")))
    return replace(
        document,
        title=_header_text(_header(message, "Subject")) or document.title,
        date=_header(message, "Date") or document.date,
        outlet=document.outlet or outlet_of_mail(sender, address, _header(message, "List-Id")),
        byline=document.byline or sender or address or None,
        url=document.url or _address_of(message),
        language=_header(message, "Content-Language") or document.language,
    )


def _unflowed(text: str, part: Message) -> str:
    """Return the text with the soft line breaks of `format=flowed` undone.

    Source: RFC 3676, section 4.
    """
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    drops_space = str(part.get_param("delsp", "")).lower() == "yes"
    pieces: list[str] = []
    for line in re.split(r"\r\n|\r|\n", text):
        own = line[1:] if line.startswith(" ") else line
        soft = own.endswith(" ") and own != _SIGNATURE
        pieces.append((own[:-1] if drops_space else own) if soft else f"{own}\n")
    return "".join(pieces).removesuffix("\n")


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "").strip()


def _header_text(value: str) -> str:
    """Return a header with its encoded words decoded; as it stands where they are broken."""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", value)
    try:
        return str(make_header(decode_header(unfolded))).strip()
    except (HeaderParseError, LookupError, ValueError):
        return unfolded.strip()


def _address_of(message: Message) -> str | None:
    """Return where the contents come from, as browsers and archives write it."""
    for name in ("Snapshot-Content-Location", "Archived-At", "Content-Location"):
        value = _header(message, name).strip("<>")
        if "://" in value:
            return value
    return None
