"""The words that give a reason for an event: "because ...", "over concerns", "citing ..."."""

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from armsledger.extract.mentions import Mention
from armsledger.text.document import Sentence
from armsledger.vocabulary.cues import load_speech_verbs

# Openings of a reason. The nouns after "over", "amid" and "after" keep out mere time and place.
_WORRY: Final = (
    r"(?:\w+\s+){0,3}?(?:concerns?|fears?|worr(?:y|ies)|objections?|pressure|criticism|opposition|"
    r"protests?|outcry|disputes?|disagreements?|doubts?|allegations?|sanctions?|threats?|"
    r"violations?|human\s+rights|delays?|costs?|price|tensions?|warnings?|failure|refusal)\b"
)
_OPENING: Final = re.compile(
    rf"""\b(?:because\b|due\s+to\b(?!\s+which)|owing\s+to\b|on\s+account\s+of\b|on\s+(?:the\s+)?grounds\b
    |in\s+view\s+of\b|in\s+(?:light|protest|response|retaliation|reaction|return)\s+(?:of|to|for|at|over|against)\b
    |as\s+(?:a\s+)?(?:result|consequence|punishment|penalty|retaliation)\s+(?:of|for)\b
    |citing\b|blaming\b|(?:claiming|arguing|complaining|alleging|insisting)\s+that\b|for\s+fear\b|for\s+(?:\w+\s+)?reasons?\s+(?:of|that)\b
    |for\s+(?:\w+\s+){{1,3}}reasons\b|thanks\s+to\b|in\s+order\s+not\s+to\b
    |after\s+(?:\w+\s+){{1,4}}(?:refused|declined|failed|threatened|insisted|balked)\b
    |(?:over|amid|after|under|following)\s+{_WORRY})""",
    re.IGNORECASE | re.VERBOSE,
)

# A shorter reason says nothing ("because of it").
_MIN_REASON_CHARS: Final = 10

_TRIMMED: Final = ' \t\n.,;:!?"“”)'


def find_reason(sentence: Sentence, trigger_start: int, trigger_end: int) -> Mention | None:
    """Return the words that give a reason for the event, None if the sentence gives none.

    The mention begins with the reason's opening word ("due to"). Where several stand in the
    sentence, the first one after the trigger counts, else the last one before it.

    Args:
        sentence: a parsed sentence.
        trigger_start: first character of the trigger, as an offset into the sentence's part.
        trigger_end: the character after its last.
    """
    found = list(_reasons(sentence))
    after = [m for m in found if m.start >= trigger_end and _same_clause(sentence, trigger_end, m)]
    before = [m for m in found if m.end <= trigger_start and _leads(sentence, m, trigger_start)]
    return next(iter([*after[:1], *before[-1:]]), None)


def _reasons(sentence: Sentence) -> Iterator[Mention]:
    taken = 0
    for match in _OPENING.finditer(sentence.text):
        if match.start() < taken:
            continue
        end = _end(sentence, match)
        text = sentence.text[match.start() : end].rstrip(_TRIMMED)
        if len(text) >= _MIN_REASON_CHARS:
            taken = match.start() + len(text)
            yield Mention(sentence.start + match.start(), sentence.start + taken)


def _end(sentence: Sentence, match: re.Match[str]) -> int:
    """Return where a reason ends: with the phrase or clause that its opening governs."""
    shift = sentence.shift - sentence.start
    inside = [t for t in sentence.tokens if match.start() <= t.idx + shift < match.end()]
    if not inside:
        return match.end()
    head = _governor(inside)
    last = max(head.right_edge.i, inside[-1].right_edge.i)
    edge = _before_speech(list(head.doc[inside[0].i : last + 1]))
    return edge.idx + len(edge) + shift


def _governor(tokens: list[Token]) -> Token:
    """Return the opening's highest token, or what a bare "because" introduces."""
    first = tokens[0]
    if first.lower_ == "because" and first.dep_ == "mark":
        return first.head
    numbers = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in numbers), first)


def _before_speech(tokens: list[Token]) -> Token:
    """Return the last token before a trailing ", the minister said"."""
    for token in reversed(tokens):
        if token.text == "," and any(
            t.lemma_ in load_speech_verbs() for t in tokens if t.i > token.i
        ):
            return tokens[token.i - tokens[0].i - 1]
    return tokens[-1]


def _same_clause(sentence: Sentence, start: int, reason: Mention) -> bool:
    """Return whether no semicolon and no contrasting "but" parts the reason from the event."""
    between = sentence.text[start - sentence.start : reason.start - sentence.start]
    return ";" not in between and not re.search(r",\s+(?:but|while|whereas)\b", between)


def _leads(sentence: Sentence, reason: Mention, start: int) -> bool:
    """Return whether a reason opens the sentence or its clause ("Citing costs, Norway ...")."""
    opening = sentence.text[: reason.start - sentence.start].strip(_TRIMMED)
    between = sentence.text[reason.end - sentence.start : start - sentence.start]
    return not opening or (between.lstrip().startswith(",") and ";" not in between)
