"""A weapon's name as a key: its family where the vocabulary knows it, else its spelling."""

from functools import cache

from armsledger.link.names import designation_slug, slug, squash
from armsledger.vocabulary.weapons import load_weapons


@cache
def family_name(system: str) -> str | None:
    """Return the name of the family that a system belongs to, None if no vocabulary knows it."""
    known = load_weapons().lookup(system)
    return known.family if known else None


@cache
def system_key(system: str) -> str:
    """Return the key of a system: equal for two names of one family and two spellings."""
    return squash(family_name(system) or system) or system


@cache
def system_slug(system: str) -> str:
    """Return the system's part of a deal's id, equal wherever `system_key` is equal."""
    family = family_name(system)
    return slug(family) if family else designation_slug(system)
