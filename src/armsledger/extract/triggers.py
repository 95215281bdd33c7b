"""Find the words that may name an event of a transfer. Recall first: what is none is told later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from armsledger.extract.syntax import arguments_of
from armsledger.text.document import Sentence
from armsledger.vocabulary.triggers import Phrase, TriggerLexicon

_KIND_OF: Final = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adj",
    "ADV": "adj",
}

# The tagger errs most between these in headlines, so a word is looked up under the others too.
_FALLBACKS: Final = {"verb": ("noun", "adj"), "noun": ("verb", "adj"), "adj": ("verb", "noun")}

# Helping verbs name no event: "had supplied".
_HELPERS: Final = frozenset({"aux", "auxpass"})

# Words that may stand inside a phrase of several words: "call the deal off", "hold it up".
_MAX_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Trigger:
    """One word or phrase of a sentence that may name an event."""

    head: Token  # the word that the grammar hangs on
    words: tuple[Token, ...]  # all words of it, in order
    groups: frozenset[str]
    lemma: str  # lower case; phrases joined by a space
    kind: str  # "verb", "noun", "adj": under which it was found
    start: int  # into the sentence's part
    end: int


def find_triggers(sentence: Sentence, lexicon: TriggerLexicon) -> tuple[Trigger, ...]:
    """Return the sentence's possible triggers in reading order, each word in one at most."""
    found: list[Trigger] = []
    used: set[int] = set()
    for token in sentence.tokens:
        if token.i in used or token.is_space or token.is_punct:
            continue
        trigger = _phrase_at(token, sentence, lexicon) or _word_at(token, sentence, lexicon)
        if trigger is not None:
            used.update(word.i for word in trigger.words)
            found.append(trigger)
    return tuple(found)


def lemma_of(token: Token) -> str:
    """Return the lower-case lemma, hyphens kept."""
    return token.lemma_.lower()


def _kind_of(token: Token) -> str | None:
    return _KIND_OF.get(token.pos_)


def _word_at(token: Token, sentence: Sentence, lexicon: TriggerLexicon) -> Trigger | None:
    kind = _kind_of(token)
    if kind is None or token.dep_ in _HELPERS:
        return None
    lower = token.lower_
    own = lemma_of(token)
    if _is_light(token, lexicon.light.get(own, frozenset())):
        return None
    forms = dict.fromkeys((own, lower, lower.rstrip("s")))
    # An adverb is taken for no verb: "on his plane back".
    others = () if token.pos_ == "ADV" else _FALLBACKS[kind]
    for candidate in (kind, *others):
        for lemma in forms:
            groups = lexicon.words.get((candidate, lemma))
            if groups is not None:
                return _to_trigger((token,), token, groups, candidate, sentence)
    return None


def _is_light(verb: Token, nouns: frozenset[str]) -> bool:
    """Tell whether a verb only carries its object: "made a statement", "efforts being made"."""
    if not nouns or verb.pos_ != "VERB":
        return False
    return any(label == "obj" and lemma_of(word) in nouns for label, word in arguments_of(verb))


def _phrase_at(token: Token, sentence: Sentence, lexicon: TriggerLexicon) -> Trigger | None:
    for phrase in lexicon.phrases.get(lemma_of(token), ()):
        words = _match_phrase(token, phrase, sentence.tokens)
        if words is not None:
            head = words[0] if phrase.kind != "noun" else _noun_head(words)
            return _to_trigger(words, head, phrase.groups, phrase.kind, sentence)
    return None


def _noun_head(words: Sequence[Token]) -> Token:
    """Return the word of a noun phrase that the others depend on."""
    inside = {word.i for word in words}
    return next((w for w in words if w.head.i not in inside or w.head.i == w.i), words[-1])


def _match_phrase(first: Token, phrase: Phrase, tokens: TokenSpan) -> tuple[Token, ...] | None:
    gap = _MAX_GAP if phrase.kind == "verb" and len(phrase.words) == 2 else 0
    words = [first]
    rest = iter(_after(first, tokens))
    for wanted in phrase.words[1:]:
        for _ in range(gap + 1):
            token = next(rest, None)
            if token is None:
                return None
            if wanted in (lemma_of(token), token.lower_):
                words.append(token)
                break
        else:
            return None
    return tuple(words)


def _after(first: Token, tokens: TokenSpan) -> Iterator[Token]:
    offset = first.i - tokens[0].i
    return (token for token in tokens[offset + 1 :])


def _to_trigger(
    words: tuple[Token, ...], head: Token, groups: frozenset[str], kind: str, sentence: Sentence
) -> Trigger:
    last = words[-1]
    return Trigger(
        head=head,
        words=words,
        groups=groups,
        lemma=" ".join(lemma_of(word) for word in words),
        kind=kind,
        start=words[0].idx + sentence.shift,
        end=last.idx + len(last) + sentence.shift,
    )
