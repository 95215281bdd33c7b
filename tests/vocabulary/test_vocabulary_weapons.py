"""The weapon vocabulary: what is found, what is not, and laws of the index and its tables."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.errors import VocabularyError
from armsledger.model import CATEGORIES
from armsledger.vocabulary.squeezed import fold, squeeze
from armsledger.vocabulary.tables import parse_table, parse_version, read_table, table_version
from armsledger.vocabulary.weapon_tables import (
    BLOCKED,
    KIND_COLUMNS,
    SYSTEM_COLUMNS,
    WEAK,
    kind_forms,
    plural_of,
)
from armsledger.vocabulary.weapons import load_weapons
from cases import each_case, load_cases

CASES = load_cases("weapon_mentions.jsonl")
PIECES = [
    "S-400", "Patriot", "battery", "F-16V", "the", "Kh-77", "missile", ".", "Zorn-class", "J",
    "frigates", "and", "İ", "24", "Apaches", "Quillon", "drone", "\n\n", "F/A-18E/F", "M-25",
]  # fmt: skip
MIN_SYSTEMS = 900
MIN_PHRASES = 300
MOST_TWINS = 40  # two systems of one name in different categories
MOST_SECONDS = 0.03  # ten times the aim for 5,000 characters: machines differ


@each_case(CASES)
def test_systems_found(case):
    found = [
        [m.text, m.system.name + ("" if m.listed else "*")]
        for m in load_weapons().find(case["text"], context=case["context"])
        if m.system
    ]
    assert found == case["systems"], case["why"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fighter jets and frigates", [("fighter jets", "aircraft"), ("frigates", "ships")]),
        ("air-defense batteries", [("air-defense batteries", "air defence systems")]),
        ("armoured and armored vehicles", [("armored vehicles", "armoured vehicles")]),
        ("arms and weapons", [("arms", None), ("weapons", None)]),
        ("a think tank on arms control", []),
        ("the fuel tank of an oil tanker", []),
        ("ATGMs, MRAPs and UAVs", [("ATGMs", "missiles"), ("MRAPs", "armoured vehicles"),
                                   ("UAVs", "aircraft")]),
        ("Sam met an ape", []),
        ("main battle tanks", [("main battle tanks", "armoured vehicles")]),
    ],
)  # fmt: skip
def test_kinds_found(text, expected):
    found = [(m.text, m.category) for m in load_weapons().find(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("s400", "S-400"),
        ("SA-21", "S-400"),
        ("F-16V", "F-16"),
        ("F-16s", "F-16"),
        ("Joint Strike Fighter", "F-35"),
        ("T-55", "T-55"),
        ("F-100", "F-100"),
        ("no such thing", None),
        ("", None),
    ],
)
def test_lookup(name, system):
    found = load_weapons().lookup(name)
    assert (found.name if found else None) == system


def test_families():
    index = load_weapons()
    assert index.family_of("FD-2000") == index.family_of("HQ-9")
    assert index.family_of("S-300VM") != index.family_of("S-300PMU")
    assert index.family_of("QX-77") == "QX-77"


def test_actors_are_no_weapons():
    index = load_weapons()
    text = "The army tested the Quillon cruise missile."
    assert [m.name for m in index.find(text) if m.system] == ["Quillon"]
    assert not [m for m in index.find(text, is_actor=lambda name: name == "Quillon") if m.system]


def test_parts_support_each_other():
    title, text = load_weapons().find_parts("The Patriot arrives", "One Patriot battery came.")
    assert [m.name for m in title] == ["Patriot"]
    assert text[0].name == "Patriot"


def test_nearly_every_system_is_found_by_its_own_name():
    index = load_weapons()
    systems = index.systems()
    found = [index.lookup(system.name) for system in systems]
    assert None not in found
    twins = sum(f.name != s.name for f, s in zip(found, systems, strict=True))
    assert twins < MOST_TWINS, "too many systems share a name: mark or rename them"


def test_tables_are_wide_and_well_formed():
    rows = read_table("weapons_aerospace.csv", SYSTEM_COLUMNS)
    assert len(rows) >= MIN_SYSTEMS
    assert {row["category"] for row in rows} <= set(CATEGORIES)
    assert len({row["system"] for row in rows}) >= len(rows) - 1
    phrases = read_table("weapon_kinds.csv", KIND_COLUMNS)
    shown = [r for r in phrases if r["kind"] != BLOCKED and not r["kind"].startswith(WEAK)]
    assert len(shown) >= MIN_PHRASES


@pytest.mark.parametrize(
    "name",
    [
        "weapons_aerospace.csv",
        "weapon_kinds.csv",
        "weapon_prefixes.csv",
        "weapon_form_stopwords.csv",
    ],
)
def test_tables_name_source_and_version(name):
    source, version = table_version(name)
    assert source
    assert version


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# source: x\n", None, "no header row"),
        ("a,c\n1,2\n", 1, "header a,c where a,b was expected"),
        ("# note\na,b\n\n1,2,3\n", 4, "3 cells where the header has 2"),
        ('a,b\n1,"2\n3",4\n', 2, "line"),
    ],
)
def test_broken_tables_name_file_and_line(text, line, words):
    with pytest.raises(VocabularyError) as caught:
        parse_table("t.csv", text, ("a", "b"))
    assert caught.value.file == "t.csv"
    assert caught.value.line == line
    assert words in str(caught.value)


def test_missing_table_and_version():
    with pytest.raises(VocabularyError, match=r"none\.csv: no such file"):
        read_table("none.csv", ("a",))
    with pytest.raises(VocabularyError, match=r"'# version: \.\.\.' is missing"):
        parse_version("t.csv", "# source: x\na,b\n")


@pytest.mark.parametrize(
    ("singular", "plural"),
    [("battery", "batteries"), ("corvette", "corvettes"), ("aircraft", "aircraft"),
     ("torpedo boat", "torpedo boats"), ("munitions", "munitions"), ("convoy", "convoys")],
)  # fmt: skip
def test_plurals(singular, plural):
    assert plural_of(singular) == plural


def test_spellings():
    assert set(kind_forms("air defence gun")) == {
        "air defence gun", "air defence guns", "air defense gun", "air defense guns",
    }  # fmt: skip


@given(st.text())
def test_fold_keeps_length(text):
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="Sa -/\n400TypeİßÅ.éX", max_size=60))
def test_squeezed_characters_keep_their_place(text):
    squeezed = squeeze(text)
    folded = fold(text)
    assert "".join(folded[i] for i in squeezed.where) == squeezed.folded


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_mentions_are_ordered_and_quote_the_text(words):
    text = " ".join(words)
    mentions = load_weapons().find(text)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
    ends = [0, *(m.end for m in mentions)]
    assert all(m.start >= end for m, end in zip(mentions, ends, strict=False))


def test_gate_agrees_with_find():
    index = load_weapons()
    assert index.mentions_any("They sell F-16s.")
    assert not index.mentions_any("The weather was fine all week.")
    assert "s400" in index.names()


def test_speed():
    words = [
        "Turkey",
        "ordered",
        "S-400",
        "missile",
        "systems",
        "while",
        "the",
        "weather",
        "stayed",
        "calm",
        "Patriot",
    ]
    chosen = random.Random(7).choices(words, k=900)
    text = " ".join(chosen)[:5000]
    index = load_weapons()
    index.find(text)
    start = time.process_time()
    index.find(text)
    assert time.process_time() - start < MOST_SECONDS
