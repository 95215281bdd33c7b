"""The names in one report: gazetteer hits, people's full names, and who holds which office."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from armsledger.extract.speaker_phrases import (
    full_names,
    range_of,
    squash,
    without_titles,
)
from armsledger.model import Report, SourceKind
from armsledger.text.document import Sentence
from armsledger.vocabulary.actors import ActorIndex
from armsledger.vocabulary.cues import load_speaker_nouns, name_words
from armsledger.vocabulary.outlets import find as find_outlets

# How far from a name its holder's office or country may stand, in characters.
_AFFILIATION_WINDOW: Final = 70

# Words that tell a state's own people though no body is named ("White House", "military").
_STATE_WORDS: Final = frozenset({"white", "military", "state"})

_OFFICE: Final = re.compile(
    r"\b((?i:president|premier|minister|chancellor|secretary|ambassador|envoy|ceo|chairman|"
    r"spokesman|spokeswoman|spokesperson|king|sultan|emir))\s+"
    r"((?:of\s+\w+(?:\s+to\s+\w+)?,?\s+)?[A-Z][\w\u2019'\-]+(?:\s+(?:van|von|bin|al|de)?\s?[A-Z][\w\u2019'\-]+){0,3})"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A listed name in a part of the report."""

    start: int
    end: int
    text: str
    code: str | None
    kind: str  # an actor's kind, "outlet" or "expert"
    form: str


@dataclass(frozen=True, slots=True)
class Office:
    """Who holds an office."""

    name: str
    kind: SourceKind
    code: str | None


class ReportNames:
    """Everything in a report that names somebody, without the parse."""

    def __init__(self, report: Report, actors: ActorIndex) -> None:
        self._report = report
        self.text = report.text
        self._hits = {part: _names_in(report, part, actors) for part in ("title", "text")}
        self._starts = {part: [h.start for h in hits] for part, hits in self._hits.items()}
        self.full = full_names(report)
        self._cased = {last.casefold(): name for last, name in self.full.items()}
        self.offices = self._offices()

    def full_name(self, last: str) -> str | None:
        """Return the full name that the report gives for a last name, whatever its case."""
        return self.full.get(last) or self._cased.get(last.casefold())

    def hits_in(self, part: str, start: int, end: int) -> Iterator[Name]:
        """Yield the gazetteer's names inside a range of a part."""
        at = bisect_left(self._starts[part], start)
        for hit in self._hits[part][at:]:
            if hit.start >= end:
                return
            if hit.end <= end:
                yield hit

    def outlet_in(self, part: str, start: int, end: int) -> str | None:
        """Return the first outlet's name inside a range, None if there is none."""
        for hit in self.hits_in(part, start, end):
            if hit.kind == "outlet" and not self.is_own(hit):
                return hit.text
        return None

    def is_own(self, hit: Name) -> bool:
        """Return whether a name is that of the report's own outlet."""
        return self.is_own_name(hit.text)

    def is_own_name(self, name: str) -> bool:
        """Return whether a name is that of the report's own outlet."""
        own, other = squash(self._report.outlet or ""), squash(name)
        return bool(own and other) and (own in other or other in own)

    def affiliation(self, tokens: list[Token], sentence: Sentence) -> tuple[str | None, str]:
        """Return the country of a phrase and what sort of body it names ("" for none)."""
        start, end = range_of(tokens, sentence)
        hits = list(self.hits_in(sentence.part, start, end))
        code = next((h.code for h in hits if h.code), None)
        if any(h.kind == "company" for h in hits):
            return code, "company"
        words = {t.lower_ for t in tokens}
        named = bool(hits) or bool(words & (name_words("body") | _STATE_WORDS))
        return code, "body" if named else ""

    def office_of(
        self, name: str, words: set[str], code: str | None
    ) -> tuple[SourceKind, str | None]:
        """Return what sort of speaker a person is and for which country, from nearby words."""
        nouns = load_speaker_nouns()
        spoken = sorted(words)
        for part in ("text", "title"):
            text = self._report.part(part)
            at = text.find(name)
            if at < 0:
                continue
            left, right = max(0, at - _AFFILIATION_WINDOW), at + len(name) + _AFFILIATION_WINDOW
            spoken += re.findall(r"[\w\-]+", text[left:right].lower())
            codes = (hit.code for hit in self.hits_in(part, left, right) if hit.code)
            code = code or next(codes, None)
        kinds = [nouns[w].kind for w in spoken if w in nouns and nouns[w].role == "person"]
        default = SourceKind.OFFICIAL if code else SourceKind.OTHER
        return (kinds[0] if kinds else default), code

    def _offices(self) -> dict[str, Office]:
        """Return the first person that the report's text names after each office."""
        found: dict[str, Office] = {}
        for match in _OFFICE.finditer(self._report.text):
            words = without_titles(match[2].split())
            office = match[1].lower()
            if not words or office in found or words[-1] not in self.full:
                continue
            near = self.hits_in("text", max(0, match.start() - _AFFILIATION_WINDOW), match.start())
            codes = [hit.code for hit in near if hit.code]
            kind = load_speaker_nouns()[office].kind
            name = self.full[words[-1]]
            found[office] = Office(name, kind, codes[-1] if codes else None)
        return found


def _names_in(report: Report, part: str, actors: ActorIndex) -> list[Name]:
    text = report.part(part)
    other = report.part("text" if part == "title" else "title")
    found = [
        Name(
            m.start, m.end, m.text, m.outlet.country or None, _outlet_kind(m.outlet.kind), "outlet"
        )
        for m in find_outlets(text)
    ]
    found += [
        Name(m.start, m.end, m.text, m.code or None, m.kind, m.form)
        for m in actors.find(text, context=other)
    ]
    return sorted(found, key=lambda name: (name.start, -name.end))


def _outlet_kind(kind: str) -> str:
    return "expert" if kind == "think tank" else "outlet"
