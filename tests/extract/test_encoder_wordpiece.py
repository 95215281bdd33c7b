"""Sentences in word pieces."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.encoder.encoder import load_pieces
from armsledger.extract.encoder.wordpiece import MAX_PIECES, WordPieces

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "encoder_pieces.jsonl")
    .read_text("utf-8")
    .splitlines()
]
SMALL = WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "s": 3, "##ell": 4, "sell": 5, "-": 6})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_pieces(case):
    splitter = load_pieces()
    known = {number: piece for piece, number in splitter.vocabulary.items()}
    assert [known[i] for i in splitter.split(case["text"]).ids] == case["pieces"], case["why"]


def test_the_longest_piece_is_taken():
    assert SMALL.split("sell s-sell").ids == (1, 5, 3, 6, 5, 2)


def test_pieces_of_a_word_stand_for_the_whole_word():
    found = load_pieces().split("two Gripens")
    assert found.starts == (0, 0, 4, 4, 0)
    assert found.ends == (0, 3, 11, 11, 0)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [(0, 3, (1, 2)), (4, 11, (2, 4)), (5, 6, (2, 4)), (0, 11, (1, 4)), (90, 99, (0, 1))],
)
def test_pieces_of_a_stretch(start, end, wanted):
    assert load_pieces().split("two Gripens").of(start, end) == wanted


def test_a_long_sentence_is_cut_between_words():
    found = load_pieces().split("Gripens " * 500)
    assert len(found.ids) <= MAX_PIECES
    assert len(found.ids) % 2 == 0  # both marks and whole words of two pieces
    assert found.of(7_992, 7_999) == (0, 1)


@given(st.text(max_size=300))
def test_any_text(text):
    found = load_pieces().split(text)
    assert len(found.ids) == len(found.starts) == len(found.ends) <= MAX_PIECES
    inner = list(zip(found.starts[1:-1], found.ends[1:-1], strict=True))
    assert all(0 <= start < end <= len(text) for start, end in inner)
    assert inner == sorted(inner)
