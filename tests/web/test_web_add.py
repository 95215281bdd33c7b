"""Adding from the desk: files and pasted texts, in a process of their own."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_material import app_on, client_of, token_in

from armsledger.web.adding.jobs import safe_name

TEXT = "OSLO - Norway has ordered 54 Leopard 2A7 tanks from Germany, the defence ministry said."
PATIENCE = 120  # seconds; a broken desk fails, a slow machine does not


@pytest.fixture
def desk(empty_ledger):
    with client_of(app_on(empty_ledger)) as client:
        yield client


def send(client, files=(), **form):
    data = {"csrf": token_in(client.get("/add")), **form}
    sent = [("files", (name, body)) for name, body in files]
    origin = {"Origin": str(client.base_url)}
    return client.post("/add", data=data, files=sent or None, headers=origin)


def finished(client, address):
    job = client.app.state.workplace.jobs
    end = time.monotonic() + PATIENCE
    while not job.get(address.rsplit("/", 1)[1]).is_over:
        assert time.monotonic() < end, "the upload is never read"
        time.sleep(0.05)
    return job.get(address.rsplit("/", 1)[1])


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members.items():
            archive.writestr(f"{name}.txt", body)
    return out.getvalue()


def test_files_texts_and_archives(desk):
    files = [
        ("../../norway.txt", TEXT.encode()),
        ("broken.pdf", b"%PDF-1.7 and no more"),
        ("more.zip", packed(one="Poland bought K9 howitzers from South Korea in 2022.", two=TEXT)),
    ]
    answer = send(desk, files, text="Nothing about arms.", date="2023-02-03", outlet="Wire")
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert desk.get(address).status_code == 200
    job = finished(desk, address)
    assert (job.files, job.counts) == (4, {"added": 3, "already known": 1, "failed": 1})
    assert job.state == "done"
    assert job.deals >= 1
    page = desk.get(address).text
    assert "norway.txt" in page
    assert "broken.pdf" in page
    assert "armsledger-add-" not in page
    deals = desk.get("/api/deals").json()["items"]
    assert ("DEU", "NOR", "Leopard 2") in {
        (d["supplier"], d["recipient"], d["system"]) for d in deals
    }
    report = next(one.report for one in job.outcomes if one.name == "norway.txt")
    stored = desk.get(f"/api/reports/{report}").json()
    assert (stored["date"], stored["outlet"]) == ("2023-02-03", "Wire")
    assert "Upload" in desk.get("/add").text or job.id in desk.get("/add").text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "nothing to add"),
        ({"text": "  "}, "nothing to add"),
        ({"text": "x", "date": "May"}, "YYYY"),
    ],
)
def test_what_cannot_be_added_is_told(desk, form, told):
    answer = send(desk, **form)
    assert answer.status_code == 422
    assert told in answer.text


def test_an_unknown_upload(desk):
    assert desk.get("/add/none").status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\b.pdf", "b.pdf"),
        ("...", "document"),
        ("", "document"),
        ("a\nb\0.txt", "a_b_.txt"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert safe_name(given) == kept


@given(st.text(max_size=400))
def test_any_name(name):
    kept = safe_name(name)
    assert kept
    assert "/" not in kept
    assert not kept.startswith(".")
    assert len(kept.encode()) <= 150
