"""Names of files and anchors for ids of any shape."""

import re
from hashlib import sha256
from typing import Final

# The longest stem: below the limits of every file system in use, with room for folders.
MAX_STEM: Final = 80
HASH_DIGITS: Final = 12

_UNSAFE: Final = re.compile(r"[^a-z0-9_]+")
_SAFE: Final = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*")
_HASHED: Final = re.compile(rf".*-[0-9a-f]{{{HASH_DIGITS}}}")
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")  # reserved on Windows


def file_stem(key: str) -> str:
    """Return a file name without ending for an id: the id itself where that is safe.

    The result has only lower-case Latin letters, digits, "_" and "-", so it is one file on
    every file system, whatever its case rules. Any id that had to be changed, and any that looks as
    if it had been, carries a hash of the whole id: two ids never share a name.
    """
    is_plain = (
        _SAFE.fullmatch(key)
        and len(key) <= MAX_STEM
        and not _HASHED.fullmatch(key)
        and not _DEVICES.fullmatch(key)
    )
    if is_plain:
        return key
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]
    readable = _UNSAFE.sub("-", key.lower()).strip("-")[: MAX_STEM - HASH_DIGITS - 1].strip("-")
    return f"{readable}-{digest}" if readable else f"id-{digest}"


def claim_anchor(claim_id: str) -> str:
    """Return the fragment that a claim has on its deal's page and on its report's page."""
    return f"c-{file_stem(claim_id)}"
