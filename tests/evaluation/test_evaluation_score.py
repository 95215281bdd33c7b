import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from evaluation_claims import claim_lists, dates

from armsledger.evaluation.dates import same_time
from armsledger.evaluation.rows import row_from_json
from armsledger.evaluation.score import Figures, score
from armsledger.evaluation.values import read_aliases

# Figures that compare sets: the order of the claims cannot matter to them.
SETS = ("claims", "deals")

# A mean of equal numbers may differ from them in the last bit.
ROUNDING = 1e-12

# The fixtures hold no state that an example could change.
with_fixture = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows(claims):
    return [row_from_json(claim) for claim in claims]


def set_names(figures):
    return [name for name in figures if name in SETS or name.startswith("event:")]


def plain(figures):
    return {
        name: (f.precision, f.recall, f.f1, f.hits, f.predicted, f.gold)
        for name, f in figures.items()
    }


def theirs(scorer, gold, predicted):
    keys = ("p", "r", "f1", "hits", "predicted", "gold")
    figures = scorer.score(gold, predicted)
    return {name: tuple(values[key] for key in keys) for name, values in figures.items()}


@given(claim_lists)
def test_a_prediction_equal_to_gold_is_perfect(claims):
    figures = score(rows(claims), rows(claims), {})
    for name in set_names(figures):
        assert figures[name].hits == figures[name].gold == figures[name].predicted, name


@given(claim_lists, claim_lists)
def test_figures_are_bounded(gold, predicted):
    for figures in score(rows(gold), rows(predicted), {}).values():
        assert 0 <= figures.hits <= min(figures.gold, figures.predicted)
        assert 0.0 <= figures.f1 <= max(figures.precision, figures.recall) + ROUNDING
        assert max(figures.precision, figures.recall) <= 1.0


@given(claim_lists, claim_lists, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter_to_sets(gold, predicted, chance):
    mixed_gold, mixed = rows(gold), rows(predicted) * 2
    chance.shuffle(mixed_gold)
    chance.shuffle(mixed)
    before, after = score(rows(gold), rows(predicted), {}), score(mixed_gold, mixed, {})
    assert [before[name] for name in set_names(before)] == [after[n] for n in set_names(before)]


@given(claim_lists)
def test_predicting_nothing_scores_zero(claims):
    for figures in score(rows(claims), [], {}).values():
        assert (figures.hits, figures.predicted, figures.f1) == (0, 0, 0.0)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (Figures(0, 0, 0), (0.0, 0.0, 0.0)),
        (Figures(0, 4, 2), (0.0, 0.0, 0.0)),
        (Figures(1, 2, 4), (0.5, 0.25, 1 / 3)),
    ],
    ids=["nothing on either side", "no hit", "some hits"],
)
def test_figures(figures, expected):
    assert (figures.precision, figures.recall, figures.f1) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2017-04-25", "2017-05-26", True),
        ("2017-04-25", "2017-05-27", False),
        ("2017", "2017-01-31/2017-12-01", True),
        ("2019-22", "2019-06/2019-08", True),
        ("2017/..", "2017", False),
        ("soon", "soon", False),
    ],
    ids=["31 days", "32 days", "both ends", "a season", "an open end", "unreadable"],
)
def test_same_time(one, other, same):
    assert same_time(one, other) is same


@with_fixture
@given(one=dates, other=dates)
def test_dates_agree_as_in_the_gold_sets_scorer(scorer, one, other):
    assert same_time(one, other) == scorer.same_when(one, other)


@with_fixture
@given(gold=claim_lists, predicted=claim_lists)
def test_random_claims_score_as_in_the_gold_sets_scorer(scorer, gold_folder, gold, predicted):
    aliases = read_aliases(gold_folder / "aliases.json")
    assert plain(score(rows(gold), rows(predicted), aliases)) == theirs(scorer, gold, predicted)


@pytest.mark.parametrize("corpus", ["seeds", "dev", "train"])
def test_damaged_gold_scores_as_in_the_gold_sets_scorer(scorer, gold_folder, corpus):
    text = (gold_folder / f"{corpus}.gold.jsonl").read_text("utf-8")
    gold = [json.loads(line) for line in text.splitlines()]
    aliases = read_aliases(gold_folder / "aliases.json")
    chance = random.Random(corpus)
    predicted = [damaged(claim, gold, chance) for claim in gold if chance.random() < 0.8]
    ours = plain(score(rows(gold), rows(predicted), aliases))
    expected = theirs(scorer, gold, predicted)
    assert list(ours) == list(expected)
    assert ours == expected


def damaged(claim, gold, chance):
    """Return the claim with some fields taken from other claims."""
    other = chance.choice(gold)
    return {
        key: (other[key] if key not in ("report",) and chance.random() < 0.15 else value)
        for key, value in claim.items()
    }
