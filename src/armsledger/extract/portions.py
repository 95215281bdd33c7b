"""A chapter that is denser with names and events than prose, in portions that are read alone.

Each event word is compared with each weapon and party of its portion. In prose a chapter is one
portion; in a register or a list, where each line has parties of its own, the lines far away tell
nothing anyway.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.extract.scene import Scene, SceneSentence, to_scene

# Pairs of an event word and a name that a portion may hold however short it is. A news report of
# ordinary length stays below `pairs_per_char`; this is for its first sentences. One sentence is
# always a portion, whatever it holds.
MIN_PAIRS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Portion:
    """Some sentences of a chapter as a scene of their own."""

    scene: Scene
    repeated: int  # sentences at its beginning that an earlier portion has told: the headline


def portions_of(scene: Scene, pairs_per_char: float, *, first: bool = True) -> Iterator[Portion]:
    """Yield the scene's portions in reading order, each with the headline before its own sentences.

    A title of several sentences is no headline, and divided like the text.

    Args:
        scene: a chapter's scene; where it is not too dense it is its only portion.
        pairs_per_char: pairs of an event word and a weapon or actor for each character.
        first: whether the chapter is the report's first; another one repeats the title.
    """
    titles = tuple(s for s in scene.sentences if s.sentence.part == "title")
    headline = titles if len(titles) == 1 else ()
    groups = list(_groups(headline, scene.sentences[len(headline) :], pairs_per_char))
    if len(groups) <= 1:
        yield Portion(scene, 0 if first else len(titles))
        return
    for number, group in enumerate(groups):
        repeated = 0 if first and number == 0 else len(headline)
        yield Portion(to_scene(scene.parsed, (*headline, *group)), repeated)


def _groups(
    headline: tuple[SceneSentence, ...], rest: tuple[SceneSentence, ...], pairs_per_char: float
) -> Iterator[list[SceneSentence]]:
    known = {name for title in headline for name in _names(title)}
    group: list[SceneSentence] = []
    names, triggers, chars = set(known), 0, 0
    for sentence in rest:
        names |= _names(sentence)
        triggers += len(sentence.triggers)
        chars += len(sentence.sentence.text)
        if group and triggers * len(names) > max(MIN_PAIRS, pairs_per_char * chars):
            yield group
            group, names = [], known | _names(sentence)
            triggers, chars = len(sentence.triggers), len(sentence.sentence.text)
        group.append(sentence)
    if group:
        yield group


def _names(sentence: SceneSentence) -> set[str]:
    weapons = {f"weapon {weapon.key}" for weapon in sentence.weapons}
    return weapons | {actor.code for actor in sentence.actors}
