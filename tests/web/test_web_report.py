"""The page of a report: its text as archived, its claims in it, its company."""

from dataclasses import replace

import pytest
from dossier_views import example_view, report_of
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from web_material import app_on, client_of, fill

from armsledger.exports.view import RegisterView
from armsledger.ledger import Ledger
from armsledger.store import Store
from armsledger.store.intake import Entry, Intake
from armsledger.web.views.report_text import (
    WINDOW,
    in_window,
    numbered,
    stretches,
    window_at,
    windows_of,
)
from ledger_fakes import LineExtractor
from ledger_fakes import report_of as plain_report

COPY, ORIGINAL = "2017-09-13-black-sea-courier", "2017-09-13-bosphorus-wire"


def page_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def shown_text(page):
    """Return the text that the page shows, without the tags behind its sentences."""
    (archive,) = page.find_class("archive")
    for tag in archive.find_class("tag-box"):
        tag.drop_tree()
    return archive.text_content()


def fill_long(path, sentences):
    """Make a ledger of one long report whose every hundredth sentence is a claim's."""
    base = example_view()
    claim = next(c for c in base.claims.values() if c.part == "text")
    text = base.reports[claim.report].text
    padding = "The weather was fine and nothing was told of any deal on that day. "
    long = "\n\n".join([padding * 5, *([text, padding * 40] * sentences)])
    report = report_of({"id": "long", "text": long, "date": "2020-01-01", "outlet": "Long Reads"})
    fill(path, RegisterView(deals=(), claims={}, reports={"long": report}))
    return report


@pytest.mark.parametrize("key", list(example_view().reports))
def test_the_text_is_as_archived(reading_client, key):
    report = example_view().reports[key]

    assert shown_text(page_of(reading_client, f"/reports/{key}")) == report.text


@pytest.mark.parametrize("key", list(example_view().reports))
def test_each_claim_is_marked_and_listed(reading_client, key):
    page = page_of(reading_client, f"/reports/{key}")
    claims = [c for c in example_view().claims.values() if c.report == key]

    assert len(page.xpath("//aside//li")) == len(claims)
    for claim in claims:
        (place,) = page.xpath("//*[@id=$key]", key=f"c-{claim.id}")
        assert place.xpath("./descendant-or-self::mark | ./ancestor::mark"), claim.quote
    for tag in page.find_class("tag"):
        assert page.xpath("//aside//li[@id=$key]", key=tag.get("href")[1:])
        assert page.xpath("//*[@id=$key]", key=tag.get("aria-describedby"))


def test_a_claim_leads_to_its_deal(reading_client):
    page = page_of(reading_client, f"/reports/{COPY}")

    hrefs = page.xpath("//*[@class='claim-links']/a[starts-with(@href, '/deals/')]/@href")
    assert hrefs
    there = page_of(reading_client, hrefs[0].partition("#")[0])
    assert there.xpath("//*[@id=$key]", key=hrefs[0].partition("#")[2])


def test_original_and_copy_lead_to_each_other(reading_client):
    pages = {key: page_of(reading_client, f"/reports/{key}") for key in (COPY, ORIGINAL)}
    repeats = [key for key, page in pages.items() if "no second witness" in page.text_content()]

    assert len(repeats) == 1
    (other,) = set(pages) - set(repeats)
    copies = pages[other].xpath("//h2[@id='copies-title']/..//a/@href")
    assert copies == [f"/reports/{repeats[0]}"]


def test_other_reports_of_the_outlet(reading_client):
    page = page_of(reading_client, f"/reports/{ORIGINAL}")
    hrefs = page.xpath("//h2[@id='siblings-title']/..//a/@href")

    assert "/reports/bosphorus-wire-2019-05-15" in hrefs
    assert f"/reports/{ORIGINAL}" not in hrefs
    assert page.xpath("//*[@class='report-line']/a/@href") == ["/actors/outlet%3Abosphorus-wire"]


def test_a_later_report_says_so(reading_client):
    page = page_of(reading_client, f"/reports/{ORIGINAL}?as_of=2016-01-01")

    assert "was not yet known by 1 January 2016" in page.text_content()
    assert "in no deal as of this day" in page.text_content()


def test_the_beginning_of_an_id_leads_to_the_report(reading_client):
    answer = reading_client.get("/reports/2021-05-05?claim=x")

    assert answer.status_code == 307
    assert answer.headers["Location"] == "/reports/2021-05-05-delta-affairs?claim=x"
    assert reading_client.get("/reports/2017-09-13").status_code == 404
    assert reading_client.get("/reports/nothing").status_code == 404


def test_what_may_have_been_missed_is_listed(reading_client):
    page = page_of(reading_client, "/reports/2019-07-13-anatolian-observer")

    (listed,) = page.find_class("unread")
    assert listed.xpath(".//q")


def test_a_long_report_comes_in_parts(tmp_path):
    report = fill_long(tmp_path / "long.db", 200)
    assert len(report.text) > 500_000
    with client_of(app_on(tmp_path / "long.db")) as client:
        answer = client.get("/reports/long")
        parts = html.fromstring(answer.text).xpath("string(//nav[@class='pager']/span)")
        number = int(parts.split()[-1])
        texts = [
            shown_text(page_of(client, f"/reports/long?part={n}")) for n in range(1, number + 1)
        ]
        beyond = shown_text(page_of(client, f"/reports/long?part={number + 7}"))

    assert "".join(texts) == report.text
    assert beyond == texts[-1]
    assert int(answer.headers["Content-Length"]) < 300_000


def test_a_claim_opens_its_part(tmp_path):
    base = example_view()
    claim = next(c for c in base.claims.values() if c.part == "text")
    text = base.reports[claim.report].text
    shift = 3 * WINDOW
    long = "x" * (shift - 2) + "\n\n" + text
    report = report_of({"id": "long", "text": long, "date": "2020-01-01"})
    moved = replace(
        claim, report="long", start=claim.start + shift, end=claim.end + shift, spans=()
    )
    fill(
        tmp_path / "l.db",
        RegisterView(deals=(), claims={moved.id: moved}, reports={"long": report}),
    )
    with Ledger.open(tmp_path / "l.db") as ledger:
        assert ledger.claims_of_report("long")
    with client_of(app_on(tmp_path / "l.db")) as client:
        first = page_of(client, "/reports/long")
        there = page_of(client, f"/reports/long?claim={moved.id}")

    assert not first.find_class("at")
    assert claim.quote in shown_text(there)
    assert there.xpath("//*[@id=$key]", key=f"c-{moved.id}")


@given(st.text(alphabet="ab .\n", max_size=60), st.integers(1, 9))
def test_windows_are_the_whole_text(words, times):
    text = words * times * (WINDOW // 20)
    windows = windows_of(text[: 5 * WINDOW], ())

    assert "".join(text[w.start : w.end] for w in windows) == text[: 5 * WINDOW]
    assert [w.number for w in windows] == list(range(1, len(windows) + 1))
    assert all(w.end - w.start <= WINDOW for w in windows)
    assert all(window_at(windows, w.start) == w for w in windows if w.start < w.end)


@pytest.mark.parametrize("key", list(example_view().reports))
def test_stretches_are_the_whole_text(key):
    report = example_view().reports[key]
    claims = numbered([c for c in example_view().claims.values() if c.report == key])
    (window,) = windows_of(report.text, [one.claim for one in claims])
    here = [one for one in claims if in_window(one, window)]
    found = list(stretches(report.text, window.start, window.end, here))

    assert "".join(piece.text for s in found for piece in s.pieces) == report.text
    assert sorted(one.number for s in found for one in s.starts) == [one.number for one in here]
    assert sorted(one.number for s in found for one in s.ends) == [one.number for one in here]


def fill_read(path):
    """Make a ledger of reports about whose reading there is something to tell."""
    text = "RUS sells S-400 to TUR in 2017."
    told = [
        Entry("a.txt", plain_report(text, id="noted"), ("date inferred: <b>2017</b>", "cut")),
        Entry("b.txt", plain_report("BROKEN", id="broken")),
        Entry("c.txt", plain_report("Rien du tout.", id="foreign", language="fr")),
        Entry("d.txt", plain_report("No outlet.", id="lonely", outlet=None, date=None)),
    ]
    store = Store.open(str(path), create=True)
    intake = Intake(store, LineExtractor())
    for entry in told:
        intake.record(entry, intake.extract(entry))
    store.close()


@pytest.fixture(scope="module")
def read_client(tmp_path_factory):
    path = tmp_path_factory.mktemp("read") / "a.db"
    fill_read(path)
    with client_of(app_on(path)) as client:
        yield client


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("noted", ("date inferred: <b>2017</b>", "cut", "lines/1", "read")),
        (
            "broken",
            ("The latest reading of this report failed", "the text says so", "add it again"),
        ),
        ("foreign", ("not read: language fr", "This report has no claims")),
        ("lonely", ("There is nothing to note.", "not known", "nothing found")),
    ],
)
def test_a_page_tells_how_its_report_was_read(read_client, key, words):
    page = page_of(read_client, f"/reports/{key}")
    told = " ".join(page.get_element_by_id("main").text_content().split())
    assert [word for word in words if word not in told] == []


def test_only_reports_without_an_outlet_stand_beside_one(read_client):
    page = page_of(read_client, "/reports/lonely")
    assert "Other reports without an outlet None in the ledger." in " ".join(
        page.text_content().split()
    )


def test_copies_know_each_other(tmp_path):
    body = " ".join(f"word{n} speaks of matters number {n * 7}" for n in range(30))
    keys = ("first", "second", "third")
    with Ledger.open(tmp_path / "a.db", create=True) as ledger:
        for number, key in enumerate(keys):
            copy = plain_report(body + " " * number, id=key, date=f"2019-07-0{number + 1}")
            list(ledger.add([copy], LineExtractor()))
    with client_of(app_on(tmp_path / "a.db")) as client:
        pages = {key: page_of(client, f"/reports/{key}") for key in keys}
    shown = {
        key: page.xpath("//section[@aria-labelledby='copies-title']//a/@href")
        for key, page in pages.items()
    }
    assert shown == {
        "first": ["/reports/second", "/reports/third"],
        "second": ["/reports/third"],
        "third": ["/reports/second"],
    }
    assert "repeats the text of first" in " ".join(pages["third"].text_content().split())
