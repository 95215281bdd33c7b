"""Which states, groups, companies, organs and persons a text names, and where."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from ahocorasick_rs import AhoCorasick

from armsledger.vocabulary.actor_entries import (
    ActorEntry,
    State,
    plain_letters,
    read_blockers,
    read_entries,
    read_groups,
    read_states,
    written_variants,
)
from armsledger.vocabulary.actor_heads import load_heads
from armsledger.vocabulary.actor_rules import fits, fold, stands_alone
from armsledger.vocabulary.outlets import load_outlets

_REBELS: Final = re.compile(
    r" (?:\w+ )?(?:rebels?|(?P<m>militants?)|separatists?|insurgents?|guerrillas?"
    r"|opposition (?:forces|fighters|groups))\b"
)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Characters of a text that name an actor.

    `code` is an ISO 3166-1 alpha-3 code (for organs, companies and persons that of their state) or
    a group's short name; `kind` is state, group, company, organ or person; `form` is name, demonym,
    capital, metonym, city, organ, company, group or person; `name` is the actor's own usual name;
    `role` says what an organ or a person is (ministry, force, parliament, official, company, ...).
    """

    start: int
    end: int
    text: str
    code: str
    kind: str
    form: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A pattern found at a place, with the entries that it may stand for (none: a blocker)."""

    start: int
    end: int
    entries: tuple[ActorEntry, ...]


# Texts whose hits are remembered: a few reports' worth.
_RECENT: Final = 8


class ActorIndex:
    """Finds and names actors. Build it once with `load_actors`."""

    def __init__(self) -> None:
        self._states = MappingProxyType({state.code: state for state in read_states()})
        self._names = {group.code: group.name for group in reversed(read_groups())}
        self._patterns = _patterns()
        self._texts = tuple(self._patterns)
        self._automaton = AhoCorasick(self._texts)
        self._exact = _exact_names()
        self._heads = load_heads()
        # Title and text of a report are each searched for themselves and as the other's context.
        self._searched = lru_cache(maxsize=_RECENT)(self._search)

    def states(self) -> Mapping[str, State]:
        """Return the states by their code."""
        return self._states

    def name_of(self, code: str) -> str:
        """Return the short English name of a code ("Turkey"), the code itself if unknown."""
        state = self._states.get(code)
        return state.name if state else code

    def demonym_of(self, code: str) -> str:
        """Return the adjective of a state ("Turkish"), or what `name_of` gives if it has none."""
        state = self._states.get(code)
        return state.demonyms[0] if state and state.demonyms else self.name_of(code)

    def code_of(self, name: str) -> str | None:
        """Return the code for which a name stands alone, whatever its case; None if unknown."""
        if name in self._states or name in self._names:
            return name
        return self._exact.get(_key(name))

    def is_actor(self, text: str) -> bool:
        """Return whether the whole text is one actor's name."""
        if self.code_of(text) is not None:
            return True
        return any(m.start == 0 and m.end == len(text) for m in self.find(text))

    def find(self, text: str, *, context: str = "") -> tuple[ActorMention, ...]:
        """Return the mentions in the text in order; none overlaps another, the longest wins.

        Give the whole report, not a sentence: forms that several actors share ("IAF", "the
        rebels") are settled by which states the text names most.

        Args:
            text: what to search; offsets are code points into it.
            context: more text of the same report that only helps to settle shared forms.
        """
        folded, hits = self._searched(text)
        counts = _counts(hits)
        if context:
            counts.update(_counts(self._searched(context)[1]))
        found = [m for hit in hits if (m := _settled(hit, text, counts)) is not None]
        found = [self._with_head(mention, text, folded) for mention in found]
        return _without_nested(found)

    def _search(self, text: str) -> tuple[str, Sequence[_Hit]]:
        """Return the folded text and its longest hits that stand alone and fit, in order."""
        folded = fold(text)
        raw = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        hits = []
        for index, start, end in raw:
            if stands_alone(folded, start, end):
                entries = self._patterns[self._texts[index]]
                fit = tuple(e for e in entries if fits(e, folded, start, end))
                if fit or not entries:
                    hits.append(_Hit(start, end, fit))
        return folded, _longest(hits, len(folded))

    def _with_head(self, mention: ActorMention, text: str, folded: str) -> ActorMention:
        """Return the mention with the organ or rebels that follow it, or that it closes."""
        if mention.kind == "group" and mention.role == "alliance":
            return self._organ_after(mention, text, folded) or mention
        if mention.kind != "state" or mention.form == "city":
            return mention
        rebels = self._rebels_after(mention, text, folded)
        return rebels or self._organ_around(mention, text, folded)

    def _organ_around(self, mention: ActorMention, text: str, folded: str) -> ActorMention:
        after = self._organ_after(mention, text, folded)
        if after is not None and not _only_place(mention, after):
            return after
        if mention.form != "name":
            return mention
        before = self._heads.before(folded, mention.start)
        if before is None:
            return mention
        return _organ(mention, text, before[0], mention.end, before[1])

    def _organ_after(self, mention: ActorMention, text: str, folded: str) -> ActorMention | None:
        head = self._heads.after(folded, mention.end)
        return None if head is None else _organ(mention, text, mention.start, head[0], head[1])

    def _rebels_after(self, mention: ActorMention, text: str, folded: str) -> ActorMention | None:
        match = _REBELS.match(folded, mention.end) if mention.form == "demonym" else None
        if match is None:
            return None
        code = f"{self.demonym_of(mention.code)} {'militants' if match['m'] else 'rebels'}"
        return replace(
            mention,
            end=match.end(),
            text=text[mention.start : match.end()],
            code=code,
            kind="group",
            form="group",
            name=code,
            role="armed group",
        )


@cache
def load_actors() -> ActorIndex:
    """Return the index over the package's own data files, built on the first call."""
    return ActorIndex()


def _patterns() -> dict[str, tuple[ActorEntry, ...]]:
    """Return every written form with the entries it may stand for; blockers have none."""
    accented = frozenset[str]().union(*(state.accented for state in read_states()))
    found: dict[str, list[ActorEntry]] = {}
    for entry in read_entries():
        for text in written_variants(entry, keep_accents=accented):
            known = found.setdefault(text, [])
            if all(e.code != entry.code for e in known):
                known.append(entry)
    for text in _blocking():
        for variant in (text, text.upper()):
            found.setdefault(variant, [])
    return {text: tuple(entries) for text, entries in found.items()}


def _blocking() -> Iterator[str]:
    yield from read_blockers()
    for outlet in load_outlets():
        yield from outlet.forms


def _exact_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in read_entries():
        if entry.needs not in ("home", "group", "prefix"):
            names.setdefault(_key(entry.form_text), entry.code)
    return names


def _key(name: str) -> str:
    plain = plain_letters(fold(name)).casefold().replace(".", "")
    return " ".join(plain.split()).removeprefix("the ")


def _longest(hits: list[_Hit], length: int) -> list[_Hit]:
    """Return the hits of which none overlaps a longer one, in the order of the text."""
    taken = bytearray(length)
    kept = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted((hit for hit in kept if hit.entries), key=lambda h: h.start)


def _counts(hits: Iterable[_Hit]) -> Counter[str]:
    """Return how often each actor is named by forms that are nobody else's."""
    counts: Counter[str] = Counter()
    for hit in hits:
        entry = hit.entries[0]
        if len(hit.entries) == 1 and entry.needs not in ("home", "group"):
            counts[entry.code] += 1
            if entry.home != entry.code and entry.home:
                counts[entry.home] += 1
    return counts


def _settled(hit: _Hit, text: str, counts: Counter[str]) -> ActorMention | None:
    """Return the mention for the entry that the text names most, or None if none may count."""
    able = [entry for entry in hit.entries if _may_count(entry, counts)]
    if not able:
        return None
    best = max(able, key=lambda entry: counts[entry.home or entry.code])
    end = hit.end - 1 if best.needs == "prefix" else hit.end
    found = text[hit.start : end]
    return ActorMention(
        hit.start, end, found, best.code, best.kind, best.form, best.name, best.role
    )


def _may_count(entry: ActorEntry, counts: Counter[str]) -> bool:
    if entry.needs == "home":
        return counts[entry.home] > 0
    return entry.needs != "group" or counts[entry.code] > 0


def _organ(mention: ActorMention, text: str, start: int, end: int, kind: str) -> ActorMention:
    return replace(
        mention,
        start=start,
        end=end,
        text=text[start:end],
        kind="organ",
        form="organ",
        role=kind,
        name=text[start:end],
    )


def _only_place(mention: ActorMention, organ: ActorMention) -> bool:
    """Return whether "Nairobi spokesman" only says where somebody works."""
    return mention.form == "capital" and organ.role == "official" and "'" not in organ.text


def _without_nested(mentions: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Return the mentions without those that a longer neighbour has taken in."""
    kept: list[ActorMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return tuple(kept)
