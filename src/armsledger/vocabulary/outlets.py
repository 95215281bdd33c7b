"""News outlets, agencies and think tanks: who publishes, and from which state."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick

from armsledger.vocabulary.tables import read_table

OUTLET_COLUMNS: Final = ("name", "country", "kind", "aliases", "domain")
_LIST_MARK: Final = "|"
_SAME_LENGTH: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019", "'") | dict.fromkeys("\u00a0\n\t", " ")
)
# Kinds whose sites are not told apart by their names in a text: there the name means the actor.
_ACTOR_KINDS: Final = frozenset({"government", "company"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """Somebody who publishes.

    `kind` is agency, newspaper, broadcaster, magazine, site, social, think tank, government or
    company; `country` is the ISO 3166-1 alpha-3 code of its home.
    """

    name: str
    country: str
    kind: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the names by which a text may mean this outlet; none for states' own sites."""
        return () if self.kind in _ACTOR_KINDS else (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class OutletMention:
    """Characters of a text that name an outlet; offsets are half-open code points."""

    start: int
    end: int
    text: str
    outlet: Outlet


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Return all outlets in the order of the file."""
    return tuple(_outlet(row) for row in read_table("outlets.csv", OUTLET_COLUMNS))


def find(text: str) -> tuple[OutletMention, ...]:
    """Return the outlets that the text names, in order; none overlaps another, the longest wins."""
    automaton, owners = _index()
    folded = text.translate(_SAME_LENGTH)
    found = [
        OutletMention(start, end, text[start:end], owners[index])
        for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
        if _stands_alone(folded, start, end)
    ]
    return tuple(_longest(found))


def outlet_of(name_or_domain: str) -> Outlet | None:
    """Return the outlet with this name, alias, domain or address; None if there is none.

    Case, a leading "The" and `www.` do not matter; a sub-domain counts as its domain.
    """
    known = _by_key()
    key = _key(name_or_domain)
    if key in known:
        return known[key]
    host = key.partition("://")[2] or key
    parts = host.partition("/")[0].partition(":")[0].removeprefix("www.").split(".")
    tails = (".".join(parts[i:]) for i in range(len(parts) - 1))
    return next((known[tail] for tail in tails if tail in known), None)


def _outlet(row: dict[str, str]) -> Outlet:
    aliases, domains = (
        tuple(part for part in row[column].split(_LIST_MARK) if part)
        for column in ("aliases", "domain")
    )
    return Outlet(row["name"], row["country"], row["kind"], aliases, domains)


@cache
def _index() -> tuple[AhoCorasick, tuple[Outlet, ...]]:
    owners: dict[str, Outlet] = {}
    for outlet in load_outlets():
        for form in outlet.forms:
            owners.setdefault(form, outlet)
    return AhoCorasick(list(owners)), tuple(owners.values())


@cache
def _by_key() -> dict[str, Outlet]:
    keys: dict[str, Outlet] = {}
    for outlet in load_outlets():
        for form in (outlet.name, *outlet.aliases, *outlet.domains):
            keys.setdefault(_key(form), outlet)
    return keys


def _key(name: str) -> str:
    return " ".join(name.translate(_SAME_LENGTH).casefold().split()).removeprefix("the ")


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before in ("_", "@") or after.isalnum() or after == "_")


def _longest(found: list[OutletMention]) -> Iterator[OutletMention]:
    """Yield, in order, the mentions that overlap no longer one."""
    kept: list[OutletMention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= k.start or k.end <= mention.start for k in kept):
            kept.append(mention)
    yield from sorted(kept, key=lambda m: m.start)
