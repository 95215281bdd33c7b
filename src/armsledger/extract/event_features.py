"""What is seen of a trigger and its surroundings when its event is decided."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from armsledger.extract.composition import compose
from armsledger.extract.scene import Scene, SceneSentence, WeaponRef
from armsledger.extract.syntax import LIGHT_VERBS, OBJECTS, governors_of, is_passive, relation
from armsledger.extract.triggers import Trigger, lemma_of

# Governors looked at; a farther one says nothing of the event.
_GOVERNORS: Final = 3

_NEGATIONS: Final = frozenset({"no", "not", "n't", "never", "without", "neither", "nor", "hardly"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence's triggers by token, and which trigger governs which."""

    scene: SceneSentence
    by_token: Mapping[int, Trigger]
    above: Mapping[int, Trigger]  # start of a trigger -> the nearest one that governs it
    below: Mapping[int, tuple[Trigger, ...]]  # start of a trigger -> those it governs
    siblings: tuple[str, ...]  # the features that all its triggers share


def surroundings_of(scene: SceneSentence) -> Surroundings:
    """Return who governs whom among a sentence's triggers, found once for all of them."""
    by_token = {w.i: t for t in scene.triggers for w in t.words}
    above: dict[int, Trigger] = {}
    below: dict[int, list[Trigger]] = {}
    for trigger in scene.triggers:
        governors = zip(governors_of(trigger.head), range(_GOVERNORS), strict=False)
        found = (by_token.get(governor.i) for governor, _ in governors)
        over = next((t for t in found if t is not None and t is not trigger), None)
        if over is not None:
            above[trigger.start] = over
            below.setdefault(over.start, []).append(trigger)
    return Surroundings(
        scene=scene,
        by_token=by_token,
        above=above,
        below={at: tuple(triggers) for at, triggers in below.items()},
        siblings=tuple(dict.fromkeys(_siblings(scene))),
    )


def event_features(
    trigger: Trigger, around: Surroundings, scene: Scene, position: int
) -> tuple[str, ...]:
    """Return the names of the features that hold, without repeats.

    Args:
        trigger: the trigger, one of the sentence's.
        around: its sentence.
        scene: its report.
        position: index of the sentence in `scene.sentences`.
    """
    found = dict.fromkeys(_all(trigger, around, scene, position))
    crossed = [name for name in found if name.startswith(_CROSSED)]
    found |= dict.fromkeys(f"{g}&{name}" for g in _groups(trigger) for name in crossed)
    return tuple(found)


def _all(trigger: Trigger, around: Surroundings, scene: Scene, position: int) -> tuple[str, ...]:
    return (
        *_own(trigger),
        *_governing(trigger, around),
        *_governed(trigger, around),
        *_composed(trigger, around),
        *_weapons(trigger, around.scene),
        *_actors(trigger, around.scene),
        *_neighbours(trigger, around.scene),
        f"where:{around.scene.sentence.part}",
        *around.siblings,
        *_before(scene, position),
    )


# Nouns whose infinitive says what is agreed: the agreement is the event, not what it is for.
_AGREEMENTS: Final = frozenset(
    {"contract", "deal", "agreement", "accord", "pact", "memorandum", "memorandum of understanding"}
)


def is_content_of_deal(trigger: Trigger, around: Surroundings) -> bool:
    """Return whether a trigger only says what an agreement is for: "a contract to supply tanks"."""
    head = trigger.head
    if head.dep_ not in ("acl", "relcl") or not any(c.tag_ == "TO" for c in head.children):
        return False
    over = around.by_token.get(head.head.i)
    return over is not None and over.lemma in _AGREEMENTS


# Families of features that are also joined with the trigger's group.
_CROSSED: Final = ("gov:", "dep:", "wbest:", "asubj:", "passive", "light:", "where:", "rule")


def _groups(trigger: Trigger) -> tuple[str, ...]:
    return tuple(f"g:{group}" for group in sorted(trigger.groups))


def _own(trigger: Trigger) -> Iterator[str]:
    yield from _groups(trigger)
    yield f"gs:{'+'.join(sorted(trigger.groups))}"
    yield f"lemma:{trigger.lemma}"
    yield f"tag:{trigger.head.tag_}"
    yield f"kind:{trigger.kind}"
    yield f"dep:{trigger.head.dep_}"
    if trigger.kind == "verb" and is_passive(trigger.head):
        yield "passive"
    for child in trigger.head.children:
        if child.lower_ in _NEGATIONS:
            yield "negated"
        elif child.dep_ == "aux":
            yield f"aux:{lemma_of(child)}"
        elif child.dep_ == "prt":
            yield f"prt:{trigger.lemma}_{child.lower_}"
        elif child.dep_ == "prep":
            yield f"prep:{child.lower_}"
        elif child.dep_ == "poss":
            yield "poss"


def _governing(trigger: Trigger, around: Surroundings) -> Iterator[str]:
    for depth, governor in zip(range(_GOVERNORS), governors_of(trigger.head), strict=False):
        over = around.by_token.get(governor.i)
        near = "1" if depth == 0 else "n"
        if over is not None and over is not trigger:
            for group in sorted(over.groups):
                yield f"gov:{group}"
                yield f"gov{near}:{group}"
            yield f"govlemma:{over.lemma}"
        elif depth == 0:
            yield f"govlemma:{lemma_of(governor)}"
    if trigger.head.dep_ in OBJECTS and lemma_of(trigger.head.head) in LIGHT_VERBS:
        yield f"light:{lemma_of(trigger.head.head)}"


def _governed(trigger: Trigger, around: Surroundings) -> Iterator[str]:
    for other in around.below.get(trigger.start, ()):
        for group in sorted(other.groups):
            yield f"dep:{group}"
        yield f"deplemma:{other.lemma}"


def _composed(trigger: Trigger, around: Surroundings) -> Iterator[str]:
    """Yield what the composition table says of the trigger and the words above and below it."""
    over = around.above.get(trigger.start)
    for event in compose(trigger.groups, over.groups if over else ()):
        yield f"rule:{event}"
    below = {group for t in around.below.get(trigger.start, ()) for group in t.groups}
    for event in compose(below, trigger.groups) if below else ():
        yield f"ruledown:{event}"


def weapon_sort(weapon: WeaponRef) -> str:
    """Return "sys" for a designation, "kind" for a kind with a category, "arms" for arms."""
    if weapon.system is not None:
        return "sys"
    return "kind" if weapon.category else "arms"


# Slots by how surely they hold what the event is about.
_SLOT_ORDER: Final = ("obj", "prep_of", "mod", "prep_for", "prep_on", "subj", "self", "prep_with")


def _rank(label: str) -> int:
    slot = label.split("/")[0]
    depth = label.count("/")
    base = _SLOT_ORDER.index(slot) if slot in _SLOT_ORDER else len(_SLOT_ORDER)
    return 100 if label == "far" else base + 10 * depth


def _weapons(trigger: Trigger, scene: SceneSentence) -> Iterator[str]:
    if not scene.weapons:
        yield "wbest:none"
        return
    labels = [(_rank(label), label, w) for w, label in _related(trigger.head, scene.weapons)]
    _, best, weapon = min(labels, key=lambda item: (item[0], item[2].start))
    yield f"wbest:{best.split('/')[0]}"
    yield f"wbest:{best.split('/')[0]}:{weapon_sort(weapon)}"
    yield f"wsort:{weapon_sort(weapon)}"
    yield f"wcount:{min(len(scene.weapons), 3)}"


def _related(head: Token, weapons: Iterable[WeaponRef]) -> Iterator[tuple[WeaponRef, str]]:
    return ((weapon, relation(weapon.head, head)) for weapon in weapons)


def _actors(trigger: Trigger, scene: SceneSentence) -> Iterator[str]:
    codes = {actor.code for actor in scene.actors}
    yield f"acount:{min(len(codes), 4)}"
    for actor in scene.actors:
        label = relation(actor.head, trigger.head)
        slot = label.split("/")[0]
        yield f"aslot:{slot}"
        if slot == "subj":
            yield f"asubj:{actor.kind}"


def _neighbours(trigger: Trigger, scene: SceneSentence) -> Iterator[str]:
    doc = trigger.head.doc
    span = scene.sentence.tokens
    first, last = trigger.words[0].i, trigger.words[-1].i
    for step in (1, 2):
        if first - step >= span.start:
            yield f"left{step}:{lemma_of(doc[first - step])}"
        if last + step < span.end:
            yield f"right{step}:{lemma_of(doc[last + step])}"


def _siblings(scene: SceneSentence) -> Iterator[str]:
    return (f"sib:{group}" for trigger in scene.triggers for group in sorted(trigger.groups))


def _before(report: Scene, position: int) -> Iterator[str]:
    near = report.sentences[max(0, position - 1) : position]
    if any(s.weapons for s in near):
        yield "weapon_before"
