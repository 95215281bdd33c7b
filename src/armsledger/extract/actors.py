"""Which third party does a sanction, objection, approval, suspension or cancellation."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from armsledger.extract.proposal import Proposal
from armsledger.extract.scene import ActorRef
from armsledger.extract.syntax import VERBAL, arguments_of, governors_of, relation, subject_of
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
    head = proposal.place.trigger.head
    label = relation(ref.head, head)
    slot = label.split("/")[0]
    if any(ref.head in (agent, *agent.subtree) for agent in _agents_of_participles(head)):
        return _DOER_SLOTS.index("by")
    if slot in _DOER_SLOTS:
        return _DOER_SLOTS.index(slot) + 10 * label.count("/")
    for governor in governors_of(head):
        subject = subject_of(governor) if governor.pos_ in VERBAL else None
        if subject is not None and ref.head in (subject, *subject.subtree):
            return 30
    return None


def _agents_of_participles(noun: Token) -> Iterator[Token]:
    """Yield who did what a participle says of a noun: "sanctions imposed by Washington"."""
    for participle in noun.children:
        if participle.dep_ == "acl" and participle.tag_ == "VBN":
            yield from (slot for label, slot in arguments_of(participle) if label == "by")
