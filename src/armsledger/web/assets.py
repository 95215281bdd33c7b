"""Files for the browser, read once and served under an address that changes with their content."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

PREFIX: Final = "/static"
FOREVER: Final = "public, max-age=31536000, immutable"  # a year, the longest that RFC 9111 reads
BRIEFLY: Final = "no-cache"

_DIGITS: Final = 12
# Kinds that packing makes smaller; pictures and fonts are packed already.
_PACKABLE: Final = ("text/", "application/json", "application/javascript", "image/svg")
_KINDS: Final = MappingProxyType({".js": "text/javascript", ".woff2": "font/woff2"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file."""

    kind: str  # media type
    data: bytes
    packed: bytes | None  # gzip; None: it would not be smaller


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by path, and the digest of the whole that stands in their addresses."""

    version: str
    by_path: Mapping[str, Asset]

    def address(self, path: str) -> str:
        """Return the address of a file.

        Raises:
            KeyError: there is no such file.
        """
        if path not in self.by_path:
            raise KeyError(f"no file {path} in static/")
        return f"{PREFIX}/{self.version}/{path}"

    def has(self, path: str) -> bool:
        """Return whether there is such a file: what npm builds may be missing."""
        return path in self.by_path


def load_assets() -> Assets:
    """Return the package's own files, packed."""
    found = dict(sorted(_walk(files("armsledger.web").joinpath("static"), "")))
    digest = hashlib.sha256()
    for path, asset in found.items():
        digest.update(path.encode() + b"\x00" + hashlib.sha256(asset.data).digest())
    return Assets(digest.hexdigest()[:_DIGITS], MappingProxyType(found))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Asset]]:
    for entry in folder.iterdir():
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, f"{path}/")
        elif not entry.name.startswith("."):
            yield path, _asset(path, entry.read_bytes())


def _asset(path: str, data: bytes) -> Asset:
    suffix = path[path.rfind(".") :]
    kind = _KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    packed = gzip.compress(data, 9, mtime=0) if kind.startswith(_PACKABLE) else None
    if kind.startswith("text/"):
        kind = f"{kind}; charset=utf-8"
    return Asset(kind, data, packed if packed is not None and len(packed) < len(data) else None)
