"""From triggers to proposals: which event, which weapon, who supplies, who receives.

The choice is made in stages, each batched over the whole report: events per trigger, weapons per
event, parties per weapon, and last a selector that gives every proposal its confidence. A
party's score is averaged over all triggers of the report with the same weapon, since a report
that says once who buys means it throughout.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from armsledger.extract.argument_features import (
    NO_WEAPON,
    Place,
    ReportFacts,
    Vector,
    WeaponRows,
    gather_facts,
    merged,
)
from armsledger.extract.encoder.opinion import sights_of
from armsledger.extract.event_features import (
    event_features,
    is_content_of_deal,
    surroundings_of,
)
from armsledger.extract.learned import Model, Trees, to_matrix
from armsledger.extract.limits import LeftOut, Limits, in_blocks, surest
from armsledger.extract.party_features import EXPLICIT, FROM, HERE, SELLS, PartyRows
from armsledger.extract.proposal import Proposal
from armsledger.extract.scene import Scene
from armsledger.extract.selector_features import selector_rows
from armsledger.extract.squashing import Floats
from armsledger.vocabulary.frames import Frames

Flags = NDArray[np.bool_]

NONE: Final = "none"

# The share of a party's score that comes from the report's other triggers for the same weapon
# (sweep 0 to 0.6 over folds of reports: flat between 0.2 and 0.5).
REPORT_SHARE: Final = 0.35

# Where the sentence itself is this sure of a party, the report's say is small.
SURE_PARTY: Final = 0.7
SURE_SHARE: Final = 0.1


def propose(
    scene: Scene,
    model: Model,
    frames: Frames,
    limits: Limits | None = None,
    left_out: LeftOut | None = None,
) -> list[Proposal]:
    """Return every proposal of a report with its confidence, in reading order.

    Args:
        scene: the report, or a portion of it.
        model: the learned parts.
        frames: which slots of an event word its parties fill.
        limits: how many readings of one sentence are looked at; None: the usual ones.
        left_out: takes the number of those that are not.
    """
    limits, left_out = limits or Limits(), left_out or LeftOut()
    facts = gather_facts(scene, frames)
    proposals = _surest(propose_events(scene, model), limits, left_out)
    proposals = choose_weapons(proposals, scene, facts, model)
    proposals = choose_parties(_surest(proposals, limits, left_out), scene, facts, model, frames)
    proposals = _surest(proposals, limits, left_out)
    return one_reading(rate(proposals, model.selector))


def _surest(proposals: Sequence[Proposal], limits: Limits, left_out: LeftOut) -> Sequence[Proposal]:
    """Return the proposals without the least likely ones of a sentence that has too many."""
    most = limits.sentence_readings
    kept = surest(proposals, lambda p: p.place.position, _joint, most)
    left_out.readings += len(proposals) - len(kept)
    return kept


def _joint(p: Proposal) -> float:
    """Return how likely the choices made so far are together."""
    weapon, recipient, supplier = p.weapon_score, p.recipient_score, p.supplier_score
    return p.event_score * (weapon or 1.0) * (recipient or 1.0) * (supplier or 1.0)


# How likely the likeliest event of a sentence must be for a closer look: below stand 15 % of the
# text and 2 % of the events.
SENTENCE_FLOOR: Final = 0.15

# Confidence from which a trigger may tell a second event beside its surest one.
SECOND_EVENT: Final = 0.4


def one_reading(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals without the weaker readings of a trigger that tells one event."""
    surest: dict[tuple[int, int], tuple[float, str]] = {}
    for p in proposals:
        at = (p.place.position, p.place.trigger.start)
        surest[at] = max(surest.get(at, (0.0, "")), (p.confidence, p.event))
    return [
        p
        for p in proposals
        if p.confidence >= SECOND_EVENT
        or surest[p.place.position, p.place.trigger.start][1] == p.event
    ]


def propose_events(scene: Scene, model: Model) -> list[Proposal]:
    """Return a proposal for each event of each trigger that is likely enough to look at."""
    found = list(event_rows(scene))
    if not found:
        return []
    places = [place for place, _ in found]
    probabilities = model.events.probabilities([features for _, features in found])
    none = model.events.classes.index(NONE)
    kept = likely_sentences(places, probabilities[:, none])
    places, probabilities = [places[i] for i in kept], probabilities[kept]
    if model.opinion is not None:
        sights = sights_of(places, model.opinion.encoder)
        probabilities = model.opinion.of_events(probabilities, sights)
    floor = model.settings["event_floor"]
    return [
        Proposal(place, event, float(p), float(line[none]))
        for place, line in zip(places, probabilities, strict=True)
        for event, p in zip(model.events.classes, line, strict=True)
        if event != NONE and p >= floor
    ]


def likely_sentences(places: Sequence[Place], none: Floats) -> list[int]:
    """Return which triggers stand in a sentence that may tell an event.

    Args:
        places: of the triggers.
        none: (triggers,) how likely each tells no event.
    """
    best: defaultdict[int, float] = defaultdict(float)
    for place, unlikely in zip(places, none.tolist(), strict=True):
        best[place.position] = max(best[place.position], 1 - unlikely)
    return [i for i, place in enumerate(places) if best[place.position] >= SENTENCE_FLOOR]


def event_rows(scene: Scene) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Yield every trigger of a report with its place and its event features, in reading order.

    What only says what a contract is for is left out: the contract is the event.
    """
    for position, sentence in enumerate(scene.sentences):
        around = surroundings_of(sentence)
        for trigger in sentence.triggers:
            if is_content_of_deal(trigger, around):
                continue
            features = event_features(trigger, around, scene, position)
            yield Place(trigger, scene, position), features


def weapon_candidates(scene: Scene) -> list[str]:
    """Return the keys of the report's weapons, and the one for no weapon named."""
    return list(dict.fromkeys([*scene.weapon_counts, NO_WEAPON]))


def weapon_rows(
    place: Place, event: str, candidates: Iterable[str], facts: ReportFacts
) -> list[Vector]:
    """Return one row of features per candidate weapon."""
    rows = WeaponRows(place.scene, facts).of(place, candidates)
    return _of_event(map(merged, rows), event)


def _of_event(rows: Iterable[Vector], event: str) -> list[Vector]:
    """Return rows of features that hold for any event as those of one event."""
    return [row | {_event_name(event): 1.0} for row in rows]


def _event_name(event: str) -> str:
    """Return the name of the feature that holds for an event."""
    return f"e:{event}"


def _event_names(proposals: Iterable[Proposal]) -> list[str]:
    return [_event_name(p.event) for p in proposals]


def choose_weapons(
    proposals: Sequence[Proposal], scene: Scene, facts: ReportFacts, model: Model
) -> list[Proposal]:
    """Return the proposals with their weapons; one that names several is repeated for each."""
    candidates = weapon_candidates(scene)
    floor = model.settings["weapon_more"]
    return [
        replace(proposal, weapon=key, weapon_score=score)
        for block in in_blocks(proposals, len(candidates))
        for proposal, line in zip(
            block, _weapon_scores(block, candidates, facts, model).tolist(), strict=True
        )
        for key, score in _companions(
            _best(zip(candidates, line, strict=True), floor), proposal.place
        )
    ]


def _weapon_scores(
    proposals: Sequence[Proposal], candidates: Sequence[str], facts: ReportFacts, model: Model
) -> Floats:
    """Return (proposals, candidates) scores; the events of one trigger share their features."""
    places = {id(p.place): p.place for p in proposals}
    source = WeaponRows(proposals[0].place.scene, facts)
    rows = [row for place in places.values() for row in source.of(place, candidates)]
    which = _numbers(id(p.place) for p in proposals)
    shared = to_matrix(rows, model.weapon.names)
    scores = model.weapon.rate_groups(shared, which, _event_names(proposals))
    return _second(scores, "weapon", candidates, proposals, model)


def _second(
    scores: Floats,
    role: str,
    candidates: Sequence[str],
    proposals: Sequence[Proposal],
    model: Model,
) -> Floats:
    """Return (proposals, candidates) scores of a role after the encoder's opinion."""
    if model.opinion is None:
        return scores
    sights = sights_of((p.place for p in proposals), model.opinion.encoder)
    return model.opinion.of_role(role, scores, candidates, sights)


def _numbers(keys: Iterable[object]) -> list[int]:
    """Return the number of each key, in the order of their first places."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _companions(best: Sequence[tuple[str, float]], place: Place) -> list[tuple[str, float]]:
    """Return the best weapon and those that stand beside it in the sentence.

    A kind or no weapon at all is another reading of the same words, not a second weapon, unless
    the sentence names both.
    """
    first, *others = best
    here = {weapon.key for weapon in place.sentence.weapons}
    others = [(key, score) for key, score in others if key in here and key != NO_WEAPON]
    if first[0] not in here and first[0] in place.scene.systems:
        others = [(key, score) for key, score in others if key in place.scene.systems]
    return [first, *others]


def _best(scored: Iterable[tuple[str, float]], floor: float) -> list[tuple[str, float]]:
    """Return the candidate of the highest score, and any other that reaches the floor."""
    first, *others = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
    return [first, *(pair for pair in others if pair[1] >= floor)]


def party_candidates(scene: Scene) -> list[str]:
    """Return the codes that may be a party, sorted, and "" for an unnamed one."""
    codes = set(scene.actor_counts)
    for system in scene.systems.values():
        codes.update(system.origin)
    return [*sorted(codes), ""]


def party_rows(
    place: Place,
    event: str,
    weapon: str,
    candidates: Sequence[str],
    context: tuple[ReportFacts, Frames],
) -> list[Vector]:
    """Return one row of features per candidate party, the unnamed one's among them."""
    rows = PartyRows(candidates, place.scene, *context).of(place, weapon)
    return _of_event(map(merged, rows), event)


def choose_parties(
    proposals: Sequence[Proposal],
    scene: Scene,
    facts: ReportFacts,
    model: Model,
    frames: Frames,
) -> list[Proposal]:
    """Return the proposals with recipient and supplier, repeated where there are several."""
    if not proposals:
        return []
    candidates = party_candidates(scene)
    seen = _see_parties(proposals, candidates, model, (facts, frames))
    recipients = _explicit_first(_averaged(seen.recipients, proposals), seen).tolist()
    suppliers = _giver_first(_averaged(seen.suppliers, proposals), seen, proposals).tolist()
    floor = model.settings["party_more"]
    chosen: list[Proposal] = []
    lines = zip(proposals, recipients, suppliers, seen.here.tolist(), strict=True)
    for p, to_whom, from_whom, here in lines:
        sellers = list(zip(candidates, from_whom, strict=True))
        named = dict(zip(candidates, here, strict=True))
        found = _best(zip(candidates, to_whom, strict=True), floor)
        for recipient, r_score in _beside(found, named):
            others = (pair for pair in sellers if not pair[0] or pair[0] != recipient)
            for supplier, s_score in _best(others, floor):
                chosen.append(
                    replace(
                        p,
                        recipient=recipient or None,
                        recipient_score=r_score,
                        supplier=supplier or None,
                        supplier_score=s_score,
                    )
                )
    return chosen


def _beside(
    best: Sequence[tuple[str, float]], named: Mapping[str, bool]
) -> list[tuple[str, float]]:
    """Return the best recipient and, if the sentence names it, only others that it names too."""
    first, *others = best
    if not named[first[0]]:
        return [first, *others]
    return [first, *(pair for pair in others if named[pair[0]])]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen of the candidate parties of each proposal: (proposals, candidates) each."""

    recipients: Floats  # scores
    suppliers: Floats
    explicit: Flags  # the sentence itself makes it a buyer
    here: Flags  # the sentence names it
    giver: Flags  # the event's own words take the weapon "from" it


def _see_parties(
    proposals: Sequence[Proposal],
    candidates: Sequence[str],
    model: Model,
    context: tuple[ReportFacts, Frames],
) -> _Seen:
    blocks = in_blocks(proposals, len(candidates))
    parts = [_see_block(block, candidates, model, context) for block in blocks]
    return _Seen(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _see_block(
    proposals: Sequence[Proposal],
    candidates: Sequence[str],
    model: Model,
    context: tuple[ReportFacts, Frames],
) -> tuple[Floats, Floats, Flags, Flags, Flags]:
    """Return what is seen of several proposals; the events of one trigger share their features."""
    deals = {(id(p.place), p.weapon): p.place for p in proposals}
    features = PartyRows(candidates, proposals[0].place.scene, *context)
    rows = [row for (_, weapon), place in deals.items() for row in features.of(place, weapon)]
    which = _numbers((id(p.place), p.weapon) for p in proposals)
    events = _event_names(proposals)
    shared = to_matrix(rows, model.recipient.names)
    recipients = model.recipient.rate_groups(shared, which, events)
    if model.supplier.names != model.recipient.names:
        shared = to_matrix(rows, model.supplier.names)
    suppliers = model.supplier.rate_groups(shared, which, events)
    recipients = _second(recipients, "recipient", candidates, proposals, model)
    suppliers = _second(suppliers, "supplier", candidates, proposals, model)
    explicit, here, source, sells = (
        np.array([any(part.get(name) for part in row) for row in rows])
        .reshape(len(deals), len(candidates))
        .take(which, axis=0)
        for name in (EXPLICIT, HERE, FROM, SELLS)
    )
    return recipients, suppliers, explicit, here, source & sells


def _averaged(scores: Floats, proposals: Sequence[Proposal]) -> Floats:
    """Return (proposals, candidates) scores, averaged with those of the same weapon."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, proposal in enumerate(proposals):
        groups[proposal.weapon].append(i)
    averaged = scores.copy()
    for members in groups.values():
        weights = [1 - proposals[i].none_score for i in members]
        total = sum(weights) or 1.0
        mean = sum(w * scores[i] for w, i in zip(weights, members, strict=True)) / total
        sure = scores[members].max(axis=1, keepdims=True) >= SURE_PARTY
        share = np.where(sure, SURE_SHARE, REPORT_SHARE)
        averaged[members] = (1 - share) * scores[members] + share * mean
    return averaged


def _explicit_first(scores: Floats, seen: _Seen) -> Floats:
    """Return the scores with the sentence's own buyers before one that it does not name.

    "Both Egypt and Algeria signed contracts for the S-400", in a report about Turkey's: what the
    whole report makes likely must not overrule what the sentence says outright.
    """
    lifted = scores.copy()
    for i in np.flatnonzero(seen.explicit.any(axis=1)):
        top = int(scores[i].argmax())
        explicit = np.flatnonzero(seen.explicit[i])
        if not seen.here[i, top]:
            lifted[i, explicit] = np.maximum(scores[i, explicit], scores[i, top] + LIFT)
            lifted[i, top] = min(scores[i, top], LIFT)
    return lifted


def _giver_first(scores: Floats, seen: _Seen, proposals: Sequence[Proposal]) -> Floats:
    """Return the scores with the one that the event's own verb takes the weapon from on top.

    "Did not buy them from Russia but received them from Cyprus": the home state of the weapon is
    the likelier supplier only where the words leave it open.
    """
    lifted = scores.copy()
    for i in np.flatnonzero(seen.giver.any(axis=1)):
        if proposals[int(i)].place.trigger.head.pos_ != "VERB":
            continue
        giver = np.flatnonzero(seen.giver[i])
        top = scores[i].max()
        lifted[i, giver] = np.maximum(scores[i, giver], top + LIFT)
        lifted[i] = np.where(seen.giver[i], lifted[i], np.minimum(lifted[i], LIFT))
    return lifted


# How far above the unnamed favourite an outspoken party is put: just above.
LIFT: Final = 0.01


def rate(proposals: Sequence[Proposal], selector: Trees) -> list[Proposal]:
    """Return the proposals with the selector's confidence."""
    rows = selector_rows(proposals)
    scores = selector.probabilities(rows)
    return [
        replace(p, confidence=round(float(score), 4))
        for p, score in zip(proposals, scores, strict=True)
    ]
