"""Sentences lie where they say in the archived text, and nothing is lost between them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armsledger.model import Report
from armsledger.text.parse import (
    MAX_PARAGRAPH_CHARS,
    MAX_SENTENCE_CHARS,
    parse_report,
    split_paragraphs,
)

WRAPPED = (
    "The ministry of Norland said on Friday that it had signed a contract\n"
    "with a shipyard in Estmark for four patrol boats. They are to be handed\n"
    "over before the end of the decade.\n"
    "\n"
    "Opponents of the purchase were not heard."
)


def report_of(text, title=None):
    return Report(id="r", text=text, title=title, content_hash="r")


def test_a_sentence_across_a_wrapped_line_is_one_slice_of_the_archive():
    first, second, third = parse_report(report_of(WRAPPED)).sentences
    assert first.text == WRAPPED[: WRAPPED.index(" They")]
    assert "\n" in first.text
    assert second.text.startswith("They are to be handed\nover")
    assert third.text == "Opponents of the purchase were not heard."


def test_tokens_lie_where_their_shift_says():
    for sentence in parse_report(report_of(WRAPPED)).sentences:
        for token in sentence.tokens:
            at = token.idx + sentence.shift
            assert WRAPPED[at : at + len(token)].replace("\n", " ") == token.text


def test_one_paragraph_a_line_keeps_its_lines():
    text = "Norland ordered four boats.\nThe first is due in spring.\nNo price was named."
    assert [p.text for p in split_paragraphs(text)] == text.split("\n")


def test_capitals_are_parsed_as_small_letters_and_archived_as_capitals():
    text = "NORLAND SIGNS CONTRACT WITH ESTMARK FOR FOUR PATROL BOATS."
    (sentence,) = parse_report(report_of(text)).sentences
    assert sentence.text == text
    signs = next(token for token in sentence.tokens if token.lower_ == "signs")
    assert signs.pos_ == "VERB"
    assert signs.text == "signs"


def test_capitals_whose_small_letters_are_longer_are_left_alone():
    text = "\u0130STANBUL SIGNS CONTRACT WITH ESTMARK FOR FOUR BOATS."
    (sentence,) = parse_report(report_of(text)).sentences
    assert sentence.text == text
    assert sentence.tokens.text == text


def test_emphasis_is_hidden_from_the_tagger_and_archived():
    text = 'Norland bought **four boats**, "*the best of all*" said its minister.'
    (sentence,) = parse_report(report_of(text)).sentences
    assert sentence.text == text
    assert "*" not in sentence.tokens.text
    assert len(sentence.tokens.text) == len(text)


def test_a_maker_with_full_stops_is_cut_from_its_participle():
    (sentence,) = parse_report(report_of("It flies U.S.-made jets and MiG-29s.")).sentences
    assert [t.text for t in sentence.tokens[2:6]] == ["U.S.", "-", "made", "jets"]


def test_a_short_designation_is_no_text_in_capitals():
    (sentence,) = parse_report(report_of("S-400 (SA-21).")).sentences
    assert "S-400" in sentence.tokens.text


def test_a_title_is_one_sentence():
    title = "Norland buys boats. Estmark is glad"
    (sentence,) = parse_report(report_of("", title)).sentences
    assert (sentence.part, sentence.text) == ("title", title)


def test_a_blank_report_has_no_sentences():
    assert parse_report(report_of(" \n\t\n", " ")).sentences == ()


@pytest.mark.parametrize("unit", ["x", "word ", "One. Two. ", " "])
def test_a_long_line_is_cut_and_nothing_lost(unit):
    text = unit * (3 * MAX_PARAGRAPH_CHARS // len(unit))
    pieces = split_paragraphs(text)
    assert all(0 < len(piece.text) <= MAX_PARAGRAPH_CHARS for piece in pieces)
    assert "".join(text.split()) == "".join("".join(p.text.split()) for p in pieces)


@pytest.mark.parametrize("unit", ["x", "word ", "word, "])
def test_a_line_without_full_stops_is_cut_as_a_sentence_would_be(unit):
    pieces = split_paragraphs("One. " + unit * (3 * MAX_SENTENCE_CHARS // len(unit)) + ". Two.")
    assert all(len(piece.text) <= MAX_SENTENCE_CHARS for piece in pieces)
    assert len(pieces) <= 7
    assert pieces[0].text == "One. "


def test_sentences_of_ordinary_length_share_a_paragraph():
    text = ("Norland ordered four boats from Estmark, said the minister. " * 60).strip()
    assert MAX_SENTENCE_CHARS < len(text) <= MAX_PARAGRAPH_CHARS
    assert [piece.text for piece in split_paragraphs(text)] == [text]


WORDS = st.sampled_from(
    ["Norland", "signed", "a", "contract", "with", "ESTMARK", "for", "four", "boats.", "$2.5",
     "\u201cYes,\u201d", "he", "said.", "\n", "\n\n", "\t", "-", "S-400", "\u00e9t\u00e9",
     "\U0001f6a2", "!?"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from([str, str.upper]))
def test_sentences_are_ordered_slices_that_cover_every_letter(text, case):
    text = case(text)
    at, covered = 0, []
    for sentence in parse_report(report_of(text)).sentences:
        assert at <= sentence.start < sentence.end <= len(text)
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip()
        covered.append(text[at : sentence.start])
        at = sentence.end
    covered.append(text[at:])
    assert not "".join(covered).strip()


@given(TEXTS)
def test_paragraphs_are_ordered_slices_that_cover_every_letter(text):
    at = 0
    for number, piece in enumerate(split_paragraphs(text)):
        end = piece.start + len(piece.text)
        assert piece.number == number
        assert not text[at : piece.start].strip()
        assert text[piece.start : end].replace("\n", " ") == piece.text.replace("\n", " ")
        at = end
    assert not text[at:].strip()
