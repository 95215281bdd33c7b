"""The rules of the extractor without anything learned: what the ablation starts from.

The event is the one that the table of compositions gives a trigger under its governor, the weapon
the nearest of the sentence, else the report's main one, and the parties those that the trigger's
frame names, else the report's main ones.
"""

from dataclasses import replace

from armsledger.extract.argument_features import NO_WEAPON, Place, gather_facts
from armsledger.extract.choose import event_rows
from armsledger.extract.composition import compose
from armsledger.extract.event_features import surroundings_of
from armsledger.extract.proposal import Proposal
from armsledger.extract.syntax import relation

SURE = 0.9  # of every reading: rules do not say how sure they are


def propose_by_rules(scene, _model, frames, _limits=None, _left_out=None) -> list[Proposal]:
    """Return the readings of the rules, in reading order; takes what `choose.propose` takes."""
    facts = gather_facts(scene, frames)
    main = max(scene.weapon_counts, key=lambda key: scene.weapon_counts[key], default=NO_WEAPON)
    found = []
    for place, _ in event_rows(scene):
        above = surroundings_of(place.sentence).above.get(place.trigger.start)
        events = compose(place.trigger.groups, above.groups if above is not None else ())
        if events and (place.sentence.weapons or place.sentence.actors):
            weapon = nearest_weapon(place, main)
            parties = find_parties(place, weapon, facts, frames)
            found.append(
                replace(
                    Proposal(place, str(events[0]), SURE, 1 - SURE, weapon=weapon), **parties,
                    confidence=SURE,
                )
            )  # fmt: skip
    return found


def nearest_weapon(place: Place, main: str) -> str:
    head = place.trigger.head
    own = place.sentence.weapons
    return min(own, key=lambda w: abs(w.head.i - head.i)).key if own else main


def find_parties(place: Place, weapon: str, facts, frames) -> dict[str, str | None]:
    """Return recipient and supplier: those of the trigger's frame first."""
    named: dict[str, str] = {}
    for actor in place.sentence.actors:
        for role in frames.roles(place.trigger.groups, relation(actor.head, place.trigger.head)):
            named.setdefault(role, actor.code)
    recipient = named.get("recipient") or main_party(facts.recipients, None)
    system = place.scene.systems.get(weapon)
    home = next((code for code in system.origin if code != recipient), None) if system else None
    supplier = named.get("supplier") or home or main_party(facts.suppliers, recipient)
    return {"recipient": recipient, "supplier": None if supplier == recipient else supplier}


def main_party(shares, other: str | None) -> str | None:
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    return next((code for code in ranked if code != other), None)
