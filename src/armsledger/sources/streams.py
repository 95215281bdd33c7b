"""Bounded reading: opening only what is safe to open, and counting what is unpacked."""

import gzip
import io
import lzma
import os
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from armsledger.errors import TooLargeError, UnreadableError
from armsledger.sources.options import ReadOptions

# Packed data this small cannot do harm, whatever its ratio; headers of tiny files skew it.
_RATIO_FLOOR_BYTES: Final = 16 * 1024 * 1024
_PIECE_BYTES: Final = 1_048_576
_BUFFER_BYTES: Final = 65_536
_ZSTD_WINDOW_BYTES: Final = 128 * 1024 * 1024  # what the zstd command accepts by default
# One step of packed input: at zstd's highest ratio (32,768) it becomes 32 MB.
_ZSTD_STEP_BYTES: Final = 1_024

_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_file(path: Path, name: str) -> BinaryIO:
    """Return a regular file opened for reading.

    Raises:
        UnreadableError: missing, not permitted, a loop of links, or no regular file.
    """
    try:
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError) as error:
        raise UnreadableError(name, why(error)) from error
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        kind = next((kind for is_kind, kind in _KINDS if is_kind(mode)), "no file")
        raise UnreadableError(name, f"is {kind}, not a file")
    return os.fdopen(handle, "rb")


def why(error: Exception) -> str:
    """Return the reason of an operating system error in words, without the path."""
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be opened: {error.strerror.lower()}"
    return f"cannot be opened: {error}"


class Budget:
    """What one file may still unpack to, its members and their members together."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0

    def take(self, size: int, name: str) -> None:
        """Count bytes.

        Raises:
            TooLargeError: the limit is passed.
        """
        self.used += size
        if self.used > self.limit:
            unit = "bytes: raise --max-total-bytes or split it"
            raise TooLargeError(name, "what it unpacks to", self.limit, unit)


class Unpacked:
    """A packed stream that counts what comes out of it and names what is wrong with it.

    It has the methods that `io.BufferedReader` asks of a raw stream.
    """

    closed = False

    def __init__(
        self, raw: BinaryIO, name: str, *, budget: Budget, packed: Callable[[], int], ratio: int
    ) -> None:
        self._raw = raw
        self._name = name
        self._budget = budget
        self._packed = packed  # bytes read from the packed side so far
        self._ratio = ratio
        self._size = 0

    def readable(self) -> bool:
        """Return True, always."""
        return True

    def seekable(self) -> bool:
        """Return False: unpacking goes forward only."""
        return False

    def writable(self) -> bool:
        """Return False, always."""
        return False

    def flush(self) -> None:
        """Do nothing: there is nothing to write."""

    def close(self) -> None:
        """Close the packed stream."""
        self.closed = True
        self._raw.close()

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer and return how many bytes there were, 0 at the end.

        Raises:
            TooLargeError: the budget is spent.
            UnreadableError: the data are damaged, or packed beyond belief.
        """
        view = memoryview(buffer)
        data = self._read(len(view))
        view[: len(data)] = data
        self._size += len(data)
        self._budget.take(len(data), self._name)
        if self._size > max(_RATIO_FLOOR_BYTES, self._packed() * self._ratio):
            reason = f"unpacks to more than {self._ratio} times its size: raise --max-ratio"
            raise UnreadableError(self._name, reason)
        return len(data)

    def _read(self, size: int) -> bytes:
        from zstandard import ZstdError  # lazy: only for packed files

        broken = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ZstdError)
        try:
            return self._raw.read(size)
        except broken as error:
            raise UnreadableError(self._name, f"is damaged: {error}") from error


def buffered(raw: Unpacked) -> io.BufferedReader:
    """Return the stream with a buffer that can be looked into."""
    return io.BufferedReader(cast("Any", raw), _BUFFER_BYTES)


def unpack(
    stream: BinaryIO, kind: str, name: str, *, budget: Budget, ratio: int
) -> io.BufferedReader:
    """Return the contents of a gzip or zstd stream."""
    counted = _Counted(stream)
    raw: Any = _Zstd(counted) if kind == "zstd" else gzip.GzipFile(fileobj=cast("Any", counted))
    return buffered(Unpacked(raw, name, budget=budget, packed=lambda: counted.size, ratio=ratio))


class _Counted:
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        return data


class _Zstd:
    """The contents of zstd frames; unlike the library's reader, it tells a cut from an end."""

    def __init__(self, stream: "_Counted") -> None:
        from zstandard import ZstdDecompressor  # lazy: only for packed files

        self._stream = stream
        self._unpacker = ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES)
        self._frame = self._unpacker.decompressobj()
        self._begun = False  # whether the frame has got a byte
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        while not self._ready and (packed := self._stream.read(_ZSTD_STEP_BYTES)):
            self._ready = b"".join(self._feed(packed))
        if not self._ready and self._begun:
            raise EOFError("it is cut short")
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def close(self) -> None:
        self._ready = b""

    def _feed(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            self._begun = True
            yield self._frame.decompress(packed)
            if not self._frame.eof:
                return
            packed, self._begun = self._frame.unused_data, False
            self._frame = self._unpacker.decompressobj()


def read_bounded(stream: BinaryIO, name: str, options: ReadOptions) -> bytes:
    """Return the whole stream.

    Raises:
        TooLargeError: it is over `options.max_bytes`.
        UnreadableError: it is empty, cannot be read, or takes too long to arrive.
    """
    data = _read(stream, name, options)
    if len(data) > options.max_bytes:
        raise TooLargeError(name, "its size", options.max_bytes, "bytes: raise --max-bytes")
    if not data:
        raise UnreadableError(name, "is empty")
    return data


def _read(stream: BinaryIO, name: str, options: ReadOptions) -> bytes:
    """Return the stream up to one byte over the limit, without reserving that much at once."""
    data = bytearray()
    try:
        while len(data) <= options.max_bytes and (piece := stream.read(_PIECE_BYTES)):
            data += piece
    except OSError as error:
        raise UnreadableError(name, why(error)) from error
    return bytes(data)


def clock() -> float:
    """Return seconds on a clock that only goes forward."""
    return time.monotonic()
