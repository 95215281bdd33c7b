"""The weapon tables as open data: each system with the categories of SIPRI and of the UN Register.

The UN Register's category follows from the kind of weapon (`gazetteer_kinds.csv`) unless the system
is an exception (`gazetteer_items.csv`), which also names makers and export names where known.
"""

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.vocabulary.squeezed import fold
from armsledger.vocabulary.tables import read_table, table_version
from armsledger.vocabulary.weapon_tables import System, read_systems

KINDS: Final = "gazetteer_kinds.csv"
ITEMS: Final = "gazetteer_items.csv"
_KIND_COLUMNS: Final = ("category", "kind", "unroca")
_ITEM_COLUMNS: Final = ("system", "category", "unroca", "maker", "export_names")

# The seven categories of the UN Register of Conventional Arms, its "seven plus one", and what it
# does not cover.
SMALL_ARMS: Final = "SALW"
OUTSIDE: Final = "none"
UNROCA: Final[Mapping[str, str]] = MappingProxyType({
    "I": "battle tanks",
    "II": "armoured combat vehicles",
    "III": "large-calibre artillery systems",
    "IV": "combat aircraft and unmanned combat aerial vehicles",
    "V": "attack helicopters",
    "VI": "warships",
    "VII": "missiles and missile launchers",
    SMALL_ARMS: "small arms and light weapons",
    OUTSIDE: "outside the Register",
})  # fmt: skip

_NO_KEY: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One weapon system of the gazetteer."""

    key: str  # unique; lower case, hyphens
    designation: str
    aliases: tuple[str, ...]
    family: str  # variants of one programme share it
    kind: str
    sipri_category: str
    unroca_category: str  # a key of `UNROCA`
    origin: tuple[str, ...]  # ISO 3166-1 alpha-3, the seat first; SUN, YUG, CSK for their time
    maker: str | None  # None: not given, not "unknown to all"
    export_names: tuple[str, ...]
    source: str


def read_gazetteer() -> tuple[Entry, ...]:
    """Return all listed systems by key.

    Raises:
        VocabularyError: a kind without a category, an unknown category or an unknown system.
    """
    systems = [system for system, _ in read_systems()]
    kinds = {(row["category"], row["kind"]): _checked(KINDS, row)
             for row in read_table(KINDS, _KIND_COLUMNS)}  # fmt: skip
    items = {(row["system"], row["category"]): row for row in read_table(ITEMS, _ITEM_COLUMNS)}
    known = {(system.name, system.category) for system in systems}
    for name, category in items.keys() - known:
        raise VocabularyError(ITEMS, None, f"row '{name}': no such system among {category}")
    shared = {k for k, count in Counter(slug(s.name) for s in systems).items() if count > 1}
    note = source_note()
    entries = (
        _entry(system, _category(system, kinds), items.get((system.name, system.category), {}))
        for system in systems
    )
    unique = (_with_key(entry, shared, note) for entry in entries)
    return tuple(sorted(unique, key=lambda entry: entry.key))


def source_note() -> str:
    """Return where the gazetteer's facts come from."""
    source, version = table_version(ITEMS)
    return f"Arms Ledger vocabulary {version}: {source}"


def slug(name: str) -> str:
    """Return a name as a key: lower case without accents, hyphens for all other characters."""
    return _NO_KEY.sub("-", fold(name)).strip("-")


def _checked(table: str, row: Mapping[str, str]) -> str:
    if row["unroca"] not in UNROCA:
        raise VocabularyError(table, None, f"no such category of the Register: '{row['unroca']}'")
    return row["unroca"]


def _category(system: System, kinds: Mapping[tuple[str, str], str]) -> str:
    try:
        return kinds[system.category, system.kind]
    except KeyError as error:
        reason = f"no category of the Register for {system.category}, {system.kind}"
        raise VocabularyError(KINDS, None, f"{reason} ('{system.name}')") from error


def _entry(system: System, category: str, item: Mapping[str, str]) -> Entry:
    own = _checked(ITEMS, item) if item.get("unroca") else category
    exported = item.get("export_names") or ""
    return Entry(
        key=slug(system.name),
        designation=system.name,
        aliases=system.aliases,
        family=system.family,
        kind=system.kind,
        sipri_category=system.category,
        unroca_category=own,
        origin=system.origin,
        maker=item.get("maker") or None,
        export_names=tuple(name for name in exported.split("|") if name),
        source="",
    )


def _with_key(entry: Entry, shared: Set[str], note: str) -> Entry:
    """Return the entry with its source, and with its category in a key that two systems share."""
    key = entry.key
    if key in shared:
        key = f"{key}-{slug(entry.sipri_category)}"
    return replace(entry, key=key, source=note)
