"""The choices between scores, without a model."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.argument_features import NO_WEAPON
from armsledger.extract.choose import _best, _companions


def place_of(here, systems):
    """Return as much of a place as the choice of companions looks at."""
    weapons = [SimpleNamespace(key=key) for key in here]
    return SimpleNamespace(
        sentence=SimpleNamespace(weapons=weapons), scene=SimpleNamespace(systems=systems)
    )


@pytest.mark.parametrize(
    ("line", "floor", "wanted"),
    [
        ([0.1, 0.7, 0.2], 0.5, ["b"]),
        ([0.1, 0.2, 0.1], 0.5, ["b"]),
        ([0.6, 0.7, 0.2], 0.5, ["b", "a"]),
        ([0.5, 0.5, 0.5], 0.5, ["a", "b", "c"]),
        ([0.0, 0.0, 0.0], 0.5, ["a"]),
    ],
    ids=["one", "best below the floor", "two", "ties by name", "nothing"],
)
def test_best(line, floor, wanted):
    assert [key for key, _ in _best(zip("abc", line, strict=True), floor)] == wanted


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 1))
def test_best_gives_the_highest_first_and_none_below_the_floor_but_that(line, floor):
    found = _best([(f"{i}", score) for i, score in enumerate(line)], floor)
    assert found[0][1] == max(line)
    assert all(score >= floor for _, score in found[1:])
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)


S400, PATRIOT, KIND = ("S-400", 0.9), ("Patriot", 0.6), ("[air defence systems]", 0.5)


@pytest.mark.parametrize(
    ("best", "here", "wanted"),
    [
        ([S400], ["S-400"], ["S-400"]),
        ([S400, PATRIOT], ["S-400", "Patriot"], ["S-400", "Patriot"]),
        ([S400, PATRIOT], ["S-400"], ["S-400"]),
        ([S400, (NO_WEAPON, 0.4)], ["S-400", NO_WEAPON], ["S-400"]),
        ([S400, KIND], [KIND[0]], ["S-400"]),
        ([KIND, S400], [KIND[0]], [KIND[0]]),
    ],
    ids=["one", "both named", "named elsewhere", "no weapon", "its kind", "the kind itself"],
)
def test_companions_stand_beside_the_best_in_the_sentence(best, here, wanted):
    found = _companions(best, place_of(here, {"S-400": object(), "Patriot": object()}))
    assert [key for key, _ in found] == wanted
