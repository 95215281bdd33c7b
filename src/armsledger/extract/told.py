"""How the report tells each claim: the rules' reading, settled by learned weights.

A bare noun ("the deal", "local production") says nothing of its own; what the verbs of the same
report say of the same deal does. So the claims of a report are settled together.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from spacy.tokens import Token

from armsledger.errors import ConfigurationError
from armsledger.extract.encoder.opinion import LEAST, Blend, Opinion, Sight, sights_of
from armsledger.extract.factuality import factuality_of
from armsledger.extract.learned import Linear
from armsledger.extract.proposal import Proposal
from armsledger.extract.squashing import Floats
from armsledger.extract.syntax import VERBAL
from armsledger.extract.told_features import (
    neighbour_features,
    report_features,
    told_features,
)
from armsledger.extract.triggers import Trigger
from armsledger.model import Event, Factuality

TOLD_FILE: Final = "told.json"

# Under this name what the rules read is kept in the parsed document's own storage: settling,
# attaching dates and filling the claim all ask.
_READ: Final = "armsledger.told"


@dataclass(frozen=True, slots=True)
class Told:
    """A trigger with its event and how the sentence alone tells it, by the rules."""

    trigger: Trigger
    event: Event
    factuality: Factuality


def told_of(proposal: Proposal) -> Told:
    """Return a proposal's trigger with its event and how the sentence tells it."""
    sentence, trigger = proposal.place.sentence.sentence, proposal.place.trigger
    known: dict[tuple[int, int, str], Told] = trigger.head.doc.user_data.setdefault(_READ, {})
    key = (sentence.start, trigger.start, proposal.event)
    told = known.get(key)
    if told is None:
        event = Event(proposal.event)
        title = sentence.part == "title"
        value = factuality_of(sentence, trigger.start, trigger.end, title=title, event=event)
        told = known[key] = Told(trigger, event, value)
    return told


@dataclass(frozen=True, slots=True)
class TellingModel:
    """What settles how claims are told."""

    features: Linear
    second: Blend | None  # weighs the encoder's word beside the features'; None: not learned


@cache
def load_told_model() -> TellingModel:
    """Return the weights that come with the package.

    Raises:
        ConfigurationError: the file lacks a part.
    """
    text = files("armsledger.extract").joinpath("data", TOLD_FILE).read_text("utf-8")
    data: Mapping[str, Any] = json.loads(text)
    try:
        return told_model(data)
    except KeyError as error:
        raise ConfigurationError(
            f"{TOLD_FILE} has no {error}; write it anew with eval/train_told.py"
        ) from error


def told_model(data: Mapping[str, Any]) -> TellingModel:
    """Return the model that `eval/train_told.py` wrote as JSON.

    Raises:
        KeyError: a part is missing.
    """
    features = Linear(
        classes=tuple(data["classes"]),
        index={name: row for row, name in enumerate(data["weights"])},
        weights=np.array(list(data["weights"].values()), dtype=np.float64),
        bias=np.array(data["bias"], dtype=np.float64),
    )
    second = data.get("second")
    if second is None:
        return TellingModel(features, None)
    return TellingModel(features, Blend(np.array(second["weights"]), np.array(second["bias"])))


def settle(proposals: Sequence[Proposal], opinion: Opinion | None = None) -> list[Factuality]:
    """Return how the report tells each of its proposals, in their order.

    Args:
        proposals: those of one report that become claims.
        opinion: whose word counts beside the features'; None: nobody's.
    """
    if not proposals:
        return []
    model = load_told_model()
    scores = model.features.probabilities([sorted(row) for row in told_rows(proposals)])
    if opinion is not None and model.second is not None:
        sights = sights_of((p.place for p in proposals), opinion.encoder)
        scores = model.second.scores(telling_rows(scores, sights, opinion))
    learned = (Factuality(model.features.classes[best]) for best in scores.argmax(axis=1))
    rules = (told_of(p).factuality for p in proposals)
    # A denial that the grammar shows stands: weights learn too little of so rare a value.
    settled = [
        rule if rule is Factuality.DENIED else value
        for rule, value in zip(rules, learned, strict=True)
    ]
    return [_tempered(proposal, value) for proposal, value in zip(proposals, settled, strict=True)]


def telling_rows(probabilities: Floats, sights: Sequence[Sight], opinion: Opinion) -> Floats:
    """Return (claims, features) for the blend: both opinions, and the trigger's vector.

    Args:
        probabilities: (claims, ways of telling) by the features.
        sights: of the triggers.
        opinion: on what scale the vectors are.
    """
    first = np.log(np.clip(probabilities, LEAST, 1.0))
    second = np.log(np.clip([s.view.told[s.number] for s in sights], LEAST, 1.0))
    return np.hstack([first / 2, second / 2, opinion.scaled(sights)])


# Events that a word of planning as the event word itself leaves ahead: "expected in 2020".
_AHEAD: Final = frozenset(
    {Event.ORDER, Event.PRODUCTION, Event.DELIVERY, Event.TRIAL, Event.DEPLOYMENT}
)
_PLANNING: Final = frozenset({"plan"})


def _tempered(proposal: Proposal, value: Factuality) -> Factuality:
    """Return a value corrected by the words themselves: only ahead, only spoken of, or granted."""
    trigger = proposal.place.trigger
    if value is not Factuality.FACT:
        taken_for_granted = value is not Factuality.DENIED and _granted(trigger.head)
        return Factuality.FACT if taken_for_granted else value
    if proposal.event in _AHEAD and trigger.kind == "verb" and trigger.groups & _PLANNING:
        return Factuality.PLANNED
    if proposal.event in _AHEAD and _is_due(trigger.head):
        return Factuality.PLANNED
    return Factuality.POSSIBLE if _negotiated(proposal) else value


# Under these helping verbs an event is still to come, whatever its other words: "should be in
# service by April".
_DUE: Final = frozenset({"should", "shall"})


def _is_due(head: Token) -> bool:
    """Tell whether the verb of an event, or the one that carries it, has such a helping verb."""
    carriers = [head, head.head] if head.dep_ in ("prep", "acomp", "attr", "pobj") else [head]
    if head.dep_ == "pobj":
        carriers.append(head.head.head)
    helpers = [{c.lower_ for c in word.children if c.dep_ == "aux"} for word in carriers]
    return any(words & _DUE and "have" not in words for words in helpers)


# What stands behind these words is taken for granted: "despite the sanctions".
_GRANTING: Final = frozenset({"despite", "notwithstanding"})


def _granted(head: Token) -> bool:
    return head.dep_ == "pobj" and head.head.lower_ in _GRANTING


# Groups of words under which an order, or what is to pay for it, is only spoken of:
# "negotiating the purchase", "ready to buy on credit".
_ONLY_SPOKEN_OF: Final = frozenset({"talk", "want", "ready"})
_SPOKEN_OF: Final = frozenset({Event.ORDER, Event.FINANCING})


def _negotiated(proposal: Proposal) -> bool:
    """Return whether an order or its payment stands under a word of talks, wishes or readiness."""
    trigger = proposal.place.trigger
    if Event(proposal.event) not in _SPOKEN_OF:
        return False
    others = [t for t in proposal.place.sentence.triggers if t is not trigger]
    spoken = [t for t in others if t.groups <= _ONLY_SPOKEN_OF]
    above = {word.i for other in spoken for word in other.words}
    if any(ancestor.i in above for ancestor in trigger.head.ancestors):
        return True
    return any(_is_topic(trigger.head, t.words[-1]) for t in spoken if t.kind == "noun")


# What talks are on, where the parser hangs it on another word: "talks with Oz on the purchase".
_TOPICAL: Final = frozenset({"on", "over", "about", "regarding", "concerning"})


def _is_topic(head: Token, talks: Token) -> bool:
    """Tell whether a word is what talks are about by its preposition, with no verb between."""
    preposition = head.head
    if head.dep_ != "pobj" or preposition.lower_ not in _TOPICAL or talks.i > preposition.i:
        return False
    return all(word.pos_ not in VERBAL for word in head.doc[talks.i + 1 : preposition.i])


def told_rows(proposals: Sequence[Proposal]) -> list[frozenset[str]]:
    """Return the features of each proposal, those of the whole report included."""
    told = [told_of(p) for p in proposals]
    verbal = [
        (proposal, item)
        for proposal, item in zip(proposals, told, strict=True)
        if item.trigger.head.pos_ in VERBAL
    ]
    values = _Values(verbal)
    return [_row(p, item, values) for p, item in zip(proposals, told, strict=True)]


class _Values:
    """How the verbs of a report tell its deals: counts, so that one trigger's can be taken off."""

    def __init__(self, verbal: Iterable[tuple[Proposal, Told]]) -> None:
        self._counts: defaultdict[tuple[object, ...], Counter[Factuality]] = defaultdict(Counter)
        for proposal, told in verbal:
            for key in (*_keys(proposal), *_keys(proposal, told.event)):
                self._counts[key][told.factuality] += 1

    def others(self, proposal: Proposal, event: Event | None = None) -> Counter[Factuality]:
        """Return the values of a proposal's deal, its own trigger's left out.

        Args:
            proposal: the proposal.
            event: count this event only; None: any.
        """
        deal, own = _keys(proposal, event)
        return self._counts[deal] - self._counts[own]


def _keys(
    proposal: Proposal, event: Event | None = None
) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Return the key of a deal, and of what one trigger says of it."""
    deal = (proposal.weapon, proposal.recipient, event)
    return deal, (*deal, proposal.place.position, proposal.place.trigger.start)


def _row(proposal: Proposal, told: Told, values: _Values) -> frozenset[str]:
    same, others = values.others(proposal, told.event), values.others(proposal)
    scene = proposal.place.sentence
    own = told_features(scene.sentence, told.trigger, told.event, told.factuality)
    return own.union(
        neighbour_features(told.trigger, scene.triggers),
        report_features(told.trigger, same, others),
    )
