"""What the blend sees of a choice: numbers small enough for mental arithmetic."""

import math

import numpy as np
import pytest

from armsledger.extract.encoder.encoder import View
from armsledger.extract.encoder.opinion import (
    Blend,
    Opinion,
    Sight,
    event_rows,
    role_rows,
    scaled,
)

HALF = 0.5
ODDS_OF_80 = math.log(4)

# Blends that say 1 to 3 for any event, and the first opinion for any role.
EVENTS = Blend(np.zeros((6, 2)), np.array([0.0, math.log(3)]))
FIRST = Blend(np.array([[1.0], *[[0.0]] * 7]), np.zeros(1))
ROLE_BLENDS = {"weapon": FIRST}


def a_sight(roles, names, events=(-0.1, -2.0), seen=(1.0, 3.0)):
    view = View(
        events=np.array([events]),
        roles=np.array([roles]).reshape(1, len(names), 4),
        told=np.zeros((1, 4)),
        seen=np.array([seen]),
    )
    return Sight(view, 0, tuple(names))


def test_both_opinions_of_an_event_stand_beside_each_other():
    sight = a_sight([], [])
    vectors = scaled([sight], np.array([1.0, 1.0]), np.array([1.0, 2.0]))
    rows = event_rows(np.array([[0.5, 0.5]]), [sight], vectors)
    assert rows[0] == pytest.approx(
        [math.log(HALF) / 2, math.log(HALF) / 2, -0.05, -1.0, 0.0, 0.05]
    )


def rows_of_weapons(scores, keys, sight):
    return role_rows("weapon", np.array([scores]), keys, [sight])[0]


def test_a_named_weapon_has_the_encoders_word():
    sight = a_sight([[0.2, 0, 0, 0.8], [0.8, 0, 0, 0.2]], ["S-400", "F-35"])
    named, rival = rows_of_weapons([HALF, 0.8], ["S-400", "F-35"], sight)
    assert named == pytest.approx([0, 1, ODDS_OF_80, -ODDS_OF_80, 0, 0, 0, 0])
    assert rival == pytest.approx([ODDS_OF_80, 1, -ODDS_OF_80, ODDS_OF_80, 0, 0, 0, 0])


def test_one_that_is_not_named_is_measured_by_the_likeliest():
    sight = a_sight([[0.2, 0, 0, 0.8]], ["S-400"])
    (absent,) = rows_of_weapons([HALF], ["F-35"], sight)
    assert absent == pytest.approx([0, 0, 0, 0, ODDS_OF_80, 0, 0, 0])


def test_nobody_is_weighed_apart():
    sight = a_sight([[0.2, 0.8, 0, 0]], ["IND"])
    (nobody,) = role_rows("recipient", np.array([[0.8]]), [""], [sight])[0]
    assert nobody == pytest.approx([ODDS_OF_80, 0, 0, 0, ODDS_OF_80, 1, ODDS_OF_80, ODDS_OF_80])


def test_the_best_of_several_mentions_counts():
    sight = a_sight([[0.9, 0, 0, 0.1], [0.2, 0, 0, 0.8]], ["S-400", "S-400"])
    (row,) = rows_of_weapons([HALF], ["S-400"], sight)
    assert row[2] == pytest.approx(ODDS_OF_80)


def test_no_triggers_no_rows():
    opinion = Opinion(None, EVENTS, ROLE_BLENDS, np.zeros(2), np.ones(2))
    assert opinion.of_events(np.zeros((0, 2)), []).shape == (0, 2)


def test_blended_scores_are_probabilities():
    opinion = Opinion(None, EVENTS, ROLE_BLENDS, np.zeros(2), np.ones(2))
    sight = a_sight([[0.1, 0, 0, 0.9]], ["S-400"])
    assert opinion.of_events(np.array([[0.9, 0.1]]), [sight])[0] == pytest.approx([0.25, 0.75])
    found = opinion.of_role("weapon", np.array([[0.8, 0.3]]), ["S-400", "[]"], [sight])
    assert found[0] == pytest.approx([0.8, 0.3])
