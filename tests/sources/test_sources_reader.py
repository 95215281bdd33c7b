import gzip
import io
import json
import os
import subprocess
import sys

import pytest
import zstandard
from sources_cases import PARAGRAPH, read, read_bytes, read_one, zip_of

from armsledger.errors import (
    ConfigurationError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
)
from armsledger.model import hash_content
from armsledger.model.codec import report_to_json
from armsledger.sources import ReadOptions, read_all

RECORDS = [
    {"id": "r1", "title": "One", "text": "Text one.", "date": "2017-04-25", "outlet": "The Daily"},
    {
        "text": "Text two.",
        "url": "https://a.example/x",
        "language": "en",
        "tags": ["b", 1],
        "n": None,
    },
]
LINES = "".join(json.dumps(row) + "\n" for row in RECORDS).encode()


def texts(outcomes):
    return [outcome.report and outcome.report.text for outcome in outcomes]


def test_records(tmp_path):
    one, two = read_bytes(tmp_path, "r.jsonl", LINES)
    assert one.name == str(tmp_path / "r.jsonl:1")
    assert (one.report.id, one.report.source) == ("r1", "r.jsonl:1")
    assert one.report.content_hash == hash_content("One", "Text one.", "2017-04-25", "The Daily")
    assert one.notes == ()
    assert two.report.id == two.report.content_hash
    assert two.report.metadata == (("n", "null"), ("tags", '["b", 1]'))
    assert (two.report.date, two.notes) == (None, ("no date found",))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{bad", "is not JSON"),
        (b"[1]", "expected an object"),
        (b"{}", '"text" is missing'),
        (b'{"text": 1}', '"text" is missing or is not a string'),
        (b'{"text": "x", "title": 1}', '"title" is not a string'),
        (b'{"text": "x", "id": 1.5}', '"id" is not a string'),
        (b'{"text": " "}', "has no text"),
        (b'{"text": "x", "n": NaN}', "a number that cannot be read"),
        (b'{"text": "x", "n": 1e999}', "a number too large"),
        (b'{"text": "x", "n": ' + b"9" * 9_999 + b"}", "a number that cannot be read"),
        (b'{"text": "\xff"}', "is not UTF-8"),
        (b'{"text": ' + b"[" * 200_000, "nested too deeply"),
    ],
)
def test_a_bad_line_is_one_failure(tmp_path, line, reason):
    first, bad, last = read_bytes(
        tmp_path, "r.jsonl", b'{"text": "a"}\n\n' + line + b'\n{"text": "z"}'
    )
    assert texts([first, last]) == ["a", "z"]
    assert bad.error.name == str(tmp_path / "r.jsonl:3")
    assert reason in bad.error.reason


@pytest.mark.parametrize(
    ("date", "note"),
    [('"2020-13-45"', "is not a day"), ("2017", "is not a string"), ('"0000-01-01"', "not a day")],
)
def test_a_date_that_is_none_is_a_note(tmp_path, date, note):
    (outcome,) = read_bytes(tmp_path, "r.jsonl", b'{"text": "x", "date": %s}' % date.encode())
    assert outcome.report.date is None
    assert note in outcome.notes[0]


def test_surrogates_and_nul_are_replaced(tmp_path):
    line = rb'{"text": "a \ud800 \u0000 \ud83d\ude00", "title": "\udfff", "k": "\ud800"}'
    (outcome,) = read_bytes(tmp_path, "r.jsonl", line)
    assert outcome.report.text == "a \ufffd \ufffd \U0001f600"
    assert outcome.report.title == "\ufffd"
    assert outcome.report.metadata == (("k", '"\ufffd"'),)
    assert "surrogate" in outcome.notes[0]


def test_own_export_gives_the_same_reports(tmp_path):
    reports = [outcome.report for outcome in read_bytes(tmp_path, "r.jsonl", LINES)]
    lines = "".join(json.dumps(report_to_json(report)) + "\n" for report in reports)
    again = [outcome.report for outcome in read_bytes(tmp_path, "r.jsonl", lines.encode())]
    assert again == reports


@pytest.mark.parametrize("name", ["r.json", "r.jsonl.gz", "r.jsonl.zst", "r.ndjson", "r.zip"])
def test_the_same_records_in_every_wrapping(tmp_path, name):
    data = {
        "r.json": json.dumps(RECORDS, indent=1).encode(),
        "r.jsonl.gz": gzip.compress(LINES),
        "r.jsonl.zst": zstandard.compress(LINES) + zstandard.compress(b"\n"),
        "r.ndjson": b"\xef\xbb\xbf" + LINES,
        "r.zip": zip_of({"r.jsonl": LINES}),
    }[name]
    assert texts(read_bytes(tmp_path, name, data)) == ["Text one.", "Text two."]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (LINES, ["Text one.", "Text two."]),
        (json.dumps(RECORDS[0], indent=1).encode(), ["Text one."]),
        (b"<html><body><p>A page.</p></body></html>", ["A page."]),
        (b"Just text.", ["Just text."]),
        (zip_of({"a.txt": "Packed."}), ["Packed."]),
        (gzip.compress(b"Packed.", mtime=0), ["Packed."]),
    ],
)
def test_standard_input_is_sniffed(data, expected):
    assert texts(read("-", stdin=io.BytesIO(data))) == expected


def test_empty_standard_input():
    assert "is empty" in str(read_one("-", stdin=io.BytesIO()).error)


def test_options_fill_what_a_file_does_not_say(tmp_path):
    (tmp_path / "a.txt").write_text("Some text.")
    (tmp_path / "b.txt").write_text("Title: T\nDate: 2017-04-25\nOutlet: O\n\nSome text.")
    given, own = read(tmp_path, date="2020-01-01", outlet="Given", title="Headline")
    assert (given.report.date, given.report.outlet) == ("2020-01-01", "Given")
    assert (given.report.title, given.report.date_inferred) == ("Headline", False)
    assert (own.report.date, own.report.outlet, own.report.title) == ("2017-04-25", "O", "T")


def test_the_time_of_the_file_is_no_date(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Some text.")
    before = read_one(path)
    os.utime(path, (0, 0))
    assert read_one(path) == before
    assert before.report.date is None


def test_a_folder_in_order(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "B.txt", "c.xyz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.")
    outcomes = read(tmp_path)
    assert [o.name[len(str(tmp_path)) + 1 :] for o in outcomes] == [
        "B.txt", "a/z.txt", "b.txt", "c.xyz",
    ]  # fmt: skip
    assert [o.report.source for o in outcomes if o.report] == ["B.txt", "a/z.txt", "b.txt"]
    assert isinstance(outcomes[-1].error, UnsupportedFormatError)


def test_links_and_what_is_no_file(tmp_path):
    (tmp_path / "dir.txt").mkdir()
    (tmp_path / "dir.txt" / "real.txt").write_text("Real text.")
    (tmp_path / "link.txt").symlink_to(tmp_path / "dir.txt" / "real.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "loopdir").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    found = {o.name[len(str(tmp_path)) + 1 :]: o for o in read(tmp_path)}
    assert texts([found.pop("dir.txt/real.txt"), found.pop("link.txt")]) == ["Real text."] * 2
    assert {name: outcome.error.reason for name, outcome in found.items()} == {
        "loop.txt": "cannot be opened: too many levels of symbolic links",
        "loopdir": "is a link to a folder: name that folder itself",
        "gone.txt": "does not exist",
        "pipe.txt": "is a pipe, not a file",
    }


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/dev/zero", "is a device"),
        ("no/such/file", "does not exist"),
        ("https://a.example/x", "fetching comes with a later version"),
        ("a\0b", "cannot be opened"),
        ("x" * 5000, "cannot be opened"),
    ],
)
def test_paths_that_are_refused(path, reason):
    assert reason in read_one(path).error.reason


def test_no_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Secret.")
    path.chmod(0)
    outcome = read_one(path)
    if os.geteuid() == 0:  # root may read everything
        assert outcome.report.text == "Secret."
    else:
        assert "permission denied" in outcome.error.reason


def test_a_name_that_is_no_utf8(tmp_path):
    path = os.fsencode(tmp_path) + b"/a\xff\n.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(b"Some text.")
    outcome = read_one(tmp_path)
    assert outcome.name == f"{tmp_path}/a\ufffd\\x0a.txt"


def test_reading_is_lazy(tmp_path):
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "b.txt").write_text("Second.")
    outcomes = read_all([str(tmp_path)], options=ReadOptions())
    assert next(outcomes).report.text == "First."
    (tmp_path / "b.txt").write_text("Changed meanwhile.")
    assert next(outcomes).report.text == "Changed meanwhile."


@pytest.mark.parametrize("options", [{"date": "2017"}, {"date": "2017-02-30"}, {"max_bytes": 0}])
def test_unusable_options(options):
    with pytest.raises(ConfigurationError):
        ReadOptions(**options)


def test_zip(tmp_path):
    inner = zip_of({"deep.txt": "Deep text."})
    data = zip_of(
        {"b.txt": "Text b.", "a/a.html": f"<p>{PARAGRAPH}</p>", "n.zip": inner, "../e.txt": "Evil.",
         "/abs.txt": "Evil.", ".DS_Store": "x", "__MACOSX/b.txt": "x", "r.jsonl": LINES,
         "e.txt": ""}
    )  # fmt: skip
    found = read_bytes(tmp_path, "z.zip", data)
    outcomes = {o.name.partition("!")[2]: o for o in found}
    reasons = {name: o.error.reason for name, o in outcomes.items() if o.error}
    assert texts(outcomes[k] for k in ("b.txt", "a/a.html", "n.zip!deep.txt", "r.jsonl:2")) == [
        "Text b.", PARAGRAPH, "Deep text.", "Text two.",
    ]  # fmt: skip
    assert set(reasons) == {"../e.txt", "/abs.txt", "e.txt"}
    assert "leads out of the archive" in reasons["../e.txt"]
    assert outcomes["n.zip!deep.txt"].report.source == "z.zip!n.zip!deep.txt"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["z.zip"]


def test_zip_with_a_password(tmp_path):
    data = bytearray(zip_of({"a.txt": "Secret text."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (outcome,) = read_bytes(tmp_path, "z.zip", bytes(data))
    assert "password" in outcome.error.reason


def test_damaged_member_leaves_its_neighbours(tmp_path):
    data = bytearray(zip_of({"a.txt": PARAGRAPH * 9, "b.txt": "Fine."}))
    data[60] ^= 0xFF
    broken, fine = read_bytes(tmp_path, "z.zip", bytes(data))
    assert "is damaged" in broken.error.reason
    assert fine.report.text == "Fine."


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.zip"])
def test_packed_files_cut_short(tmp_path, name):
    lines = b"".join(b'{"text": "%s"}\n' % os.urandom(600).hex().encode() for _ in range(400))
    packed = {
        "a.jsonl.gz": gzip.compress(lines),
        "a.jsonl.zst": zstandard.compress(lines),
        "a.zip": zip_of({"a.jsonl": lines}),
    }
    outcomes = read_bytes(tmp_path, name, packed[name][:-3000])
    assert isinstance(outcomes[-1].error, UnreadableError)
    assert any(word in outcomes[-1].error.reason for word in ("damaged", "cut short"))


def test_mail(tmp_path):
    mail = (
        "From: =?utf-8?q?The_D=C3=A4ily?= <desk@daily.example>\r\nSubject: Deal\r\n signed\r\n"
        "Date: Tue, 25 Apr 2017 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html\r\n\r\n<p>The page part.</p>\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
        "VGhlIHRleHQgcGFydC4=\r\n"
        "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        'filename="note.txt"\r\n\r\nThe attached note.\r\n--b--\r\n'
    )
    own, note = read_bytes(tmp_path, "m.eml", mail.encode())
    assert (own.report.title, own.report.date) == ("Deal signed", "2017-04-25")
    assert (own.report.outlet, own.report.byline) == (None, "The Däily")
    assert own.report.text == "The text part."
    assert note.name.endswith("m.eml!note.txt")
    assert note.report.text == "The attached note."


def test_mail_of_an_outlet_with_soft_line_breaks(tmp_path):
    mail = (
        "From: Desk <desk@mail.reuters.com>\nContent-Type: text/plain; format=flowed\n\n"
        "The ministry \nsigned the \ncontract.\n From here on.\n-- \nThe desk"
    )
    (outcome,) = read_bytes(tmp_path, "m.eml", mail.encode())
    assert outcome.report.outlet == "Reuters"
    assert outcome.report.text == (
        "The ministry signed the contract.\nFrom here on.\n-- \nThe desk"
    )


def test_the_outlet_tells_day_from_month(tmp_path):
    text = b"Published: 10/08/2019\n\nThe ministry signed the contract."
    days = {
        outlet: read_bytes(tmp_path, "a.html", b"<p>%s</p>" % text, outlet=outlet)[0].report.date
        for outlet in ("Reuters", "Associated Press", "Nobody")
    }
    assert days == {"Reuters": "2019-08-10", "Associated Press": "2019-10-08", "Nobody": None}


def test_web_archive(tmp_path):
    page = (
        "From: <Saved by browser>\nSnapshot-Content-Location: https://a.example/2017/04/25/x\n"
        'Subject: Deal\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        f"--b\nContent-Type: text/html\n\n<html><body><p>{PARAGRAPH}</p></body></html>\n--b\n"
        "Content-Type: image/png\nContent-Location: https://a.example/x.png\n\nx\n--b--\n"
    )
    (outcome,) = read_bytes(tmp_path, "p.mhtml", page.encode())
    assert outcome.report.text == PARAGRAPH
    assert (outcome.report.date, outcome.report.date_inferred) == ("2017-04-25", True)


def test_importing_loads_no_parser():
    heavy = "trafilatura spacy pypdfium2 docx lxml numpy py3langid charset_normalizer zstandard"
    code = f"import sys, armsledger.sources; print(set('{heavy}'.split()) & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.strip() == b"set()"


def test_too_large_names_the_option(tmp_path):
    (outcome,) = read_bytes(tmp_path, "a.txt", b"x" * 2000, max_bytes=1000)
    assert isinstance(outcome.error, TooLargeError)
    assert "over the limit of 1,000 bytes: raise --max-bytes" in str(outcome.error)
