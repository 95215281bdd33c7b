"""The log of decisions is shown page by page; one decision can be shown by itself."""

import re

import pytest
from lxml import html
from web_material import app_on, client_of

from armsledger.ledger import Ledger
from armsledger.model.decision import Kind, Wish
from armsledger.web.pages.review import LOG
from ledger_fakes import LineExtractor, report_of

DEALS = 15


@pytest.fixture(scope="module")
def noted(tmp_path_factory):
    """A desk with a few more decisions than a page of the log has."""
    path = tmp_path_factory.mktemp("log") / "a.db"
    texts = [f"RUS sells Kind-{number} to TUR in 2017." for number in range(DEALS)]
    with Ledger.open(path, create=True) as ledger:
        reports = [report_of(text, id=f"r{number}") for number, text in enumerate(texts)]
        list(ledger.add(reports, LineExtractor()))
        for number in range(LOG + 5):
            deals = (f"rus-tur-kind-{number % DEALS}",)
            ledger.decide(Wish(kind=Kind.NOTE, who="Ann", why=f"note {number}", deals=deals))
        last = ledger.log_page().entries[0].decision
        ledger.undo(last.id, "Ben")
    with client_of(app_on(path)) as client:
        yield client


def page_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def notes_on(page):
    return re.findall(r"note (\d+)", page.text_content())


def test_the_log_comes_in_pages(noted):
    first = page_of(noted, "/review/log")
    assert len(first.xpath("//tbody/tr")) == LOG
    assert f"{LOG + 6} decisions" in first.text_content()
    assert not first.xpath("//nav[@class='pager']//a[@rel='prev']")
    (on,) = first.xpath("//nav[@class='pager']//a[@rel='next']/@href")
    second = page_of(noted, on)
    assert len(second.xpath("//tbody/tr")) == 6
    assert not second.xpath("//nav[@class='pager']//a[@rel='next']")
    numbers = [int(one) for one in (*notes_on(first), *notes_on(second))]
    assert numbers == sorted(numbers, reverse=True)
    assert set(numbers) == set(range(LOG + 5))
    (back,) = second.xpath("//nav[@class='pager']//a[@rel='prev']/@href")
    assert notes_on(page_of(noted, back)) == notes_on(first)


def test_a_withdrawal_leads_to_what_it_withdraws(noted):
    page = page_of(noted, "/review/log")
    row = page.xpath("//tbody/tr")[0]
    assert "took a decision back" in row.text_content()
    (href,) = row.xpath("./td[4]/a/@href")
    there = page_of(noted, href)
    (shown,) = there.xpath("//tbody/tr")
    assert f"note {LOG + 4}" in shown.text_content()
    assert "taken back" in shown.text_content()
    assert not there.xpath("//nav[@class='pager']")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("decision=0000000000000000", 404),
        ("decision=", 200),
        ("cursor=", 200),
        ("cursor=nonsense", 422),
        ("cursor=WyJ4Il0", 422),
        (f"decision={'f' * 101}", 422),
        ("done=0000000000000000", 200),
        (f"done={'f' * 101}", 422),
    ],
)
def test_what_is_asked_wrongly_is_told(noted, query, status):
    assert noted.get(f"/review/log?{query}").status_code == status


def test_what_was_just_done_is_told_whatever_the_page(noted):
    page = page_of(noted, "/review/log")
    keys = [row.get("id").removeprefix("d-") for row in page.xpath("//tbody/tr")]
    told = noted.get("/review", params={"done": keys[-1]}).text
    assert "You left a note" in told
    assert f'name="target" value="{keys[-1]}"' in told
    assert "You " not in noted.get("/review", params={"done": "0" * 16}).text
