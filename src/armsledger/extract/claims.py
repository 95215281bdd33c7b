"""From the proposals of one sentence to its claims: every slot filled, each with its place."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from spacy.tokens import Token

from armsledger.extract.actors import actor_of
from armsledger.extract.argument_features import NO_WEAPON
from armsledger.extract.attach import date_of, quantity_of
from armsledger.extract.attach_features import Setting
from armsledger.extract.attribution import attribution_at
from armsledger.extract.dates import find_dates
from armsledger.extract.mentions import (
    Attribution,
    DateMention,
    Mention,
    MoneyMention,
    QuantityMention,
)
from armsledger.extract.money import find_money
from armsledger.extract.proposal import Proposal
from armsledger.extract.quantities import find_quantities
from armsledger.extract.reasons import find_reason
from armsledger.extract.scene import ActorRef, Scene, SceneSentence, WeaponRef
from armsledger.extract.slots import Slots, assign_slots, batch_of
from armsledger.extract.syntax import relation
from armsledger.extract.told import told_of
from armsledger.extract.triggers import Trigger
from armsledger.model import Claim, Event, Factuality, Report, Span

_REASONED: Final = frozenset(
    {Event.CANCELLATION, Event.SUSPENSION, Event.OBJECTION, Event.SANCTION, Event.SELECTION}
)

# Weapons of one trigger beyond which a sum is the package's, not the items'.
_MAX_PRICED: Final = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """What the small grammars found in one sentence, offsets into its part."""

    dates: tuple[DateMention, ...]
    money: tuple[MoneyMention, ...]
    quantities: tuple[QuantityMention, ...]
    attributions: tuple[Attribution, ...]


def find_parts(
    scene: SceneSentence, report: Report, attributions: Mapping[int, tuple[Attribution, ...]]
) -> Parts:
    """Return the dates, sums, numbers and attributions of a sentence.

    Args:
        scene: the sentence.
        report: the report that it is from.
        attributions: whose word the report's stretches are, by sentence index.
    """
    sentence = scene.sentence
    anchor = dt.date.fromisoformat(report.date) if report.date else None
    spans = [(w.start - sentence.start, w.end - sentence.start) for w in scene.weapons]
    named = [s for s, w in zip(spans, scene.weapons, strict=True) if w.system is not None]
    kinds = [s for s, w in zip(spans, scene.weapons, strict=True) if w.system is None]
    quantities = find_quantities(sentence.text, designations=named, weapon_spans=kinds)
    return Parts(
        dates=tuple(d.shifted(sentence.start) for d in find_dates(sentence.text, anchor)),
        money=tuple(m.shifted(sentence.start) for m in find_money(sentence.text)),
        quantities=tuple(_shift_quantity(q, sentence.start) for q in quantities),
        attributions=attributions.get(sentence.index, ()),
    )


def _shift_quantity(q: QuantityMention, by: int) -> QuantityMention:
    return QuantityMention(q.start + by, q.end + by, q.quantity, q.noun_start + by, q.noun_end + by)


def sentence_claims(
    scene: Scene,
    position: int,
    proposals: Sequence[Proposal],
    attributions: Mapping[int, tuple[Attribution, ...]],
    label: str,
) -> Iterator[Claim]:
    """Yield one claim per proposal, in the proposals' order, without ids.

    Args:
        scene: the report.
        position: which of its sentences.
        proposals: what that sentence claims.
        attributions: whose word the report's stretches are, by sentence index.
        label: the extractor's name and version.
    """
    sentence = scene.sentences[position]
    found = find_parts(sentence, scene.parsed.report, attributions)
    events: defaultdict[Trigger, set[str]] = defaultdict(set)
    weapons: defaultdict[Trigger, set[str]] = defaultdict(set)
    for p in proposals:
        events[p.place.trigger].add(p.event)
        weapons[p.place.trigger].add(p.weapon)
    frozen = {trigger: frozenset(names) for trigger, names in events.items()}
    slots = assign_slots(sentence, frozen, found.dates, found.money)
    setting = Setting(sentence, tuple(events), scene.parsed.report.date)
    for proposal in proposals:
        own = slots[proposal.place.trigger]
        priced = len(weapons[proposal.place.trigger]) <= _MAX_PRICED
        own = own if priced else replace(own, money=None)
        places = _places(proposal, found, own, setting)
        yield _to_claim(proposal, places, label)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the sentence states each part of a claim; None where it does not."""

    supplier: ActorRef | None
    recipient: ActorRef | None
    weapon: WeaponRef | None
    quantity: QuantityMention | None
    value: MoneyMention | None
    when: DateMention | None
    actor: ActorRef | None
    attribution: Attribution | None
    reason: Mention | None
    factuality: Factuality


def _places(proposal: Proposal, found: Parts, slots: Slots, setting: Setting) -> _Places:
    sentence, trigger = proposal.place.sentence, proposal.place.trigger
    weapon, told = weapon_ref(proposal), told_of(proposal)
    reasoned = Event(proposal.event) in _REASONED
    return _Places(
        supplier=_party_ref(proposal, proposal.supplier),
        recipient=_party_ref(proposal, proposal.recipient),
        weapon=weapon,
        quantity=quantity_of(told, weapon, found.quantities, setting),
        value=slots.money,
        when=date_of(told, found.dates, setting, chosen=slots.date),
        factuality=told.factuality,
        actor=actor_of(proposal),
        attribution=attribution_at(found.attributions, trigger.start),
        reason=find_reason(sentence.sentence, trigger.start, trigger.end) if reasoned else None,
    )


def _to_claim(proposal: Proposal, at: _Places, label: str) -> Claim:
    scene, trigger = proposal.place.scene, proposal.place.trigger
    report, sentence = scene.parsed.report, proposal.place.sentence.sentence
    system = scene.systems.get(proposal.weapon)
    text = report.part(sentence.part)
    return Claim(
        id="",
        report=report.id,
        event=Event(proposal.event),
        factuality=at.factuality,
        trigger=text[trigger.start : trigger.end],
        start=sentence.start,
        end=sentence.end,
        part=sentence.part,
        quote=text[sentence.start : sentence.end],
        extractor=label,
        confidence=proposal.confidence,
        supplier=proposal.supplier,
        recipient=proposal.recipient,
        system=system.name if system else None,
        weapon=_words(at.weapon, text),
        category=system.category if system else _category(proposal.weapon),
        quantity=at.quantity.quantity if at.quantity else None,
        value=at.value.money if at.value else None,
        when=at.when.edtf if at.when else None,
        actor=at.actor.code if at.actor else None,
        source=at.attribution.source if at.attribution else None,
        via=at.attribution.via if at.attribution else (),
        reason=_words(at.reason, text),
        batch=batch_of(proposal.place.sentence, proposal.weapon, trigger),
        spans=_spans(sentence.part, trigger, at, text),
        inferred=_inferred(proposal, at),
    )


def _inferred(proposal: Proposal, at: _Places) -> tuple[str, ...]:
    """Return the roles that have a value though the sentence does not state it."""
    named = at.weapon is not None and at.weapon.system is not None
    known = proposal.place.scene.systems.get(proposal.weapon) is not None
    roles = (
        ("supplier", proposal.supplier is not None, at.supplier is not None),
        ("recipient", proposal.recipient is not None, at.recipient is not None),
        ("system", known, named),
    )
    return tuple(role for role, has_value, stated in roles if has_value and not stated)


def _category(key: str) -> str | None:
    return key.strip("[]") or None


class Located(Protocol):
    """Anything tied to characters of the sentence's part."""

    @property
    def start(self) -> int: ...  # noqa: D102 - the class says it

    @property
    def end(self) -> int: ...  # noqa: D102 - the class says it


def _cue_of(attribution: Attribution | None, text: str) -> Mention | None:
    """Return the characters that name the speaker, where they stand in the same part."""
    if attribution is None or not 0 <= attribution.cue_start < attribution.cue_end <= len(text):
        return None
    return Mention(attribution.cue_start, attribution.cue_end)


def _words(at: Located | None, text: str) -> str | None:
    return text[at.start : at.end] if at is not None else None


def _spans(part: str, trigger: Trigger, at: _Places, text: str) -> tuple[Span, ...]:
    places: dict[str, Located | None] = {
        "trigger": trigger,
        "supplier": at.supplier,
        "recipient": at.recipient,
        "weapon": at.weapon,
        "quantity": at.quantity,
        "value": at.value,
        "when": at.when,
        "actor": at.actor,
        "source": _cue_of(at.attribution, text),
        "reason": at.reason,
    }
    found = (Span(role, x.start, x.end, part) for role, x in places.items() if x is not None)
    return tuple(sorted(found, key=lambda s: (s.role, s.start)))


def weapon_ref(proposal: Proposal) -> WeaponRef | None:
    """Return the words of the sentence that name the claim's weapon: its own, else its kind."""
    if proposal.weapon == NO_WEAPON:
        own = [w for w in proposal.place.sentence.weapons if w.key == NO_WEAPON]
        return own[0] if own else None
    head = proposal.place.trigger.head
    weapons = proposal.place.sentence.weapons
    own = [w for w in weapons if w.key == proposal.weapon]
    if not own:
        system = proposal.place.scene.systems.get(proposal.weapon)
        own = [
            w
            for w in weapons
            if system and w.system is None and w.category in (system.category, None)
        ]
    return min(own, key=lambda w: _nearness(w, head), default=None)


def _nearness(ref: WeaponRef | ActorRef, head: Token) -> tuple[bool, int, int]:
    return relation(ref.head, head) == "far", abs(ref.head.i - head.i), ref.start


def _party_ref(proposal: Proposal, code: str | None) -> ActorRef | None:
    """Return the words of the sentence that name a party, nearest the trigger."""
    refs = [a for a in proposal.place.sentence.actors if a.code == code]
    head = proposal.place.trigger.head
    return min(refs, key=lambda a: _nearness(a, head), default=None)
