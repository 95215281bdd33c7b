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
from armsledger.vocabulary.frames import ROLES, Frames

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

# Under this name an actor's roles are kept in the parsed document's own storage.
_ROLES: Final = "armsledger.roles"

# Not learned from: the sentence itself makes the candidate a buyer of a foreign system.
EXPLICIT: Final = "explicit_buyer"

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
    vector |= _order(place, key)
    vector |= _slot_kind(place, key, category)
    vector |= _origin_here(place, key)
    vector |= {f"g:{g}": 1.0 for g in place.trigger.groups}
    return vector


def _order(place: Place, key: str) -> Vector:
    """Return how near a weapon's mention is among those of the sentence and before it."""
    trigger, sentence = place.trigger, place.sentence
    ranked = sorted(sentence.weapons, key=lambda w: abs(w.head.i - trigger.head.i))
    after = [w.key for w in sentence.weapons if w.start >= trigger.end]
    before = [w.key for w in sentence.weapons if w.end <= trigger.start]
    earlier = before or _last_sentence_weapons(place)
    systems = [k for k in earlier if k in place.scene.systems]
    keys = [w.key for w in ranked]
    return {
        "nearest": float(keys[:1] == [key]),
        "near_rank": float(keys.index(key) if key in keys else 9),
        "next_after": float(after[:1] == [key]),
        "last_before": float(earlier[-1:] == [key]),
        "last_system": float(systems[-1:] == [key]),
        "no_weapon_here": float(not keys),
    }


# Sentences looked back through for the weapon spoken of last.
_LOOK_BACK: Final = 4


def _last_sentence_weapons(place: Place) -> list[str]:
    first = max(0, place.position - _LOOK_BACK)
    for sentence in reversed(place.scene.sentences[first : place.position]):
        if sentence.weapons:
            return [w.key for w in sentence.weapons]
    return []


# Determiners and adjectives that make a kind of weapon a new or open one, not the known system.
_OPEN: Final = frozenset({"a", "an", "new", "any", "some", "other", "more", "additional", "such"})


def _slot_kind(place: Place, key: str, category: str | None) -> Vector:
    """Return how the weapon words in the trigger's own slots fit a candidate."""
    slots = [
        w
        for w in place.sentence.weapons
        if relation(w.head, place.trigger.head).split("/")[0] != "far"
    ]
    modifiers = {c.lower_ for w in slots for c in w.head.children}
    counted = any(c.pos_ == "NUM" for w in slots for c in w.head.children)
    return {
        "slots": float(len(slots)),
        "slot_is_own": float(any(w.key == key for w in slots)),
        "slot_fits": float(any(w.category == category for w in slots)),
        "slot_generic": float(any(w.category is None for w in slots)),
        "slot_differs": float(any(w.category not in (category, None) for w in slots)),
        "slot_open": float(bool(modifiers & _OPEN)),
        "slot_definite": float(any(w.definite for w in slots)),
        "slot_counted": float(counted),
    }


def _origin_here(place: Place, key: str) -> Vector:
    """Return whether the sentence, and the trigger's own slots, name the weapon's home state."""
    system = place.scene.systems.get(key)
    origin = frozenset(system.origin) if system else frozenset()
    codes: set[str] = set()
    own: set[str] = set()
    for actor in place.sentence.actors:
        codes.add(actor.code)
        if relation(actor.head, place.trigger.head) != "far":
            own.add(actor.code)
    return {
        "origin_here": float(bool(origin & codes)),
        "origin_slot": float(bool(origin & own)),
        "others_here": float(bool(codes - origin)),
        "origin_only": float(bool(origin) and codes <= origin and bool(codes)),
    }


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
        around.update(facts.roles_at[place.position, ref.start])
        vector[f"form:{ref.form}"] = 1.0
        vector[f"kind:{ref.kind}"] = 1.0
    for role in ROLES:
        vector[f"frame:{role}"] = float(roles[role] > 0)
        vector[f"around:{role}"] = float(around[role] > 0)
    vector["report:recipient"] = facts.recipients.get(code, 0.0)
    vector["report:supplier"] = facts.suppliers.get(code, 0.0)
    vector["top:recipient"] = float(_is_top(code, facts.recipients))
    vector["top:supplier"] = float(_is_top(code, facts.suppliers))
    vector["origin"] = float(bool(system and code in system.origin))
    vector["seat"] = float(bool(system and system.origin and system.origin[0] == code))
    vector["system"] = float(system is not None)
    foreign = system is not None and code not in system.origin
    vector["buys_foreign"] = float(foreign and roles["either"] + roles["recipient"] > 0)
    spoken_of = roles["either"] + roles["recipient"] + around["either"] + around["recipient"]
    vector[EXPLICIT] = float(foreign and spoken_of > 0)
    vector["sells_own"] = float(
        system is not None and not foreign and roles["either"] + roles["supplier"] > 0
    )
    vector["maker"] = facts.makers.get(weapon, {}).get(code, 0.0)
    others = [m for key, m in facts.makers.items() if key != weapon]
    vector["maker_other"] = max((m.get(code, 0.0) for m in others), default=0.0)
    here = {
        maker
        for w in sentence.weapons
        if w.key == weapon
        for maker in facts.makers_at[place.position, w.start]
    }
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
