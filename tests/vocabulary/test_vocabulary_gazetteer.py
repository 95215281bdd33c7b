import re
from collections import defaultdict

import pytest

from armsledger.model import CATEGORIES
from armsledger.vocabulary.gazetteer import UNROCA, read_gazetteer, slug
from armsledger.vocabulary.weapon_tables import read_systems
from armsledger.vocabulary.weapons import load_weapons

ENTRIES = read_gazetteer()
BY_KEY = {entry.key: entry for entry in ENTRIES}


def test_every_system_is_there_once():
    assert len(BY_KEY) == len(ENTRIES) == len(read_systems())
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in BY_KEY)


def test_every_system_has_both_categories():
    assert [e.key for e in ENTRIES if e.sipri_category not in CATEGORIES] == []
    assert [e.key for e in ENTRIES if e.unroca_category not in UNROCA] == []
    assert {e.unroca_category for e in ENTRIES} == set(UNROCA)


def test_every_system_has_an_origin_and_a_source():
    assert [e.key for e in ENTRIES if not e.origin or not e.source] == []


def test_export_names_are_among_the_aliases():
    named = [(e, name) for e in ENTRIES for name in e.export_names]
    assert named
    squashed = {e.key: {slug(alias) for alias in e.aliases} for e in ENTRIES}
    assert [(e.key, n) for e, n in named if slug(n) not in squashed[e.key]] == []


# Names whose first word is another system's, told apart only by what stands around them.
BY_CONTEXT = {"Hawk surface-to-air missile", "Hawk missile", "Sea Hawk helicopter"}


def squash(name):
    return slug(name).replace("-", "")


def leads_to(weapons, name):
    """Yield the systems that a name leads to; a kind's noun at its end is no part of the name."""
    words = name.split()
    shorter = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    found = next((found for part in shorter if (found := weapons.lookup(part))), None)
    if found is not None:
        yield found.name
    yield from (m.system.name for m in weapons.find(f"They have the {name}.") if m.system)


def test_aliases_resolve_to_their_system():
    """A name leads to its own system, or to another that has the same name."""
    weapons = load_weapons()
    named = [(e, name) for e in ENTRIES for name in (e.designation, *e.aliases)]
    holders = defaultdict(set)
    for entry, name in named:
        holders[squash(name)].add(entry.designation)
    lost = {n for _, n in named if holders[squash(n)].isdisjoint(leads_to(weapons, n))}
    assert lost <= BY_CONTEXT


@pytest.mark.parametrize(
    ("key", "sipri", "unroca"),
    [
        ("leopard-2", "armoured vehicles", "I"),
        ("f-16", "aircraft", "IV"),
        ("bayraktar-tb2", "aircraft", "IV"),
        ("ah-64", "aircraft", "V"),
        ("ch-47", "aircraft", "none"),
        ("himars", "artillery", "III"),
        ("s-400", "air defence systems", "none"),
        ("ak-47", "other", "SALW"),
        ("kilo", "ships", "VI"),
        ("exocet", "missiles", "VII"),
    ],
)
def test_well_known_systems_stand_where_the_register_puts_them(key, sipri, unroca):
    assert (BY_KEY[key].sipri_category, BY_KEY[key].unroca_category) == (sipri, unroca)
