"""File names for ids of any shape."""

from hypothesis import given
from hypothesis import strategies as st

from armsledger.exports.file_names import MAX_STEM, claim_anchor, file_stem
from cases import each_case, load_cases

CASES = load_cases("exports_file_names.jsonl")


@each_case(CASES)
def test_file_stem_of_case(case):
    stem = file_stem(case["key"])

    assert stem == case["stem"] if "stem" in case else stem.startswith(case["start"])


@given(st.text())
def test_every_stem_is_a_safe_file_name(key):
    stem = file_stem(key)

    assert 0 < len(stem) <= MAX_STEM
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
    assert not stem.startswith("-")


@given(st.text(), st.text())
def test_two_ids_never_share_a_name(one, other):
    assert (file_stem(one) == file_stem(other)) == (one == other)


@given(st.text(alphabet="aA-0 ./", max_size=8), st.text(alphabet="aA-0 ./", max_size=8))
def test_near_ids_never_share_a_name(one, other):
    assert (file_stem(one).lower() == file_stem(other).lower()) == (one == other)


def test_a_hashed_name_is_not_taken_by_the_id_that_spells_it():
    hashed = file_stem("A b")

    assert file_stem(hashed) != hashed


def test_an_anchor_holds_no_space_or_quote():
    anchor = claim_anchor("a \"b'")

    assert anchor.startswith("c-a-b-")
    assert not set(anchor) & set(" \"'")
