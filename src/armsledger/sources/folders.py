"""The files that a path stands for: itself, or all files below a folder, in a fixed order."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from armsledger.errors import InputError, UnreadableError
from armsledger.sources.streams import why

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Found:
    """One file below a path, or what is wrong with it."""

    path: Path
    name: str  # as the user gave it, with what is below
    inner: str  # without the folders that the user gave
    error: InputError | None = None


def display_name(name: str) -> str:
    """Return a file's name as one line of valid UTF-8, whatever bytes it has."""
    text = os.fsencode(name).decode("utf-8", "replace") if _has_escapes(name) else name
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def _has_escapes(name: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in name)


def find_files(path: str) -> Iterator[Found]:
    """Yield the file at a path, or all files below a folder, sorted, hidden ones left out.

    Links to files are followed, links to folders are not (they may lead in a circle).
    """
    root = Path(path)
    name = display_name(path)
    try:
        is_folder = root.is_dir()
    except (OSError, ValueError) as error:
        yield Found(root, name, name, UnreadableError(name, why(error)))
        return
    if not is_folder:
        yield Found(root, name, display_name(root.name) or name)
        return
    empty = True
    for found in _below(root, name):
        empty = False
        yield found
    if empty:
        yield Found(root, name, name, UnreadableError(name, "is a folder without files to read"))


def _below(root: Path, name: str) -> Iterator[Found]:
    """Yield the files below a folder: of each folder its files and folders by name."""
    waiting = [(root, "")]
    while waiting:
        path, inner = waiting.pop()
        shown = f"{name.rstrip('/')}/{inner}" if inner else name
        try:
            if path != root and not path.is_dir():
                yield Found(path, shown, inner)
                continue
            if path != root and path.is_symlink():
                error = UnreadableError(shown, "is a link to a folder: name that folder itself")
                yield Found(path, shown, inner, error)
                continue
            entries = sorted((entry.name for entry in path.iterdir()), reverse=True)
        except OSError as failure:
            yield Found(path, shown, inner, UnreadableError(shown, why(failure)))
            continue
        prefix = f"{inner}/" if inner else ""
        waiting += [
            (path / entry, prefix + display_name(entry))
            for entry in entries
            if not entry.startswith(".")
        ]
