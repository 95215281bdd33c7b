"""The bounds of reading, as numbers."""

from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.limits import ROWS_AT_ONCE, LeftOut, Limits, in_blocks, surest
from armsledger.text.parse import MAX_SENTENCE_CHARS

SCORED = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=40)


def group(item):
    return item[1][0]


def score(item):
    return item[1][1]


@given(SCORED, st.integers(1, 8))
def test_the_surest_of_each_group_stay_in_order(pairs, most):
    items = list(enumerate(pairs))
    kept = surest(items, group, score, most)
    assert list(kept) == sorted(kept)
    if len(items) <= most:
        assert list(kept) == items
        return
    for number in range(4):
        own = [item for item in items if group(item) == number]
        stay = [item for item in kept if group(item) == number]
        assert len(stay) == min(len(own), most)
        assert sorted(map(score, stay)) == sorted(map(score, own))[len(own) - len(stay) :]


@given(st.lists(st.integers(), max_size=50), st.integers(0, 2 * ROWS_AT_ONCE))
def test_blocks_are_the_items_in_order_and_bounded(items, rows_each):
    blocks = list(in_blocks(items, rows_each))
    assert [item for block in blocks for item in block] == items
    assert all(len(block) == 1 or len(block) * rows_each <= ROWS_AT_ONCE for block in blocks)


def test_a_longer_sentence_may_hold_more_names():
    limits = Limits(sentence_names=10)
    assert limits.names_in(100) == 10
    assert limits.names_in(MAX_SENTENCE_CHARS) == 10
    assert limits.names_in(2 * MAX_SENTENCE_CHARS) == 20


def test_nothing_left_out_is_no_words():
    assert LeftOut().in_words() == ""


def test_what_was_left_out_is_counted_in_words():
    assert LeftOut(names=1_200, readings=3).in_words() == (
        "1,200 names and event words of overfull sentences,"
        " 3 unlikely readings of overfull sentences"
    )
