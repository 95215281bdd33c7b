"""What the actor index finds, and what its data files must keep to."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.vocabulary.actor_entries import (
    BLOCKER_COLUMNS,
    COMPANY_COLUMNS,
    GROUP_COLUMNS,
    ORGAN_COLUMNS,
    PERSON_COLUMNS,
    STATE_COLUMNS,
    TITLE_COLUMNS,
    read_groups,
    read_states,
)
from armsledger.vocabulary.actors import load_actors
from armsledger.vocabulary.outlets import OUTLET_COLUMNS, find, load_outlets, outlet_of
from armsledger.vocabulary.tables import read_table, table_version
from cases import each_case, load_cases

CASES = load_cases("actor_mentions.jsonl")
TABLES = {
    "states.csv": STATE_COLUMNS,
    "organs.csv": ORGAN_COLUMNS,
    "companies.csv": COMPANY_COLUMNS,
    "groups.csv": GROUP_COLUMNS,
    "persons.csv": PERSON_COLUMNS,
    "officials.csv": TITLE_COLUMNS,
    "outlets.csv": OUTLET_COLUMNS,
    "blockers.csv": BLOCKER_COLUMNS,
}
ROWS_AT_LEAST = {
    "states.csv": 200,
    "organs.csv": 300,
    "companies.csv": 350,
    "groups.csv": 80,
    "persons.csv": 300,
    "outlets.csv": 180,
}
FORMS = {"name", "demonym", "capital", "metonym", "city", "organ", "company", "group", "person"}
KINDS = {"state", "group", "company", "organ", "person"}
WORDS = ["Turkey", "Turkish", "the", "IAF", "India", "U.S.", "-made", "'s", " ", "\n", "rebels"]
WORDS += [
    "Syria",
    "Air Force",
    "of",
    "BAE Systems",
    "é",
    "\U00010348",
    "South China Sea",
    "Franco-",
    "Ü",
]


@each_case(CASES)
def test_find(case):
    found = [[m.text, m.code, m.form] for m in load_actors().find(case["text"])]
    assert found == case["expect"], case["why"]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=14))
@settings(max_examples=150, deadline=None)
def test_spans_are_ordered_apart_and_quote_the_text(parts):
    text = " ".join(parts)
    last = 0
    for mention in load_actors().find(text):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.form in FORMS
        assert mention.kind in KINDS
        last = mention.end


@given(st.text(alphabet="é\U00010348 \u00a0.", max_size=8))
def test_offsets_are_code_points(padding):
    text = f"{padding} Turkey"
    (mention,) = load_actors().find(text)
    assert (mention.start, mention.end) == (len(text) - len("Turkey"), len(text))


def test_context_settles_shared_forms():
    actors = load_actors()
    title = "IAF to get new jets"
    assert actors.find(title, context="Israel and Israeli pilots")[0].code == "ISR"
    assert actors.find(title, context="India and Indian pilots")[0].code == "IND"


@pytest.mark.parametrize("state", read_states(), ids=lambda state: state.code)
def test_every_state_is_found_by_its_name_and_demonym(state):
    actors = load_actors()
    assert actors.code_of(state.name) == state.code
    assert [m.code for m in actors.find(f"It was sold to {state.name}.")] == [state.code]
    for demonym in state.demonyms[:1]:
        assert [m.code for m in actors.find(f"It is {demonym}.")] == [state.code]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the united states", "USA"),
        ("U.S.", "USA"),
        ("TUR", "TUR"),
        ("Türkiye", "TUR"),
        ("côte d\u2019ivoire", "CIV"),
        ("Houthi rebels", "Houthis"),
        ("ISIL", "ISIS"),
        ("aselsan", "TUR"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_code_of(name, code):
    assert load_actors().code_of(name) == code


def test_names_of_codes():
    actors = load_actors()
    assert actors.name_of("TUR") == "Turkey"
    assert actors.demonym_of("TUR") == "Turkish"
    assert actors.name_of("Kurds") == actors.demonym_of("Kurds") == "Kurds"
    assert actors.states()["SUN"].name == "Soviet Union"


def test_is_actor_takes_whole_names_only():
    actors = load_actors()
    assert actors.is_actor("Peruvian Navy")
    assert actors.is_actor("Saab")
    assert not actors.is_actor("Saab builds")
    assert not actors.is_actor("submarine")


@pytest.mark.parametrize("name", TABLES)
def test_tables_keep_their_schema(name):
    rows = read_table(name, TABLES[name])
    assert len(rows) >= ROWS_AT_LEAST.get(name, 1)
    assert all(table_version(name))
    assert len({tuple(row.values()) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ["organs.csv", "companies.csv", "persons.csv", "outlets.csv"])
def test_countries_are_known_codes(name):
    known = {state.code for state in read_states()} | {g.code for g in read_groups()} | {"*"}
    assert {row["country"] for row in read_table(name, TABLES[name])} <= known


def test_state_codes_are_unique_and_well_formed():
    codes = [state.code for state in read_states()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)


@pytest.mark.parametrize(
    ("key", "country", "kind"),
    [
        ("Reuters", "GBR", "agency"),
        ("the Jerusalem Post", "ISR", "newspaper"),
        ("https://www.idrw.org/some-page/", "IND", "site"),
        ("edition.bbc.co.uk", "GBR", "broadcaster"),
        ("Izvestiya", "RUS", "newspaper"),
        ("SIPRI", "SWE", "think tank"),
    ],
)
def test_outlet_of(key, country, kind):
    outlet = outlet_of(key)
    assert outlet is not None
    assert (outlet.country, outlet.kind) == (country, kind)


def test_outlet_of_unknown_is_none():
    assert outlet_of("No Such Gazette") is None
    assert outlet_of("nosuch.example") is None
    assert outlet_of("") is None


def test_outlets_are_found_in_texts():
    text = "Xinhua, quoted by the South China Morning Post, and Jane\u2019s Defence Weekly"
    found = [(m.text, m.outlet.country) for m in find(text)]
    assert found == [
        ("Xinhua", "CHN"),
        ("South China Morning Post", "HKG"),
        ("Jane\u2019s Defence Weekly", "GBR"),
    ]


def test_every_outlet_is_its_own_by_name():
    assert all(outlet_of(outlet.name) == outlet for outlet in load_outlets())
