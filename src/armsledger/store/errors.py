"""Errors of asking the store: kinds of the package's own families."""

from armsledger.errors import InputError


class CursorError(InputError):
    """A cursor that does not belong to the question that it was given with."""

    def __init__(self, cursor: str, reason: str) -> None:
        super().__init__(f"cursor {cursor[:40]!r}", f"{reason}; ask again without a cursor")
