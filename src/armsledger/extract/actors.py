"""Which third party does a sanction, objection, approval, suspension or cancellation."""

from typing import Final

from armsledger.extract.choose import Proposal
from armsledger.extract.scene import ActorRef
from armsledger.extract.syntax import governors_of, relation, subject_of
from armsledger.model import ACTED, Event

# Slots that hold the doer, surest first.
_DOER_SLOTS: Final = ("subj", "by", "poss", "mod", "prep_from", "prep_by")


def actor_of(proposal: Proposal) -> ActorRef | None:
    """Return the third party who does the event; None where a party's own state does it."""
    if Event(proposal.event) not in ACTED:
        return None
    found = [
        (rank, ref.start, ref)
        for ref in proposal.place.sentence.actors
        if (rank := _rank(ref, proposal)) is not None
    ]
    doer = min(found, key=lambda item: item[:2])[2] if found else None
    own = doer is not None and doer.code in (proposal.supplier, proposal.recipient)
    return None if own else doer


def _rank(ref: ActorRef, proposal: Proposal) -> int | None:
    label = relation(ref.head, proposal.place.trigger.head)
    slot = label.split("/")[0]
    if slot in _DOER_SLOTS:
        return _DOER_SLOTS.index(slot) + 10 * label.count("/")
    for governor in governors_of(proposal.place.trigger.head):
        subject = subject_of(governor) if governor.pos_ in ("VERB", "AUX") else None
        if subject is not None and ref.head in (subject, *subject.subtree):
            return 30
    return None
