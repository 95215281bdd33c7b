"""Which date and which sum of a sentence stand nearest to which trigger in its grammar."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from spacy.tokens import Token

from armsledger.extract.mentions import DateMention, Mention, MoneyMention
from armsledger.extract.scene import SceneSentence, head_token
from armsledger.extract.syntax import VERBAL, arguments_of, governors_of, relation
from armsledger.extract.triggers import Trigger, lemma_of
from armsledger.model import Event

AnyMention = TypeVar("AnyMention", bound=Mention)

# Events that an amount of money can belong to.
PRICED: Final = frozenset(
    {
        Event.INTEREST,
        Event.OFFER,
        Event.SELECTION,
        Event.TALKS,
        Event.APPROVAL,
        Event.ORDER,
        Event.FINANCING,
        Event.PRODUCTION,
        Event.DELIVERY,
        Event.SUSPENSION,
        Event.CANCELLATION,
    }
)

# Verbs whose own date is that of the saying, not of the event told.
_SAYING: Final = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "add",
        "state",
        "claim",
        "note",
        "confirm",
        "write",
        "quote",
        "cite",
        "reveal",
        "declare",
        "comment",
        "disclose",
        "inform",
        "publish",
        "remark",
        "explain",
        "speak",
    ]
)

# A sum that says only its order of magnitude, and one that prices a single piece or hour.
_VAGUE: Final = re.compile(r"\b(?:m|b|tr)illions\b|\bthousands\b|\bcrores\b", re.IGNORECASE)
_PRICE_OF_ONE: Final = re.compile(
    r"\b(?:unit|hourly|per[- ]\w+)\s+(?:\w+\s+)?(?:cost|price)s?\b[^.;]{0,60}$", re.IGNORECASE
)

# A sum of something other than arms: trade as a whole, income, help for civilians.
_OTHER_GOODS: Final = re.compile(
    r"\s*(?:a\s+year\s+)?(?:worth\s+of|in|of)\s+(?:\w+\s+)?(?:goods|revenues?|trade|tourism|taxes"
    r"|(?:economic|humanitarian|financial|development|budget)\s+(?:aid|assistance|support|help))\b",
    re.IGNORECASE,
)

# How far a word counts that no path ties to the trigger, and the words between from which such a
# sum belongs to something else: a clause's length, chosen on training reports, not swept.
_FAR: Final = 9
_REACH: Final = 20

_BATCH: Final = re.compile(
    r"\b(?P<which>first|second|third|fourth)\s+(?:(?:S-\d+|[\w-]+)\s+){0,2}?"
    r"(?P<noun>batch|lot|tranche|regiment|contract|order|deal|purchase)\b",
    re.IGNORECASE,
)
_BATCH_NUMBERS: Final = {"first": "1", "second": "2", "third": "3", "fourth": "4"}


@dataclass(frozen=True, slots=True)
class Slots:
    """What a sentence gives a trigger besides its parties and weapon."""

    date: DateMention | None
    money: MoneyMention | None


def assign_slots(
    scene: SceneSentence,
    triggers: Mapping[Trigger, frozenset[str]],
    dates: Sequence[DateMention],
    money: Sequence[MoneyMention],
) -> dict[Trigger, Slots]:
    """Return the slots of each trigger that makes a claim.

    Args:
        scene: the sentence.
        triggers: the triggers that make claims, each with the events it makes.
        dates: the sentence's dates, offsets into the part.
        money: the sentence's amounts, offsets into the part.
    """
    told = [d for d in dates if not _is_of_saying(d, scene, triggers)]
    sums = [m for m in money if not m.per_unit and not _says_no_total(m, scene)]
    dated = _allot(told, scene, list(triggers))
    priced = _allot(sums, scene, [t for t, events in triggers.items() if events & PRICED])
    priced = _share_sums(
        {t: m for t, m in priced.items() if _in_reach(m, t, scene)}, scene, triggers
    )
    return {t: Slots(dated.get(t), priced.get(t)) for t in triggers}


def _share_sums(
    priced: Mapping[Trigger, MoneyMention],
    scene: SceneSentence,
    triggers: Mapping[Trigger, frozenset[str]],
) -> dict[Trigger, MoneyMention]:
    """Return the sums with those that stand in a trigger's own slot: "left a $2 billion contract".

    The sum is the contract's, and so it is of what happens to the contract. It is also that of
    what is said to cost so much: "the contract covers four boats and is worth $2 billion".
    """
    shared = dict(priced)
    for money in dict.fromkeys(priced.values()):
        head = head_token(scene.sentence, money.start, money.end)
        owners = _subjects(head)
        for trigger, events in triggers.items():
            is_own = _apart(head, trigger)[0] == 0 or trigger.head.i in owners
            if events & PRICED and is_own:
                shared.setdefault(trigger, money)
    return shared


def _subjects(head: Token) -> frozenset[int]:
    """Return the places of the words that the nearest verb above a word says it of."""
    verb = next((g for g in governors_of(head) if g.pos_ in VERBAL), None)
    found = arguments_of(verb) if verb is not None else ()
    return frozenset(word.i for label, word in found if label == "subj")


def batch_of(scene: SceneSentence, key: str, trigger: Trigger) -> str | None:
    """Return the number of the batch that the sentence gives a trigger's weapon, as digits.

    "The second batch of S-400, ... return to the F-35 programme": the batch is the S-400's. Of
    several batches the one nearest the trigger counts.
    """
    sentence = scene.sentence
    found = [
        (abs(sentence.start + match.start() - trigger.start), match)
        for match in _BATCH.finditer(sentence.text)
        if _batched_weapon(scene, sentence.start + match.start()) in (key, None)
        and _hangs_on(scene, sentence.start + match.start("noun"), trigger)
    ]
    if not found:
        return None
    return _BATCH_NUMBERS[min(found, key=lambda item: item[0])[1]["which"].lower()]


def _hangs_on(scene: SceneSentence, at: int, trigger: Trigger) -> bool:
    """Return whether the word at a place belongs to the trigger's own phrase."""
    head = head_token(scene.sentence, at, at + 1)
    slot = relation(head, trigger.head).split("/")[0]
    return head.i == trigger.head.i or slot not in ("far", "self")


def _batched_weapon(scene: SceneSentence, at: int) -> str | None:
    """Return the key of the weapon that follows a batch's words, None where none does."""
    return next((w.key for w in scene.weapons if w.end > at), None)


def _is_of_saying(date: DateMention, scene: SceneSentence, triggers: Iterable[Trigger]) -> bool:
    """Return whether a date says when something was said: "..., he said on Tuesday"."""
    head = head_token(scene.sentence, date.start, date.end)
    own = {t.head.i for t in triggers}
    for governor in governors_of(head):
        if governor.pos_ in VERBAL:
            return governor.i not in own and lemma_of(governor) in _SAYING
    return False


def _says_no_total(money: MoneyMention, scene: SceneSentence) -> bool:
    """Return whether a sum is the price of one or no figure: "unit cost", "billions of"."""
    text, shift = scene.sentence.text, scene.sentence.start
    start, end = money.start - shift, money.end - shift
    words = text[start:end]
    vague = _VAGUE.search(words) and not any(letter.isdigit() for letter in words)
    return bool(vague or _PRICE_OF_ONE.search(text[:start]) or _OTHER_GOODS.match(text[end:]))


def _in_reach(money: MoneyMention, trigger: Trigger, scene: SceneSentence) -> bool:
    """Return whether a sum is tied to an event by the grammar, or at least stands near it."""
    return _apart(head_token(scene.sentence, money.start, money.end), trigger) < (_FAR, _REACH)


def _allot(
    mentions: Iterable[AnyMention], scene: SceneSentence, triggers: Sequence[Trigger]
) -> dict[Trigger, AnyMention]:
    """Give each mention to the triggers it hangs on, else to the nearest one."""
    mentions = list(mentions)
    found = _in_turn(mentions, triggers)
    if found:
        return found
    for mention in mentions:
        head = head_token(scene.sentence, mention.start, mention.end)
        apart = [(_apart(head, t), t) for t in _around(triggers, mention.start)]
        best = min((distance for distance, _ in apart), default=None)
        for distance, trigger in apart:
            if distance == best:
                found.setdefault(trigger, mention)
    return found


# Event words that a date or sum is compared with, the nearest ones; prose has up to ten.
_NEAREST: Final = 16


def _around(triggers: Sequence[Trigger], at: int) -> Sequence[Trigger]:
    """Return the triggers nearest to a place, in their order."""
    if len(triggers) <= _NEAREST:
        return triggers
    ranked = sorted(triggers, key=lambda t: (abs(t.start - at), t.start))[:_NEAREST]
    return sorted(ranked, key=lambda t: t.start)


def _in_turn(
    mentions: Sequence[AnyMention], triggers: Sequence[Trigger]
) -> dict[Trigger, AnyMention]:
    """Return the pairs of a sentence that names event, sum, event, sum; else none.

    Such a sentence tells two of a kind side by side; their order is surer than the parse.
    """
    ordered = sorted(triggers, key=lambda t: t.start)
    if len(ordered) < 2 or len(ordered) != len(mentions):
        return {}
    pairs = list(zip(ordered, sorted(mentions, key=lambda m: m.start), strict=True))
    after = all(t.start < m.start for t, m in pairs) and all(
        m.start < t.start for (_, m), (t, _) in pairwise(pairs)
    )
    return dict(pairs) if after else {}


def _apart(head: Token, trigger: Trigger) -> tuple[int, int]:
    """Return how far a word stands from a trigger: first in grammar, then in words."""
    label = relation(head, trigger.head)
    if label == "far":
        return _FAR, abs(head.i - trigger.head.i)
    return label.count("/"), abs(head.i - trigger.head.i)
