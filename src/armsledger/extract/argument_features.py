"""What is seen of a candidate when the weapon, recipient and supplier of a trigger are chosen.

Candidates come from the whole report: every weapon entity, every state or group. The features
say how a candidate stands to the trigger in its sentence, how near its last mention is, and what
part it plays in the report. All are numbers; a missing name counts as 0.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from armsledger.extract.scene import ActorRef, Scene, SceneSentence, WeaponRef
from armsledger.extract.syntax import relation
from armsledger.extract.triggers import Trigger
from armsledger.vocabulary.frames import Frames

Vector = dict[str, float]

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

# Sentences back at which a mention stops being near; the feature is its inverse distance.
_FAR: Final = 30


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
    title_weapons: frozenset[str]
    title_actors: frozenset[str]


def gather_facts(scene: Scene, frames: Frames) -> ReportFacts:
    """Return the report-level facts of a scene."""
    recipients: Counter[str] = Counter()
    suppliers: Counter[str] = Counter()
    makers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in scene.sentences:
        weight = 2 if sentence.sentence.part == "title" else 1
        for actor in sentence.actors:
            roles = sentence_roles(sentence, actor, frames)
            recipients[actor.code] += weight * min(1, roles["recipient"])
            suppliers[actor.code] += weight * min(1, roles["supplier"])
        for weapon in sentence.weapons:
            for code in _makers(weapon, sentence.actors):
                makers[weapon.key][code] += 1
    titles = [s for s in scene.sentences if s.sentence.part == "title"]
    return ReportFacts(
        recipients=_shares(recipients),
        suppliers=_shares(suppliers),
        makers={key: _shares(found) for key, found in makers.items()},
        per_category=Counter(s.category for s in scene.systems.values()),
        weapons_at=_positions(scene, lambda s: {w.key for w in s.weapons}),
        actors_at=_positions(scene, lambda s: {a.code for a in s.actors}),
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
    """Return how many triggers of the sentence give an actor each role by their frames."""
    roles: Counter[str] = Counter()
    for trigger in sentence.triggers:
        roles.update(frames.roles(trigger.groups, relation(actor.head, trigger.head)))
    return roles


def weapon_features(place: Place, key: str, facts: ReportFacts) -> Vector:
    """Return the features of a weapon entity as the weapon of a trigger."""
    scene, sentence = place.scene, place.sentence
    system = scene.systems.get(key)
    category = system.category if system else key.strip("[]") or None
    direct = [w for w in sentence.weapons if w.key == key]
    kin = [w for w in sentence.weapons if system and w.system is None and _fits(w, category)]
    vector: Vector = {"bias": 1.0, f"sort:{_sort(key, scene)}": 1.0}
    vector |= _best_slot("w", place.trigger, direct)
    vector |= _best_slot("k", place.trigger, kin)
    vector["kin_definite"] = float(any(w.definite for w in kin))
    vector["definite"] = float(any(w.definite for w in direct))
    vector["same_category_systems"] = float(facts.per_category.get(category or "", 0))
    vector["systems"] = float(len(scene.systems))
    vector["in_sentence_systems"] = float(len({w.key for w in sentence.weapons if w.system}))
    vector["in_sentence_kinds"] = float(len({w.key for w in sentence.weapons if not w.system}))
    vector |= _salience(key, place.position, scene.weapon_counts, facts.weapons_at)
    vector["title"] = float(key in facts.title_weapons)
    vector["listed"] = float(bool(system and system.listed))
    vector |= {f"g:{g}": 1.0 for g in place.trigger.groups}
    return vector


def _sort(key: str, scene: Scene) -> str:
    if key in scene.systems:
        return "sys"
    return "arms" if key == "[]" else "kind"


def _fits(weapon: WeaponRef, category: str | None) -> bool:
    return weapon.category in (category, None)


def _best_slot(prefix: str, trigger: Trigger, refs: Iterable[WeaponRef | ActorRef]) -> Vector:
    """Return the slots of the candidate's mentions and the nearest one's distance."""
    vector: Vector = {}
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
    vector[f"{prefix}:here"] = float(nearest is not None)
    vector[f"{prefix}:near"] = 0.0 if nearest is None else 1 / (1 + nearest)
    return vector


def _salience(
    key: str,
    position: int,
    counts: Mapping[str, int],
    places: Mapping[str, tuple[int, ...]],
) -> Vector:
    total = sum(counts.values()) or 1
    own = counts.get(key, 0)
    rank = sum(1 for n in counts.values() if n > own)
    before = [position - p for p in places.get(key, ()) if p <= position]
    after = [p - position for p in places.get(key, ()) if p > position]
    return {
        "share": own / total,
        "rank": float(min(rank, 6)),
        "first": float(rank == 0),
        "back": 1 / (1 + min(before)) if before else 0.0,
        "previous": float(1 in before),
        "ahead": 1 / (1 + min(after)) if after else 0.0,
        "only": float(len(counts) == 1),
        "count": math.log1p(own),
    }


def party_features(
    place: Place, code: str, weapon: str, facts: ReportFacts, frames: Frames
) -> Vector:
    """Return the features of a state or group as a party of a trigger's event."""
    scene, sentence = place.scene, place.sentence
    refs = [a for a in sentence.actors if a.code == code]
    system = scene.systems.get(weapon)
    vector: Vector = {"bias": 1.0}
    vector |= _best_slot("a", place.trigger, refs)
    roles: Counter[str] = Counter()
    around: Counter[str] = Counter()
    for ref in refs:
        roles.update(frames.roles(place.trigger.groups, relation(ref.head, place.trigger.head)))
        around.update(sentence_roles(sentence, ref, frames))
        vector[f"form:{ref.form}"] = 1.0
        vector[f"kind:{ref.kind}"] = 1.0
    for role in ("recipient", "supplier", "third"):
        vector[f"frame:{role}"] = float(roles[role] > 0)
        vector[f"around:{role}"] = float(around[role] > 0)
    vector["report:recipient"] = facts.recipients.get(code, 0.0)
    vector["report:supplier"] = facts.suppliers.get(code, 0.0)
    vector["top:recipient"] = float(_is_top(code, facts.recipients))
    vector["top:supplier"] = float(_is_top(code, facts.suppliers))
    vector["origin"] = float(bool(system and code in system.origin))
    vector["seat"] = float(bool(system and system.origin and system.origin[0] == code))
    vector["system"] = float(system is not None)
    vector["maker"] = facts.makers.get(weapon, {}).get(code, 0.0)
    others = [m for key, m in facts.makers.items() if key != weapon]
    vector["maker_other"] = max((m.get(code, 0.0) for m in others), default=0.0)
    here = {c for w in sentence.weapons if w.key == weapon for c in _makers(w, sentence.actors)}
    vector["maker_here"] = float(code in here)
    vector["exporter"] = frames.exporters.get(code, 0.0)
    vector["group"] = float(not (len(code) == 3 and code.isupper()))
    vector["named"] = float(code in scene.actor_counts)
    vector |= _salience(
        code, position=place.position, counts=scene.actor_counts, places=facts.actors_at
    )
    vector["title"] = float(code in facts.title_actors)
    vector["actors_here"] = float(len({a.code for a in sentence.actors}))
    vector |= {f"g:{g}": 1.0 for g in place.trigger.groups}
    return vector


def _is_top(code: str, shares: Mapping[str, float]) -> bool:
    return bool(shares) and shares.get(code, 0.0) == max(shares.values())
