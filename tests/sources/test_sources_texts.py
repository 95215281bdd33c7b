import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_cases import read_bytes

from armsledger.errors import UnreadableError, UnsupportedFormatError
from armsledger.sources.decode import Decoded, archive_text, decode_text
from armsledger.sources.formats import format_of
from armsledger.sources.plain import read_markdown, read_plain
from armsledger.sources.reflow import join_lines
from armsledger.sources.web_page import read_page
from cases import each_case, load_cases


def check_fields(document, fields):
    for name in ("title", "date", "outlet", "byline", "url", "language"):
        assert getattr(document, name) == fields.get(name), name


@each_case(load_cases("sources/plain_texts.jsonl"))
def test_plain(case):
    document = read_plain(Decoded(case["text"]))
    assert document.text == case["body"]
    check_fields(document, case["fields"])


@each_case(load_cases("sources/markdown_texts.jsonl"))
def test_markdown(case):
    document = read_markdown(Decoded(case["text"]))
    assert document.text == case["body"]
    check_fields(document, case["fields"])


@each_case(load_cases("sources/pages.jsonl"))
def test_page(case):
    document = read_page(case["html"].encode(), "page.html", max_chars=100_000)
    assert document.text == case["text"]
    check_fields(document, case["fields"])
    assert list(document.notes) == case["fields"].get("notes", [])
    assert list(document.date_texts) == case["fields"].get("date_texts", [])


@each_case(load_cases("sources/line_joins.jsonl"))
def test_join_lines(case):
    assert join_lines(case["before"], case["line"]) == case["joined"]


@each_case(load_cases("sources/formats.jsonl"))
def test_format(case):
    head = case["head"].encode()
    if case["error"] is None:
        assert format_of(head, case["filename"], "x") == case["format"]
    else:
        with pytest.raises((UnsupportedFormatError, UnreadableError), match=case["error"]):
            format_of(head, case["filename"], "x")


@each_case(load_cases("sources/encodings.jsonl"))
def test_encoding(case):
    data = case["text"].encode(case["encoding"])
    decoded = decode_text(data, "x", declared=case.get("declared"))
    assert decoded.text == case["text"]
    assert case.get("note", "") in "".join(decoded.notes)
    assert bool(decoded.notes) == ("note" in case)


def test_broken_utf8_keeps_the_rest():
    data = "Erdoğan said “yes” to it.".encode() + b"\xff end"
    decoded = decode_text(data, "x")
    assert decoded.text == "Erdoğan said “yes” to it.\N{REPLACEMENT CHARACTER} end"
    assert decoded.notes == ("1 broken place(s) of UTF-8 read as U+FFFD",)


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "utf-8"])
def test_page_charset(charset):
    text = "Договор подписан" if charset == "windows-1251" else "Le marché a été signé"
    html = f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'
    assert read_page(html.encode(charset), "x", max_chars=1000).text == text


@given(st.text(st.characters(exclude_categories=[])))
def test_archived_text_is_storable_and_as_long(text):
    archived, replaced = archive_text(text)
    archived.encode("utf-8")
    assert "\0" not in archived
    assert "\r" not in archived
    assert len(archived) == len(text.replace("\r\n", "\n"))
    assert archive_text(archived) == (archived, 0)
    assert (replaced == 0) == (archived == text.replace("\r\n", "\n").replace("\r", "\n"))


# What `str.isprintable` lets through: neither controls nor separators, but the space.
PRINTABLE = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" ")


@given(st.text(PRINTABLE, min_size=1))
def test_utf8_is_decoded_exactly(text):
    assert decode_text(text.encode(), "x").text == text


def test_text_is_kept_character_by_character(tmp_path):
    arabic = "\u0648\u0642\u0639\u062a \u0627\u0644\u0648\u0632\u0627\u0631\u0629"
    text = (
        f"{arabic} \u200f{arabic}\u200e e\u0301 \u202b\u202c S\u2011400 a\u0308\u00a0.\n\n\n\tx  \n"
    )
    (outcome,) = read_bytes(tmp_path, "rtl.txt", text.encode())
    assert outcome.report.text == text
