"""The templates' environment: what pages may call to put values into words."""

from datetime import datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from armsledger.exports import words
from armsledger.exports.story import EVENT_NOUNS, headline, weapon_name
from armsledger.model import STAGES, Event, Support
from armsledger.version import __version__

# Digits of a content hash that people are shown.
SHORT: Final = 8
_HASH_DIGITS: Final = 64

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
    )
    environment.globals.update(
        side_words=words.SIDE_WORDS, stages=tuple(map(str, STAGES)), version=__version__
    )
    return environment
