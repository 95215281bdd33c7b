"""Rubbish of every kind, made by rule; each with a piece of the line that must tell its fate."""

import gzip
import io
import json
import zipfile
from functools import cache

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from armsledger.sources.options import MAX_PAGES

SAYS = "Norway ordered four NASAMS batteries from Raytheon in May 2019."


def _pdf(pages, *, encrypt=None):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt)
    for _ in range(pages):
        canvas.drawString(72, 720, SAYS)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def _bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.txt", "w") as file:
            for _ in range(200):
                file.write(b"\0" * 1_000_000)
        archive.writestr("kept.txt", f"{SAYS} Kept beside the bomb.")
    return buffer.getvalue()


def _zip_with_password_flag():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", SAYS)
    data = bytearray(buffer.getvalue())
    data[6] |= 1  # the local header's "encrypted" bit
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and the directory's
    return bytes(data)


# name of the file -> its bytes, and a word of the line that names it; None: it is read.
FILES = {
    "empty.txt": (lambda: b"", "empty"),
    "blank.txt": (lambda: b" \n\t\n", "no text"),
    "one-line.txt": (lambda: b"a" * 50_000_000, "--max-bytes"),
    "many-lines.txt": (lambda: b"a\n" * 1_000_000, "--max-text-chars"),
    "nul.txt": (lambda: b"A sale\0 of tanks", "NUL"),
    "noise.txt": (lambda: bytes(range(1, 32)) * 400, "control"),
    "half-utf16.txt": (lambda: SAYS.encode("utf-16")[:-1], "NUL"),
    "latin.txt": (lambda: ("Das Gerät für Österreich. " + SAYS).encode("latin-1"), None),
    "wrong-utf8.txt": (lambda: SAYS.encode() + b" \xff\xfe\xc3\x28 " + SAYS.encode(), None),
    "deep.html": (lambda: b"<div>" * 100_000, "nested"),
    "bomb.zip": (_bomb, "--max-bytes"),
    "locked.zip": (_zip_with_password_flag, "password"),
    "cut.zip": (lambda: _bomb()[:200], "zip"),
    "cut.jsonl.gz": (lambda: gzip.compress(json.dumps({"text": SAYS}).encode() * 99)[:60], "cut"),
    "locked.pdf": (lambda: _pdf(1, encrypt=StandardEncryption("secret")), "password"),
    "cut.pdf": (lambda: _pdf(3)[:700], "cut short"),
    "long.pdf": (lambda: _pdf(MAX_PAGES + 1), "--max-pages"),
    "rtl.txt": (lambda: ("\u202e\u05e9\u05dc\u05d5\u05dd \u200f" + SAYS + "\u202c").encode(), None),
    "marks.txt": (lambda: "".join(c + "\u0301\u0336" for c in SAYS).encode(), None),
    "years.txt": (
        lambda: (
            b"Date: 0000-00-00\n\nNorway ordered NASAMS on 1 January 0000, in 9999 and on "
            b"31 February 9999 and 2019-13-45 from the United States."
        ),
        None,
    ),
}

# One record a line, and a word of the line that names it; None: it is read.
RECORDS = [
    ("[1, 2]", "object"),
    ("17", "object"),
    ('"text"', "object"),
    ("null", "object"),
    ('{"title": "No text"}', "text"),
    ('{"text": 5}', "text"),
    ('{"text": null}', "text"),
    ('{"text": ""}', "text"),
    ('{"text": "cut', "JSON"),
    (json.dumps({"text": "word " * 2_000_000}), "--max-text-chars"),
    ('{"id": "half", "text": "half a pair \\ud800 here"}', None),
    ('{"id": "nul", "text": "a NUL \\u0000 here"}', None),
    (json.dumps({"id": "same", "text": SAYS, "date": "2019-05-05"}), None),
    (json.dumps({"id": "same", "text": SAYS + " Another.", "date": "2019-05-06"}), None),
    (json.dumps({"id": "same", "text": SAYS, "date": "2019-05-05"}), None),
    (json.dumps({"id": "year0", "text": SAYS + " Zero.", "date": "0000-01-01"}), None),
    (json.dumps({"id": "year9999", "text": SAYS + " Nines.", "date": "9999-12-31"}), None),
    ('{"id": "last", "text": "' + SAYS + ' The last neighbour."}', None),
]
