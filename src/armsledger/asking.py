"""What a user asks for (a supplier, a system, a stage, a day) as the register spells it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from armsledger.errors import ConfigurationError

if TYPE_CHECKING:
    from armsledger.ledger import Ledger

# How alike (0 to 100) a known word must be to be suggested; below this they only share letters.
_LIKENESS = 60


def actor_code(given: str | None, option: str) -> str | None:
    """Return the code of a state or group given by code or name; None stays None.

    Raises:
        ConfigurationError: no such actor, with those that look alike.
    """
    if given is None:
        return None
    from armsledger.vocabulary.actors import load_actors

    actors = load_actors()
    codes = actors.states()
    if given.upper() in codes:
        return given.upper()
    found = actors.code_of(given)
    if found is None:
        refuse(option, given, [state.name for state in codes.values()])
    return found


def one_of(given: str | None, allowed: Iterable[str], option: str) -> str | None:
    """Return the word if it is one of a closed list, whatever its case; None stays None.

    Raises:
        ConfigurationError: it is not, with those that look alike.
    """
    if given is None:
        return None
    known = {str(word): str(word) for word in allowed}
    found = known.get(given.strip().lower())
    if found is None:
        refuse(option, given, known)
    return found


def system_names(given: str | None, ledger: "Ledger", option: str = "--system") -> tuple[str, ...]:
    """Return the names under which the register may have a system; () for None.

    Raises:
        ConfigurationError: neither the vocabulary nor the ledger knows it.
    """
    if given is None:
        return ()
    from armsledger.link.names import squash
    from armsledger.vocabulary.weapons import load_weapons

    weapons = load_weapons()
    system = weapons.lookup(given)
    if system is not None:
        relatives = [s for s in weapons.systems() if s.family == system.family]
        own = system.name if squash(system.name) != squash(system.family) else None
        wanted = [system] if own else relatives
        return tuple({given, *(name for s in wanted for name in (s.name, *s.aliases))})
    from armsledger.store.queries import DealQuery

    if not ledger.page(DealQuery(systems=(given,), limit=1, facets=False)).total:
        refuse(option, given, [s.name for s in weapons.systems()])
    return (given,)


def day(given: str | None, option: str = "--as-of") -> str | None:
    """Return the as-of date.

    Raises:
        ConfigurationError: it is not a day written YYYY-MM-DD.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise ConfigurationError(f"{option} {given}: write the day as YYYY-MM-DD") from error


def refuse(option: str, given: str, known: Iterable[str]) -> NoReturn:
    """Refuse a word with those that look alike.

    Raises:
        ConfigurationError: always.
    """
    from rapidfuzz import process
    from rapidfuzz.utils import default_process

    near = process.extract(
        given, list(known), limit=3, score_cutoff=_LIKENESS, processor=default_process
    )
    hint = "did you mean " + ", ".join(match[0] for match in near) + "?" if near else "see --help"
    raise ConfigurationError(f"{option}: '{given}' is not known; {hint}")
