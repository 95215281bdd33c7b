"""One possible claim on its way from a trigger to a claim."""

from dataclasses import dataclass

from armsledger.extract.argument_features import NO_WEAPON, Place


@dataclass(frozen=True, slots=True)
class Proposal:
    """One possible claim, with the scores of the choices that made it."""

    place: Place
    event: str
    event_score: float
    none_score: float
    weapon: str = NO_WEAPON
    weapon_score: float = 0.0
    recipient: str | None = None
    recipient_score: float = 0.0
    supplier: str | None = None
    supplier_score: float = 0.0
    confidence: float = 0.0

    @property
    def key(self) -> tuple[str, str | None, str]:
        """Return what the proposal says, wherever it says it."""
        return self.event, self.recipient, self.weapon
