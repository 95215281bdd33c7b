"""The parent's side of `parser_child`: one process, started when needed, replaced when lost."""

import json
import os
import selectors
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from armsledger.errors import UnreadableError
from armsledger.sources.document import RawDocument, from_json
from armsledger.sources.options import ReadOptions
from armsledger.sources.parser_child import LENGTH_BYTES, send, to_error
from armsledger.sources.streams import clock

_STOP_SECONDS: Final = 2.0
_CHUNK_BYTES: Final = 65_536
# Starting and importing a parser is not the document's fault.
_START_SECONDS: Final = 30.0
_UNPACKED_FACTOR: Final = 8  # a Word file's parts together, against the limit of one document


class ParserProcess:
    """Parses risky formats in another process, each document within a time limit."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.stop()

    def parse(self, data: bytes, kind: str, name: str, charset: str | None = None) -> RawDocument:
        """Return the document in the bytes.

        Args:
            data: the whole file.
            kind: "html", "pdf" or "docx".
            name: the document's name, for errors.
            charset: what the envelope declares, for "html".

        Raises:
            InputError: the document cannot be used, or was not parsed in time.
        """
        request = {
            "kind": kind,
            "name": name,
            "size": len(data),
            "charset": charset,
            "max_chars": self._options.max_text_chars,
            "max_pages": self._options.max_pages,
            "max_unpacked": self._options.max_bytes * _UNPACKED_FACTOR,
        }
        reply = self._ask(request, data, name)
        if "error" in reply:
            raise to_error(reply["error"], name)
        return from_json(reply["document"])

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        # Closing flushes what a dead process did not take; it is not wanted any more.
        with suppress(BrokenPipeError), process:
            pass
        process.wait()

    def _ask(self, request: dict[str, Any], data: bytes, name: str) -> dict[str, Any]:
        process = self._running(name)
        try:
            send(_pipe(process.stdin), request, data)
            reply = _receive(_pipe(process.stdout), clock() + self._options.max_seconds)
        except BrokenPipeError:
            reply = None
        except TimeoutError as error:
            self.stop()
            reason = f"took longer than {self._options.max_seconds:g} seconds: raise --max-seconds"
            raise UnreadableError(name, reason) from error
        if reply is None:
            self.stop()
            raise UnreadableError(name, "made the parser stop: it is broken or needs much memory")
        return reply

    def _running(self, name: str) -> subprocess.Popen[bytes]:
        """Return the process, started anew if there is none that answers."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        self._process = _start()
        try:
            ready = _receive(_pipe(self._process.stdout), clock() + _START_SECONDS)
        except TimeoutError:
            ready = None
        if ready is None:
            self.stop()
            raise UnreadableError(name, "was not parsed: no parser process could be started")
        return self._process


def _start() -> subprocess.Popen[bytes]:
    # Not from the working folder (-P): a file there named like a library must not be run.
    package = str(Path(__file__).parents[2])
    paths = [package, os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "armsledger.sources.parser_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )


def _pipe(pipe: Any) -> BinaryIO:  # noqa: ANN401 - typed as optional by the standard library
    return pipe  # type: ignore[no-any-return]


def _receive(pipe: BinaryIO, deadline: float) -> dict[str, Any] | None:
    """Return the next message; None if the other side ended.

    Raises:
        TimeoutError: it did not come before the deadline.
    """
    header = _read_exactly(pipe, LENGTH_BYTES, deadline)
    if header is None:
        return None
    body = _read_exactly(pipe, int.from_bytes(header, "big"), deadline)
    return None if body is None else json.loads(body)


def _read_exactly(pipe: BinaryIO, size: int, deadline: float) -> bytes | None:
    data = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(data) < size:
            if not selector.select(max(0.0, deadline - clock())):
                raise TimeoutError
            piece = os.read(pipe.fileno(), min(_CHUNK_BYTES, size - len(data)))
            if not piece:
                return None
            data += piece
    return bytes(data)
