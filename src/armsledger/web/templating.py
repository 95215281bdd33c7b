"""The templates' environment: what pages may call to put values into words."""

from datetime import datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from armsledger.exports import words
from armsledger.exports.story import EVENT_NOUNS, headline, weapon_name
from armsledger.model import STAGES, Event, Support
from armsledger.version import __version__
from armsledger.web.known_by import bar_of

# Digits of a content hash that people are shown.
SHORT: Final = 8
_HASH_DIGITS: Final = 64

# Letters of a word that may widen its column, and of one that might break in a narrow column.
_UNBROKEN: Final = 16
_BREAKABLE: Final = 8

DASH: Final = "\N{EN DASH}"


def short_id(key: str) -> str:
    """Return an id for people: the beginning of a hash, any other id whole."""
    is_hash = len(key) == _HASH_DIGITS and all(digit in "0123456789abcdef" for digit in key)
    return key[:SHORT] if is_hash else key


def support_words(support: str | None) -> str:
    """Return whose word a stage rests on."""
    return "nobody yet" if support is None else words.SUPPORT_WORDS[Support(support)]


def event_noun(event: str) -> str:
    """Return an event as it stands in a sentence: "an order"."""
    return EVENT_NOUNS[Event(event)]


def moment_words(moment: str | datetime) -> str:
    """Return a time of the log for people: "12 July 2019, 14:05 UTC"."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{words.day_words(at.date().isoformat())}, {at:%H:%M} UTC"


def dashed(value: object) -> object:
    """Return the value, a dash for none."""
    return DASH if value is None or value == "" else value


def whole_words(text: str) -> Markup:
    """Return a text of which no designation and no word breaks, but for very long ones."""
    return Markup(" ").join(_whole(word) for word in text.split(" "))


def _whole(word: str) -> Markup:
    may_break = "-" in word or len(word) >= _BREAKABLE
    if may_break and len(word) <= _UNBROKEN:
        return Markup('<span class="whole">{}</span>').format(word)
    return escape(word)


def make_environment() -> Environment:
    """Return the environment of the desk's templates; everything is escaped."""
    environment = Environment(
        loader=PackageLoader("armsledger.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        actor=words.actor_name,
        counted=words.counted,
        dash=dashed,
        date=words.date_words,
        day=words.day_words,
        event_noun=event_noun,
        headline=headline,
        listing=words.listing,
        moment=moment_words,
        money=words.money_words,
        number=words.number_words,
        quantity=words.quantity_words,
        short=short_id,
        speaker=words.speaker_words,
        support=support_words,
        weapon=weapon_name,
        whole=whole_words,
    )
    environment.globals.update(
        bar_of=bar_of,
        side_words=words.SIDE_WORDS,
        stages=tuple(map(str, STAGES)),
        version=__version__,
    )
    return environment
