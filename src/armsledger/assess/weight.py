"""Which lines of the register rest on so little that they are no equals of the others."""

from collections.abc import Iterable
from typing import Final

from armsledger.model import Claim, Deal, State, is_weak

# A line that rests on one claim is right about half of the time below this confidence, and nine
# times in ten above it; measured on reports that nothing was learned from, see
# docs/methods/assessing.md.
ALONE_CONFIDENCE: Final = 0.85


def may_be_thin(deal: Deal) -> bool:
    """Return whether a deal's claims have to be looked at to tell whether it is thin."""
    return _tells_nothing(deal) or len({*deal.reports} - {*deal.copies}) <= 1


def is_thin(deal: Deal, claims: Iterable[Claim]) -> bool:
    """Return whether a deal rests on weak claims only, or on one claim that is not sure.

    A copy adds no weight. A thin line stays in the register; it is only no equal of the others.

    Args:
        deal: the line.
        claims: its claims, in any order.
    """
    if _tells_nothing(deal):
        return True
    found = list(claims)
    own = [claim for claim in found if claim.report not in deal.copies] or found
    if len(own) == 1:
        return own[0].confidence < ALONE_CONFIDENCE
    return all(is_weak(claim) for claim in own)


def _tells_nothing(deal: Deal) -> bool:
    """Return whether a deal's claims are too weak to fill any of the cells that tell its course."""
    course = (deal.stage, deal.next, deal.sanctioned, deal.opposed)
    return deal.state is State.OPEN and not any(course)
