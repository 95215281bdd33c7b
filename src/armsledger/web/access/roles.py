"""Roles, and how a route says which one it asks for."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person may do; each role may do all that the one before it may."""

    READER = "reader"  # look
    ANALYST = "analyst"  # add reports and decide
    ADMIN = "admin"  # manage accounts

    @property
    def rank(self) -> int:
        """How much it may: greater is more."""
        return _ORDER.index(self)

    def covers(self, asked: "Role") -> bool:
        """Return whether this role may do what another one may."""
        return self.rank >= asked.rank


_ORDER: Final[Sequence[Role]] = tuple(Role)
