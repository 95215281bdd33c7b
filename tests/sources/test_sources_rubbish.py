"""Rubbish in, one clear outcome each, within bounded time and memory, no neighbour lost."""

import gzip
import io
import json
import random
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from sources_cases import read, read_bytes, zip_of

from armsledger.sources import ReadOptions, read_all

SECONDS = 20  # most take under one; a busy machine is slower


def blocks(piece, count):
    return lambda: piece * count


def pdf_pages():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(5_000):
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def packed_zeros(member, size):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(member, "w") as file:
            for _ in range(size // 1_000_000):
                file.write(b"\0" * 1_000_000)
        archive.writestr("ok.txt", "The neighbour.")
    return buffer.getvalue()


def many_members():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.txt", "x")
    return buffer.getvalue()


def nested_zip():
    data = b"Text."
    for level in range(5):
        data = zip_of({f"{level}.zip" if level else "a.txt": data})
    return data


RUBBISH = {
    "one line of 50 MB": ("a.txt", blocks(b"a", 50_000_000), "raise --max-bytes"),
    "one line of 30 MB": ("a.txt", blocks(b"a", 30_000_000), "raise --max-text-chars"),
    "a million lines": ("a.txt", blocks(b"a\n", 1_000_000), "raise --max-text-chars"),
    "noise": ("a.txt", lambda: random.Random(1).randbytes(1_000_000), "is not a text"),
    "noise without NUL": (
        "a.txt", lambda: random.Random(1).randbytes(99_999).replace(b"\0", b""), "control char",
    ),
    "deep page": ("a.html", blocks(b"<div>", 100_000), "nested too deeply"),
    "deep page with text": ("a.html", lambda: b"<b>" * 99_999 + b"x" + b"</b>" * 99_999, "deeply"),
    "page of tags": ("a.html", blocks(b"<p>x</p>", 3_000_000), "tags"),
    "long attribute": ("a.html", lambda: b"<p a='" + b"x" * 20_000_000 + b"'>", "has no text"),
    "5,000 pages": ("a.pdf", pdf_pages, "2,000 pages: raise --max-pages"),
    "zip bomb": ("a.zip", lambda: packed_zeros("b.txt", 200_000_000), "raise --max-bytes"),
    "records bomb": ("a.zip", lambda: packed_zeros("b.jsonl", 200_000_000), "raise --max-"),
    "gzip bomb": (
        "a.jsonl.gz", lambda: gzip.compress(b"\0" * 200_000_000), "raise --max-",
    ),
    "nested zip": ("a.zip", nested_zip, "levels"),
    "many members": ("a.zip", many_members, "members"),
    "deep message": (
        "a.eml",
        lambda: b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
        ),
        "nested too deeply",
    ),
    "deep JSON": ("a.json", blocks(b"[", 1_000_000), "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish(tmp_path, name):
    filename, make, reason = RUBBISH[name]
    data = make()
    begin = time.monotonic()
    outcomes = read_bytes(tmp_path, filename, data, max_members=10_000)
    assert time.monotonic() - begin < SECONDS
    assert reason in str(outcomes[0].error)
    if "bomb" in name and filename.endswith(".zip"):
        assert outcomes[-1].report.text == "The neighbour."


def test_records_with_long_lines_are_streamed(tmp_path):
    line = json.dumps({"text": "word " * 2_000_000}).encode() + b"\n"
    fine = b'{"text": "Fine."}\n'
    data = line * 3 + b'{"text": "' + b"w" * 40_000_000 + b'"}\n' + fine
    outcomes = read_bytes(tmp_path, "a.jsonl", data)
    assert ["raise --max-text-chars" in str(o.error) for o in outcomes] == [True] * 3 + [False] * 2
    assert "raise --max-bytes" in str(outcomes[3].error)
    assert outcomes[4].report.text == "Fine."


def test_thousands_of_files(tmp_path):
    for number in range(3_000):
        (tmp_path / f"{number:04}.txt").write_text(f"Language: en\n\nReport {number} ends.")
    (tmp_path / "0500.txt").write_bytes(b"a\0b")
    outcomes = read(tmp_path)
    failed = [outcome.name[-8:] for outcome in outcomes if outcome.error]
    assert (len(outcomes), failed) == (3_000, ["0500.txt"])


def test_a_folder_is_never_in_memory(tmp_path):
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text("Language: en\n\n" + "word " * 100_000)
    tracemalloc.start()
    outcomes = read_all([str(tmp_path)], options=ReadOptions())
    assert sum(outcome.report is not None for outcome in outcomes) == 60
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000  # all texts together are 30 MB


@pytest.mark.parametrize(
    "name", ["a.txt", "a.md", "a.jsonl", "a.json", "a.eml", "a.zip", "a", "a.gz"]
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
@given(data=st.binary(max_size=2_000))
def test_any_bytes_give_outcomes(tmp_path, name, data):
    assert read_bytes(tmp_path, name, data) or name == "a.jsonl"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
@given(where=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_zip_with_one_wrong_byte(tmp_path, where, byte):
    data = bytearray(zip_of({"a.txt": "Text a.", "b.jsonl": '{"text": "b"}', "c/d.txt": "Text d."}))
    data[where % len(data)] = byte
    assert read_bytes(tmp_path, "a.zip", bytes(data))


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.docx"])
def test_documents_with_wrong_bytes(tmp_path, name):
    seeds = {"a.html": b"<html><body><p>Text of the page.</p></body></html>" * 9}
    chooser = random.Random(7)
    data = seeds.get(name) or (
        pdf_pages()[:3_000] + b"%%EOF" if name == "a.pdf" else zip_of({"word/document.xml": "<x/>"})
    )
    for number in range(200):
        broken = bytearray(data)
        for _ in range(10):
            broken[chooser.randrange(len(broken))] = chooser.randrange(256)
        (tmp_path / f"{number}{name[1:]}").write_bytes(bytes(broken))
    assert len(read(tmp_path)) == 200
