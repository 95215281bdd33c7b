"""A long report's chapters are disjoint slices that cover its text and cut no line needlessly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.model import Report
from armsledger.text.chapters import MAX_CHAPTER_CHARS, chapters_of
from armsledger.text.parse import MAX_SENTENCE_CHARS


def report_of(text, title="Norland buys boats"):
    return Report(id="r", text=text, title=title, date="2020-01-02", content_hash="r")


def texts_of(text, most):
    return [chapter.report.text for chapter in chapters_of(report_of(text), most)]


def test_a_report_that_fits_is_its_only_chapter():
    report = report_of("x" * MAX_CHAPTER_CHARS)
    (chapter,) = chapters_of(report)
    assert chapter.report is report
    assert chapter.start == 0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One two.\nThree four. Five six", "One two.\n"),
        ("One two. Three. Four five six seven", "One two. Three. "),
        ("One two three four five six seven", "One two three "),
        ("Onetwothreefourfivesixseven", "Onetwothreefour"),
        ("A.\nB two three four five six seven", "A.\nB two three "),
    ],
    ids=["behind a line", "behind a sentence", "behind a blank", "anywhere", "not too soon"],
)
def test_where_a_chapter_ends(text, first):
    assert texts_of(text, 16 if first[-1].isspace() else len(first))[0] == first


WORDS = st.sampled_from(["Norland", "bought", "boats.", "\n", "\n\n", "x" * 30, "\U0001f6a2", "; "])


@given(st.lists(WORDS, max_size=80).map(" ".join), st.integers(2, 60))
def test_chapters_are_disjoint_and_cover_the_text(text, most):
    chapters = list(chapters_of(report_of(text), most))
    assert "".join(chapter.report.text for chapter in chapters) == text
    at = 0
    for chapter in chapters:
        assert chapter.start == at
        assert len(chapter.report.text) <= most
        at += len(chapter.report.text)
    assert len(chapters) <= 1 + 2 * len(text) // (most - 1 or 1)


def test_each_chapter_has_the_title_and_date():
    for chapter in chapters_of(report_of("One two. " * 20), 50):
        assert chapter.report.title == "Norland buys boats"
        assert chapter.report.date == "2020-01-02"


def test_an_endless_title_is_not_repeated_in_full():
    first, second = chapters_of(report_of("One two. " * 10, "boats " * 1_000), 60)
    assert len(first.report.title) == 6_000
    assert len(second.report.title) == MAX_SENTENCE_CHARS
