"""Errors of deciding: kinds of the package's own families."""

from collections.abc import Sequence

from armsledger.errors import InputError, StoreError
from armsledger.model.decision import Decision


class DecisionError(InputError):
    """A decision that cannot be taken as it is."""

    def __init__(self, reason: str) -> None:
        super().__init__("decision", reason)


class OvertakenError(StoreError):
    """Somebody else has decided on the same thing, and this decision does not know of it."""

    def __init__(self, subject: str, others: Sequence[Decision]) -> None:
        self.subject = subject
        self.others = tuple(others)
        told = "; ".join(f"{d.id}: {d.kind} by {d.who}, {d.when[:16]}" for d in others)
        ids = " ".join(f"--basis {d.id}" for d in others)
        super().__init__(
            f"{subject} has been decided already ({told}); to overrule it knowingly, add {ids}"
        )
