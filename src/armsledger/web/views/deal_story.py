"""A deal's story with its figures linked to the sentences that they rest on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import Numbering
from armsledger.exports.deal_events import best_claim
from armsledger.exports.story import EVENT_NOUNS, evidence_words, story_of
from armsledger.exports.view import RegisterView
from armsledger.exports.words import (
    actor_name,
    counted,
    date_words,
    money_words,
    quantity_words,
    with_article,
)
from armsledger.model import Deal, Event, Fact
from armsledger.web.views.pointers import Pointing


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence that lead to one place, or nowhere."""

    text: str
    href: str | None = None


Sentence = tuple[Run, ...]

_REACTIONS: Final = {Event.SANCTION: "sanctioned", Event.OBJECTION: "opposed"}


def told_story(
    deal: Deal, view: RegisterView, numbering: Numbering, pointing: Pointing
) -> tuple[Sentence, ...]:
    """Return the story, its figures, dates and steps linked to their sentences."""
    places = dict(_places(deal, view, pointing))
    return tuple(linked(sentence, places) for sentence in story_of(deal, numbering.sides))


def told_evidence(deal: Deal) -> Sentence:
    """Return what the story rests on, its counts linked to the lists on the page."""
    places = {
        counted(len(deal.claims), "claim"): "#claims",
        counted(len(deal.origins), "independent origin"): "#origins",
    }
    return linked(evidence_words(deal), places)


def linked(sentence: str, places: Mapping[str, str]) -> Sentence:
    """Return a sentence with the words that have a place linked, the longest words first.

    Words are found whole and whatever the case of their first letter; each place once.
    """
    wanted = sorted(places, key=lambda words: (-len(words), words))
    if not wanted:
        return (Run(sentence),)
    pattern = re.compile("|".join(map(_whole, wanted)))
    runs: list[Run] = []
    used: set[str] = set()
    last = 0
    for match in pattern.finditer(sentence):
        found = match.group()
        key = found if found in places else found[0].lower() + found[1:]
        if key in used or key not in places:
            continue
        used.add(key)
        runs += [Run(sentence[last : match.start()]), Run(found, places[key])]
        last = match.end()
    return tuple(run for run in (*runs, Run(sentence[last:])) if run.text)


def _whole(words: str) -> str:
    first, rest = words[0], words[1:]
    start = f"[{re.escape(first.lower() + first.upper())}]" if first.isalpha() else re.escape(first)
    return rf"(?<!\w){start}{re.escape(rest)}(?!\w)"


def _places(deal: Deal, view: RegisterView, pointing: Pointing) -> Iterator[tuple[str, str]]:
    """Yield the words that may stand in the story with where they lead; later ones win."""
    for fact in deal.facts:
        yield from _fact_places(fact, view, pointing)
    for cell, words in _cell_words(deal):
        claims = _evidence(deal, cell)
        if words and claims:
            yield words, pointing.href(best_claim(claims, view))


def _fact_places(fact: Fact, view: RegisterView, pointing: Pointing) -> Iterator[tuple[str, str]]:
    href = pointing.href(best_claim(fact.claims, view))
    if fact.when:
        yield date_words(fact.when) or "", href
    if fact.actor and fact.event in _REACTIONS:
        yield with_article(actor_name(fact.actor)), href


def _cell_words(deal: Deal) -> Iterator[tuple[str, str | None]]:
    yield "stage", deal.stage and EVENT_NOUNS[deal.stage]
    yield "next", deal.next and EVENT_NOUNS[deal.next]
    yield "ordered", date_words(deal.ordered)
    yield "delivered", date_words(deal.delivered)
    yield "quantity", quantity_words(deal.quantity)
    yield "value", money_words(deal.value)


def _evidence(deal: Deal, cell: str) -> Sequence[str]:
    return dict(deal.evidence).get(cell, ())
