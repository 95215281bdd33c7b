import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate
from sources_cases import PARAGRAPH, read, read_bytes, read_one, zip_of

from armsledger.errors import UnreadableError
from armsledger.sources import ReadOptions
from armsledger.sources.parser_process import ParserProcess

STYLES = getSampleStyleSheet()


def article_pdf(paragraphs, head=None, **info):
    buffer = io.BytesIO()

    def decorate(canvas, template):
        if head:
            canvas.drawString(72, 810, head)
            canvas.drawString(300, 20, f"Page {template.page}")

    story = [Paragraph(text, STYLES[style]) for style, text in paragraphs]
    template = SimpleDocTemplate(buffer, invariant=1, **info)
    template.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return buffer.getvalue()


def canvas_pdf(pages, draw, **options):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, **options)
    for number in range(pages):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_pdf_paragraphs_and_title(tmp_path):
    body = [
        (
            "BodyText",
            " ".join(
                f"Clause {n}{w} of the contract {w * 3} ends." for w in "abcdefghijklmnop"[n % 7 :]
            ),
        )
        for n in range(40)
    ]
    data = article_pdf([("Title", "A Deal Is Signed"), *body], head="The Daily", author="Jane Doe")
    (outcome,) = read_bytes(tmp_path, "a.pdf", data)
    assert outcome.report.title == "A Deal Is Signed"
    assert outcome.report.byline == "Jane Doe"
    paragraphs = outcome.report.text.split("\n\n")
    assert " ".join(paragraphs) == " ".join(text for _, text in body)
    # A page may end with a full last line of a paragraph; nothing then tells that it ends.
    assert len(set(paragraphs) & {text for _, text in body}) >= 36
    assert any("running heads" in note for note in outcome.notes)


def test_pdf_declared_title(tmp_path):
    data = article_pdf([("Title", "A Deal"), ("BodyText", PARAGRAPH)], title="A  Deal")
    (outcome,) = read_bytes(tmp_path, "a.pdf", data)
    assert (outcome.report.title, outcome.report.text) == ("A Deal", PARAGRAPH)


def test_pdf_date_of_making_is_only_inferred(tmp_path):
    data = canvas_pdf(1, lambda c, n: c.drawString(72, 700, PARAGRAPH[:60]))
    (outcome,) = read_bytes(tmp_path, "a.pdf", data)
    assert (outcome.report.date, outcome.report.date_inferred) == ("2000-01-01", True)
    assert "date inferred from the day the file was made" in outcome.notes


def test_pdf_split_words(tmp_path):
    def draw(canvas, _):
        for row, line in enumerate(
            ["The contract for surface-", "to-air missiles after nego-", "tiations ended."]
        ):
            canvas.drawString(72, 700 - 14 * row, line)

    (outcome,) = read_bytes(tmp_path, "a.pdf", canvas_pdf(1, draw))
    assert (
        outcome.report.text == "The contract for surface-to-air missiles after negotiations ended."
    )


def text_page(canvas, number):
    canvas.drawString(72, 700, f"Sentence {number} of the report stands here.")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", canvas_pdf(1, text_page, encrypt=StandardEncryption("x")), "is encrypted"),
        ("a.pdf", canvas_pdf(5, text_page)[:-400], "cut short"),
        ("a.pdf", b"%PDF-1.4 rubbish %%EOF", "damaged PDF"),
        ("a.pdf", b"no pdf at all", "not what its name says"),
        ("a.pdf", canvas_pdf(1, lambda c, n: c.rect(9, 9, 9, 9)), "no text layer: OCR it first"),
        ("a.pdf", canvas_pdf(30, text_page), "over the limit of 20 pages: raise --max-pages"),
        ("a.docx", b"PK\x03\x04rubbish", "damaged Word file"),
        ("a.docx", zip_of({"x.txt": "x"}), "not a Word file"),
        ("a.docx", zip_of({"word/document.xml": b"0" * 10_000_000}), "over the limit"),
        ("a.docx", zip_of({"word/document.xml": b"<x"}), "damaged Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0rubbish", "old Word format"),
        ("a.docx", b"text", "not what its name says"),
        ("a.eml", b"\n\n", "no headers"),
        ("a.eml", b"Subject: x\nContent-Type: image/png\n\nx", "no text part"),
        ("a.html", b" ", "is empty"),
        ("a.html", b"<html><script>x</script></html>", "has no text"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t", "has no text"),
        ("a.txt", b"a\0b", "NUL bytes"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "PNG picture: OCR it first"),
        ("a.jsonl", "{}".encode("utf-16"), "is UTF-16: save it as UTF-8"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "archive without documents"),
    ],
)  # fmt: skip
def test_one_line_with_the_way_out(tmp_path, name, data, reason):
    outcomes = read_bytes(tmp_path, name, data, max_pages=20, max_bytes=1_000_000)
    assert len(outcomes) == 1
    assert reason in str(outcomes[0].error)


def test_docx(tmp_path):
    document = docx.Document()
    document.core_properties.author = "Jane Doe"
    document.add_heading("Deal signed", 1)
    document.add_paragraph(PARAGRAPH)
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    document.add_paragraph("The end e\u0301.")
    document.save(tmp_path / "a.docx")
    report = read_one(tmp_path / "a.docx").report
    assert (report.title, report.byline, report.date) == ("Deal signed", "Jane Doe", None)
    assert report.text == f"{PARAGRAPH}\n\ncell 0 | cell 1\ncell 2 | cell 3\n\nThe end e\u0301."


def test_docx_without_a_name(tmp_path):
    document = docx.Document()
    document.add_paragraph(PARAGRAPH)
    buffer = io.BytesIO()
    document.save(buffer)
    buffer.seek(0)
    (outcome,) = read("-", stdin=buffer)
    assert outcome.report.text == PARAGRAPH


def test_docx_tracked_changes_are_read_as_accepted(tmp_path):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    changed = (
        f'<w:p xmlns:w="{word}"><w:r><w:t xml:space="preserve">The deal was </w:t></w:r>'
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>signed</w:t></w:r></w:ins></w:p>"
    )
    document = docx.Document()
    document.element.body.insert(0, docx.oxml.parse_xml(changed))
    document.save(tmp_path / "a.docx")
    assert read_one(tmp_path / "a.docx").report.text == "The deal was signed"


def test_a_slow_document_is_an_outcome_and_the_next_is_read(tmp_path):
    (tmp_path / "a.html").write_text("<p>word</p>" * 190_000)  # minutes
    (tmp_path / "b.html").write_text("<p>The next one.</p>")
    (tmp_path / "c.txt").write_text("The last one.")
    slow, *others = read(tmp_path, max_seconds=4)
    assert "took longer than 4 seconds: raise --max-seconds" in slow.error.reason
    assert [outcome.report.text for outcome in others] == ["The next one.", "The last one."]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process by /proc")
def test_a_parser_that_dies_is_an_outcome_and_the_next_is_read(tmp_path):
    page = f"<p>{PARAGRAPH}</p>".encode()
    with ParserProcess(ReadOptions()) as parser:
        assert parser.parse(page, "html", "a.html").text == PARAGRAPH
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        (child,) = (
            c for c in children if b"parser_child" in Path(f"/proc/{c}/cmdline").read_bytes()
        )
        os.kill(int(child), signal.SIGSTOP)
        killer = threading.Timer(0.2, os.kill, (int(child), signal.SIGKILL))
        killer.start()
        with pytest.raises(UnreadableError, match="made the parser stop"):
            parser.parse(page * 10_000, "html", "b.html")
        killer.join()
        assert parser.parse(page, "html", "c.html").text == PARAGRAPH


def test_a_parser_that_needs_too_much_memory_is_an_outcome(tmp_path):
    limited = (
        "import sys, resource; from armsledger.sources.parser_child import limit_memory, answer;"
        "limit_memory(100_000_000);"
        "data = b'<p>' + b'x' * 30_000_000;"
        "request = dict(kind='html', name='x', size=len(data), charset=None, max_chars=1000);"
        "print(answer(request, data)['error'][1])"
    )
    result = subprocess.run([sys.executable, "-c", limited], capture_output=True, check=True)
    assert b"more memory" in result.stdout
