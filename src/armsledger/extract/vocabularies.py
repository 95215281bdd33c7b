"""The vocabularies and the model that the extractor is built with, loaded once in a process."""

from functools import cache

from armsledger.extract.scene import Vocabularies
from armsledger.vocabulary.actors import load_actors
from armsledger.vocabulary.triggers import load_triggers
from armsledger.vocabulary.weapons import load_weapons


@cache
def load_vocabularies() -> Vocabularies:
    """Return the packaged vocabularies."""
    return Vocabularies(weapons=load_weapons(), actors=load_actors(), triggers=load_triggers())
