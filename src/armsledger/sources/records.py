"""Reports as JSON records: one object a line, or one JSON document with one or many."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, Never

from armsledger.errors import InputError, TooLargeError, UnreadableError
from armsledger.sources.decode import decode_text
from armsledger.sources.document import RawDocument, with_fields

_STRINGS: Final = ("title", "outlet", "byline", "url", "language")
_KNOWN: Final = frozenset({"id", "text", "date", "date_inferred", *_STRINGS})
# Keys of our own export that say where a report was read and what it contained then.
_DERIVED: Final = frozenset({"source", "content_hash", "metadata"})
_SKIP_BYTES: Final = 1_048_576
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[str, RawDocument | InputError]


def read_lines(stream: BinaryIO, name: str, *, max_bytes: int) -> Iterator[Row]:
    """Yield each line's name ("file:3") with its document, or with the error that it is.

    Blank lines are skipped. A line over `max_bytes` is one error; reading goes on behind it.
    """
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        place = f"{name}:{number}"
        if number == 1:
            line = _without_mark(line, name)
        if len(line) > max_bytes and not line.endswith(b"\n"):
            _skip_line(stream)
            unit = "bytes: raise --max-bytes"
            yield place, TooLargeError(place, "the line", max_bytes, unit)
        elif line.strip():
            yield place, _line(line, place)


def _without_mark(line: bytes, name: str) -> bytes:
    if line.startswith(_UTF16_MARKS):
        raise UnreadableError(name, "is UTF-16: save it as UTF-8")
    return line.removeprefix(b"\xef\xbb\xbf")


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(_SKIP_BYTES)) and not piece.endswith(b"\n"):
        pass


def _line(line: bytes, place: str) -> RawDocument | InputError:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        return UnreadableError(place, f"is not UTF-8 (byte {error.start}): save it as UTF-8")
    try:
        return to_document(_parse(text, place), place)
    except InputError as error:
        return error


def read_document(data: bytes, name: str) -> Iterator[Row]:
    """Yield the reports of a JSON document: one object, or a list of objects.

    Raises:
        UnreadableError: it is not JSON, or JSON of another shape.
    """
    value = _parse(decode_text(data, name).text, name)
    rows = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows, 1):
        place = f"{name}:{number}" if isinstance(value, list) else name
        try:
            yield place, to_document(row, place)
        except InputError as error:
            yield place, error


def _refuse_constant(constant: str) -> Never:
    raise ValueError(f"{constant} is not JSON")


def _parse(text: str, name: str) -> Any:  # noqa: ANN401 - JSON is any value
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise UnreadableError(name, "is nested too deeply to be a report") from error
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg.lower()} at character {error.pos}"
        raise UnreadableError(name, reason) from error
    except ValueError as error:  # a constant that is not JSON, an integer beyond Python's limit
        raise UnreadableError(name, "is not JSON: it holds a number that cannot be read") from error


def to_document(row: object, name: str) -> RawDocument:
    """Return the document that a JSON record describes; unknown keys become metadata.

    Raises:
        UnreadableError: the record is no object, has no text, or a field of the wrong type.
    """
    if not isinstance(row, dict):
        raise UnreadableError(name, 'is not a report: expected an object with "text"')
    text = row.get("text")
    if not isinstance(text, str):
        raise UnreadableError(name, 'is not a report: "text" is missing or is not a string')
    fields = {key: _string(row, key, name) for key in _STRINGS}
    date, notes = row.get("date"), list[str]()
    if date is not None and not isinstance(date, str):
        notes.append(f"the date {_dump(date, name)[:50]} is not a string")
        date = None
    document = RawDocument(
        text=text,
        date=date,
        date_inferred=row.get("date_inferred") is True,
        record_id=_identity(row, name),
        metadata=_metadata(row, name),
        notes=tuple(notes),
    )
    return with_fields(document, fields)


def _string(row: dict[str, Any], key: str, name: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise UnreadableError(name, f'is not a report: "{key}" is not a string')
    return value or None


def _identity(row: dict[str, Any], name: str) -> str | None:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(row, "id", name)


def _metadata(row: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    """Return the unknown keys with their values as JSON text.

    A record of our own export (it has a `content_hash`) gives back the metadata it had.
    """
    own = isinstance(row.get("content_hash"), str) and isinstance(row.get("metadata"), dict)
    skipped = _KNOWN | _DERIVED if own else _KNOWN
    values = {key: _dump(value, name) for key, value in row.items() if key not in skipped}
    if own:
        values |= {key: str(value) for key, value in row["metadata"].items()}
    return tuple(sorted(values.items()))


def _dump(value: object, name: str) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except ValueError as error:
        raise UnreadableError(name, "holds a number too large to keep") from error
