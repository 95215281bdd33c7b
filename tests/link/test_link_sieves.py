"""Sieves: what they hold back is no copy, and they hold back nearly all that is none."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_notices import edited, notice, notices

from armsledger.link.copies import is_copy
from armsledger.link.sieves import SIEVES
from cases import each_case, load_cases

TEXTS = [row["text"] for row in load_cases("link_copy_texts.jsonl", needed=("id", "text"))]

# Words of which random texts are made: few, so that they meet; with names, numbers and accents.
WORDS = ["the", "Peru", "peru", "Perú", "PERU", "boats", "12", "1,200", "1.200", "x²", "Navy", "an"]


def passes(a, b):
    return all(sieve.passes(sieve.mark(a), sieve.mark(b)) for sieve in SIEVES)


@settings(deadline=None, max_examples=300)  # a loaded machine is no failure
@given(
    st.lists(st.sampled_from(WORDS), max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.sampled_from(WORDS)), max_size=6),
    st.sampled_from([" ", ", ", "\n\n", ". "]),
)
def test_no_copy_is_held_back(words, changes, between):
    other = list(words)
    for at, word in changes:
        other[at : at + 1] = [word]
    a, b = " ".join(words), between.join(other)
    assert passes(a, b) is passes(b, a)
    assert passes(a, b) or not is_copy(a, b)


@each_case(load_cases("link_copies.jsonl"))
def test_no_copy_of_the_cases_is_held_back(case):
    chance = random.Random(case["id"])
    for text in TEXTS:
        for other in (text.upper(), edited(text, chance), *TEXTS):
            assert passes(text, other) or not is_copy(text, other)


def test_generated_notices_with_copies_have_the_same_copies():
    chance = random.Random(7)
    texts = notices(60, seed=3)
    texts += [edited(chance.choice(texts), chance) for _ in range(20)]
    pairs = list(combinations(texts, 2))
    found = [pair for pair in pairs if is_copy(*pair)]
    assert [pair for pair in pairs if passes(*pair) and is_copy(*pair)] == found
    assert len(found) >= 20
    passed = sum(passes(*pair) for pair in pairs)
    assert passed <= len(found) + len(texts) // 4


@pytest.mark.parametrize("numbers", [True, False], ids=["with numbers", "by names alone"])
def test_notices_in_one_form_hardly_pass(numbers):
    texts = notices(120, seed=5, numbers=numbers)
    assert sum(passes(*pair) for pair in combinations(texts, 2)) <= len(texts) // 4


def test_the_notices_are_in_one_form():
    """Else the tests above would show little: most of two notices' words are the form's."""
    a, b = (set(notice(random.Random(seed)).split()) for seed in (1, 2))
    assert len(a & b) > 0.7 * min(len(a), len(b))


def test_a_mark_takes_about_what_it_says():
    for sieve in SIEVES:
        small, large = (
            sieve.size(sieve.mark(text)) for text in ("Peru", " ".join(map(str, range(99))))
        )
        assert 0 < small <= large < 1 << 15
