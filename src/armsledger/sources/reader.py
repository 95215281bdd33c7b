"""Whatever the user names, read document by document: files, folders, archives, standard input."""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, cast

from armsledger.errors import (
    InputError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
)
from armsledger.sources.archives import read_members
from armsledger.sources.decode import decode_text
from armsledger.sources.document import RawDocument
from armsledger.sources.finish import to_outcome
from armsledger.sources.folders import Found, display_name, find_files
from armsledger.sources.formats import format_of, is_lines, picture_in
from armsledger.sources.mail import read_mail
from armsledger.sources.options import ReadOptions, ReadOutcome
from armsledger.sources.parser_process import ParserProcess
from armsledger.sources.plain import read_markdown, read_plain
from armsledger.sources.records import Row, read_document, read_lines
from armsledger.sources.streams import Budget, open_file, read_bounded, unpack, why
from armsledger.sources.tables import read_table

STDIN: Final = "-"
_STDIN_NAME: Final = "standard input"
_HEAD_BYTES: Final = 4_096
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")


@dataclass(frozen=True, slots=True)
class _Item:
    """One stream with the names it goes by."""

    name: str  # shown
    filename: str  # its ending tells the format; "" if there is none
    stream: io.BufferedReader
    depth: int  # archives and messages around it
    budget: Budget


def read_all(
    paths: Sequence[str], *, options: ReadOptions, stdin: BinaryIO | None = None
) -> Iterator[ReadOutcome]:
    """Yield an outcome for each document in the paths, in order, as it is read.

    A document that cannot be used is an outcome with an error, never an exception, and its
    neighbours are read. Folders are read in the order of their names, without hidden files.
    At most one document is in memory. Nothing is written, executed or fetched.

    Args:
        paths: files, folders, and "-" for standard input.
        options: what fills gaps, and the limits.
        stdin: the stream that "-" stands for; None is the process's own.
    """
    with ParserProcess(options) as parser:
        reader = _Reader(options, parser)
        for path in paths:
            yield from reader.read_path(path, stdin)


class _Reader:
    """Reads items of every format; holds the options and the parser process."""

    def __init__(self, options: ReadOptions, parser: ParserProcess) -> None:
        self._options = options
        self._parser = parser

    def read_path(self, path: str, stdin: BinaryIO | None) -> Iterator[ReadOutcome]:
        """Yield the outcomes of one argument of the user."""
        if path == STDIN:
            yield from self._read_stdin(stdin or getattr(sys.stdin, "buffer", None) or io.BytesIO())
        elif _ADDRESS.match(path):
            reason = "is an address: fetching comes with a later version; save the page as a file"
            name = display_name(path)
            yield ReadOutcome(name=name, error=UnsupportedFormatError(name, reason))
        else:
            for found in find_files(path):
                yield from self._read_found(found)

    def _read_stdin(self, stream: BinaryIO) -> Iterator[ReadOutcome]:
        peekable = (
            stream if hasattr(stream, "peek") else io.BufferedReader(cast("io.RawIOBase", stream))
        )
        budget = Budget(self._options.max_total_bytes)
        item = _Item(_STDIN_NAME, "", cast("io.BufferedReader", peekable), 0, budget)
        yield from self._read_item(item)

    def _read_found(self, found: Found) -> Iterator[ReadOutcome]:
        """Yield a file's outcomes; a report remembers its name without the user's folders."""
        if found.error is not None:
            yield ReadOutcome(name=found.name, error=found.error)
            return
        try:
            stream = open_file(found.path, found.name)
        except InputError as error:
            yield ReadOutcome(name=found.name, error=error)
            return
        hidden = len(found.name) - len(found.inner)
        with stream:
            budget = Budget(self._options.max_total_bytes)
            buffer = cast("io.BufferedReader", stream)
            for outcome in self._read_item(_Item(found.name, found.inner, buffer, 0, budget)):
                yield _with_source(outcome, outcome.name[hidden:])

    def _read_item(self, item: _Item) -> Iterator[ReadOutcome]:
        """Yield the outcomes of one stream; an error ends the stream, not the reading."""
        try:
            yield from self._dispatch(item)
        except InputError as error:
            yield ReadOutcome(name=item.name, error=error)

    def _dispatch(self, item: _Item) -> Iterator[ReadOutcome]:
        try:
            head = item.stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
        except OSError as error:
            raise UnreadableError(item.name, why(error)) from error
        if not head:
            raise UnreadableError(item.name, "is empty")
        kind = format_of(head, item.filename, item.name)
        if kind == "zip":
            yield from self._read_zip(item)
        elif kind in {"gzip", "zstd"}:
            yield from self._read_packed(item, kind)
        elif kind == "records" or (kind == "json" and is_lines(head)):
            rows = read_lines(item.stream, item.name, max_bytes=self._options.max_bytes)
            yield from self._read_rows(rows)
        else:
            yield from self._read_document(item, kind)

    def _read_document(self, item: _Item, kind: str) -> Iterator[ReadOutcome]:
        """Yield the outcomes of a document that is read as a whole."""
        data = read_bounded(item.stream, item.name, self._options)
        if kind == "json":
            yield from self._read_rows(read_document(data, item.name))
        elif kind in {"mail", "web archive"}:
            yield from self._read_mail(item, data, kind)
        else:
            yield self._finish(self._parse(data, kind, item.name), item.name)

    def _parse(self, data: bytes, kind: str, name: str) -> RawDocument:
        if kind in {"html", "pdf", "docx"}:
            return self._parser.parse(data, kind, name)
        picture = picture_in(data)
        if picture is not None:
            raise UnsupportedFormatError(name, f"is a {picture} picture: OCR it first")
        decoded = decode_text(data, name)
        if kind == "table":
            return read_table(decoded, name)
        return read_markdown(decoded) if kind == "markdown" else read_plain(decoded)

    def _finish(self, document: RawDocument, name: str) -> ReadOutcome:
        return to_outcome(document, name, self._options)

    def _read_rows(self, rows: Iterator[Row]) -> Iterator[ReadOutcome]:
        for place, row in rows:
            try:
                if isinstance(row, InputError):
                    raise row
                yield self._finish(row, place)
            except InputError as error:
                yield ReadOutcome(name=place, error=error)

    def _read_packed(self, item: _Item, kind: str) -> Iterator[ReadOutcome]:
        self._check_depth(item)
        with unpack(
            item.stream, kind, item.name, budget=item.budget, ratio=self._options.max_ratio
        ) as stream:
            inner = item.filename.rpartition(".")[0]
            yield from self._dispatch(_Item(item.name, inner, stream, item.depth + 1, item.budget))

    def _read_zip(self, item: _Item) -> Iterator[ReadOutcome]:
        self._check_depth(item)
        stream: BinaryIO = item.stream
        if not stream.seekable():
            stream = io.BytesIO(read_bounded(stream, item.name, self._options))
        members = read_members(stream, item.name, options=self._options, budget=item.budget)
        for member, contents in members:
            name = f"{item.name}!{display_name(member)}"
            if isinstance(contents, InputError):
                yield ReadOutcome(name=name, error=contents)
                continue
            yield from self._read_item(_Item(name, member, contents, item.depth + 1, item.budget))

    def _read_mail(self, item: _Item, data: bytes, kind: str) -> Iterator[ReadOutcome]:
        """Yield a message's own outcome, then those of its attachments."""
        self._check_depth(item)
        message = read_mail(data, item.name, parse_page=self._parser.parse)
        if message.document is not None:
            yield self._own_outcome(message.document, item.name)
        if kind == "web archive":
            return
        for filename, contents in message.attachments:
            name = f"{item.name}!{display_name(filename)}"
            stream = cast("io.BufferedReader", io.BufferedReader(cast("Any", io.BytesIO(contents))))
            yield from self._read_item(_Item(name, filename, stream, item.depth + 1, item.budget))

    def _own_outcome(self, document: RawDocument | InputError, name: str) -> ReadOutcome:
        if isinstance(document, InputError):
            return ReadOutcome(name=name, error=document)
        try:
            return self._finish(document, name)
        except InputError as error:
            return ReadOutcome(name=name, error=error)

    def _check_depth(self, item: _Item) -> None:
        if item.depth >= self._options.max_depth:
            unit = "levels: unpack it first or raise --max-depth"
            raise TooLargeError(item.name, "the nesting of archives", self._options.max_depth, unit)


def _with_source(outcome: ReadOutcome, source: str) -> ReadOutcome:
    if outcome.report is None:
        return outcome
    return replace(outcome, report=replace(outcome.report, source=source))
