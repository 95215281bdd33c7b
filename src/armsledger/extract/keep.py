"""Which proposals become claims."""

from collections.abc import Iterable

from armsledger.extract.proposal import Proposal


def keep_likely(proposals: Iterable[Proposal], keep: float, new_event: float) -> list[Proposal]:
    """Return the proposals that are told as claims, in their order.

    Args:
        proposals: those of one report, with their confidence.
        keep: confidence from which any proposal is a claim.
        new_event: confidence that is enough for the surest proposal of an event of which the
            report tells nothing else, once it tells something: an unsure claim shows a reader that
            the report speaks of a trial at all, a second unsure one of it adds little.
    """
    possible = [p for p in proposals if not (p.supplier and p.supplier == p.recipient)]
    told = {p.event for p in possible if p.confidence >= keep}
    surest: dict[str, Proposal] = {}
    for p in possible:
        if told and p.event not in told and p.confidence >= new_event:
            known = surest.get(p.event)
            if known is None or p.confidence > known.confidence:
                surest[p.event] = p
    return [p for p in possible if p.confidence >= keep or surest.get(p.event) is p]
