"""Report ids for people: as short as they can be told apart."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from armsledger.ledger import Ledger

# Digits that are always shown: enough for a reader to take it for an id and to copy it.
SHORTEST: Final = 8

# Only the hash of a content is cut short; a name that somebody gave is shown whole.
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class ShortIds:
    """The shortest unique beginnings of a ledger's report ids, at least `SHORTEST` long."""

    def __init__(self, ids: Sequence[str]) -> None:
        """Keep the ids.

        Args:
            ids: all report ids of the ledger, sorted.
        """
        self._ids = ids

    def of(self, key: str) -> str:
        """Return what names the report: a unique beginning of a hash, any other id whole."""
        if not _HASH.fullmatch(key):
            return key
        at = bisect_left(self._ids, key)
        near = [*self._ids[max(at - 1, 0) : at], *self._ids[at : at + 2]]
        shared = max((_shared(key, other) for other in near if other != key), default=0)
        return key[: max(SHORTEST, shared + 1)]

    def name(self, name: str) -> str:
        """Return a speaker's or publisher's name, "report 1a2b3c4d" for a hash."""
        return f"report {self.of(name)}" if _HASH.fullmatch(name) else name


def _shared(one: str, other: str) -> int:
    """Return the length of the beginning that two texts share."""
    pairs = zip(one, other, strict=False)
    differing = (place for place, (a, b) in enumerate(pairs) if a != b)
    return next(differing, min(len(one), len(other)))


def short_ids(ledger: "Ledger") -> ShortIds:
    """Return the short ids of a ledger's reports."""
    return ShortIds(ledger.report_ids())
