"""The data files of actors, read into entries: which written form stands for which actor.

A form may end in `?` (in organs and persons): it counts only where its home state is named in the
same text, because others use it too. A context form of a group that ends in `!` counts only where
the group itself is named. See docs/methods/actors.md.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from armsledger.vocabulary.tables import read_table

STATE_COLUMNS: Final = (
    "iso3",
    "name",
    "names",
    "demonyms",
    "capital",
    "metonyms",
    "cities",
    "flags",
)
ORGAN_COLUMNS: Final = ("name", "country", "kind", "aliases")
COMPANY_COLUMNS: Final = ("name", "country", "aliases", "ambiguous")
GROUP_COLUMNS: Final = ("name", "short", "kind", "home", "aliases", "context")
PERSON_COLUMNS: Final = ("name", "country", "role", "kind", "aliases")
TITLE_COLUMNS: Final = ("title", "role_kind")
BLOCKER_COLUMNS: Final = ("phrase",)
ANY_STATE: Final = "*"
HOME_MARK: Final = "?"
GROUP_MARK: Final = "!"
_MIN_HEADLINE: Final = 4  # letters: shorter words in capitals are abbreviations of other things


@dataclass(frozen=True, slots=True)
class State:
    """A state, territory or former state, and how it is written."""

    code: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]
    cities: tuple[str, ...]
    prefixes: tuple[str, ...]  # "Franco" of "Franco-Italian"
    person_like: frozenset[str]  # forms that are names of persons too: "Jordan", "Paris"
    given_like: frozenset[str]  # forms that are given names: "Chad"
    accented: frozenset[str]  # forms that are other words without their accents: "Malé"


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One written form and the actor for which it stands.

    `needs` is what must hold before the form counts: "" (nothing), "home" (its state is named in
    the text), "group" (the group is named), "defence" (a word of the trade stands near), "person"
    (no given name stands before it), "given" (nor a surname after it), "surname" (it does not close
    somebody else's name), "prefix" (a capital follows the hyphen).
    """

    form_text: str
    code: str
    kind: str
    form: str
    name: str
    role: str = ""
    home: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class GroupName:
    """A group's code, its full name and the state in which it acts."""

    code: str
    name: str
    home: str


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that lists several with `|`; empty for an empty cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def plain_letters(text: str) -> str:
    """Return the text without its accents; letters that have no base letter stay."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


@cache
def read_states() -> tuple[State, ...]:
    """Return every state in the order of the file."""
    return tuple(_state(row) for row in read_table("states.csv", STATE_COLUMNS))


@cache
def read_groups() -> tuple[GroupName, ...]:
    """Return every group in the order of the file."""
    rows = read_table("groups.csv", GROUP_COLUMNS)
    return tuple(GroupName(row["short"], row["name"], row["home"]) for row in rows)


def read_entries() -> Iterator[ActorEntry]:
    """Yield the entries of all actor files; earlier ones win where nothing else decides."""
    for state in read_states():
        yield from _state_entries(state)
    yield from _organ_entries()
    yield from _group_entries()
    yield from _company_entries()
    yield from _person_entries()


def read_blockers() -> tuple[str, ...]:
    """Return the names of other things that hold an actor's name."""
    return tuple(row["phrase"] for row in read_table("blockers.csv", BLOCKER_COLUMNS))


@cache
def read_heads() -> dict[str, str]:
    """Return the nouns that make an organ of a state's name, lower case, with their kind."""
    heads: dict[str, str] = {}
    for row in read_table("officials.csv", TITLE_COLUMNS):
        if row["role_kind"] == "official":
            heads[row["title"].lower()] = "official"
    for row in read_table("organs.csv", ORGAN_COLUMNS):
        if row["country"] == ANY_STATE:
            heads.update(dict.fromkeys((row["name"], *split_cell(row["aliases"])), row["kind"]))
    return heads


def read_titles() -> dict[str, str]:
    """Return the titles by which persons are introduced, with the kind of role."""
    return {row["title"]: row["role_kind"] for row in read_table("officials.csv", TITLE_COLUMNS)}


def _state(row: dict[str, str]) -> State:
    flags = [flag.partition(":") for flag in split_cell(row["flags"])]

    def flagged(key: str) -> tuple[str, ...]:
        return tuple(value for name, _, value in flags if name == key)

    return State(
        code=row["iso3"],
        name=row["name"],
        names=tuple(dict.fromkeys((row["name"], *split_cell(row["names"])))),
        demonyms=split_cell(row["demonyms"]),
        capitals=split_cell(row["capital"]),
        metonyms=split_cell(row["metonyms"]),
        cities=split_cell(row["cities"]),
        prefixes=flagged("prefix"),
        person_like=frozenset(flagged("person")),
        given_like=frozenset(flagged("given")),
        accented=frozenset(flagged("accent")),
    )


def _state_entries(state: State) -> Iterator[ActorEntry]:
    groups = (
        ("name", state.names),
        ("demonym", state.demonyms),
        ("capital", state.capitals),
        ("metonym", state.metonyms),
        ("city", state.cities),
    )
    for form, texts in groups:
        for text in texts:
            needs = "person" if text in state.person_like else ""
            needs = "given" if text in state.given_like else needs
            yield ActorEntry(text, state.code, "state", form, state.name, needs=needs)
    for prefix in state.prefixes:
        yield ActorEntry(f"{prefix}-", state.code, "state", "demonym", state.name, needs="prefix")


def _organ_entries() -> Iterator[ActorEntry]:
    for row in read_table("organs.csv", ORGAN_COLUMNS):
        if row["country"] == ANY_STATE:
            continue
        name = row["name"].removesuffix(HOME_MARK)
        form = "metonym" if row["kind"] == "seat" else "organ"
        for text in dict.fromkeys((row["name"], *split_cell(row["aliases"]))):
            yield ActorEntry(
                text.removesuffix(HOME_MARK),
                row["country"],
                "organ",
                form,
                name,
                role=row["kind"],
                home=row["country"],
                needs="home" if text.endswith(HOME_MARK) else "",
            )


def _group_entries() -> Iterator[ActorEntry]:
    for row in read_table("groups.csv", GROUP_COLUMNS):
        code, home, role = row["short"], row["home"], row["kind"]
        context = {
            text.removesuffix(GROUP_MARK): "group" if text.endswith(GROUP_MARK) else "home"
            for text in split_cell(row["context"])
        }
        for text in dict.fromkeys((row["name"], code, *split_cell(row["aliases"]), *context)):
            needs = context.get(text, "")
            needs = "group" if needs and not home else needs
            yield ActorEntry(text, code, "group", "group", row["name"], role, home, needs)


def _company_entries() -> Iterator[ActorEntry]:
    for row in read_table("companies.csv", COMPANY_COLUMNS):
        name, code, unsure = row["name"], row["country"], split_cell(row["ambiguous"])
        for text in dict.fromkeys((name, *split_cell(row["aliases"]), *unsure)):
            needs = "defence" if text in unsure else ""
            yield ActorEntry(text, code, "company", "company", name, "company", code, needs)


def _person_entries() -> Iterator[ActorEntry]:
    for row in read_table("persons.csv", PERSON_COLUMNS):
        name, code = row["name"], row["country"]
        for text in dict.fromkeys((name, *split_cell(row["aliases"]))):
            bare = text.removesuffix(HOME_MARK)
            needs = "home" if bare != text else "" if " " in text else "surname"
            yield ActorEntry(bare, code, "person", "person", name, row["kind"], code, needs)


def written_variants(entry: ActorEntry, *, keep_accents: frozenset[str]) -> Iterable[str]:
    """Return the strings that count as the entry's form.

    The form itself; without accents; with a capital at its start; and, where it is no abbreviation
    and no form that needs care, in capitals, as headlines have it.
    """
    text = entry.form_text.replace("\u2019", "'")
    forms = {text}
    if text not in keep_accents:
        forms.add(plain_letters(text))
    forms |= {form[0].upper() + form[1:] for form in forms}
    if entry.needs not in ("home", "group", "defence") and len(text) >= _MIN_HEADLINE:
        forms |= {form.upper() for form in forms}
    return forms
