"""Noun phrases that name speakers: their words, their head, the bare name at their end."""

import re
from typing import Final

from spacy.tokens import Token

from armsledger.model import Report, SourceKind
from armsledger.text.document import Sentence
from armsledger.vocabulary.cues import SpeakerNoun, load_speaker_nouns, name_words

# A name of a person is no longer than this many words, particles included.
_MAX_NAME_WORDS: Final = 4

_PREPOSITIONS: Final = frozenset(
    {"of", "from", "at", "for", "in", "with", "close", "familiar", "to"}
)
_ATTACHED: Final = frozenset({"prep", "acl", "amod"})
_INSIDE: Final = frozenset(
    {"compound", "amod", "nmod", "poss", "det", "nummod", "case", "quantmod", "advmod", "punct"}
)

# Two to four capitalised words with initials and particles: "Recep T. Erdogan", "Cent van Vliet".
FULL_NAME: Final = re.compile(
    r"(?<!\w)(?:[A-Z][\w\u2019'\-]+|[A-Z]\.)(?:\s+(?:[A-Z]\.|al-[A-Z]\w+|(?:bin|van|von|de|da|del|der|di|el|al|le)"
    r"(?=\s)|[A-Z][\w\u2019'\-]+)){1,3}"
)


def full_names(report: Report) -> dict[str, str]:
    """Return the first full form of each capitalised name by its last word."""
    found: dict[str, str] = {}
    for match in FULL_NAME.finditer(f"{report.text}\n{report.part('title')}"):
        words = without_titles(match.group().split())
        last = words[-1].removesuffix("\u2019s").removesuffix("'s") if words else ""
        if len(words) >= 2 and last:
            found.setdefault(last, " ".join([*words[:-1], last]))
    return found


def joined_name(head: Token) -> Token | None:
    """Return the second of two names that speak together."""
    if head.pos_ != "PROPN" or not any(c.dep_ == "cc" and c.lower_ == "and" for c in head.children):
        return None
    return next((c for c in head.children if c.dep_ == "conj" and c.pos_ == "PROPN"), None)


def without_titles(words: list[str]) -> list[str]:
    """Return the words after the last title or office, and without a sentence's first word."""
    titles = name_words("title") | load_speaker_nouns().keys()
    last = max((i for i, word in enumerate(words) if word.lower() in titles), default=-1)
    kept = words[last + 1 :]
    return kept[1:] if kept and kept[0].lower() in name_words("function") else kept


def squash(name: str) -> str:
    """Return a name's letters and digits in lower case, for comparing."""
    return re.sub(r"[^0-9a-z]+", "", name.lower())


def singular(head: Token) -> str:
    """Return a noun's singular as the list of speakers' nouns has it."""
    lower = head.lower_
    nouns = load_speaker_nouns()
    if lower in nouns:
        return lower
    for form in (head.lemma_.lower(), lower.removesuffix("s"), lower.replace("men", "man")):
        if form in nouns:
            return form
    return head.lemma_.lower()


def speaker_noun(head: Token) -> SpeakerNoun | None:
    """Return what the list of speakers' nouns says of a word."""
    return load_speaker_nouns().get(singular(head))


def apposed_name(head: Token) -> Token | None:
    """Return the name that a common noun is explained by: "the minister, Fikri Isik"."""
    if head.pos_ == "PROPN" and speaker_noun(head) is None:
        return None
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and speaker_noun(child) is None:
            return child
    return None


def phrase_of(head: Token, *, clauses: bool = False) -> list[Token]:
    """Return the tokens of a noun phrase without relative clauses and appositions."""
    left = min(
        (c.left_edge.i for c in head.children if c.dep_ in _INSIDE and c.i < head.i), default=head.i
    )
    right = head.i
    for child in head.children:
        if child.i < head.i:
            continue
        if clauses or (child.dep_ in _ATTACHED and child.lower_ in _PREPOSITIONS):
            right = max(right, child.right_edge.i)
        elif child.dep_ == "conj":
            right = max(right, child.i)
    tokens = [head.doc[i] for i in range(left, right + 1)]
    while tokens[0] != head and (tokens[0].is_punct or tokens[0].pos_ == "ADV"):
        tokens = tokens[1:]
    return tokens


def range_of(tokens: list[Token], sentence: Sentence) -> tuple[int, int]:
    """Return a phrase's offsets in its sentence's part."""
    last = tokens[-1]
    return tokens[0].idx + sentence.shift, last.idx + len(last) + sentence.shift


def text_of(tokens: list[Token]) -> str:
    """Return the words of a phrase without a leading article or quotation marks."""
    if len(tokens) > 1 and tokens[0].lower_ in {"the", "a", "an", "some"}:
        tokens = tokens[1:]
    first, last = tokens[0], tokens[-1]
    return first.doc[first.i : last.i + 1].text.strip(" \"“”'")


def bare_name(tokens: list[Token]) -> str:
    """Return the name at the end of a phrase, titles and offices before it left out."""
    kept: list[Token] = []
    nouns = load_speaker_nouns()
    for token in reversed(tokens):
        lower = token.lower_
        named = (
            token.pos_ in {"PROPN", "X"}
            or token.shape_[:1] == "X"
            or lower in {"-", "al", "bin", "van", "de"}
        )
        if (
            not named
            or lower in name_words("title")
            or lower in nouns
            or lower in {"the", "\u2019s", "'s"}
        ):
            break
        kept.append(token)
        if len(kept) > _MAX_NAME_WORDS + 2:
            break
    if not kept:
        return ""
    kept.reverse()
    return text_of(kept)


def body_kind(words: set[str]) -> SourceKind | None:
    """Return what sort of body a name's words tell, None where they tell none."""
    if words & name_words("body"):
        return SourceKind.OFFICIAL
    if words & name_words("company"):
        return SourceKind.COMPANY
    return SourceKind.OUTLET if words & name_words("media") else None


def office_noun(words: set[str]) -> str:
    """Return the noun for a person's office among a phrase's words, "" where there is none."""
    nouns = load_speaker_nouns()
    return next((w for w in sorted(words) if w in nouns and nouns[w].role == "person"), "")
