"""Which outlet a mail or a PDF names, and which it does not."""

import docx
from sources_cases import PARAGRAPH, read_bytes
from test_sources_documents import article_pdf

from armsledger.sources.mail_sender import outlet_of_mail
from armsledger.sources.pdf_labels import publisher_in
from cases import each_case, load_cases

SENDERS = load_cases("sources/mail_senders.jsonl")
LABELS = load_cases("sources/pdf_labels.jsonl")


@each_case(SENDERS)
def test_mail_senders(case):
    found = outlet_of_mail(case["sender"], case["address"], case.get("list", ""))
    assert found == case["outlet"], case["why"]


def packets(case):
    return b"".join(
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + packet.encode() + b"</x:xmpmeta>"
        for packet in case["packets"]
    )


@each_case(LABELS)
def test_pdf_labels(case):
    assert publisher_in(b"%PDF-1.7 ..." + packets(case) + b"%%EOF") == case["outlet"], case["why"]


def test_a_hostile_stream_of_beginnings_ends_soon():
    assert publisher_in(b"<x:xmpmeta " * 1_000_000) is None


def test_a_mail_and_a_pdf_give_their_outlet(tmp_path):
    mail = (
        "From: Jane Miller <jane@baltic.example>\nList-Id: Baltic Arms Watch\n <w.baltic.example>\n"
        f"Subject: Ships\nDate: Mon, 3 May 2021 10:00:00 +0000\n\n{PARAGRAPH}\n"
    )
    (outcome,) = read_bytes(tmp_path, "a.eml", mail.encode())
    assert (outcome.report.outlet, outcome.report.byline) == ("Baltic Arms Watch", "Jane Miller")
    data = article_pdf([("BodyText", PARAGRAPH)], author="Jane Miller")
    (outcome,) = read_bytes(tmp_path, "a.pdf", data)
    assert outcome.report.outlet is None
    named = packets({"packets": ["<prism:publicationName>Baltic Review</prism:publicationName>"]})
    data = data.replace(b"%%EOF", b"%" + named + b"\n%%EOF")
    (outcome,) = read_bytes(tmp_path, "b.pdf", data)
    assert outcome.report.outlet == "Baltic Review"


def test_a_word_file_names_no_outlet(tmp_path):
    document = docx.Document()
    document.add_paragraph(PARAGRAPH)
    document.core_properties.author = "Jane Miller"
    path = tmp_path / "a.docx"
    document.save(path)
    (outcome,) = read_bytes(tmp_path, "b.docx", path.read_bytes())
    assert (outcome.report.outlet, outcome.report.byline) == (None, "Jane Miller")
