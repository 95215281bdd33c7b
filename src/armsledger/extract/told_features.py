"""What speaks for an event being told as a fact, a plan, a possibility or a denial.

Each feature is a name that holds or does not. `eval/train_told.py` weighs them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from spacy.tokens import Token

from armsledger.extract.factuality import effects_of
from armsledger.extract.syntax import VERBAL
from armsledger.extract.triggers import Trigger, lemma_of
from armsledger.model import Event, Factuality
from armsledger.text.document import Sentence

_HELPERS: Final = frozenset({"aux", "auxpass", "neg", "mark"})
_AUXILIARIES: Final = frozenset({"aux", "auxpass", "neg"})
_COMPLEMENTS: Final = frozenset({"xcomp", "ccomp", "advmod", "prep", "mark"})
_CLIMB: Final = 4  # governing words that are looked at
_PAST: Final = frozenset({"VBD", "VBN"})


def told_features(
    sentence: Sentence, trigger: Trigger, event: Event, rule: Factuality
) -> frozenset[str]:
    """Return what the sentence alone says.

    Args:
        sentence: the sentence.
        trigger: the words that name the event.
        event: the event.
        rule: what the rules of `factuality` read.
    """
    title = sentence.part == "title"
    effects = [
        e
        for e in effects_of(sentence, trigger.start, trigger.end, title=title, event=event)
        if e != "keep"
    ]
    return frozenset(
        {
            f"rule={rule}",
            f"event={event}",
            f"rule={rule} event={event}",
            f"rule={rule} kind={_kind(trigger)}",
            f"rule={rule} lemma={trigger.lemma}",
            f"title={title} kind={_kind(trigger)}",
            f"title={title} tag={trigger.head.tag_} rule={rule}",
            f"effects={' '.join(effects)}",
            *(f"effect={effect}" for effect in effects),
            *_words(trigger),
            *_around(trigger.head),
            *_clause(trigger.head),
        }
    )


def _kind(trigger: Trigger) -> str:
    return trigger.head.pos_


def _words(trigger: Trigger) -> Iterator[str]:
    yield f"lemma={trigger.lemma}"
    yield f"tag={trigger.head.tag_}"
    yield f"dep={trigger.head.dep_}"
    yield from (f"word={lemma_of(word)}" for word in trigger.words)


def _around(head: Token) -> Iterator[str]:
    """Yield the helping words and the governors on the way up from an event."""
    yield from (f"own {c.dep_}={c.lower_}" for c in head.children if c.dep_ in _HELPERS)
    yield from (f"mod={c.lemma_.lower()}" for c in head.children if c.dep_ in ("amod", "advmod"))
    yield from (f"det={c.lower_}" for c in head.children if c.dep_ == "det")
    for step, token in enumerate(islice(head.ancestors, _CLIMB)):
        yield f"up={lemma_of(token)}"
        if step == 0:
            yield f"up1={lemma_of(token)} {head.dep_}"
            yield f"up1 tag={token.tag_} {head.dep_}"
        yield from (f"above {c.dep_}={c.lower_}" for c in token.children if c.dep_ in _HELPERS)
    verb = next((t for t in (head, *head.ancestors) if t.pos_ == "VERB"), None)
    if verb is not None:
        yield f"verb tag={verb.tag_}"
        yield f"past={verb.tag_ in _PAST}"


def _clause(head: Token) -> Iterator[str]:
    """Yield the verb of the event's clause with its helping words and its complements."""
    verb = next((t for t in (head, *head.ancestors) if t.pos_ in VERBAL), None)
    if verb is None:
        return
    lemma = lemma_of(verb)
    helpers = " ".join(c.lower_ for c in verb.children if c.dep_ in _AUXILIARIES)
    yield f"clause={lemma}"
    yield f"clause helpers={helpers}"
    yield f"clause tag={verb.tag_} kind={head.pos_}"
    yield f"clause={lemma} tag={verb.tag_} helpers={helpers}"
    yield from (f"clause {c.dep_}={c.lower_}" for c in verb.children if c.dep_ in _COMPLEMENTS)


def neighbour_features(trigger: Trigger, triggers: Sequence[Trigger]) -> Iterator[str]:
    """Yield the event's own groups, and the event words before and after it in the sentence.

    Args:
        trigger: the words that name the event.
        triggers: the sentence's event words, in reading order.
    """
    yield from (f"group={group}" for group in trigger.groups)
    before = [t for t in triggers if t.start < trigger.start]
    after = [t for t in triggers if t.start > trigger.start]
    yield f"last event word={before[-1].lemma if before else '-'}"
    yield f"next event word={after[0].lemma if after else '-'}"
    yield from (f"last group={group}" for group in (before[-1].groups if before else ()))


def report_features(
    trigger: Trigger, same_event: Iterable[Factuality], same_deal: Iterable[Factuality]
) -> Iterator[str]:
    """Yield what the report's other sentences say, as their verbs were read.

    Args:
        trigger: the words that name the event.
        same_event: how the others tell the same event of the same deal.
        same_deal: how the others tell any event of the same deal.
    """
    kind = _kind(trigger)
    for name, values in (("event", same_event), ("deal", same_deal)):
        shares = _shares(Counter(values))
        yield f"{name} mostly={shares[0]} kind={kind}"
        yield from (f"{name} has={value}" for value in shares[1])


def _shares(counts: Mapping[Factuality, int]) -> tuple[str, list[Factuality]]:
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    return (ranked[0] if ranked else "none"), ranked
