"""A report with everything that was found in it, before any claim is made.

A scene holds, per sentence, the weapons, actors and triggers, each tied to the word that the
grammar hangs on; and, for the whole report, the weapons as entities: one per system, one per
category named without a system.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from spacy.tokens import Token

from armsledger.extract.limits import LeftOut, Limits
from armsledger.extract.triggers import Trigger, find_triggers
from armsledger.text.document import ParsedReport, Sentence
from armsledger.vocabulary.actors import ActorIndex, ActorMention
from armsledger.vocabulary.triggers import TriggerLexicon
from armsledger.vocabulary.weapons import System, WeaponIndex, WeaponMention

# Words between a designation and the noun of the same phrase: "S-400 (SA-21) long-range missile".
_MAX_APART: Final = 4

DEFINITE: Final = frozenset(
    {"the", "this", "these", "that", "those", "its", "their", "such", "said"}
)


@dataclass(frozen=True, slots=True)
class WeaponRef:
    """One place that names a weapon: a designation with its noun, or a noun alone."""

    key: str  # the system's name, or "[category]", or "[]" for arms in general
    system: System | None
    category: str | None
    kind: str
    start: int  # into the sentence's part
    end: int
    head: Token
    definite: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class ActorRef:
    """One place that names a state, group, company, organ or person."""

    code: str
    kind: str
    form: str
    name: str
    start: int
    end: int
    head: Token


@dataclass(frozen=True, slots=True)
class SceneSentence:
    """A sentence with what was found in it, in reading order."""

    sentence: Sentence
    weapons: tuple[WeaponRef, ...]
    actors: tuple[ActorRef, ...]
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A report with what was found in it."""

    parsed: ParsedReport
    sentences: tuple[SceneSentence, ...]
    weapon_counts: Mapping[str, int]  # by key, the title's doubled
    actor_counts: Mapping[str, int]  # by code, the title's doubled
    systems: Mapping[str, System]  # by key


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The lookups that a scene is built with."""

    weapons: WeaponIndex
    actors: ActorIndex
    triggers: TriggerLexicon


def build_scene(
    parsed: ParsedReport,
    vocabularies: Vocabularies,
    limits: Limits | None = None,
    left_out: LeftOut | None = None,
) -> Scene:
    """Return the scene of a parsed report.

    Args:
        parsed: the report, or one chapter of it.
        vocabularies: the lookups.
        limits: how many names of one sentence are looked at; None: the usual ones.
        left_out: takes the number of those that are not.
    """
    bounds = (limits or Limits(), left_out or LeftOut())
    title, text = parsed.report.part("title"), parsed.report.text
    weapon_parts = vocabularies.weapons.find_parts(title, text)
    actor_parts = (
        vocabularies.actors.find(title, context=text),
        vocabularies.actors.find(text, context=title),
    )
    sentences: list[SceneSentence] = []
    for part, weapons, actors in zip(("title", "text"), weapon_parts, actor_parts, strict=True):
        starts = [w.start for w in weapons], [a.start for a in actors]
        for sentence in parsed.of_part(part):
            named = _within(sentence, weapons, starts[0]), _within(sentence, actors, starts[1])
            triggers = find_triggers(sentence, vocabularies.triggers)
            sentences.append(_build_sentence(sentence, *named, triggers, bounds))
    return to_scene(parsed, tuple(sentences))


AnyMention = TypeVar("AnyMention", WeaponMention, ActorMention)


def _within(
    sentence: Sentence, mentions: Sequence[AnyMention], starts: Sequence[int]
) -> list[AnyMention]:
    """Return the mentions of a part, in order, that lie inside a sentence."""
    first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    return [m for m in mentions[first:last] if m.end <= sentence.end]


def _build_sentence(
    sentence: Sentence,
    weapons: Sequence[WeaponMention],
    actors: Sequence[ActorMention],
    triggers: tuple[Trigger, ...],
    bounds: tuple[Limits, LeftOut],
) -> SceneSentence:
    limits, left_out = bounds
    most = limits.names_in(len(sentence.text))
    left_out.names += sum(max(0, len(names) - most) for names in (weapons, actors, triggers))
    inside = weapons[:most]
    actor_refs = tuple(_to_actor(a, sentence) for a in actors[:most])
    return SceneSentence(
        sentence,
        tuple(_join(inside, sentence)),
        tuple(a for a in actor_refs if not _inside_weapon(a, inside)),
        triggers[:most],
    )


def _inside_weapon(actor: ActorRef, weapons: Iterable[WeaponMention]) -> bool:
    return any(w.start <= actor.start and actor.end <= w.end and w.system for w in weapons)


def head_token(sentence: Sentence, start: int, end: int) -> Token:
    """Return the word that the grammar hangs on among the characters [start, end) of the part."""
    doc = sentence.tokens.doc
    span = doc.char_span(start - sentence.shift, end - sentence.shift, alignment_mode="expand")
    if span is None or len(span) == 0:
        return sentence.tokens.root
    return span.root


def _to_actor(mention: ActorMention, sentence: Sentence) -> ActorRef:
    return ActorRef(
        code=mention.code,
        kind=mention.kind,
        form=mention.form,
        name=mention.text,
        start=mention.start,
        end=mention.end,
        head=head_token(sentence, mention.start, mention.end),
    )


def _join(mentions: Sequence[WeaponMention], sentence: Sentence) -> Iterator[WeaponRef]:
    """Yield one reference per phrase: designations take the noun that follows them."""
    heads = [head_token(sentence, m.start, m.end) for m in mentions]
    taken: set[int] = set()
    for i, (mention, head) in enumerate(zip(mentions, heads, strict=True)):
        if mention.system is None:
            continue
        partner = next(
            (
                j
                for j in range(i + 1, len(mentions))
                if mentions[j].system is None and _one_phrase(head, heads[j], heads)
            ),
            None,
        )
        if partner is not None:
            taken.add(partner)
    for i, (mention, head) in enumerate(zip(mentions, heads, strict=True)):
        if i not in taken:
            yield _to_weapon(mention, head, sentence, mentions, heads)


# Words that may stand between a designation and the noun of its phrase.
_INSIDE_PHRASE: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV"})
_PREMODIFIERS: Final = frozenset(
    {"compound", "amod", "nmod", "appos", "poss", "nummod", "npadvmod"}
)


def _one_phrase(designation: Token, noun: Token, heads: list[Token]) -> bool:
    """Return whether a designation modifies a weapon noun: "S-400 and S-500 missile systems"."""
    if noun.i <= designation.i or noun.i - designation.i > _MAX_APART * (1 + len(heads)):
        return False
    if _side_by_side(designation, noun):
        return True
    token = designation
    for _ in range(_MAX_APART):
        if token.head.i == noun.i and token.dep_ in _PREMODIFIERS:
            return True
        if token.dep_ != "conj" and token.dep_ not in _PREMODIFIERS:
            return False
        token = token.head
    return False


def _side_by_side(designation: Token, noun: Token) -> bool:
    """Return whether only words of one noun phrase stand between: "FA-50 light attack aircraft"."""
    between = designation.doc[designation.i + 1 : noun.i]
    return len(between) <= _MAX_APART + 1 and all(
        t.pos_ in _INSIDE_PHRASE or t.text == "-" for t in between
    )


def _to_weapon(
    mention: WeaponMention,
    head: Token,
    sentence: Sentence,
    mentions: Sequence[WeaponMention],
    heads: list[Token],
) -> WeaponRef:
    start, end = mention.start, mention.end
    if mention.system is not None:
        follower = next(
            (
                (m, h)
                for m, h in zip(mentions, heads, strict=True)
                if m.system is None and m.start >= end and _one_phrase(head, h, heads)
            ),
            None,
        )
        if follower is not None:
            adjacent = follower[0].start - end <= 2 * len("surface-to-air ")
            end = follower[0].end if adjacent else end
            head = follower[1]
    start = _with_modifiers(start, sentence) if mention.system is None else start
    key = mention.system.name if mention.system else f"[{mention.category or ''}]"
    return WeaponRef(
        key=key,
        system=mention.system,
        category=mention.system.category if mention.system else mention.category,
        kind=mention.kind,
        start=start,
        end=end,
        head=head,
        definite=any(c.lower_ in DEFINITE for c in head.children),
        listed=mention.listed,
    )


def _with_modifiers(start: int, sentence: Sentence) -> int:
    """Return where a weapon's noun phrase begins: its adjectives belong to it."""
    doc = sentence.tokens.doc
    span = doc.char_span(
        start - sentence.shift, start - sentence.shift + 1, alignment_mode="expand"
    )
    if span is None:
        return start
    token = span[0]
    first = token
    while first.i > sentence.tokens.start:
        before = doc[first.i - 1]
        joined = before.dep_ in ("amod", "compound", "nmod") or (
            before.text == "-" and first.i >= 2 and doc[first.i - 2].dep_ in ("amod", "compound")
        )
        if not joined or (before.pos_ in ("NUM", "PUNCT") and before.text != "-"):
            break
        first = before
    return first.idx + sentence.shift


def to_scene(parsed: ParsedReport, sentences: tuple[SceneSentence, ...]) -> Scene:
    """Return a scene of some of a report's sentences, with what they name."""
    weapons: Counter[str] = Counter()
    actors: Counter[str] = Counter()
    systems: dict[str, System] = {}
    for scene in sentences:
        weight = 2 if scene.sentence.part == "title" else 1
        for weapon in scene.weapons:
            weapons[weapon.key] += weight
            if weapon.system is not None:
                systems[weapon.key] = weapon.system
        for actor in scene.actors:
            actors[actor.code] += weight
    return Scene(parsed, sentences, weapons, actors, systems)
