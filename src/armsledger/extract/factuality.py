"""How the text tells an event: as a fact, as planned, as possible, or as denied.

The reading starts at the word that names the event and walks up the parse. What it meets on the
way (auxiliaries, negations, governing words such as "plan" or "refuse") works on the value from
the inside out; a verb of saying or a relative clause ends the walk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from armsledger.extract.syntax import VERBAL
from armsledger.model import Event, Factuality
from armsledger.text.document import Sentence
from armsledger.vocabulary.cues import load_factuality_cues, load_speech_verbs

# Under this name what was read is kept in a document's own storage.
_EFFECTS: Final = "armsledger.effects"

# More steps than this from the event to the sentence's root mean a broken parse.
_MAX_STEPS: Final = 12

_FACT, _PLANNED, _POSSIBLE, _DENIED = (
    Factuality.FACT,
    Factuality.PLANNED,
    Factuality.POSSIBLE,
    Factuality.DENIED,
)

# What a cue makes of the value inside it. A denied plan is no event; a possible plan is possible.
_APPLY: Final = {
    "planned": {_FACT: _PLANNED},
    "possible": {_FACT: _POSSIBLE, _PLANNED: _POSSIBLE},
    "denied": {_FACT: _DENIED, _PLANNED: _DENIED},
    "affirmed": {_DENIED: _POSSIBLE},
    "open": {_FACT: _POSSIBLE, _PLANNED: _POSSIBLE, _DENIED: _POSSIBLE},
}

# In these events the refusing or doubting words are the event: inside the trigger they say
# nothing against it.
_NEGATIVE: Final = frozenset({Event.SUSPENSION, Event.CANCELLATION, Event.OBJECTION})

# An "if" clause leaves these as they are: the offer stands, whatever its condition.
_UNCONDITIONAL: Final = frozenset({Event.OFFER, Event.OBJECTION, Event.SANCTION, Event.INTEREST})

# Marks that set a headline's question apart from what it tells.
_BREAKS: Final = ("--", "—", " \u2013 ", ":", ";", ", but ", ". ")

_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_CLAUSAL: Final = frozenset(
    {"xcomp", "ccomp", "acl", "pcomp", "acomp", "oprd", "csubj", "csubjpass"}
)
_ARGUMENT: Final = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "dative"})
_GOVERNED: Final = frozenset({"dobj", "nsubjpass", "oprd"})
_INSIDE: Final = frozenset(
    {"advmod", "neg", "amod", "det", "npadvmod", "preconj", "predet", "prep", "acl"}
)
_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})
_CONDITION: Final = frozenset({"if", "unless"})
_PAST: Final = frozenset({"VBD", "VBN"})
_NOT: Final = frozenset({"no", "not", "n't", "n\u2019t", "never", "none"})
_GOVERNING: Final = frozenset(
    [
        "of",
        "for",
        "on",
        "about",
        "to",
        "over",
        "into",
        "in",
        "against",
        "from",
        "with",
        "at",
        "as",
        "without",
        "towards",
        "toward",
    ]
)
_WILL: Final = frozenset({"will", "wo", "'ll", "\u2019ll"})
_BIDDING: Final = frozenset(
    [
        "offer",
        "bid",
        "propose",
        "submit",
        "pitch",
        "promote",
        "participate",
        "compete",
        "present",
        "send",
        "make",
        "unveil",
    ]
)
_DOUBT: Final = frozenset({"may", "might"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stays the same during one walk."""

    event: Event | None
    inside: frozenset[int]  # numbers of the trigger's tokens
    title: bool

    def effect(self, kind: str, token: Token) -> str:
        """Return a cue's effect by its lemma or form, "keep" where it is none."""
        cues = load_factuality_cues()
        cue = cues.get((kind, token.lemma_.lower())) or cues.get((kind, token.lower_))
        if cue is None or self.event in cue.own or self.mute(token):
            return "keep"
        return cue.effect

    def is_terms(self, token: Token) -> bool:
        """Return whether "will" tells an offer's terms ("will cost"), not a coming offer."""
        return self.event is Event.OFFER and token.lemma_.lower() not in _BIDDING

    def mute(self, token: Token) -> bool:
        """Return whether a token is part of an event that consists in refusing."""
        return self.event in _NEGATIVE and token.i in self.inside


def factuality_of(
    sentence: Sentence,
    trigger_start: int,
    trigger_end: int,
    *,
    title: bool,
    event: Event | None = None,
) -> Factuality:
    """Return how the sentence tells the event that its trigger names.

    Args:
        sentence: a parsed sentence.
        trigger_start: first character of the trigger, as an offset into the sentence's part.
        trigger_end: the character after its last.
        title: whether headline grammar holds ("X to buy Y" tells a plan).
        event: the event; cue words that are themselves the event ("wants" for interest) then
            say nothing against it.
    """
    last, effects = _read(sentence, (trigger_start, trigger_end), title=title, event=event)
    if last is None:
        return _FACT
    value = _FACT
    for effect in effects:
        value = _APPLY.get(effect, {}).get(value, value)
    return _asked(sentence, last, value) if title else value


def effects_of(
    sentence: Sentence,
    trigger_start: int,
    trigger_end: int,
    *,
    title: bool,
    event: Event | None = None,
) -> tuple[str, ...]:
    """Return what the words around a trigger do to its event's value, from the inside out.

    The arguments are those of `factuality_of`.
    """
    return _read(sentence, (trigger_start, trigger_end), title=title, event=event)[1]


def _read(
    sentence: Sentence, trigger: tuple[int, int], *, title: bool, event: Event | None
) -> tuple[Token | None, tuple[str, ...]]:
    """Return a trigger's last word and what the words around it do, from the inside out.

    Kept with the parsed document: a claim's value and its learned features both ask.
    """
    known: dict[object, tuple[Token | None, tuple[str, ...]]]
    known = sentence.tokens.doc.user_data.setdefault(_EFFECTS, {})
    key = sentence.start, trigger, title, event
    found = known.get(key)
    if found is None:
        tokens = _tokens_of(sentence, *trigger)
        reading = _Reading(event, frozenset(t.i for t in tokens), title)
        effects = (*_own_effects(tokens, reading), *_outer_effects(tokens, reading))
        found = known[key] = (tokens[-1] if tokens else None, effects)
    return found


def _outer_effects(tokens: list[Token], reading: _Reading) -> Iterator[str]:
    if tokens:
        yield from _effects(_core(tokens, reading), reading)


def _own_effects(tokens: list[Token], reading: _Reading) -> Iterator[str]:
    """Yield what the trigger's own words say of the event ("rejected" as a selection)."""
    cues = load_factuality_cues()
    for token in tokens:
        cue = cues.get(("self", token.lemma_.lower())) or cues.get(("self", token.lower_))
        if cue is not None and reading.event in cue.own:
            yield cue.effect
        if token.lower_ in _NOT and not reading.mute(token):
            yield "denied"


def _asked(sentence: Sentence, last: Token, value: Factuality) -> Factuality:
    """Return the value in a headline that ends in a question mark after the trigger."""
    rest = sentence.text[last.idx + len(last) + sentence.shift - sentence.start :]
    asked = rest.rstrip().endswith("?") and not any(mark in rest for mark in _BREAKS)
    return _APPLY["possible"].get(value, value) if asked else value


def _tokens_of(sentence: Sentence, start: int, end: int) -> list[Token]:
    left, right = start - sentence.shift, end - sentence.shift
    return [
        token
        for token in sentence.tokens
        if token.idx < right and token.idx + len(token) > left and not token.is_punct
    ]


def _core(tokens: list[Token], reading: _Reading) -> Token:
    """Return the innermost event word of a trigger: "sign" in "expected to sign"."""
    outward = (t for t in tokens if t.head == t or t.head.i not in reading.inside)
    core = next(outward, tokens[0])
    if core.dep_ in {"aux", "auxpass"}:  # "had" of "had supplied" is told as its verb is
        core = core.head
    for _ in range(_MAX_STEPS):
        inner = next(_inner(core, reading), None)
        if inner is None:
            break
        core = inner
    return core


def _inner(token: Token, reading: _Reading) -> Iterator[Token]:
    """Yield what the token governs inside the trigger, where the token is a mere cue."""
    cue = ("governor", token.lemma_.lower()) in load_factuality_cues()
    if not cue and token.pos_ != "ADP":
        return
    for child in token.children:
        if child.i not in reading.inside:
            continue
        if child.dep_ in _CLAUSAL or (child.dep_ == "pobj" and not cue):
            yield child
        elif child.dep_ == "prep":
            yield from (g for g in child.children if g.i in reading.inside)


def _effects(core: Token, reading: _Reading) -> Iterator[str]:
    """Yield the effects on the event's value, from the inside out."""
    token = core
    verbal = _is_verbal(core)
    for _ in range(_MAX_STEPS):
        yield from _local(token, reading, verbal=verbal)
        step = _step(token, reading, verbal=verbal)
        if step is None:
            return
        token, effects, verbal, stop = step
        yield from effects
        if stop:
            yield from _negated(token, reading)
            if token.pos_ in _NOMINAL:  # "no evidence that it sold them"
                yield from _local(token, reading, verbal=False)
            return


def _is_verbal(token: Token) -> bool:
    if token.pos_ == "ADJ":
        return token.dep_ in {"acomp", "ROOT", "xcomp", "ccomp", "conj", "advcl"}
    return token.pos_ in VERBAL and token.dep_ not in {"amod", "compound"}


def _negated(token: Token, reading: _Reading) -> Iterator[str]:
    """Yield the effect of a negation on a verb of denying ("did not deny")."""
    if reading.effect("governor", token) == "denied":
        yield from ("affirmed" for child in token.children if child.dep_ == "neg")


def _local(token: Token, reading: _Reading, *, verbal: bool) -> Iterator[str]:
    """Yield the effects of the words that stand beside a token in its own clause or phrase."""
    children = [c for c in token.children if not reading.mute(c)]
    for child in children:
        if child.dep_ in _INSIDE:
            yield reading.effect("modifier", child)
    yield from _negated(token, reading)
    if not verbal:
        return
    yield from _argument_negations(children)
    yield from _auxiliaries(token, children, reading)
    for child in children:
        if child.dep_ in {"mark", "advmod", "prep"}:
            effect = reading.effect("mark", child)
            yield "keep" if effect == "planned" and token.tag_ in _PAST else effect
    if reading.event not in _UNCONDITIONAL and any(_is_condition(c) for c in children):
        yield "possible"


def _argument_negations(children: list[Token]) -> Iterator[str]:
    """Yield "denied" for "no missiles were sent", "none was sent", "sent no missiles"."""
    for child in children:
        if child.dep_ in _SUBJECT | {"dobj", "attr"} and (
            child.lower_ in {"none", "nothing", "neither", "nobody"}
            or any(g.dep_ == "det" and g.lower_ in {"no", "neither"} for g in child.children)
        ):
            yield "denied"


def _is_condition(child: Token) -> bool:
    return child.dep_ == "advcl" and any(
        g.dep_ == "mark" and g.lower_ in _CONDITION for g in child.children
    )


def _auxiliaries(token: Token, children: list[Token], reading: _Reading) -> Iterator[str]:
    forms = [c.lower_ for c in children if c.dep_ in {"aux", "auxpass"}]
    if _DOUBT & set(forms):
        yield "open"  # "may not deliver" denies nothing
    for child in children:
        if child.dep_ != "aux" or (child.lower_ in _WILL and reading.is_terms(token)):
            continue
        effect = reading.effect("aux", child)
        yield _would(token, forms) if effect == "would" else effect
    to = next((c for c in children if c.dep_ == "aux" and c.lower_ == "to"), None)
    if to is not None and to.i > 0:
        # "has yet to sign", and headlines whose verb the parser took for a noun.
        before = to.nbor(-1)
        yield "denied" if before.lower_ == "yet" else reading.effect("governor", before)


def _would(token: Token, forms: list[str]) -> str:
    """Return what "would" says: a past plan after a verb of saying, else a possibility."""
    if "have" in forms:
        return "denied"
    head = token.head
    said = head.lemma_.lower() in load_speech_verbs() or head.lemma_.lower() in {"decide", "hear"}
    return "planned" if token.dep_ == "ccomp" and said else "possible"


_Step = tuple[Token, list[str], bool, bool]  # where to, effects, whether a clause, whether to stop


def _step(token: Token, reading: _Reading, *, verbal: bool) -> _Step | None:
    """Return the next token up with the effects of getting there; None at the end of the walk."""
    if token.head == token:
        return _headline(token, reading)
    if token.dep_ == "conj":
        return _conjunct(token, verbal=verbal)
    if verbal:
        return _step_clause(token, reading)
    return _step_phrase(token, reading)


def _headline(token: Token, reading: _Reading) -> _Step | None:
    if _is_infinitive(token) and (reading.title or token.dep_ == "ROOT"):
        return token, ["planned"], True, True
    return None


def _is_infinitive(token: Token, *, passive: bool = False) -> bool:
    to = any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)
    return to and (not passive or any(c.dep_ == "auxpass" for c in token.children))


def _conjunct(token: Token, *, verbal: bool) -> _Step | None:
    """A second conjunct without a subject of its own shares the first one's auxiliaries.

    A past tense beside a bare infinitive shares none: "did not buy it but received it".
    """
    past = token.tag_ == "VBD" and token.head.tag_ == "VB"
    own = (
        past
        or token.tag_ in {"VBZ", "VBP"}
        or any(c.dep_ in _SUBJECT or c.dep_ == "aux" for c in token.children)
    )
    if verbal and own and not _is_infinitive(token):
        return None
    return token.head, [], _is_verbal(token.head), False


def _step_clause(token: Token, reading: _Reading) -> _Step | None:
    head = token.head
    if token.dep_ == "advcl":
        effects = ["planned"] if _is_infinitive(token) else []
        return head, effects, True, True
    if token.dep_ not in _CLAUSAL | {"prep", "dobj"}:
        return _headline(token, reading)
    if token.dep_ == "acl" and token.tag_ in {"VBN", "VBD"}:
        return None
    if token.dep_ == "pcomp":
        effects = [reading.effect("modifier", head)]
        if head.lower_ != "by":
            effects.append(_governed_effect(token, head.head, reading))
        stop = effects[-1] == "keep" and head.lower_ not in {"by", "in"}
        return head.head, effects, _is_verbal(head.head), stop
    effect = _governed_effect(token, head, reading)
    if effect == "keep" and token.dep_ == "acl" and _is_infinitive(token, passive=True):
        effect = "planned"
    said = token.dep_ == "ccomp" and head.lemma_.lower() in load_speech_verbs()
    finite = token.dep_ == "acl" and any(c.dep_ in _SUBJECT for c in token.children)
    return head, [effect], _is_verbal(head), said or finite


def _governed_effect(token: Token, head: Token, reading: _Reading) -> str:
    effect = reading.effect("governor", head)
    if effect != "keep":
        return effect
    if head.lemma_ == "be":
        adjectives = [c for c in head.children if c.dep_ in {"acomp", "attr", "advmod"}]
        found = [e for e in (reading.effect("governor", a) for a in adjectives) if e != "keep"]
        if found:
            return found[0]
        if _is_infinitive(token):
            return "planned"
    if head.lemma_ == "have" and _is_infinitive(token):
        return "possible"
    return "keep"


def _step_phrase(token: Token, reading: _Reading) -> _Step | None:
    head = token.head
    if token.dep_ == "pobj":
        return _step_preposition(head, reading)
    if token.dep_ in {"compound", "amod", "nmod"}:
        return head, [reading.effect("governor", head)], False, False
    if token.dep_ not in _ARGUMENT:
        return None
    bare = token.dep_ == "nsubj" and head.tag_ in {"VBN", "VBD"} and _is_passive_headline(head)
    governed = token.dep_ in _GOVERNED or bare
    effect = reading.effect("governor", head) if governed else "keep"
    light = ("light", head.lemma_.lower()) in load_factuality_cues()
    if effect == "keep" and not light:
        return None
    return head, [effect], True, False


def _is_passive_headline(verb: Token) -> bool:
    """Return whether "deal expected", "claim denied" leaves out its auxiliary."""
    return not any(c.dep_ in {"aux", "auxpass", "dobj", "ccomp", "xcomp"} for c in verb.children)


def _step_preposition(preposition: Token, reading: _Reading) -> _Step | None:
    head = preposition.head
    effects = [reading.effect("modifier", preposition), reading.effect("governor", head)]
    if effects == ["keep", "keep"] or preposition.lower_ not in _GOVERNING:
        return None
    return head, effects, _is_verbal(head), False
