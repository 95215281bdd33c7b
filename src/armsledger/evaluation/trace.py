"""What the reader saw of a report on the way to its claims: to tell why one is missing or wrong.

The stages are the reader's own public parts, called in its order; nothing here is learned or
decided anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from armsledger.evaluation.places import Stretch
from armsledger.evaluation.rows import Speaker
from armsledger.evaluation.values import Value
from armsledger.extract.attribution import find_attributions
from armsledger.extract.choose import propose
from armsledger.extract.claims import Parts, find_parts
from armsledger.extract.forms import read_form
from armsledger.extract.limits import LeftOut
from armsledger.extract.portions import portions_of
from armsledger.extract.proposal import Proposal
from armsledger.extract.reader import Reader
from armsledger.extract.scene import Scene, SceneSentence, build_scene
from armsledger.model import Report
from armsledger.text.chapters import Chapter, chapters_of
from armsledger.text.gate import paragraphs_worth_parsing
from armsledger.text.parse import parse_paragraphs
from armsledger.text.wrapping import unwrapped

Values: TypeAlias = Mapping[str, tuple[Value, ...]]  # by role


@dataclass(frozen=True, slots=True)
class Considered:
    """One possible claim that the reader weighed."""

    trigger: Stretch
    event: str
    supplier: str | None
    recipient: str | None
    system: str | None
    category: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SeenSentence:
    """A sentence that was parsed, and the values that the small grammars found in it."""

    place: Stretch
    values: Values


@dataclass(frozen=True, slots=True)
class Trace:
    """What was seen of one report."""

    is_form: bool = False  # an official form: read field by field, nothing was parsed
    sentences: tuple[SeenSentence, ...] = ()
    triggers: tuple[Stretch, ...] = ()
    systems: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()  # of weapons named without a designation
    parties: frozenset[str] = frozenset()
    considered: tuple[Considered, ...] = ()


def trace(report: Report, reader: Reader) -> Trace:
    """Return what a reader sees of a report."""
    if read_form(report) is not None:
        return Trace(is_form=True)
    chapters = chapters_of(unwrapped(report), reader.limits.chapter_chars)
    return _joined([seen for chapter in chapters if (seen := _of_chapter(chapter, reader))])


def _of_chapter(chapter: Chapter, reader: Reader) -> Trace | None:
    lookups, limits = reader.vocabularies, reader.limits
    paragraphs = paragraphs_worth_parsing(chapter.report, lookups.weapons, lookups.actors)
    if not paragraphs:
        return None
    parsed = parse_paragraphs(chapter.report, paragraphs)
    scene = build_scene(parsed, lookups, limits, LeftOut())
    said = find_attributions(parsed, actors=lookups.actors)
    first = chapter.start == 0
    portions = portions_of(scene, limits.pairs_per_char, first=first)
    return Trace(
        sentences=tuple(
            SeenSentence(
                _placed(s.sentence.part, s.sentence.start, s.sentence.end, chapter.start),
                _values(find_parts(s, chapter.report, said)),
            )
            for s in scene.sentences
        ),
        triggers=tuple(
            _placed(s.sentence.part, t.start, t.end, chapter.start)
            for s in scene.sentences
            for t in s.triggers
        ),
        systems=frozenset(system.name for system in scene.systems.values()),
        categories=frozenset(_unnamed_kinds(scene)),
        parties=frozenset(scene.actor_counts),
        considered=tuple(
            _considered(proposal, chapter.start)
            for portion in portions
            for proposal in propose(portion.scene, reader.model, reader.frames, limits, LeftOut())
        ),
    )


def _placed(part: str, start: int, end: int, by: int) -> Stretch:
    """Return a place of a chapter as one of the whole report; the title is not divided."""
    shift = by if part == "text" else 0
    return Stretch(part, start + shift, end + shift)


def _unnamed_kinds(scene: Scene) -> Iterator[str]:
    for sentence in scene.sentences:
        yield from (w.category or "" for w in sentence.weapons if w.system is None)


def _considered(p: Proposal, by: int) -> Considered:
    scene, trigger = p.place.scene, p.place.trigger
    system = scene.systems.get(p.weapon)
    return Considered(
        trigger=_placed(_part_of(p.place.sentence), trigger.start, trigger.end, by),
        event=p.event,
        supplier=p.supplier,
        recipient=p.recipient,
        system=system.name if system else None,
        category=system.category if system else (p.weapon.strip("[]") or None),
        confidence=p.confidence,
    )


def _part_of(sentence: SceneSentence) -> str:
    return sentence.sentence.part


def _values(found: Parts) -> Values:
    return {
        "when": tuple(d.edtf for d in found.dates),
        "quantity": tuple(float(q.quantity.value) for q in found.quantities),
        "value": tuple((round(float(m.money.amount), 2), m.money.currency) for m in found.money),
        "source": tuple(Speaker(a.source.name, str(a.source.kind)) for a in found.attributions),
    }


def _joined(parts: list[Trace]) -> Trace:
    return Trace(
        sentences=tuple(s for part in parts for s in part.sentences),
        triggers=tuple(t for part in parts for t in part.triggers),
        systems=frozenset(s for part in parts for s in part.systems),
        categories=frozenset(c for part in parts for c in part.categories),
        parties=frozenset(p for part in parts for p in part.parties),
        considered=tuple(c for part in parts for c in part.considered),
    )
