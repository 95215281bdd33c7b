"""What is seen of a state or group when the recipient and the supplier of a trigger are chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.extract.argument_features import (
    NO_WEAPON,
    Parts,
    Place,
    ReportFacts,
    Vector,
    best_slot,
    merged,
    nearness,
    standing,
)
from armsledger.extract.scene import Scene
from armsledger.extract.syntax import relation
from armsledger.vocabulary.frames import ROLES, Frames

# The sentence itself makes the candidate a buyer of a foreign system.
EXPLICIT: Final = "explicit_buyer"

# Its mention stands in the trigger's sentence.
HERE: Final = "a:here"

# It stands after "from" in the trigger's own phrase; the trigger's frame makes it the supplier.
FROM: Final = "a:prep_from"
SELLS: Final = "frame:supplier"

# What is told to all candidates of a trigger if it holds for one of them.
_ANY: Final = {
    "any:recipient": "frame:recipient",
    "any:supplier": "frame:supplier",
    "any:around": "around:recipient",
    "any:here": HERE,
}


class PartyRows:
    """The features of a report's parties, and of an unnamed one (""), for its triggers.

    A row comes in parts: what holds of the party in the report, of it at the trigger, of it as
    a party to a deal in the weapon, and of all candidates together. Rows that share a part hold
    the same object.
    """

    def __init__(
        self, candidates: Sequence[str], scene: Scene, facts: ReportFacts, frames: Frames
    ) -> None:
        self._candidates, self._scene = candidates, scene
        self._facts, self._frames = facts, frames
        self._in_report = {code: self._part_in_report(code) for code in candidates if code}
        self._at: dict[tuple[int, int], _Here] = {}

    def of(self, place: Place, weapon: str) -> list[Parts]:
        """Return one row for each candidate as a party to a deal in the weapon."""
        key = place.position, place.trigger.start
        here = self._at.get(key)
        if here is None:
            here = self._at[key] = self._part_here(place)
        makers = self._makers_here(place, weapon)
        shared = here.shared | {
            "weapon:sys": float(weapon in self._scene.systems),
            "weapon:none": float(weapon == NO_WEAPON),
        }
        return [
            (
                self._in_report[code],
                here.vectors[code],
                self._part_of_weapon(code, weapon, here.vectors[code], makers),
                shared,
            )
            if code
            else (here.unnamed, shared)
            for code in self._candidates
        ]

    def _part_in_report(self, code: str) -> Vector:
        facts = self._facts
        return {
            "bias": 1.0,
            "report:recipient": facts.recipients.get(code, 0.0),
            "report:supplier": facts.suppliers.get(code, 0.0),
            "top:recipient": float(_is_top(code, facts.recipients)),
            "top:supplier": float(_is_top(code, facts.suppliers)),
            "exporter": self._frames.exporters.get(code, 0.0),
            "group": float(not (len(code) == 3 and code.isupper())),
            "named": float(code in self._scene.actor_counts),
            "title": float(code in facts.title_actors),
            **standing(code, self._scene.actor_counts),
        }

    def _part_here(self, place: Place) -> "_Here":
        groups = {f"g:{group}": 1.0 for group in place.trigger.groups}
        common = groups | {"actors_here": float(len({a.code for a in place.sentence.actors}))}
        vectors = {code: common | self._vector_here(place, code) for code in self._in_report}
        return _Here(
            vectors,
            self._part_unnamed() | groups,
            {
                shared: float(any(vector.get(name) for vector in vectors.values()))
                for shared, name in _ANY.items()
            },
        )

    def _vector_here(self, place: Place, code: str) -> Vector:
        trigger, facts = place.trigger, self._facts
        refs = [a for a in place.sentence.actors if a.code == code]
        vector = best_slot("a", trigger, refs)
        roles: set[str] = set()
        around: Counter[str] = Counter()
        for ref in refs:
            roles |= self._frames.roles(trigger.groups, relation(ref.head, trigger.head))
            around.update(facts.roles_at[place.position, ref.start])
            vector[f"form:{ref.form}"] = 1.0
            vector[f"kind:{ref.kind}"] = 1.0
        for role in ROLES:
            vector[f"frame:{role}"] = float(role in roles)
            vector[f"around:{role}"] = float(around[role] > 0)
        return vector | nearness(place.position, facts.actors_at.get(code, ()))

    def _part_unnamed(self) -> Vector:
        return {
            "unnamed": 1.0,
            "named_count": float(len(self._scene.actor_counts)),
            "best:recipient": max(self._facts.recipients.values(), default=0.0),
            "best:supplier": max(self._facts.suppliers.values(), default=0.0),
        }

    def _makers_here(self, place: Place, weapon: str) -> set[str]:
        """Return whom the sentence names as the weapon's maker."""
        named = (w for w in place.sentence.weapons if w.key == weapon)
        at = self._facts.makers_at
        return {maker for w in named for maker in at[place.position, w.start]}

    def _part_of_weapon(self, code: str, weapon: str, here: Vector, makers: set[str]) -> Vector:
        system, shares = self._scene.systems.get(weapon), self._facts.makers
        own = system is not None and code in system.origin
        foreign = system is not None and not own
        buys = bool(here["frame:either"] or here["frame:recipient"])
        spoken_of = buys or here["around:either"] or here["around:recipient"]
        sells = here["frame:either"] or here["frame:supplier"]
        others = (m.get(code, 0.0) for key, m in shares.items() if key != weapon)
        return {
            "origin": float(own),
            "seat": float(bool(system and system.origin and system.origin[0] == code)),
            "system": float(system is not None),
            "buys_foreign": float(foreign and buys),
            EXPLICIT: float(bool(foreign and spoken_of)),
            "sells_own": float(bool(own and sells)),
            "maker": shares.get(weapon, {}).get(code, 0.0),
            "maker_other": max(others, default=0.0),
            "maker_here": float(code in makers),
        }


@dataclass(frozen=True, slots=True)
class _Here:
    """What is seen of the parties at a trigger."""

    vectors: Mapping[str, Vector]  # by code
    unnamed: Vector
    shared: Vector


def party_features(
    place: Place, code: str, weapon: str, facts: ReportFacts, frames: Frames
) -> Vector:
    """Return the features of a state or group as a party of a trigger's event."""
    in_report, here, of_weapon, _ = PartyRows([code], place.scene, facts, frames).of(place, weapon)[
        0
    ]
    return merged((in_report, here, of_weapon))


def _is_top(code: str, shares: Mapping[str, float]) -> bool:
    return bool(shares) and shares.get(code, 0.0) == max(shares.values())
