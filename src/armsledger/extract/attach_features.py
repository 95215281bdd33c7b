"""What speaks for a date or a number belonging to an event: features of a pair.

Each feature is a name that holds or does not. `eval/train_attach.py` weighs them; what is
learned and how well: docs/methods/attaching.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from armsledger.extract.mentions import DateMention, Mention, QuantityMention
from armsledger.extract.scene import SceneSentence, WeaponRef, head_token
from armsledger.extract.syntax import LIGHT_VERBS, VERBAL, governors_of, relation
from armsledger.extract.told import Told
from armsledger.extract.triggers import Trigger, lemma_of
from armsledger.vocabulary.cues import load_speech_verbs

# Upper bounds of the distance classes, in words.
_BINS: Final = (2, 5, 10, 20, 40)
_CLAUSES: Final = frozenset({"relcl", "ccomp", "advcl", "acl", "parataxis", "conj", "xcomp"})
# "WASHINGTON, April 5 -" and "April 5 (Agency) -" date the dispatch, not what it tells.
_PLACE: Final = re.compile(r"^(?:[A-Z][\w.'\u2019/-]*[\s,]+){1,6}$")
_DATELINE: Final = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?(?:--|[-\u2013\u2014])(?:\s|$)")
# The same behind words that a damaged text glues before it: "... with Poland LISBON, March 3 -".
_GLUED_PLACE: Final = re.compile(r"(?:^|\W)[A-Z]{4,}(?:[ .'\u2019/-]+[A-Z]{2,})*,\s*$")
_LEAD: Final = 6  # words at a sentence's start that can hold its opening phrase
_WORDS_BEFORE: Final = re.compile(r"([A-Za-z]+)\W*$")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pairs of one sentence share."""

    scene: SceneSentence
    triggers: tuple[Trigger, ...]  # those that make claims
    report_date: str | None


def is_dateline(date: DateMention, scene: SceneSentence) -> bool:
    """Return whether a date is that of the dispatch: "LISBON, March 3 -"."""
    text, shift = scene.sentence.text, scene.sentence.start
    before, rest = text[: date.start - shift], text[date.end - shift :]
    placed = "," in before and (_PLACE.match(before) or _GLUED_PLACE.search(before)) is not None
    return placed and _DATELINE.match(rest) is not None


def date_features(
    date: DateMention,
    told: Told,
    dates: Sequence[DateMention],
    setting: Setting,
    *,
    chosen: bool,
) -> frozenset[str]:
    """Return the features of a date for an event.

    Args:
        date: the candidate.
        told: the event.
        dates: the sentence's dates.
        setting: what the sentence's pairs share.
        chosen: whether the rule of the nearest in grammar gives the event this date.
    """
    own = frozenset(_pair(date, told.trigger, dates, setting))
    return frozenset(
        {
            *own,
            *_together(own, chosen=chosen),
            *_kind_of_date(date, told, setting),
            f"rule={date.rule}",
            f"event={told.event}",
        }
    )


def quantity_features(
    quantity: QuantityMention,
    weapon: WeaponRef | None,
    told: Told,
    quantities: Sequence[QuantityMention],
    setting: Setting,
) -> frozenset[str]:
    """Return the features of a counted number for the weapon of an event."""
    counted = Mention(quantity.start, max(quantity.end, quantity.noun_end))
    noun = head_token(setting.scene.sentence, quantity.noun_start, quantity.noun_end)
    return frozenset(
        {
            *(f"t:{name}" for name in _pair(counted, told.trigger, quantities, setting)),
            *_to_weapon(counted, noun, weapon, setting),
            f"unit={quantity.quantity.unit}",
            f"noun={lemma_of(noun)}",
            f"event={told.event}",
        }
    )


def _together(own: frozenset[str], *, chosen: bool) -> Iterator[str]:
    """Yield the features that weigh more, or less, where others hold too."""
    values = dict(name.split("=", 1) for name in own if "=" in name)
    clause, event = values.get("same clause"), values["nearest event"]
    mention = values["nearest mention"]
    yield f"chosen={chosen}"
    yield f"chosen={chosen} nearest event={event}"
    yield f"chosen={chosen} nearest mention={mention}"
    yield f"chosen={chosen} mentions={values['mentions']}"
    yield f"chosen={chosen} same clause={clause}"
    yield f"same clause={clause} nearest event={event}"
    yield f"same clause={clause} before={values['before']}"
    yield f"nearest event={event} nearest mention={mention}"


def _to_weapon(
    counted: Mention, noun: Token, weapon: WeaponRef | None, setting: Setting
) -> Iterator[str]:
    others = [w for w in setting.scene.weapons if w != weapon]
    yield f"others={min(len(others), 3)}"
    if any(counted.start < w.end and w.start < counted.end for w in others):
        yield "counts other"
    if weapon is None:
        yield "no weapon"
        return
    overlap = counted.start < weapon.end and weapon.start < counted.end
    yield f"overlap={overlap}"
    yield f"same noun={noun.i == weapon.head.i}"
    yield f"weapon below={_is_above(noun, weapon.head)}"
    yield f"weapon above={_is_above(weapon.head, noun)}"
    yield f"before={counted.start <= weapon.start}"
    yield f"weapon far={_bin(abs(noun.i - weapon.head.i))}"
    yield f"weapon kind={weapon.system is None}"


def _is_above(upper: Token, lower: Token) -> bool:
    return any(token.i == upper.i for token in lower.ancestors)


def _pair(
    mention: Mention, trigger: Trigger, mentions: Sequence[Mention], setting: Setting
) -> Iterator[str]:
    head = head_token(setting.scene.sentence, mention.start, mention.end)
    label = relation(head, trigger.head)
    yield f"slot={label.split('/')[0]}"
    yield f"deep={min(label.count('/'), 2)}"
    yield f"label={label}"
    yield from _path(head, trigger.head)
    yield f"far={_bin(abs(head.i - trigger.head.i))}"
    yield f"before={mention.start < trigger.start}"
    yield f"verb={trigger.kind}"
    yield from _rivals(mention, head, trigger, mentions, setting)
    if head.i - setting.scene.sentence.tokens.start < _LEAD:
        yield "opens"


def _rivals(
    mention: Mention,
    head: Token,
    trigger: Trigger,
    mentions: Sequence[Mention],
    setting: Setting,
) -> Iterator[str]:
    """Yield whether other triggers or mentions stand nearer."""
    own = _nearness(head, trigger)
    yield f"nearest event={all(own <= _nearness(head, t) for t in setting.triggers)}"
    yield f"nearest word={all(own <= _nearness(head, t) for t in setting.scene.triggers)}"
    yield f"events={min(len(setting.triggers), 3)}"
    yield f"mentions={min(len(mentions), 3)}"
    sentence = setting.scene.sentence
    heads = [head_token(sentence, m.start, m.end) for m in mentions if m != mention]
    yield f"nearest mention={all(own <= _nearness(h, trigger) for h in heads)}"
    between = sorted((head.i, trigger.head.i))
    if any(between[0] < t.head.i < between[1] for t in setting.triggers):
        yield "event between"


def _nearness(head: Token, trigger: Trigger) -> tuple[int, int]:
    label = relation(head, trigger.head)
    steps = 9 if label == "far" else label.count("/")
    return steps, abs(head.i - trigger.head.i)


def _path(head: Token, target: Token) -> Iterator[str]:
    """Yield what lies on the way through the parse from one word to another."""
    above = [head, *head.ancestors]
    below = [target, *target.ancestors]
    meeting = {t.i for t in below} & {t.i for t in above}
    up = _until(above, meeting)
    down = _until(below, meeting)
    yield f"up={_bin(len(up))}"
    yield f"down={_bin(len(down))}"
    yield from (f"up:{t.dep_}" for t in up if t.dep_ in _CLAUSES)
    yield from (f"down:{t.dep_}" for t in down if t.dep_ in _CLAUSES)
    verb = next((t for t in above if t.pos_ in VERBAL), None)
    own = next((t for t in below if t.pos_ in VERBAL), None)
    yield f"same clause={verb is not None and own is not None and verb.i == own.i}"
    if verb is not None and verb.i != target.i:
        yield f"of saying={lemma_of(verb) in load_speech_verbs()}"
        yield f"of light={lemma_of(verb) in LIGHT_VERBS}"
        if not down:
            yield "under event"
    governor = next(governors_of(head), None)
    if governor is not None and governor.pos_ in ("NOUN", "PROPN") and governor.i != target.i:
        yield "in other noun"


def _until(chain: Sequence[Token], meeting: set[int]) -> list[Token]:
    found = []
    for token in chain:
        if token.i in meeting:
            break
        found.append(token)
    return found


def _kind_of_date(date: DateMention, told: Told, setting: Setting) -> Iterator[str]:
    shape = re.sub(r"\d", "9", date.edtf)
    yield f"shape={shape}"
    sentence = setting.scene.sentence
    rest = sentence.text[date.end - sentence.start :]
    word = _word_before(date, setting.scene)
    yield f"word={word}"
    when = _ahead(date.edtf, setting.report_date)
    yield f"{when} {told.factuality}"
    if rest.lstrip().startswith(("'s", "\u2019s")):
        yield "possessive"


def _ahead(edtf: str, report_date: str | None) -> str:
    """Return whether a date lies ahead of the report, behind it, or around it."""
    if report_date is None:
        return "undated"
    digits = re.findall(r"\d{4}(?:-\d\d)*", edtf)
    if not digits:
        return "undated"
    first, last = digits[0], digits[-1]
    if first[: len(report_date)] > report_date[: len(first)]:
        return "ahead"
    return "behind" if last < report_date[: len(last)] else "around"


def _word_before(mention: Mention, scene: SceneSentence) -> str:
    before = scene.sentence.text[: mention.start - scene.sentence.start]
    match = _WORDS_BEFORE.search(before)
    return match.group(1).lower() if match else ""


def _bin(distance: int) -> int:
    return next((bound for bound in _BINS if distance <= bound), _BINS[-1] + 1)
