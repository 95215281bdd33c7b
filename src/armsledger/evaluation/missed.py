"""Why a gold claim was not found: the last stage that it reached on the way to a claim."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from armsledger.evaluation.mistakes import Cause, Evidence
from armsledger.evaluation.places import Stretch
from armsledger.evaluation.rows import ScoredClaim
from armsledger.evaluation.trace import Considered, Trace
from armsledger.evaluation.values import weapon_name

# How far a claim came: the later, the nearer it was to being read.
_WAY: Final = (
    Cause.UNPLACED,
    Cause.NOT_GATED,
    Cause.NO_TRIGGER,
    Cause.NO_EVENT,
    Cause.EVENT,
    Cause.NO_WEAPON,
    Cause.NO_RECIPIENT,
    Cause.BOTH,
    Cause.WEAPON,
    Cause.RECIPIENT,
    Cause.UNSURE,
)

Placed = Callable[[ScoredClaim], Stretch | None]
Told = tuple[Cause, str | None]


def missed_cause(
    claims: Sequence[ScoredClaim], seen: Trace, evidence: Evidence, place_of: Placed
) -> tuple[ScoredClaim, Cause, str | None]:
    """Return the claim of one key that came nearest, why it was missed, and what stands instead.

    Args:
        claims: the gold claims that say the same, each of another sentence.
        seen: what the reader saw of their report.
        evidence: aliases of weapons.
        place_of: tells where a gold claim stands.
    """
    told = [(claim, *_cause(claim, place_of(claim), _Look(seen, evidence))) for claim in claims]
    return max(told, key=lambda item: _rank(item[1]))


def _rank(cause: Cause) -> int:
    return _WAY.index(cause) if cause in _WAY else len(_WAY)


class _Look:
    """A trace, asked about one claim."""

    def __init__(self, seen: Trace, evidence: Evidence) -> None:
        self.seen = seen
        self._aliases = evidence.aliases

    def same_weapon(self, one: Considered, claim: ScoredClaim) -> bool:
        """Return whether a proposal's weapon counts as the claim's."""
        if not claim.system and one.category == claim.category:
            return True
        return weapon_name(one.system, one.category, self._aliases) == self._key(claim)

    def has_weapon(self, claim: ScoredClaim) -> bool:
        """Return whether the claim's weapon was seen anywhere in the report."""
        if not claim.system:
            return not claim.category or claim.category in self.seen.categories
        names = (weapon_name(name, None, self._aliases) for name in self.seen.systems)
        return self._key(claim) in names

    def has_recipient(self, claim: ScoredClaim) -> bool:
        """Return whether the claim's recipient was seen anywhere in the report."""
        return not claim.recipient or claim.recipient in self.seen.parties

    def _key(self, claim: ScoredClaim) -> str:
        return weapon_name(claim.system, claim.category, self._aliases)


def _cause(claim: ScoredClaim, place: Stretch | None, look: _Look) -> Told:
    seen = look.seen
    if seen.is_form:
        return Cause.FORM, None
    said = [c for c in seen.considered if c.event == claim.event]
    right = [c for c in said if _same_party(c, claim) and look.same_weapon(c, claim)]
    if right:
        return Cause.UNSURE, f"{max(c.confidence for c in right):.2f}"
    if place is None:
        return Cause.UNPLACED, None
    if not any(place.overlaps(s.place) for s in seen.sentences):
        return Cause.NOT_GATED, None
    if not any(place.overlaps(t) for t in seen.triggers):
        return Cause.NO_TRIGGER, None
    here = [c for c in seen.considered if place.overlaps(c.trigger)]
    if not here:
        return Cause.NO_EVENT, None
    same_event = [c for c in here if c.event == claim.event]
    return _argument_cause(claim, same_event, look) if same_event else _event_cause(here)


def _event_cause(here: Iterable[Considered]) -> Told:
    return Cause.EVENT, max(here, key=lambda c: c.confidence).event


def _argument_cause(claim: ScoredClaim, here: Sequence[Considered], look: _Look) -> Told:
    """Return what is wrong with the surest reading of the right event at the right words."""
    best = max(here, key=lambda c: c.confidence)
    weapon = best.system or f"[{best.category or ''}]"
    recipient = best.recipient or "-"
    if not look.has_weapon(claim):
        return Cause.NO_WEAPON, weapon
    if not look.has_recipient(claim):
        return Cause.NO_RECIPIENT, recipient
    if any(look.same_weapon(c, claim) for c in here):
        return Cause.RECIPIENT, recipient
    if any(_same_party(c, claim) for c in here):
        return Cause.WEAPON, weapon
    return Cause.BOTH, f"{recipient}, {weapon}"


def _same_party(one: Considered, claim: ScoredClaim) -> bool:
    return (one.recipient or None) == (claim.recipient or None)
