"""Who speaks: from the noun phrase that names a speaker to a source.

A report introduces a speaker in full once ("Defence Minister Fikri Isik") and later writes
"Isik", "he" or "the minister". `Speakers` reads one report front to back and remembers whom it
has met.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from armsledger.extract.speaker_names import Name, Office, ReportNames
from armsledger.extract.speaker_phrases import (
    apposed_name,
    bare_name,
    body_kind,
    joined_name,
    office_noun,
    phrase_of,
    range_of,
    singular,
    speaker_noun,
    squash,
    text_of,
)
from armsledger.model import Report, Source, SourceKind
from armsledger.text.document import Sentence
from armsledger.vocabulary.actors import ActorIndex
from armsledger.vocabulary.cues import SpeakerNoun, load_speaker_nouns, name_words


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as the report has introduced it."""

    source: Source
    role: str  # "person", "body", "text"
    noun: str  # singular common noun that named it, "" for a bare name
    plural: bool = False
    state: bool = False  # a whole state, or several


# How far from a name its holder's office or country may stand, in characters.
_AFFILIATION_WINDOW: Final = 70

# A bare name has two words; more than three have an office's words before them.
_SHORT_NAME: Final = 2
_LONG_NAME: Final = 3

_PERSON_PRONOUNS: Final = frozenset({"he", "she", "him", "her"})
_OPEN_PRONOUNS: Final = frozenset({"it", "they", "them"})
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "his", "her", "its"})
_KIND_OF: Final = {
    "company": SourceKind.COMPANY,
    "outlet": SourceKind.OUTLET,
    "expert": SourceKind.EXPERT,
}


class Speakers:
    """The speakers of one report, met in reading order."""

    def __init__(self, report: Report, actors: ActorIndex) -> None:
        self.names = ReportNames(report, actors)
        self._met: list[Speaker] = []

    def last(self) -> Speaker | None:
        """Return the speaker met last."""
        return self._met[-1] if self._met else None

    def meet(self, speaker: Speaker) -> Speaker:
        """Remember a speaker as the last one, and return it."""
        self._met.append(speaker)
        return speaker

    def resolve(self, head: Token, sentence: Sentence) -> Speaker | None:
        """Return the speaker that a noun phrase names, None where it names nobody usable."""
        word = head.lower_
        if word in name_words("pronoun"):
            return None
        if head.pos_ == "ADJ":
            return None
        if head.pos_ == "PRON" or word in _PERSON_PRONOUNS | _OPEN_PRONOUNS:
            return self._pronoun(word)
        named = apposed_name(head)
        noun = speaker_noun(head)
        joined = joined_name(head)
        if joined is not None and noun is None:
            return self._joint(head, joined, sentence)
        proper = head.pos_ in {"PROPN", "X"} or head.text in self.names.full
        if noun is None and named is None and not proper:
            return self._listed(head, sentence)
        if noun is not None and named is None:
            return self._common(head, noun, sentence)
        return self._proper(named or head, head, sentence)

    def of_title(self, tokens: list[Token], sentence: Sentence) -> Speaker | None:
        """Return the speaker that a headline sets apart with a colon or a dash."""
        last = tokens[-1]
        text = text_of(tokens)
        known = any(text == name or text.endswith(" " + name) for name in self.names.full.values())
        noun = speaker_noun(last)
        short = noun is None and len(tokens) > 1 and last.text in self.names.full  # "Rep. Smith"
        if known or short:
            return self._proper(last, last, sentence)
        if noun is None:
            return self._listed(last, sentence)
        code, _ = self.names.affiliation(tokens, sentence)
        unknown = noun.role == "person" and code is None
        kind = SourceKind.UNNAMED if unknown and noun.kind is SourceKind.OFFICIAL else noun.kind
        return Speaker(Source(text, kind, code), noun.role, singular(last))

    def first_named(self, sentence: Sentence, start: int, end: int) -> Speaker | None:
        """Return the first person, or else office, named in a range of a sentence's own text."""
        words = sentence.text[start:end].split()
        name = _person_at_end(words)
        if name:
            full = " ".join(name) if len(name) > 1 else self.names.full_name(name[0]) or name[0]
            kind, code = self.names.office_of(full, {word.lower() for word in words}, None)
            return Speaker(Source(full, kind, code), "person", "")
        shift = sentence.shift - sentence.start
        for token in reversed(sentence.tokens):
            if start <= token.idx + shift < end and speaker_noun(token) is not None:
                return self.resolve(token, sentence)
        return None

    def floor_holder(self, label: str) -> Speaker | None:
        """Return whom a transcript's label in capitals names ("PSAKI", "THE PRESIDENT")."""
        words = label.title().split()
        full = self.names.full_name(words[-1])
        if full is not None:
            kind, code = self.names.office_of(full, set(), None)
            return Speaker(Source(full, kind, code), "person", "")
        noun = load_speaker_nouns().get(words[-1].lower())
        holder = self._holder_of(words[-1].lower())
        if holder is not None:
            return holder
        kind = noun.kind if noun is not None else SourceKind.OTHER
        name = label.title() if label.isupper() else label
        return Speaker(Source(name, kind, None), "person", words[-1].lower())

    def in_text(self, speaker: Speaker) -> Source:
        """Return the source whom the text names first where a headline only describes it."""
        described = squash(speaker.source.name).endswith((speaker.noun, speaker.noun + "s"))
        if not speaker.noun or not described:
            return speaker.source
        kinds = {speaker.source.kind}
        if speaker.role == "text" or kinds == {SourceKind.UNNAMED}:
            kinds |= {SourceKind.OUTLET, SourceKind.UNNAMED}
        if speaker.role == "person":
            kinds |= {SourceKind.OFFICIAL, SourceKind.UNNAMED}
        first = next((s for s in self._met if s.source.kind in kinds and s != speaker), None)
        return first.source if first is not None else speaker.source

    def _holder_of(self, office: str) -> Speaker | None:
        held: Office | None = self.names.offices.get(office)
        if held is None:
            return None
        return Speaker(Source(held.name, held.kind, held.code), "person", office)

    def _pronoun(self, word: str) -> Speaker | None:
        if word in _PERSON_PRONOUNS:
            return self._latest(lambda s: s.role == "person" and not s.plural)
        if word in {"they", "them"}:
            return self._latest(lambda s: s.plural) or self.last()
        return self._latest(lambda s: s.role != "person")

    def _latest(self, test: Callable[[Speaker], bool]) -> Speaker | None:
        return next((s for s in reversed(self._met) if test(s)), None)

    def _common(self, head: Token, noun: SpeakerNoun, sentence: Sentence) -> Speaker | None:
        tokens = phrase_of(head)
        plural = head.tag_ in {"NNS", "NNPS"}
        lemma = singular(head)
        text = text_of(tokens)
        code, body = self.names.affiliation(tokens, sentence)
        bare = not any(
            t.dep_ in {"amod", "compound", "nmod", "poss", "prep"} for t in head.children
        )
        office = self._holder(head, lemma, code) if not plural else None
        if office is not None:
            return office
        if bare and (tokens[0].lower_ in _DEFINITE or tokens[0] == head):
            known = self._again(head, noun, sentence)
            if known is not None:
                return known
        if noun.kind is SourceKind.OUTLET and not plural:
            outlet = self._only_outlet(code)
            if outlet is not None:
                return Speaker(outlet, "body", lemma)
        if noun.role == "text":
            return self._document(head, noun, sentence, text)
        kind = noun.kind
        if kind is SourceKind.OFFICIAL and code is None and not body and noun.role == "person":
            kind = SourceKind.UNNAMED
        if kind is not SourceKind.COMPANY and body == "company":
            kind = SourceKind.COMPANY
        return Speaker(Source(text, kind, code), noun.role, lemma, plural)

    def _holder(self, head: Token, lemma: str, code: str | None) -> Speaker | None:
        """Return the person whom the report names with this office ("President Assad")."""
        if lemma not in name_words("office"):
            return None
        holder = self._holder_of(lemma)
        if holder is None or (code and holder.source.country and holder.source.country != code):
            return None
        return holder

    def _only_outlet(self, code: str | None) -> Source | None:
        """Return the one outlet (of a country) that the text names, None for none or several."""
        end = len(self.names.text)
        hits = [h for h in self.names.hits_in("text", 0, end) if h.kind == "outlet"]
        fitting = [h for h in hits if not self.names.is_own(h) and code in {None, h.code}]
        if len({squash(h.text) for h in fitting}) != 1:
            return None
        return Source(fitting[0].text, SourceKind.OUTLET, fitting[0].code)

    def _company(self, head: Token, sentence: Sentence) -> Speaker | None:
        """Return the company named last before "the company", in its sentence the first."""
        at = head.idx + sentence.shift
        inside = [
            h for h in self.names.hits_in(sentence.part, sentence.start, at) if h.kind == "company"
        ]
        before = [h for h in self.names.hits_in(sentence.part, 0, at) if h.kind == "company"]
        hit = inside[0] if inside else before[-1] if before else None
        return self._listed_as(hit) if hit is not None else None

    def _again(self, head: Token, noun: SpeakerNoun, sentence: Sentence) -> Speaker | None:
        """Return the speaker whom "the minister", "the company", "the report" repeats."""
        lemma, plural = singular(head), head.tag_ in {"NNS", "NNPS"}
        same = self._latest(lambda s: s.noun == lemma and s.plural == plural)
        if same is not None:
            return same
        if noun.role == "text":
            kinds = {SourceKind.OUTLET, SourceKind.UNNAMED}
            if noun.kind is SourceKind.UNNAMED or noun.kind is SourceKind.OUTLET:
                return self._latest(lambda s: s.source.kind in kinds and s.role != "person")
            return self._latest(lambda s: s.role != "text" and s.source.kind not in kinds)
        if plural:
            return None
        if noun.kind is SourceKind.COMPANY and noun.role == "body":
            return self._latest(lambda s: s.source.kind is noun.kind) or self._company(
                head, sentence
            )
        return self._latest(
            lambda s: s.role == noun.role and not s.plural and s.source.kind is noun.kind
        )

    def _document(
        self, head: Token, noun: SpeakerNoun, sentence: Sentence, text: str
    ) -> Speaker | None:
        """A report by a named outlet or body speaks for that outlet or body."""
        tokens = phrase_of(head, clauses=True)
        start, end = range_of(tokens, sentence)
        for hit in self.names.hits_in(sentence.part, start, end):
            if self.names.is_own(hit) or hit.kind == "state":
                continue
            kind = _KIND_OF.get(hit.kind, SourceKind.OFFICIAL)
            return Speaker(Source(hit.text, kind, hit.code), "body", singular(head))
        plural = head.tag_ in {"NNS", "NNPS"}
        return Speaker(Source(text, noun.kind, None), noun.role, singular(head), plural)

    def _proper(self, head: Token, outer: Token, sentence: Sentence) -> Speaker | None:
        tokens = [t for t in phrase_of(head) if t.i <= head.i]
        start, end = range_of(tokens, sentence)
        listed = [h for h in self.names.hits_in(sentence.part, start, end) if h.end == end]
        name = bare_name(tokens)
        if listed and listed[0].start <= start + max(0, (end - start) - len(name)):
            return self._listed_as(listed[0])
        if not any(map(str.isalnum, name)) or self.names.is_own_name(name):
            return None
        if " " not in name and (tokens[0] == head and head.pos_ == "X") and "." not in name:
            return None
        words = {t.lower_ for t in tokens}
        code, _ = self.names.affiliation([*phrase_of(outer), *tokens], sentence)
        body = body_kind(words)
        if body is not None and name.split()[-1] not in self.names.full:
            return Speaker(Source(name, body, code), "body", "")
        full = self.names.full.get(name.split()[-1], name) if " " not in name else name
        kind, code = self.names.office_of(full, words | {t.lower_ for t in outer.subtree}, code)
        return Speaker(Source(full, kind, code), "person", office_noun(words))

    def _joint(self, head: Token, other: Token, sentence: Sentence) -> Speaker | None:
        """Return "Paris and London" as one speaker."""
        start, _ = range_of(phrase_of(head), sentence)
        _, end = range_of(phrase_of(other), sentence)
        hits = list(self.names.hits_in(sentence.part, start, end))
        code = next((h.code for h in hits if h.code), None)
        states = bool(hits) and all(h.kind == "state" for h in hits)
        text = sentence.text[start - sentence.start : end - sentence.start]
        text = text.removeprefix("Both ").removeprefix("both ")
        source = Source(text, SourceKind.OFFICIAL, code)
        return Speaker(source, "body", "", plural=True, state=states)

    def _listed(self, head: Token, sentence: Sentence) -> Speaker | None:
        """Return the listed actor or outlet that ends with this word ("Moscow", "the Kremlin")."""
        start, end = range_of(phrase_of(head), sentence)
        hits = list(self.names.hits_in(sentence.part, start, end))
        if not hits or (hits[-1].form == "demonym" and head.tag_ in {"JJ", "NN", "NNP"}):
            return None  # an adjective that the parser took for a name
        return self._listed_as(hits[-1])

    def _listed_as(self, hit: Name) -> Speaker | None:
        if self.names.is_own(hit):
            return None
        kind = _KIND_OF.get(hit.kind, SourceKind.OFFICIAL)
        role = "person" if hit.kind == "person" else "body"
        return Speaker(Source(hit.text, kind, hit.code), role, "", state=hit.kind == "state")


def _person_at_end(words: list[str]) -> list[str]:
    """Return the name that a phrase of titles, offices and bodies ends with, [] where none does."""
    titles = name_words("title") | name_words("body") | load_speaker_nouns().keys()
    shouted = all(word.isupper() for word in words)
    kept: list[str] = []
    for word in reversed(words):
        in_capitals = word.isalpha() and word.isupper() and not shouted  # "APNSA Jake Smith"
        if in_capitals or not word[:1].isupper() or word.lower() in titles:
            break
        kept.insert(0, word)
    if not 1 <= len(kept) <= len(words) - 1 and len(kept) != _SHORT_NAME:
        return []
    return kept if len(kept) <= _LONG_NAME else kept[-_SHORT_NAME:]
