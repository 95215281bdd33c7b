"""The views of the register that a reader has given a name: what the browser keeps of them."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Final

# A browser keeps 4,096 bytes a cookie, name and attributes among them.
MAX_BYTES: Final = 3600
MAX_NAME: Final = 60  # characters

Kept = tuple[tuple[str, str], ...]  # name and query


def read_views(cookie: str | None) -> Kept:
    """Return the views in a cookie; () for none, and for what is not ours."""
    if not cookie:
        return ()
    try:
        found = json.loads(urlsafe_b64decode(cookie.encode("ascii", "strict")))
    except (ValueError, binascii.Error):  # bad letters, bad padding, bad JSON
        return ()
    if not isinstance(found, list):
        return ()
    return tuple((one[0], one[1]) for one in found if _is_view(one))


def _is_view(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)


def write_views(views: Sequence[tuple[str, str]]) -> str | None:
    """Return the cookie's value; None: there is no room for so many."""
    text = json.dumps([list(view) for view in views], ensure_ascii=False, separators=(",", ":"))
    packed = urlsafe_b64encode(text.encode()).decode("ascii")
    return packed if len(packed) <= MAX_BYTES else None


def with_view(views: Kept, name: str, query: str) -> Kept:
    """Return the views with one more; one of the same name is replaced."""
    return (*without_view(views, name), (name, query))


def without_view(views: Kept, name: str) -> Kept:
    """Return the views without the one of this name."""
    return tuple(view for view in views if view[0] != name)
