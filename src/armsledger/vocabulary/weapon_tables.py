"""The weapon tables as records: systems with all their names, and generic kinds of weapon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.model import CATEGORIES
from armsledger.vocabulary.squeezed import Key, key_of
from armsledger.vocabulary.tables import read_table, table_names

SYSTEM_COLUMNS: Final = ("system", "aliases", "family", "category", "kind", "origin", "ambiguous")
KIND_COLUMNS: Final = ("phrase", "category", "kind")
PREFIX_COLUMNS: Final = ("prefix", "digits", "category", "kind", "origin")
WEAK: Final = "~"  # a kind that supports a designation nearby and names no weapon by itself
BLOCKED: Final = "-"  # a phrase that holds a weapon word and names no weapon
_DOUBTFUL: Final = "?"  # at the end of an alias: only this alias is ambiguous
_TWO: Final = 2
_SHORT: Final = 3  # letters and digits; in an ambiguous row these names are ambiguous
_ACRONYM: Final = 5  # longest acronym that must be written in capitals
_STATE: Final = re.compile(r"[A-Z]{3}")
_MAKERS: Final = (
    ("Su-", "Sukhoi"),
    ("Tu-", "Tupolev"),
    ("Il-", "Ilyushin"),
    ("An-", "Antonov"),
    ("Ka-", "Kamov"),
    ("Yak-", "Yakovlev"),
)


@dataclass(frozen=True, slots=True)
class System:
    """A weapon system that has a designation or a name of its own."""

    name: str
    aliases: tuple[str, ...]
    family: str  # what a deal is linked by: variants of one programme share it
    category: str  # one of armsledger.model.CATEGORIES
    kind: str  # "fighter", "air defence system"
    origin: tuple[str, ...]  # ISO 3166 alpha-3, the seat first; () where it is not known
    ambiguous: bool  # the name is also a common word
    listed: bool = True  # False: recognised by its form alone


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of a system's name."""

    text: str
    key: Key
    system: System
    ambiguous: bool
    capitals: bool  # a short acronym: counts only in capitals

    @property
    def is_first(self) -> bool:
        """Whether this is the system's own name and no alias."""
        return self.text == self.system.name


@dataclass(frozen=True, slots=True)
class Kind:
    """One written form of a generic noun phrase for weapons."""

    key: Key
    category: str | None
    kind: str  # starts with WEAK or is BLOCKED where it names no weapon
    capitals: bool

    @property
    def named(self) -> bool:
        """Whether the phrase by itself names a weapon."""
        return self.kind != BLOCKED and not self.weak

    @property
    def weak(self) -> bool:
        """Whether the phrase only supports a name beside it."""
        return self.kind.startswith(WEAK)


@dataclass(frozen=True, slots=True)
class Prefix:
    """A letter code that marks a weapon's type whatever number follows ("AGM-", "Su-")."""

    text: str
    digits: tuple[int, int]  # fewest and most digits after it
    category: str
    kind: str
    origin: tuple[str, ...]


def read_systems() -> tuple[tuple[System, tuple[Name, ...]], ...]:
    """Return every system of the `weapons_*.csv` tables with its names.

    A system that stands in two tables counts once, the first table's row.

    Raises:
        VocabularyError: a row that breaks the schema.
    """
    found: dict[str, tuple[System, tuple[Name, ...]]] = {}
    for table in table_names("weapons_"):
        for row in read_table(table, SYSTEM_COLUMNS):
            system, marked = _system_of(table, row)
            found.setdefault(f"{system.name}/{system.category}", (system, _names(system, marked)))
    return tuple(found.values())


def read_kinds() -> tuple[Kind, ...]:
    """Return every kind phrase in the singular and the plural, in both English spellings."""
    table = "weapon_kinds.csv"
    kinds: dict[str, Kind] = {}
    for row in read_table(table, KIND_COLUMNS):
        _check_category(table, row["phrase"], row["category"], may_be_empty=True)
        capitals = _is_acronym(row["phrase"])
        for form in kind_forms(row["phrase"]):
            key = key_of(form)
            kinds.setdefault(key.text, Kind(key, row["category"] or None, row["kind"], capitals))
    return tuple(kinds.values())


def read_prefixes() -> tuple[Prefix, ...]:
    """Return the designation prefixes, the longest first."""
    table = "weapon_prefixes.csv"
    rows = read_table(table, PREFIX_COLUMNS)
    for row in rows:
        _check_category(table, row["prefix"], row["category"], may_be_empty=False)
    found = [
        Prefix(
            row["prefix"],
            (int(row["digits"][0]), int(row["digits"][-1])),
            row["category"],
            row["kind"],
            _split(row["origin"]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda p: (-len(p.text), p.text)))


def kind_forms(phrase: str) -> tuple[str, ...]:
    """Return the phrase's singular and plural, British and American."""
    spelled = [phrase]
    for british, american in (("defence", "defense"), ("armour", "armor")):
        spelled += [s.replace(british, american) for s in spelled if british in s]
    return tuple(dict.fromkeys(form for s in spelled for form in (s, plural_of(s))))


def plural_of(phrase: str) -> str:
    """Return the English plural of a noun phrase whose head is its last word."""
    if phrase.endswith(("craft", "ammunition", "ies", "gear", "equipment")):
        return phrase
    if phrase.endswith(("sh", "ch", "x", "ss")):
        return phrase + "es"
    if phrase.endswith("s"):
        return phrase
    if phrase.endswith("y") and phrase[-2:-1] not in ("a", "e", "o", "u"):
        return phrase[:-1] + "ies"
    return phrase + "s"


def _system_of(table: str, row: dict[str, str]) -> tuple[System, tuple[str, ...]]:
    """Return the system, and its aliases as written in the table."""
    if not row["system"] or not row["family"] or row["ambiguous"] not in ("", "0", "1"):
        raise VocabularyError(
            table, None, f"row '{row['system']}': system, family or flag unusable"
        )
    _check_category(table, row["system"], row["category"], may_be_empty=False)
    origin = _split(row["origin"])
    for state in origin:
        if not _STATE.fullmatch(state):
            raise VocabularyError(table, None, f"row '{row['system']}': origin '{state}'")
    marked = _split(row["aliases"])
    plain = tuple(alias.removesuffix(_DOUBTFUL) for alias in marked)
    system = System(
        row["system"],
        plain,
        row["family"],
        row["category"],
        row["kind"],
        origin,
        row["ambiguous"] == "1",
    )
    return system, marked


def _names(system: System, marked: tuple[str, ...]) -> tuple[Name, ...]:
    forms = [system.name, *marked, *_maker_names(system.name)]
    names: dict[str, Name] = {}
    for form in forms:
        text = form.removesuffix(_DOUBTFUL)
        key = key_of(text)
        doubtful = form != text or _is_doubtful(text, key, system)
        first = names.get(key.text)
        capitals = _is_acronym(text) and (first is None or first.capitals)
        if first is None or first.capitals != capitals:  # "HAWK|Hawk": any case counts
            text = first.text if first else text
            names[key.text] = Name(text, key, system, doubtful, capitals)
    return tuple(names.values())


def _maker_names(name: str) -> Iterator[str]:
    """Yield "Sukhoi-30" for "Su-30"."""
    for prefix, maker in _MAKERS:
        if name.startswith(prefix):
            yield f"{maker} {name.removeprefix(prefix)}"


def _is_doubtful(text: str, key: Key, system: System) -> bool:
    """Return whether a name that isn't marked counts only where a weapon is meant.

    One letter and one digit ("F-4", "K2") name too many other things. In a row that is marked
    as ambiguous, so do its first name, its short names and its single words.
    """
    if len(key.text) <= _TWO:
        return True
    if not system.ambiguous or len(key.text) <= _SHORT:
        return system.ambiguous
    has_digits = any(c.isdigit() for c in text)
    return not has_digits and (text == system.name or " " not in text)


def _is_acronym(text: str) -> bool:
    letters = text.replace("-", "").replace("/", "")
    return letters.isupper() and letters.isalpha() and len(letters) <= _ACRONYM


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _check_category(table: str, entry: str, category: str, *, may_be_empty: bool) -> None:
    if category not in CATEGORIES and not (may_be_empty and not category):
        raise VocabularyError(table, None, f"row '{entry}': no such category '{category}'")
