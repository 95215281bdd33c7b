"""Clauses of saying in one sentence: who speaks, and how far what is said reaches.

Only the parse is read here; who "he" or "the ministry" is, `speakers` tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from armsledger.extract.syntax import VERBAL
from armsledger.vocabulary.cues import SpeechVerb, load_speech_verbs


@dataclass(frozen=True, slots=True)
class Saying:
    """A clause or phrase that gives a speaker. Offsets count in the paragraph's document."""

    speaker: Token | None  # head of the speaker's noun phrase; None for hearsay
    hearsay: str  # the words that hide the speaker ("reportedly"), "" where there is one
    cue_start: int
    cue_end: int
    start: int  # the content
    end: int
    listener: Token | None = None
    verb: str = ""  # lemma of the verb of saying, "" for other phrases


_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
_CLAUSES: Final = frozenset({"ccomp", "parataxis"})
_ADVERBS: Final = frozenset(
    [
        "reportedly",
        "allegedly",
        "supposedly",
        "purportedly",
        "rumouredly",
        "rumoredly",
        "apparently",
        "ostensibly",
    ]
) - {"apparently", "ostensibly"}
_ACCORDING: Final = frozenset({"according", "per"})
_HEARD: Final = frozenset(
    {
        "say",
        "report",
        "believe",
        "think",
        "rumor",
        "rumour",
        "allege",
        "understand",
        "estimate",
        "speculate",
        "claim",
        "hear",
    }
)
_SAID_TO: Final = frozenset({"say", "report", "rumor", "rumour", "allege", "understand", "hear"})
_SAYS: Final = frozenset(
    {"say", "tell", "add", "report", "state", "claim", "confirm", "note", "announce"}
)
_HEADLINE_VERBS: Final = frozenset(
    [
        "says",
        "confirms",
        "admits",
        "denies",
        "claims",
        "reveals",
        "announces",
        "tells",
        "warns",
        "insists",
    ]
)
# Verbs whose own words can name the event ("announced", "argues"): the content begins with them.
_ACTS: Final = frozenset({"argue", "warn", "complain", "protest", "caution", "hint"})
# "... was quoted as saying." with so few words after "as" ends the sentence that it reports.
_SHORT_TAIL: Final = 5

# Subjects of a clause that goes on with what was said before it.
_POINTING: Final = frozenset({"this", "that", "there"})

# Longer titles are paragraphs that a damaged text took for one, and hold several sentences.
_MAX_HEADLINE_TOKENS: Final = 30

# A dateline's place is written in capitals of at least so many letters, and its dash or bracket
# follows within so many tokens.
_MIN_DATELINE_CHARS: Final = 4
_DATELINE_TOKENS: Final = 8
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})


def find_sayings(tokens: TokenSpan, *, title: bool = False) -> tuple[Saying, ...]:
    """Return the sayings of a sentence, in reading order; none is `()`.

    Args:
        tokens: the sentence.
        title: whether it is a headline, where every word may be capitalised and mistagged.
    """
    found = [
        saying
        for part in _parts(tokens)
        for token in part
        for saying in (*_by_verb(token, part), *_by_phrase(token, part))
    ]
    if title and not found:
        found = [saying for token in tokens for saying in _by_headline(token, tokens)]
    return tuple(found)


def _parts(tokens: TokenSpan) -> Iterator[TokenSpan]:
    """Yield the span itself, or its sentences where a whole paragraph serves as a title."""
    if len(tokens) <= _MAX_HEADLINE_TOKENS:
        yield tokens
        return
    doc = tokens.doc
    starts = [t.i for t in tokens if t.is_sent_start or t.i == tokens.start]
    for start, end in zip(starts, [*starts[1:], tokens.end], strict=True):
        yield doc[start:end]


def _by_headline(token: Token, tokens: TokenSpan) -> Iterator[Saying]:
    """Yield "X Says ..." and "..., X says" where the tagger took the verb for a name."""
    if token.lower_ not in _HEADLINE_VERBS or token.i <= tokens.start:
        return
    speaker = token.nbor(-1)
    last = all(t.is_punct for t in tokens if t.i > token.i)
    start = tokens[0].idx if last else token.idx
    end = speaker.idx if last else _end_of(tokens)
    if speaker.is_alpha:
        yield Saying(speaker, "", speaker.idx, token.idx + len(token), start, end)


def _by_verb(token: Token, tokens: TokenSpan) -> Iterator[Saying]:
    verb = load_speech_verbs().get(token.lemma_.lower())
    if verb is None or token.tag_[:1] != "V" or token.dep_ in {"amod", "compound"}:
        return
    if token.tag_ == "VBN" and not _has_aux(token, "have"):
        yield from _passive(token, verb, tokens)
        return
    if token.lemma_ in {"cite", "quote"}:
        yield from _citing(token, tokens)
        return
    if token.lemma_ == "call" and not _calls_for(token):
        return
    if token.tag_ == "VB" and not _speaks_in_fact(token):
        return
    if token.lemma_ != "deny" and any(c.dep_ == "neg" for c in token.children):
        return
    speaker = _subject(token)
    if speaker is not None and _is_prefix(speaker, tokens):
        speaker = _noun_before(token)
    if speaker is None or speaker == token:
        return
    scope = _scope(token, verb, speaker, tokens)
    if scope is not None:
        cue = _cue(token, speaker)
        yield Saying(
            speaker, "", *cue, *scope, listener=_listener(token), verb=token.lemma_.lower()
        )


def _has_aux(token: Token, lemma: str) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ == lemma for c in token.children)


def _subject(verb: Token) -> Token | None:
    """Return who says it: the verb's own subject, or that of the verb it hangs on."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    own = min(subjects, key=lambda c: abs(c.i - verb.i), default=None)
    if own is not None:
        relative = own.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl"
        return verb.head if relative else own
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return _subject(verb.head)
    if verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VBG" and verb.head.pos_ == "VERB":
        return _subject(verb.head) or _passive_subject(verb.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    return _neighbour(verb)


def _speaks_in_fact(verb: Token) -> bool:
    """Return whether an infinitive tells what was said ("did say", "would only say")."""
    return any(
        c.dep_ == "aux" and c.lower_ in {"did", "do", "does", "would"} for c in verb.children
    )


def _calls_for(verb: Token) -> bool:
    """Return whether "call" asks for something: not "called it", "called off"."""
    return any(c.dep_ == "prep" and c.lower_ in {"for", "on", "upon"} for c in verb.children)


def _citing(verb: Token, tokens: TokenSpan) -> Iterator[Saying]:
    """Yield the one who is cited: "..., citing officials"."""
    cited = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if cited is not None:
        end = cited.right_edge.idx + len(cited.right_edge)
        yield Saying(cited, "", verb.idx, end, tokens[0].idx, _end_of(tokens))


def _is_prefix(speaker: Token, tokens: TokenSpan) -> bool:
    """Return whether a subject stands in a dateline or credit line in capitals."""
    if not speaker.is_upper or len(speaker) < _MIN_DATELINE_CHARS:
        return False
    following = [t for t in tokens if t.i > speaker.i][:_DATELINE_TOKENS]
    shouted = all(t.is_upper for t in tokens if t.is_alpha)
    mark = any(t.text in {"-", "\u2013", "—", "/", "(", ")", ":"} or t.is_upper for t in following)
    return mark and not shouted


def _noun_before(verb: Token) -> Token | None:
    """Return the nearest noun before a verb, auxiliaries, adverbs and commas left out."""
    at = verb.i - 1
    while at >= verb.sent.start and verb.doc[at].pos_ in {"AUX", "ADV", "PUNCT"}:
        at -= 1
    found = verb.doc[at] if at >= verb.sent.start else None
    return found if found is not None and found.pos_ in {"NOUN", "PROPN"} else None


def _passive_subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def _neighbour(verb: Token) -> Token | None:
    """Return the noun right before a finite verb of saying that the parser left alone."""
    if verb.tag_ not in _FINITE or verb.i == 0 or verb.lemma_ not in _SAYS:
        return None
    before = verb.nbor(-1)
    return before if before.pos_ in {"NOUN", "PROPN", "PRON"} and before.lower_ != "it" else None


def _cue(verb: Token, speaker: Token) -> tuple[int, int]:
    left = speaker if abs(speaker.i - verb.i) > 1 or speaker.i < verb.i else verb
    first = min(left.i, verb.i)
    start = min(
        verb.doc[first].left_edge.idx if verb.doc[first] == speaker else verb.idx, speaker.idx
    )
    end = max(verb.idx + len(verb), speaker.idx + len(speaker))
    return start, end


def _listener(verb: Token) -> Token | None:
    if verb.lemma_ not in {"tell", "confirm", "inform", "brief"}:
        return None
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "iobj"} and child.pos_ == "PROPN":
            return child
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to":
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    return None


def _scope(
    token: Token, verb: SpeechVerb, speaker: Token, tokens: TokenSpan
) -> tuple[int, int] | None:
    """Return the reported content of an active verb of saying, None where nothing is reported."""
    content = next((c for c in token.children if c.dep_ in _CLAUSES), None)
    if content is not None and content.i < min(token.i, speaker.i):
        return tokens[0].idx, _end_of(tokens)
    if content is not None:
        named = verb.content in {"both", "object"} or token.lemma_ in _ACTS
        start = token.idx if named else token.idx + len(token)
        return start, _right_end(token, content, tokens)
    if _is_trailing(token, speaker, tokens):
        return tokens[0].idx, _end_of(tokens)
    if verb.content in {"clause", "told"} and not _opens_content(token):
        return None
    thing = next(
        (
            c
            for c in token.children
            if c.dep_ in {"dobj", "prep", "dative", "xcomp"} and c.i > token.i
        ),
        None,
    )
    if thing is None and not _opens_content(token):
        return None
    return token.idx, _right_end(token, token, tokens)


def _opens_content(token: Token) -> bool:
    """Return whether a colon, a comma with a quotation or "that" follows the verb."""
    doc = token.doc
    following = [doc[i] for i in range(token.i + 1, min(token.i + 7, len(doc)))]
    return any(t.text in {":", '"', "“", "\u2018", "``"} or t.lower_ == "that" for t in following)


def _is_trailing(token: Token, speaker: Token, tokens: TokenSpan) -> bool:
    """Return whether "..., X said" or "..., said X" ends its sentence."""
    first = min(token.i, speaker.left_edge.i if speaker.i < token.i else token.i)
    before = token.doc[first - 1] if first > tokens.start else None
    if before is None or before.text not in {
        ",",
        '"',
        "”",
        "''",
        "\u2019",
        ".",
        "?",
        "!",
        "-",
        "\u2013",
        "—",
        ":",
    }:
        return False
    rest = [t for t in token.subtree if t.i > max(token.i, speaker.i) and t.pos_ == "VERB"]
    return not rest


def _end_of(tokens: TokenSpan) -> int:
    return tokens[-1].idx + len(tokens[-1])


def _right_end(token: Token, content: Token, tokens: TokenSpan) -> int:
    """Return where content to the right of its verb ends: with the sentence, or with its clause."""
    if token.dep_ in {"relcl", "advcl", "acl"}:
        return max(token.right_edge.idx + len(token.right_edge), content.idx + len(content))
    other = next((c for c in token.children if _is_new_clause(c, content)), None)
    if other is None:
        return _end_of(tokens)
    return other.left_edge.idx


def _is_new_clause(child: Token, content: Token) -> bool:
    """Return whether a conjunct says something of its own after the reported content.

    "..., and this does not mean" goes on with what was said.
    """
    subjects = [c for c in child.children if c.dep_ in _SUBJECTS]
    return (
        child.dep_ == "conj"
        and child.i > content.right_edge.i
        and any(c.lower_ not in _POINTING for c in subjects)
    )


def _passive(token: Token, verb: SpeechVerb, tokens: TokenSpan) -> Iterator[Saying]:
    subject = _passive_subject(token)
    quoted = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    if token.lemma_ in {"quote", "cite"}:
        if quoted is not None and subject is not None:
            trailing = quoted.right_edge.i - quoted.i < _SHORT_TAIL
            start = tokens[0].idx if trailing else quoted.idx
            cue = subject.left_edge.idx, token.idx + len(token)
            yield Saying(subject, "", *cue, start, _end_of(tokens))
        return
    agent = next(
        (g for c in token.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"),
        None,
    )
    if agent is not None and verb.content != "told":
        end = agent.right_edge.idx + len(agent.right_edge)
        if token.dep_ == "acl":
            return
        clause = token if token.dep_ == "relcl" else None
        start = clause.head.left_edge.idx if clause is not None else tokens[0].idx
        yield Saying(
            agent, "", token.idx, end, start, end if clause is not None else _end_of(tokens)
        )
        return
    if _is_hearsay(token, subject):
        yield Saying(
            None,
            _hearsay_name(token),
            token.idx,
            token.idx + len(token),
            tokens[0].idx,
            _end_of(tokens),
        )


def _is_hearsay(token: Token, subject: Token | None) -> bool:
    """Return whether "it is said that" or "X is said to have ..." hides who says it."""
    if token.lemma_.lower() not in _HEARD or token.dep_ in {"acl", "advcl"}:
        return False
    if any(c.dep_ == "xcomp" for c in token.children):
        return token.lemma_.lower() in _SAID_TO
    return (
        subject is not None
        and subject.lower_ == "it"
        and any(c.dep_ == "ccomp" for c in token.children)
    )


def _hearsay_name(token: Token) -> str:
    before = token.nbor(-1).lower_ if token.i else ""
    return (
        f"{before} {token.lower_}".strip()
        if before in {"is", "are", "was", "been"}
        else token.lower_
    )


def _by_phrase(token: Token, tokens: TokenSpan) -> Iterator[Saying]:
    lower = token.lower_
    if lower in _ADVERBS:
        yield Saying(None, lower, token.idx, token.idx + len(token), *_clause_of(token, tokens))
    elif lower in _ACCORDING or (lower == "as" and _next_is(token, "per")):
        yield from _according(token, tokens)


def _next_is(token: Token, word: str) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ == word


def _clause_of(token: Token, tokens: TokenSpan) -> tuple[int, int]:
    """Return the clause that an adverb belongs to."""
    head = token.head
    if token.dep_ == "advmod" and head.dep_ in {"relcl", "acl", "ccomp", "conj", "amod"}:
        return head.left_edge.idx, head.right_edge.idx + len(head.right_edge)
    return tokens[0].idx, _end_of(tokens)


def _according(token: Token, tokens: TokenSpan) -> Iterator[Saying]:
    if token.lower_ == "per" and token.i and token.nbor(-1).lower_ == "as":
        return
    if token.lower_ == "per" and not any(
        c.dep_ == "pobj" and c.pos_ == "PROPN" for c in token.children
    ):
        return
    speaker = next((t for t in token.subtree if t.dep_ == "pobj"), None) or _noun_after(
        token, tokens
    )
    if speaker is None:
        return
    end = speaker.right_edge.idx + len(speaker.right_edge)
    aside = token.head if token.dep_ == "prep" and token.head.dep_ == "advcl" else None
    if aside is not None:
        content = aside.left_edge.idx, aside.right_edge.idx + len(aside.right_edge)
    else:
        content = tokens[0].idx, _end_of(tokens)
    yield Saying(speaker, "", token.idx, end, *content)


def _noun_after(token: Token, tokens: TokenSpan) -> Token | None:
    rest = [t for t in tokens if t.i > token.i + 1]
    for this, following in zip_longest(rest, rest[1:]):
        if this.pos_ in {"NOUN", "PROPN"} and (
            following is None or following.pos_ not in {"NOUN", "PROPN"}
        ):
            return this
    return None
