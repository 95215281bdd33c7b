"""Members of zip archives, read one at a time and never written anywhere."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from armsledger.errors import InputError, TooLargeError, UnreadableError
from armsledger.sources.folders import display_name
from armsledger.sources.options import ReadOptions
from armsledger.sources.streams import Budget, Unpacked, buffered

_END_MARK: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_MAX_COMMENT_BYTES: Final = 65_535
# A member's entry in the directory: 46 bytes and its name; longer ones are padding.
_ENTRY_BYTES: Final = 1_024
_ZIP64_SIZE: Final = 0xFFFFFFFF
_ENCRYPTED: Final = 0x1

Member = tuple[str, io.BufferedReader | InputError]


def read_members(
    stream: BinaryIO, name: str, *, options: ReadOptions, budget: Budget
) -> Iterator[Member]:
    """Yield the members in the order of their names: name and contents, or what is wrong.

    Folders and hidden members are passed over. A stream is closed when the next is asked for.

    Raises:
        UnreadableError: no zip archive, or a damaged one.
        TooLargeError: more members than `options.max_members`; none is read then.
    """
    _check_directory(stream, name, options)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableError(name, "is a damaged zip archive or cut short") from error
    with archive:
        infos = [info for info in archive.infolist() if _is_document(info)]
        if len(infos) > options.max_members:
            raise _too_many(name, options)
        if not infos:
            raise UnreadableError(name, "is an archive without documents")
        for info in sorted(infos, key=lambda info: info.filename):
            yield from _member(archive, info, name, options=options, budget=budget)


def _check_directory(stream: BinaryIO, name: str, options: ReadOptions) -> None:
    """Refuse a directory of entries that would fill the memory before it could be counted."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_BYTES - _MAX_COMMENT_BYTES))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(_END_MARK)
    if end < 0 or len(tail) < end + _END_BYTES:
        raise UnreadableError(name, "is a damaged zip archive or cut short")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    length = size if length == _ZIP64_SIZE else length
    if length > options.max_members * _ENTRY_BYTES:
        raise _too_many(name, options)


def _too_many(name: str, options: ReadOptions) -> TooLargeError:
    unit = "members: raise --max-members or split it"
    return TooLargeError(name, "the archive", options.max_members, unit)


def _is_document(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not (info.filename.endswith("/") or hidden or "__MACOSX" in parts)


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    *,
    options: ReadOptions,
    budget: Budget,
) -> Iterator[Member]:
    place = f"{name}!{display_name(info.filename)}"
    problem = _problem(info)
    if problem is not None:
        yield info.filename, UnreadableError(place, problem)
        return
    try:
        raw = archive.open(info)
    except (
        zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error
    ) as error:  # fmt: skip
        yield info.filename, UnreadableError(place, f"cannot be unpacked: {error}")
        return
    unpacked = Unpacked(
        cast("BinaryIO", raw),
        place,
        budget=budget,
        packed=lambda: info.compress_size,
        ratio=options.max_ratio,
    )
    with buffered(unpacked) as contents:
        yield info.filename, contents


def _problem(info: zipfile.ZipInfo) -> str | None:
    """Return why a member is refused unread; None if it is not."""
    name = info.filename.replace("\\", "/")
    if not name:
        return "has no name: pack it anew"
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:3] == ":/":
        return "has a name that leads out of the archive: rename it"
    if info.flag_bits & _ENCRYPTED:
        return "is protected by a password: pack it without one"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a document"
    return None
