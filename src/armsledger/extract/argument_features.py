"""What is seen of a candidate when the weapon, recipient and supplier of a trigger are chosen.

Candidates come from the whole report: every weapon entity, every state or group. The features
say how a candidate stands to the trigger in its sentence, how near its last mention is, and what
part it plays in the report. All are numbers; a missing name counts as 0.
"""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from armsledger.extract.scene import ActorRef, Scene, SceneSentence, WeaponRef
from armsledger.extract.syntax import OBJECTS, PASSIVE_SUBJECTS, relation
from armsledger.extract.triggers import Trigger
from armsledger.vocabulary.frames import Frames
from armsledger.vocabulary.weapons import System

Vector = dict[str, float]
Parts = tuple[Vector, ...]  # a row in parts without a name in common


def merged(parts: Parts) -> Vector:
    """Return a row in one piece."""
    return {name: number for part in parts for name, number in part.items()}


# The slots that get a feature of their own; the rest share one.
_SLOTS: Final = frozenset(
    [
        "subj",
        "obj",
        "dative",
        "poss",
        "mod",
        "by",
        "self",
        "far",
        "prep_of",
        "prep_to",
        "prep_for",
        "prep_from",
        "prep_with",
        "prep_on",
        "prep_in",
        "prep_against",
        "prep_over",
        "prep_between",
        "prep_about",
        "prep_by",
        "prep_as",
        "prep_under",
    ]
)

# Under this name an actor's roles are kept in the parsed document's own storage.
_ROLES: Final = "armsledger.roles"


# The key of no weapon named, and of arms in general.
NO_WEAPON: Final = "[]"


@dataclass(frozen=True, slots=True)
class Place:
    """A trigger in its report."""

    trigger: Trigger
    scene: Scene
    position: int  # index of the sentence in the scene

    @property
    def sentence(self) -> SceneSentence:
        """Return the trigger's sentence."""
        return self.scene.sentences[self.position]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the whole report says of its actors and weapons, computed once."""

    recipients: Mapping[str, float]  # code -> share of the recipient slots of all triggers
    suppliers: Mapping[str, float]
    makers: Mapping[str, Mapping[str, float]]  # weapon key -> code -> share of makers named
    per_category: Mapping[str, int]  # category -> number of systems
    weapons_at: Mapping[str, tuple[int, ...]]  # weapon key -> positions of its sentences
    actors_at: Mapping[str, tuple[int, ...]]
    roles_at: Mapping[tuple[int, int], Counter[str]]  # (position, actor's start) -> its roles
    makers_at: Mapping[tuple[int, int], frozenset[str]]  # (position, weapon's start) -> codes
    title_weapons: frozenset[str]
    title_actors: frozenset[str]


def gather_facts(scene: Scene, frames: Frames) -> ReportFacts:
    """Return the report-level facts of a scene."""
    recipients: Counter[str] = Counter()
    suppliers: Counter[str] = Counter()
    makers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    roles_at: dict[tuple[int, int], Counter[str]] = {}
    makers_at: dict[tuple[int, int], frozenset[str]] = {}
    for position, sentence in enumerate(scene.sentences):
        weight = 2 if sentence.sentence.part == "title" else 1
        for actor in sentence.actors:
            roles = roles_at[position, actor.start] = sentence_roles(sentence, actor, frames)
            recipients[actor.code] += weight * min(1, roles["recipient"])
            suppliers[actor.code] += weight * min(1, roles["supplier"])
        for weapon in sentence.weapons:
            named = frozenset(_makers(weapon, sentence.actors))
            makers_at[position, weapon.start] = named
            makers[weapon.key].update(named)
    titles = [s for s in scene.sentences if s.sentence.part == "title"]
    return ReportFacts(
        recipients=_shares(recipients),
        suppliers=_shares(suppliers),
        makers={key: _shares(found) for key, found in makers.items()},
        per_category=Counter(s.category for s in scene.systems.values()),
        weapons_at=_positions(scene, lambda s: {w.key for w in s.weapons}),
        actors_at=_positions(scene, lambda s: {a.code for a in s.actors}),
        roles_at=roles_at,
        makers_at=makers_at,
        title_weapons=frozenset(w.key for s in titles for w in s.weapons),
        title_actors=frozenset(a.code for s in titles for a in s.actors),
    )


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {key: n / total for key, n in counts.items() if n} if total else {}


def _positions(
    scene: Scene, keys_of: Callable[[SceneSentence], set[str]]
) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for position, sentence in enumerate(scene.sentences):
        for key in keys_of(sentence):
            found[key].append(position)
    return {key: tuple(at) for key, at in found.items()}


def _makers(weapon: WeaponRef, actors: Iterable[ActorRef]) -> set[str]:
    """Return the codes that modify a weapon's noun phrase ("Russian S-400", "Boeing's F-15")."""
    inside = {t.i for t in weapon.head.subtree if t.i <= weapon.head.i}
    return {
        a.code
        for a in actors
        if a.head.i in inside and a.head.dep_ in ("amod", "compound", "poss", "nmod")
    }


def sentence_roles(sentence: SceneSentence, actor: ActorRef, frames: Frames) -> Counter[str]:
    """Return how many triggers of the sentence give an actor each role by their frames.

    Kept with the parsed document: every trigger and weapon of the sentence asks again.
    """
    doc = actor.head.doc
    known: dict[tuple[int, int], Counter[str]] = doc.user_data.setdefault(_ROLES, {})
    key = (sentence.sentence.start, actor.head.i)
    roles = known.get(key)
    if roles is None:
        roles = known[key] = Counter()
        for trigger in sentence.triggers:
            roles.update(frames.roles(trigger.groups, relation(actor.head, trigger.head)))
    return roles


class WeaponRows:
    """The features of a report's weapons as the weapon of its triggers.

    A row comes in parts: what holds of the weapon in the report, of the trigger whatever the
    weapon, and of the two together. Rows that share a part hold the same object.
    """

    def __init__(self, scene: Scene, facts: ReportFacts) -> None:
        self._scene, self._facts = scene, facts
        self._known: dict[str, Vector] = {}

    def of(self, place: Place, keys: Iterable[str]) -> list[Parts]:
        """Return one row for each weapon."""
        around = _around(place)
        return [(self._in_report(key), around.shared, self._here(key, around)) for key in keys]

    def _in_report(self, key: str) -> Vector:
        vector = self._known.get(key)
        if vector is None:
            scene, facts = self._scene, self._facts
            system = scene.systems.get(key)
            category = _category(key, system) or ""
            vector = self._known[key] = {
                "bias": 1.0,
                f"sort:{_sort(key, scene)}": 1.0,
                f"category:{category}": 1.0,
                "same_category_systems": float(facts.per_category.get(category, 0)),
                "systems": float(len(scene.systems)),
                "title": float(key in facts.title_weapons),
                "listed": float(bool(system and system.listed)),
                **standing(key, scene.weapon_counts),
            }
        return vector

    def _here(self, key: str, around: "_Around") -> Vector:
        place, weapons = around.place, around.place.sentence.weapons
        system = self._scene.systems.get(key)
        category = _category(key, system)
        direct = [w for w in weapons if w.key == key]
        kin = [w for w in weapons if system and w.system is None and _fits(w, category)]
        return {
            **best_slot("w", place.trigger, direct),
            **best_slot("k", place.trigger, kin),
            "kin_definite": float(any(w.definite for w in kin)),
            "definite": float(any(w.definite for w in direct)),
            **nearness(place.position, self._facts.weapons_at.get(key, ())),
            **_order(key, around),
            "slot_is_own": float(any(w.key == key for w in around.slots)),
            "slot_fits": float(any(w.category == category for w in around.slots)),
            "slot_differs": float(any(w.category not in (category, None) for w in around.slots)),
            **_origin_here(system, around),
        }


def weapon_features(place: Place, key: str, facts: ReportFacts) -> Vector:
    """Return the features of a weapon entity as the weapon of a trigger."""
    return merged(WeaponRows(place.scene, facts).of(place, [key])[0])


def _category(key: str, system: System | None) -> str | None:
    return system.category if system else key.strip("[]") or None


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a trigger, whatever the weapon."""

    place: Place
    shared: Vector
    slots: Sequence[WeaponRef]  # those in the trigger's own slots
    ranked: Sequence[str]  # the sentence's weapons, the nearest first
    after: Sequence[str]  # those after the trigger
    earlier: Sequence[str]  # those before it, else the ones spoken of last
    codes: frozenset[str]  # of the actors of the sentence
    own: frozenset[str]  # ... in the trigger's own slots


# Pronouns that may stand for a weapon: "did not buy the S-300 but received them".
_IT: Final = frozenset({"it", "them", "they", "these", "those", "both", "which", "that"})


def _has_pronoun(head: Token, slots: frozenset[str]) -> bool:
    return any(c.dep_ in slots and c.lower_ in _IT for c in head.children)


# Determiners and adjectives that make a kind of weapon a new or open one, not the known system.
_OPEN: Final = frozenset({"a", "an", "new", "any", "some", "other", "more", "additional", "such"})


def _around(place: Place) -> _Around:
    trigger, sentence = place.trigger, place.sentence
    head, weapons = trigger.head, sentence.weapons
    slots = [w for w in weapons if relation(w.head, head).split("/")[0] != "far"]
    children = [c for w in slots for c in w.head.children]
    shared = {
        "in_sentence_systems": float(len({w.key for w in weapons if w.system})),
        "in_sentence_kinds": float(len({w.key for w in weapons if not w.system})),
        "no_weapon_here": float(not weapons),
        "slots": float(len(slots)),
        "slot_generic": float(any(w.category is None for w in slots)),
        "slot_open": float(any(c.lower_ in _OPEN for c in children)),
        "slot_definite": float(any(w.definite for w in slots)),
        "slot_counted": float(any(c.pos_ == "NUM" for c in children)),
        "pronoun_object": float(_has_pronoun(head, OBJECTS)),
        "pronoun_subject": float(_has_pronoun(head, PASSIVE_SUBJECTS)),
        **{f"g:{g}": 1.0 for g in trigger.groups},
    }
    before = [w.key for w in weapons if w.end <= trigger.start]
    return _Around(
        place=place,
        shared=shared,
        slots=slots,
        ranked=[w.key for w in sorted(weapons, key=lambda w: abs(w.head.i - head.i))],
        after=[w.key for w in weapons if w.start >= trigger.end],
        earlier=before or _last_sentence_weapons(place),
        codes=frozenset(a.code for a in sentence.actors),
        own=frozenset(a.code for a in sentence.actors if relation(a.head, head) != "far"),
    )


def _order(key: str, around: _Around) -> Vector:
    """Return how near a weapon's mention is among those of the sentence and before it."""
    ranked, earlier = around.ranked, around.earlier
    systems = [k for k in earlier if k in around.place.scene.systems]
    return {
        "nearest": float(ranked[:1] == [key]),
        "near_rank": float(ranked.index(key) if key in ranked else 9),
        "next_after": float(around.after[:1] == [key]),
        "last_before": float(earlier[-1:] == [key]),
        "last_system": float(systems[-1:] == [key]),
    }


# Sentences looked back through for the weapon spoken of last.
_LOOK_BACK: Final = 4


def _last_sentence_weapons(place: Place) -> list[str]:
    first = max(0, place.position - _LOOK_BACK)
    for sentence in reversed(place.scene.sentences[first : place.position]):
        if sentence.weapons:
            return [w.key for w in sentence.weapons]
    return []


def _origin_here(system: System | None, around: _Around) -> Vector:
    """Return whether the sentence, and the trigger's own slots, name the weapon's home state."""
    origin = frozenset(system.origin) if system else frozenset()
    codes = around.codes
    return {
        "origin_here": float(bool(origin & codes)),
        "origin_slot": float(bool(origin & around.own)),
        "others_here": float(bool(codes - origin)),
        "origin_only": float(bool(origin) and codes <= origin and bool(codes)),
    }


def _sort(key: str, scene: Scene) -> str:
    if key in scene.systems:
        return "sys"
    return "arms" if key == NO_WEAPON else "kind"


def _fits(weapon: WeaponRef, category: str | None) -> bool:
    return weapon.category in (category, None)


def best_slot(prefix: str, trigger: Trigger, refs: Sequence[WeaponRef | ActorRef]) -> Vector:
    """Return the slots of the candidate's mentions and the nearest one's distance."""
    vector: Vector = {f"{prefix}:here": float(bool(refs)), f"{prefix}:near": 0.0}
    nearest: int | None = None
    for ref in refs:
        label = relation(ref.head, trigger.head)
        top, *tail = label.split("/")
        vector[f"{prefix}:{top if top in _SLOTS else 'other'}"] = 1.0
        vector[f"{prefix}:deep"] = float(bool(tail))
        if tail and tail[-1] in _SLOTS:
            vector[f"{prefix}/{tail[-1]}"] = 1.0
        distance = abs(ref.head.i - trigger.head.i)
        if nearest is None or distance < nearest:
            nearest = distance
            vector[f"{prefix}:after"] = float(ref.head.i > trigger.head.i)
            vector[f"{prefix}:near"] = 1 / (1 + nearest)
    return vector


def standing(key: str, counts: Mapping[str, int]) -> Vector:
    """Return the part that a weapon or actor plays in the report."""
    own = counts.get(key, 0)
    rank = sum(1 for n in counts.values() if n > own)
    return {
        "share": own / (sum(counts.values()) or 1),
        "rank": float(min(rank, 6)),
        "first": float(rank == 0),
        "only": float(len(counts) == 1),
        "count": math.log1p(own),
    }


def nearness(position: int, places: Sequence[int]) -> Vector:
    """Return how near the sentences that name something, in order, are to a sentence."""
    before = bisect_right(places, position)  # those up to the sentence itself
    return {
        "back": 1 / (1 + position - places[before - 1]) if before else 0.0,
        "previous": float(position - 1 in places),
        "ahead": 1 / (1 + places[before] - position) if before < len(places) else 0.0,
    }
