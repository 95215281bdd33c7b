"""Whose word something rests on."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from armsledger.assess.told import Told
from armsledger.model import Side, Support

_ALONE: Final[Mapping[Side, Support]] = MappingProxyType(
    {
        Side.SUPPLIER: Support.SUPPLIER,
        Side.RECIPIENT: Support.RECIPIENT,
        Side.THIRD: Support.THIRD,
        Side.UNNAMED: Support.UNNAMED,
        Side.REPORT: Support.REPORT,
    }
)


def support_of(told: Sequence[Told]) -> Support | None:
    """Return the support of what some claims tell, None without claims.

    Supplier and recipient together are `both`; any other two origins of different sides are
    `independent`. A report that gives the same thing in its own voice and as somebody's words
    is no second witness: its own voice then counts for nothing.
    """
    sides = _sides(told)
    if not sides:
        return None
    if sides == {Side.SUPPLIER, Side.RECIPIENT}:
        return Support.BOTH
    if len(sides) > 1:
        return Support.INDEPENDENT
    return _ALONE[next(iter(sides))]


def _sides(told: Sequence[Told]) -> set[Side]:
    """Return the sides that speak, an echo of a speaker in the same publication left out."""
    quoted = {t.origin.publisher for t in told if t.side is not Side.REPORT}
    return {t.side for t in told if t.side is not Side.REPORT or t.origin.publisher not in quoted}
