"""Sentences whose parts are marked, put into a report's text with the offsets of every part."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any, Final

from armsledger.model import Claim, Event, Factuality, Money, Quantity, Span, claim_id

STATES: Final = ("RUS", "USA", "FRA", "CHN", "DEU", "KOR")
BUYERS: Final = ("TUR", "IND", "EGY", "SAU", "POL", "VNM", "BRA", "MAR", "IDN", "GRC", "PER", "THA")
SYSTEMS: Final = {
    "S-400": "air defence systems",
    "Patriot": "air defence systems",
    "Su-35": "aircraft",
    "Rafale": "aircraft",
    "K2": "armoured vehicles",
    "Leopard 2": "armoured vehicles",
    "FREMM": "ships",
    "Exocet": "missiles",
}
VERBS: Final = {"sells": Event.ORDER, "delivers": Event.DELIVERY, "offers": Event.OFFER}

# The extractors as claims name them.
FIRST: Final = "planted/1"
SECOND: Final = "planted/2"

# The parts of a sentence that a claim has places of, beside its trigger.
_ROLES: Final = frozenset({"supplier", "recipient", "weapon", "quantity", "value", "when"})

_MARK: Final = re.compile(r"\[(\w+)\|([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence in a part of a report, with the places of its parts."""

    part: str
    start: int
    words: str
    places: dict[str, tuple[int, int]]  # by role, offsets into the part

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.words)


@dataclass(slots=True)
class Page:
    """A report that is being written."""

    report: str  # id
    chance: Random
    text: str = ""
    title: str = ""
    made: int = 0  # claims so far, so that each has a key of its own
    used: set[tuple[str, ...]] = field(default_factory=set)

    def say(self, marked: str, *, part: str = "text") -> Told:
        """Add a sentence written as `[role|words] words` and return where it stands."""
        start = len(self.text) if part == "text" else len(self.title)
        words, places = _read_marks(marked, start)
        if part == "text":
            self.text += words + self.chance.choice((" ", "\n", "\n\n"))
        else:
            self.title += words
        return Told(part, start, words, places)

    def chat(self) -> Told:
        """Add a sentence that tells of no transfer."""
        number = self.chance.randint(100, 999)
        return self.say(f"Paragraph {number} of the {self.chance.choice(('note', 'brief'))} ends.")

    def parties(self) -> dict[str, str]:
        """Return supplier, recipient and system, with its category, for a sentence."""
        while True:
            system = self.chance.choice(list(SYSTEMS))
            found = (self.chance.choice(STATES), self.chance.choice(BUYERS), system)
            if found not in self.used:
                break
        self.used.add(found)
        names = dict(zip(("supplier", "recipient", "system"), found, strict=True))
        return names | {"category": SYSTEMS[system]}

    def key(self) -> int:
        """Return a number for a new claim."""
        self.made += 1
        return self.made


def sentence(names: dict[str, str], chance: Random, verb: str | None = None) -> str:
    """Return a marked sentence with two words that could be its trigger."""
    told = verb or chance.choice(list(VERBS))
    return (
        f"[supplier|{names['supplier']}] [trigger|{told}] [quantity|{chance.randint(2, 40)}]"
        f" [weapon|{names['system']}] to [recipient|{names['recipient']}]"
        f" in [when|{chance.randint(2005, 2022)}] under a [second|contract]"
        f" worth [value|{chance.randint(2, 900)}] million dollars."
    )


def read(page: Page, told: Told, names: dict[str, str], **changes: Any) -> Claim:
    """Return the claim that a reading makes of a sentence; `changes` are fields of it.

    `trigger` may name another role of the sentence; `trigger=None` gives no trigger's span.
    """
    role = changes.pop("trigger", "trigger")
    places = dict(told.places)
    verb = _words(told, places["trigger"])
    spans = {key: place for key, place in places.items() if key in _ROLES}
    if role is not None:
        spans["trigger"] = places[role]
    base = Claim(
        id=claim_id(page.report, FIRST, page.key()),
        report=page.report,
        event=VERBS[verb],
        factuality=Factuality.FACT,
        trigger=_words(told, places[role or "trigger"]),
        start=told.start,
        end=told.end,
        part=told.part,
        quote=told.words,
        extractor=FIRST,
        confidence=0.9,
        supplier=names.get("supplier"),
        recipient=names.get("recipient"),
        system=names.get("system"),
        weapon=names.get("system"),
        category=names.get("category"),
        quantity=_number(told, "quantity"),
        value=_money(told),
        when=_words(told, places["when"]) if "when" in places else None,
        spans=tuple(Span(key, *spans[key], told.part) for key in sorted(spans)),
    )
    return replace(base, **changes)


def renamed(page: Page, claim: Claim, **changes: Any) -> Claim:
    """Return a claim under another id, as a newer version of the extractor would make it."""
    key = claim_id(page.report, SECOND, page.key())
    return replace(claim, id=key, extractor=SECOND, **changes)


def recut(page: Page, claim: Claim, start: int, end: int) -> Claim:
    """Return a claim whose sentence is taken to lie elsewhere in the same part."""
    text = page.text if claim.part == "text" else page.title
    cut = text[start:end]
    return replace(claim, start=start, end=start + len(cut), quote=cut)


def moved_trigger(claim: Claim, told: Told, role: str) -> Claim:
    """Return a claim whose trigger is another word of the sentence."""
    kept = tuple(span for span in claim.spans if span.role != "trigger")
    span = Span("trigger", *told.places[role], told.part)
    spans = tuple(sorted((*kept, span), key=lambda one: one.role))
    return replace(claim, trigger=_words(told, told.places[role]), spans=spans)


def _read_marks(marked: str, start: int) -> tuple[str, dict[str, tuple[int, int]]]:
    words, places, at = "", {}, 0
    for mark in _MARK.finditer(marked):
        words += marked[at : mark.start()]
        places[mark[1]] = (start + len(words), start + len(words) + len(mark[2]))
        words += mark[2]
        at = mark.end()
    return words + marked[at:], places


def _words(told: Told, place: tuple[int, int]) -> str:
    return told.words[place[0] - told.start : place[1] - told.start]


def _number(told: Told, role: str) -> Quantity | None:
    place = told.places.get(role)
    return None if place is None else Quantity(Decimal(_words(told, place)), "unit")


def _money(told: Told) -> Money | None:
    place = told.places.get("value")
    return None if place is None else Money(Decimal(_words(told, place)) * 1_000_000, "USD")
