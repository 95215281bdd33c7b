"""The extractor: a report in, its claims out. Joins the stages; each stage has a module."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from spacy.tokens import Token

from armsledger.extract.actors import actor_of
from armsledger.extract.attribution import attribution_at, find_attributions
from armsledger.extract.choose import NO_WEAPON, Proposal, propose
from armsledger.extract.dates import find_dates
from armsledger.extract.factuality import factuality_of
from armsledger.extract.learned import Model
from armsledger.extract.mentions import (
    Attribution,
    DateMention,
    Mention,
    MoneyMention,
    QuantityMention,
)
from armsledger.extract.money import find_money
from armsledger.extract.quantities import find_quantities
from armsledger.extract.reasons import find_reason
from armsledger.extract.scene import (
    ActorRef,
    Scene,
    SceneSentence,
    Vocabularies,
    WeaponRef,
    build_scene,
)
from armsledger.extract.slots import Slots, assign_slots, quantity_for
from armsledger.extract.syntax import relation
from armsledger.extract.triggers import Trigger
from armsledger.model import Claim, Event, Report, Span, claim_id
from armsledger.text.gate import paragraphs_worth_parsing
from armsledger.text.parse import parse_paragraphs
from armsledger.vocabulary.frames import Frames

NAME: Final = "deal-first"
VERSION: Final = "1"

_REASONED: Final = frozenset(
    {Event.CANCELLATION, Event.SUSPENSION, Event.OBJECTION, Event.SANCTION, Event.SELECTION}
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads claims, deal first: what the whole report is about decides what a sentence means."""

    vocabularies: Vocabularies
    frames: Frames
    model: Model
    keep: float | None = None  # confidence from which a proposal is a claim; None: the model's

    @property
    def name(self) -> str:
        """The registered name."""
        return NAME

    @property
    def version(self) -> str:
        """The code's version and the model's."""
        return f"{VERSION}+{self.model.version}"

    def extract(self, report: Report) -> list[Claim]:
        """Return the report's claims in reading order; no claims is `[]`."""
        paragraphs = paragraphs_worth_parsing(report, self.vocabularies.weapons)
        if not paragraphs:
            return []
        parsed = parse_paragraphs(report, paragraphs)
        scene = build_scene(parsed, self.vocabularies)
        proposals = self._kept(propose(scene, self.model, self.frames))
        if not proposals:
            return []
        attributions = find_attributions(parsed, actors=self.vocabularies.actors)
        label = f"{self.name}/{self.version}"
        claims = [
            claim
            for position, group in _by_sentence(proposals)
            for claim in _sentence_claims(scene, position, group, attributions, label)
        ]
        return _numbered(_unique(claims))

    def _kept(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        keep = self.model.settings["keep"] if self.keep is None else self.keep
        return [
            p
            for p in proposals
            if p.confidence >= keep and not (p.supplier and p.supplier == p.recipient)
        ]


def _by_sentence(proposals: Iterable[Proposal]) -> Iterator[tuple[int, list[Proposal]]]:
    groups: defaultdict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        groups[proposal.place.position].append(proposal)
    return iter(sorted(groups.items()))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the small grammars found in one sentence, offsets into its part."""

    dates: tuple[DateMention, ...]
    money: tuple[MoneyMention, ...]
    quantities: tuple[QuantityMention, ...]
    attributions: tuple[Attribution, ...]


def _find(
    scene: SceneSentence, report: Report, attributions: Mapping[int, tuple[Attribution, ...]]
) -> _Found:
    sentence = scene.sentence
    anchor = dt.date.fromisoformat(report.date) if report.date else None
    spans = [(w.start - sentence.start, w.end - sentence.start) for w in scene.weapons]
    named = [s for s, w in zip(spans, scene.weapons, strict=True) if w.system is not None]
    kinds = [s for s, w in zip(spans, scene.weapons, strict=True) if w.system is None]
    quantities = find_quantities(sentence.text, designations=named, weapon_spans=kinds)
    return _Found(
        dates=tuple(d.shifted(sentence.start) for d in find_dates(sentence.text, anchor)),
        money=tuple(m.shifted(sentence.start) for m in find_money(sentence.text)),
        quantities=tuple(_shift_quantity(q, sentence.start) for q in quantities),
        attributions=attributions.get(sentence.index, ()),
    )


def _shift_quantity(q: QuantityMention, by: int) -> QuantityMention:
    return QuantityMention(q.start + by, q.end + by, q.quantity, q.noun_start + by, q.noun_end + by)


def _sentence_claims(
    scene: Scene,
    position: int,
    proposals: Sequence[Proposal],
    attributions: Mapping[int, tuple[Attribution, ...]],
    label: str,
) -> Iterator[Claim]:
    sentence = scene.sentences[position]
    found = _find(sentence, scene.parsed.report, attributions)
    events: defaultdict[Trigger, set[str]] = defaultdict(set)
    weapons: defaultdict[Trigger, set[str]] = defaultdict(set)
    for p in proposals:
        events[p.place.trigger].add(p.event)
        weapons[p.place.trigger].add(p.weapon)
    frozen = {trigger: frozenset(names) for trigger, names in events.items()}
    slots = assign_slots(sentence, frozen, found.dates, found.money)
    for proposal in proposals:
        trigger = proposal.place.trigger
        priced = len(weapons[trigger]) <= _MAX_PRICED
        yield _to_claim(proposal, found, slots[trigger], label, priced=priced)


# Weapons of one trigger beyond which a sum is the package's, not the items'.
_MAX_PRICED: Final = 2


def _to_claim(
    proposal: Proposal, found: _Found, slots: Slots, label: str, *, priced: bool
) -> Claim:
    scene, trigger = proposal.place.scene, proposal.place.trigger
    report, sentence = scene.parsed.report, proposal.place.sentence.sentence
    event = Event(proposal.event)
    weapon = _weapon_ref(proposal)
    quantity = quantity_for(weapon, proposal.place.sentence, found.quantities)
    money = slots.money if priced else None
    attribution = attribution_at(found.attributions, trigger.start)
    actor = actor_of(proposal)
    reason = find_reason(sentence, trigger.start, trigger.end) if event in _REASONED else None
    system = scene.systems.get(proposal.weapon)
    supplier = _party_ref(proposal, proposal.supplier)
    recipient = _party_ref(proposal, proposal.recipient)
    text = report.part(sentence.part)
    spans = _spans(
        sentence.part,
        {
            "trigger": trigger,
            "supplier": supplier,
            "recipient": recipient,
            "weapon": weapon,
            "quantity": quantity,
            "value": money,
            "when": slots.date,
            "actor": actor,
            "source": _cue_of(attribution, text),
            "reason": reason,
        },
    )
    inferred = [
        role
        for role, value, stated in (
            ("supplier", proposal.supplier, supplier is not None),
            ("recipient", proposal.recipient, recipient is not None),
            ("system", system, weapon is not None and weapon.system is not None),
        )
        if value is not None and not stated
    ]
    return Claim(
        id="",
        report=report.id,
        event=event,
        factuality=factuality_of(
            sentence, trigger.start, trigger.end, title=sentence.part == "title", event=event
        ),
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
        weapon=text[weapon.start : weapon.end] if weapon else None,
        category=system.category if system else _category(proposal.weapon),
        quantity=quantity.quantity if quantity else None,
        value=money.money if money else None,
        when=slots.date.edtf if slots.date else None,
        actor=actor.code if actor else None,
        source=attribution.source if attribution else None,
        via=attribution.via if attribution else (),
        reason=text[reason.start : reason.end] if reason else None,
        batch=slots.batch,
        spans=spans,
        inferred=tuple(inferred),
    )


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


def _spans(part: str, places: Mapping[str, Located | None]) -> tuple[Span, ...]:
    found = (Span(role, at.start, at.end, part) for role, at in places.items() if at is not None)
    return tuple(sorted(found, key=lambda s: (s.role, s.start)))


def _weapon_ref(proposal: Proposal) -> WeaponRef | None:
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


def _unique(claims: Iterable[Claim]) -> list[Claim]:
    """Return one claim per sentence and content, the surest, in reading order."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.part, claim.start, claim.event, claim.supplier, claim.recipient, claim.system,
               claim.category if claim.system is None else None)  # fmt: skip
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return sorted(best.values(), key=_reading_order)


def _reading_order(claim: Claim) -> tuple[bool, int, str, str, str, str]:
    return (
        claim.part != "title",
        claim.start,
        claim.event,
        claim.supplier or "",
        claim.recipient or "",
        claim.system or claim.category or "",
    )


def _numbered(claims: Iterable[Claim]) -> list[Claim]:
    return [_with_id(claim) for claim in claims]


def _with_id(claim: Claim) -> Claim:
    key = claim_id(
        claim.report,
        claim.extractor,
        claim.part,
        claim.start,
        str(claim.event),
        claim.supplier,
        claim.recipient,
        claim.system,
        claim.category,
    )
    return replace(claim, id=key)
