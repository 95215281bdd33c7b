"""Tests for armsledger.extract.quantities. To add a case, add a line to quantities.jsonl."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.counted_nouns import load_units
from armsledger.extract.quantities import find_quantities
from cases import each_case, load_cases

CASES = load_cases("quantities.jsonl")
WORDS = (
    "12 two a dozen of the S-400 F-16s batteries missile jets and attack more each sets ( ) , . -"
    " 2019 155mm units aircraft engines will be delivered another third squadron total 1,000 lb"
)
texts = st.text(max_size=100) | st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join)


def as_row(text, mention):
    quote = text[mention.start : mention.end]
    noun = text[mention.noun_start : mention.noun_end]
    return [quote, mention.quantity.value, mention.quantity.unit, noun]


@each_case(CASES)
def test_quantities_are_read(case):
    text = case["text"]
    want = [[quote, Decimal(value), *rest] for quote, value, *rest in case["want"]]
    assert [as_row(text, mention) for mention in find_quantities(text)] == want


def test_a_known_designation_counts_in_units_unless_a_noun_follows():
    text = "It wants 26 Rafale M and 36 Rafale jets."
    spans = [(text.index("Rafale M"), text.index(" and")), (28, 34)]
    rows = [as_row(text, mention) for mention in find_quantities(text, designations=spans)]
    assert rows == [
        ["26 Rafale M", Decimal(26), "unit", "Rafale M"],
        ["36 Rafale jets", Decimal(36), "jet", "Rafale jets"],
    ]


def test_a_figure_inside_a_known_designation_counts_nothing():
    text = "It flies Tempest 4 aircraft."
    assert find_quantities(text, designations=[(9, 18)]) == ()
    assert len(find_quantities(text)) == 1


@given(texts)
def test_any_text_gives_ordered_disjoint_spans(text):
    mentions = find_quantities(text)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(0 <= m.start <= m.noun_start <= m.noun_end <= m.end <= len(text) for m in mentions)
    assert all(m.start < m.end and m.quantity.value >= 1 for m in mentions)


def test_every_unit_is_found_in_both_numbers():
    for form, (unit, plural) in load_units().items():
        if unit.kind != "generic":
            found = find_quantities(f"They sent {'five' if plural else 'one'} {form}.")
            assert [m.quantity.unit for m in found] == [unit.singular]


def test_nested_formations_do_not_blow_up():
    text = "two sets of " + "sets of " * 2000
    assert find_quantities(text) == ()
