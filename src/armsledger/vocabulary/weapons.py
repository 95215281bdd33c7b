"""Which weapons a text names: listed systems, kinds of weapon, and designations known by form.

Listed names are found in one pass over the text without separators (`squeezed`). A name that is
also a common word counts only where the report shows that a weapon is meant. How: docs/methods.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick

from armsledger.vocabulary.squeezed import Squeezed, fold, is_whole, key_of, squeeze
from armsledger.vocabulary.weapon_forms import FormReader, Noun, load_form_rules
from armsledger.vocabulary.weapon_hits import (
    Hit,
    Taken,
    end_of_name,
    is_cased,
    is_in_list,
    is_loose,
    is_near,
    is_shown,
    is_weak,
    is_written_as_name,
    longest,
    nouns_of,
)
from armsledger.vocabulary.weapon_tables import (
    Kind,
    Name,
    System,
    read_kinds,
    read_systems,
)

__all__ = ["System", "WeaponIndex", "WeaponMention", "load_weapons"]

_NUMBER_AFTER: Final = re.compile(r"[.,]\d|[ ]?%")  # "S-3.5", "K 10,000"
_GLUE: Final = "'\u2019$@#&"  # before a name: an apostrophe's s, an amount, a handle
_COUNT_BEFORE: Final = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|hundreds of"
    r"|dozens of|more|additional|extra|of the))\s$",
    re.IGNORECASE,
)
_PROPER_AFTER: Final = re.compile(r"\s([A-Z][a-z]+)")
_ADJACENT: Final = 12  # characters: at most one short word between a name and a weak noun


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """Characters of a text that name a weapon."""

    start: int
    end: int
    text: str
    system: System | None  # None: only a kind is named ("fighter jets")
    kind: str
    category: str | None  # None: wholly generic ("arms")
    listed: bool  # False: recognised by form
    name: str = ""  # the system's name or alias as the table spells it; "" for a kind


class WeaponIndex:
    """All weapon names and kinds, ready to be searched. Immutable once built."""

    def __init__(
        self, systems: Iterable[tuple[System, tuple[Name, ...]]], kinds: Iterable[Kind]
    ) -> None:
        self._kinds = {kind.key.text: kind for kind in kinds}
        self._names: dict[str, tuple[Name, ...]] = {}
        for _, names in systems:
            own = {name.key.text for name in names}
            for name in names:
                if not self._ends_in_kind(name, own):
                    self._names[name.key.text] = (*self._names.get(name.key.text, ()), name)
        self._patterns = tuple(self._names | self._kinds)
        self._automaton = AhoCorasick(self._patterns)
        rules = load_form_rules()
        self._never = rules.designations
        self._forms = FormReader(rules)

    def find(
        self,
        text: str,
        *,
        context: str = "",
        is_actor: Callable[[str], bool] | None = None,
    ) -> tuple[WeaponMention, ...]:
        """Return the weapons that a text names, in order, without overlaps.

        Args:
            text: one whole part of a report; offsets are code points into it.
            context: the report's other part; systems named there support ambiguous names here.
            is_actor: whether a capitalised name is a state, company, person or the like, so
                that it isn't taken for an unlisted weapon.
        """
        return self.find_parts(context, text, is_actor=is_actor)[1]

    def find_parts(
        self,
        title: str,
        text: str,
        *,
        is_actor: Callable[[str], bool] | None = None,
    ) -> tuple[tuple[WeaponMention, ...], tuple[WeaponMention, ...]]:
        """Return the mentions of both parts of a report, each part scanned once. See `find`."""
        scans = [(part, *self._scan(part)) for part in (title, text)]
        known = {name.system.name for _, firm, _ in scans for hit in firm for name in hit.names}
        for part, firm, doubtful in scans:
            settled = self._settle(part, firm, doubtful, known)
            known |= {name.system.name for hit in settled for name in hit.names}
        found = [
            self._read(part, self._settle(part, firm, doubtful, known), is_actor)
            for part, firm, doubtful in scans
        ]
        return found[0], found[1]

    def _read(
        self, text: str, hits: list[Hit], is_actor: Callable[[str], bool] | None
    ) -> tuple[WeaponMention, ...]:
        """Return a part's mentions: the settled hits, and what is known by its form."""
        nouns = nouns_of(hits)
        mentions = [self._mention(text, hit, nouns) for hit in hits if is_shown(hit)]
        taken = [(hit.start, hit.end) for hit in hits if not is_weak(hit)]
        for form in self._forms.find(text, nouns, taken, is_actor):
            system, words = form.system, text[form.start : form.end]
            mentions.append(
                WeaponMention(
                    form.start,
                    form.end,
                    words,
                    system,
                    system.kind,
                    system.category,
                    listed=False,
                    name=system.name,
                )
            )
        return tuple(sorted(mentions, key=lambda m: m.start))

    def mentions_any(self, text: str) -> bool:
        """Return whether the text may name a weapon: one cheap pass, no context."""
        return any(hit.kind is None or hit.kind.named for hit in self._hits(squeeze(text)))

    def lookup(self, name: str) -> System | None:
        """Return the listed system of this name, however its hyphens, case and plural are written.

        A variant that isn't listed ("F-16V") gives the system that it is a variant of.
        """
        key = key_of(name).text
        for candidate in (key, key.removesuffix("s")):
            if found := self._names.get(candidate):
                return min(found, key=lambda n: (n.text != name, not n.is_first)).system
        hits = [h for h in self._hits(squeeze(name)) if h.names and h.start == 0]
        whole = [h for h in hits if h.end == len(name)]
        return max(whole, key=lambda h: h.core).names[0].system if whole else None

    def family_of(self, name: str) -> str:
        """Return the family of a system's name; an unlisted name is its own family."""
        system = self.lookup(name)
        return system.family if system else name

    def names(self) -> tuple[str, ...]:
        """Return every pattern, as it stands in `squeeze(text).folded`: for a gate of its own."""
        return self._patterns

    def systems(self) -> tuple[System, ...]:
        """Return the listed systems, each once."""
        found = {id(n.system): n.system for names in self._names.values() for n in names}
        return tuple(found.values())

    def _ends_in_kind(self, name: Name, own: set[str]) -> bool:
        """Return whether a name is another name of the system and a weapon noun ("K2 tank")."""
        if name.text == name.system.name:
            return False
        head, space, tail = name.text.partition(" ")
        while space:
            if key_of(tail).text in self._kinds and key_of(head).text in own:
                return True
            word, space, tail = tail.partition(" ")
            head = f"{head} {word}"
        return False

    def _scan(self, text: str) -> tuple[list[Hit], list[Hit]]:
        """Return the hits that stand by themselves, without overlaps, and the ambiguous ones."""
        hits = list(self._hits(squeeze(text)))
        firm = longest([hit for hit in hits if not hit.ambiguous])
        taken = Taken(firm)
        doubtful = [h for h in hits if h.ambiguous and not taken.longer(h)]
        return firm, longest(doubtful)

    def _hits(self, squeezed: Squeezed) -> Iterator[Hit]:
        text, where = squeezed.text, squeezed.where
        for index, first, last in self._automaton.find_matches_as_indexes(
            squeezed.folded, overlapping=True
        ):
            start = where[first]
            if start and (text[start - 1].isalnum() or text[start - 1] in _GLUE):
                continue
            end = where[last - 1] + 1
            if _NUMBER_AFTER.match(text, end):
                continue
            pattern = self._patterns[index]
            kind = self._kinds.get(pattern)
            if kind and not (end < len(text) and text[end].isalnum()):
                if is_whole(squeezed, first, last, kind.key.joints) and is_cased(
                    text, start, end, kind
                ):
                    yield Hit(start, end, end - start, (), kind)
            elif names := self._fitting(pattern, squeezed, first, last):
                whole = end_of_name(text, end)
                if whole is not None and text[start:whole] not in self._never:
                    loose = is_loose(text[start:end])
                    yield Hit(start, whole, end - start, names, None, loose)

    def _fitting(self, pattern: str, squeezed: Squeezed, first: int, last: int) -> tuple[Name, ...]:
        """Return the names of this pattern that may be written as it is written here."""
        start, end = squeezed.where[first], squeezed.where[last - 1] + 1
        return tuple(
            name
            for name in self._names.get(pattern, ())
            if is_whole(squeezed, first, last, name.key.joints)
            and is_written_as_name(squeezed.text[start:end], name)
        )

    def _settle(
        self, text: str, firm: list[Hit], doubtful: list[Hit], known: set[str]
    ) -> list[Hit]:
        """Return the firm hits and those ambiguous ones that the report supports, in order."""
        nouns = nouns_of(firm)
        accepted = [hit for hit in doubtful if self._has_weapon_words(text, hit, nouns)]
        known = known | {name.system.name for hit in accepted for name in hit.names}
        pending = [hit for hit in doubtful if hit not in accepted]
        accepted += [hit for hit in pending if any(n.system.name in known for n in hit.names)]
        pending = [hit for hit in pending if hit not in accepted]
        named = [hit for hit in firm if hit.names] + doubtful
        accepted += [hit for hit in pending if is_in_list(text, hit, named)]
        return longest(firm + accepted)

    def _has_weapon_words(self, text: str, hit: Hit, nouns: list[Noun]) -> bool:
        """Return whether a weapon noun or a count stands directly at an ambiguous name."""
        noun = self._noun_at(text, hit, nouns)
        if noun and (not noun.weak or self._supports(text, hit, noun)):
            return True
        if _PROPER_AFTER.match(text, hit.end) or text[hit.end - 1] != "s":
            return False
        before = text[max(0, hit.start - 14) : hit.start]
        return bool(_COUNT_BEFORE.search(before)) or is_near(hit, nouns)

    def _supports(self, text: str, hit: Hit, noun: Noun) -> bool:
        """Return whether a weak noun ("system", "class") beside a name makes it a weapon's."""
        if noun.category and noun.category not in {name.system.category for name in hit.names}:
            return False
        return noun.start - hit.end <= _ADJACENT and not self._forms.has_first_name(text, hit.start)

    def _noun_at(self, text: str, hit: Hit, nouns: list[Noun]) -> Noun | None:
        after = self._forms.noun_after(text, hit.end, nouns)
        return after or self._forms.noun_before(text, hit.start, nouns)

    def _mention(self, text: str, hit: Hit, nouns: list[Noun]) -> WeaponMention:
        words = text[hit.start : hit.end]
        if hit.kind:
            kind, category = hit.kind.kind, hit.kind.category
            return WeaponMention(hit.start, hit.end, words, None, kind, category, listed=True)
        name = self._choose(text, hit, nouns)
        system = name.system
        return WeaponMention(
            hit.start,
            hit.end,
            words,
            system,
            system.kind,
            system.category,
            listed=True,
            name=name.text,
        )

    def _choose(self, text: str, hit: Hit, nouns: list[Noun]) -> Name:
        """Return which of the systems of this name is meant, by the noun beside it."""
        if len(hit.names) == 1:
            return hit.names[0]
        noun, written = self._noun_at(text, hit, nouns), text[hit.start : hit.start + hit.core]
        if noun is None:
            return min(hit.names, key=lambda name: (name.text != written, not name.is_first))
        words = fold(text[noun.start : noun.end])
        by_kind = [name for name in hit.names if fold(name.system.kind) in words]
        by_category = [name for name in hit.names if name.system.category == noun.category]
        return (by_kind or by_category or hit.names)[0]


@cache
def load_weapons() -> WeaponIndex:
    """Return the index over the package's weapon tables, built on the first call.

    Raises:
        VocabularyError: a table breaks its schema.
    """
    return WeaponIndex(read_systems(), read_kinds())
