"""How a word stands to another in a parsed sentence: one label for a path through the tree.

A label names the argument slot of the trigger that a word fills: `subj`, `obj`, `dative`,
`poss`, `mod`, `by`, `prep_to`, ... Labels reached through another word carry its slot after a
slash (`obj/mod`: the modifier of the object). Words outside the trigger's own phrase get the
label seen from the trigger's governor, prefixed with `gov:`.
"""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

# Parts of speech that carry a clause.
VERBAL: Final = frozenset({"VERB", "AUX"})

SUBJECTS: Final = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS: Final = frozenset({"nsubjpass", "csubjpass"})
OBJECTS: Final = frozenset({"dobj", "obj", "oprd", "attr"})
MODIFIERS: Final = frozenset({"amod", "compound", "nmod", "nummod", "npadvmod"})
TRANSPARENT: Final = frozenset({"conj", "appos", "nummod"})

# Verbs that add nothing of their own to the noun they govern: their arguments are the noun's.
LIGHT_VERBS: Final = frozenset(
    [
        "make",
        "take",
        "give",
        "have",
        "hold",
        "place",
        "sign",
        "ink",
        "conclude",
        "finalize",
        "finalise",
        "seal",
        "clinch",
        "win",
        "secure",
        "strike",
        "reach",
        "close",
        "enter",
        "express",
        "show",
        "voice",
        "raise",
        "impose",
        "lift",
        "submit",
        "send",
        "receive",
        "get",
        "launch",
        "start",
        "begin",
        "resume",
        "continue",
        "complete",
        "announce",
        "grant",
        "issue",
        "land",
        "award",
        "approve",
        "negotiate",
        "do",
        "be",
        "remain",
        "become",
        "see",
        "include",
        "propose",
        "pursue",
        "discuss",
        "seek",
        "face",
        "put",
        "keep",
        "confirm",
        "expect",
        "plan",
        "lead",
        "float",
        "open",
        "accept",
        "present",
        "invite",
        "offer",
        "obtain",
        "sustain",
        "carry",
    ]
)

# How far up the tree a relation is followed; a longer path tells nothing (sweep on parsed news).
MAX_CLIMB: Final = 8

# Under these names what was worked out of a tree is kept in its document's own storage.
_RELATION: Final = "armsledger.relation"
_SLOTS: Final = "armsledger.slots"


def subject_of(verb: Token) -> Token | None:
    """Return the head word of whoever does the verb: its own subject, else the inherited one."""
    seen = 0
    token = verb
    while seen < MAX_CLIMB:
        own = next((c for c in token.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return antecedent_of(own)
        passive = next((c for c in token.children if c.dep_ in PASSIVE_SUBJECTS), None)
        if passive is not None:
            return antecedent_of(passive) if token.i != verb.i else None
        if token.dep_ in ("acl", "relcl") and token.tag_ in ("VBG", "VB", "VBZ", "VBP", "VBD"):
            return token.head
        if token.dep_ not in ("xcomp", "conj", "advcl", "ccomp", "pcomp", "acl"):
            return None
        if token.dep_ in ("xcomp", "ccomp") and token.i == verb.i:
            controller = _object_controller(token)
            if controller is not None:
                return controller
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ == "ADP":
            token = token.head
        seen += 1
    return None


def _object_controller(verb: Token) -> Token | None:
    """Return X of "urged X to sell", the subject of the lower verb."""
    if verb.head.pos_ != "VERB":
        return None
    return next((c for c in verb.head.children if c.dep_ in ("dobj", "dative")), None)


def antecedent_of(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, else the word itself."""
    if token.tag_ in ("WDT", "WP") or (token.lower_ == "that" and token.pos_ == "PRON"):
        clause = token.head
        while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ == "relcl":
            return clause.head
    return token


def arguments_of(trigger: Token) -> Iterator[tuple[str, Token]]:
    """Yield (label, head word) of every argument slot of a trigger, nearest first."""
    if trigger.pos_ in VERBAL:
        yield from _verb_arguments(trigger)
    else:
        yield from _noun_arguments(trigger)


def _verb_arguments(verb: Token) -> Iterator[tuple[str, Token]]:
    subject = subject_of(verb)
    if subject is not None:
        yield "subj", subject
    if (verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBN") or verb.dep_ == "amod":
        yield "obj", verb.head
    for child in verb.children:
        if child.dep_ in PASSIVE_SUBJECTS or child.dep_ in OBJECTS:
            yield "obj", antecedent_of(child)
        elif child.dep_ == "dative":
            target = _pobj(child) if child.pos_ == "ADP" else child
            if target is not None:
                yield "dative", target
    yield from _prepositions(verb)


def _noun_arguments(noun: Token) -> Iterator[tuple[str, Token]]:
    for child in noun.children:
        if child.dep_ == "poss":
            yield "poss", child
        elif child.dep_ in MODIFIERS:
            yield "mod", child
    yield from _prepositions(noun)
    governor = noun.head
    if noun.dep_ in (*OBJECTS, *PASSIVE_SUBJECTS) and governor.lemma_.lower() in LIGHT_VERBS:
        subject = subject_of(governor)
        if subject is not None and subject.i != noun.i:
            yield "subj", subject
        yield from _prepositions(governor)


def _prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    for child in token.children:
        if child.dep_ not in ("prep", "agent", "prt", "dative"):
            continue
        if child.dep_ == "dative" and child.pos_ != "ADP":
            continue
        target = _pobj(child)
        label = "by" if child.dep_ == "agent" else f"prep_{child.lower_}"
        if target is not None:
            yield label, target
        for inner in child.children:
            inner_target = _pobj(inner) if inner.dep_ == "prep" else None
            if inner_target is not None:
                yield f"prep_{inner.lower_}", inner_target


def _pobj(preposition: Token) -> Token | None:
    return next((c for c in preposition.children if c.dep_ in ("pobj", "pcomp")), None)


def relation(token: Token, trigger: Token) -> str:
    """Return the label of the slot of `trigger` that `token` fills; "far" if there is none.

    Each answer is kept with the parsed document: a sentence full of names asks for the same
    pairs again for every candidate.
    """
    known: dict[tuple[int, int], str] = token.doc.user_data.setdefault(_RELATION, {})
    key = (token.i, trigger.i)
    label = known.get(key)
    if label is None:
        label = known[key] = _relation(token, trigger)
    return label


def _relation(token: Token, trigger: Token) -> str:
    slots = _slots_of(trigger)
    tail: list[str] = []
    current = token
    for _ in range(MAX_CLIMB):
        if current.i in slots:
            return "/".join([slots[current.i], *reversed(tail[-1:])])
        if current.i == trigger.i:
            return "/".join(["self", *reversed(tail[-1:])])
        if current.dep_ not in TRANSPARENT:
            step = f"prep_{current.head.lower_}" if current.dep_ == "pobj" else current.dep_
            if current.dep_ != "prep":
                tail.append(step)
        if current.head.i == current.i:
            break
        current = current.head
    return "far"


def _slots_of(trigger: Token) -> dict[int, str]:
    """Return the trigger's slots, token index to label, the nearest first to be named."""
    known: dict[int, dict[int, str]] = trigger.doc.user_data.setdefault(_SLOTS, {})
    slots = known.get(trigger.i)
    if slots is None:
        slots = {slot.i: label for label, slot in reversed(tuple(arguments_of(trigger)))}
        known[trigger.i] = slots
    return slots


def governors_of(token: Token) -> Iterator[Token]:
    """Yield the words that govern a word through complements, nearest first."""
    current = token
    for _ in range(MAX_CLIMB):
        if current.head.i == current.i:
            return
        if current.dep_ in ("nsubj", "advcl", "relcl", "parataxis", "punct"):
            return
        current = current.head
        if current.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            yield current


def is_passive(verb: Token) -> bool:
    """Return whether a verb stands in the passive."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "amod")
