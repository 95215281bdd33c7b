import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.quotes import MAX_QUOTE_CHARS, find_quotes

CASES = [
    ("straight", 'He said "we sold them" and left.', ['"we sold them"']),
    ("curly", "He said “we sold them” and left.", ["“we sold them”"]),
    ("two", '"Yes," he said, "we did."', ['"Yes,"', '"we did."']),
    ("inch mark", 'A 5" gun and a 3" gun.', []),
    ("lost closing mark", 'He said "we sold them. Then he left.', []),
    ("turned-round marks", "The daily ” Morning Post “ wrote it.", ["” Morning Post “"]),
    ("no marks", "Nothing quoted.", []),
    ("over paragraphs", '"First part.\n"Second part," he said.', ['"First part.\n"Second part,"']),
]


@pytest.mark.parametrize(("why", "text", "quotes"), CASES, ids=[case[0] for case in CASES])
def test_quotations_of_a_text(why, text, quotes):
    assert [text[q.start : q.end] for q in find_quotes(text)] == quotes, why


@given(st.text(alphabet='ab .,\n"“”«»5', max_size=120))
def test_quotations_are_disjoint_ordered_and_inside(text):
    end = 0
    for quote in find_quotes(text):
        assert end <= quote.start < quote.end <= len(text)
        end = quote.end


def test_a_quotation_without_end_is_cut():
    text = '"' + "word " * MAX_QUOTE_CHARS + '"'
    assert all(q.end - q.start <= MAX_QUOTE_CHARS for q in find_quotes(text))
