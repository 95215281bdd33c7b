"""Search: reports with their words marked, deals and actors by name; any text is safe."""

import pytest
from lxml import html
from web_material import app_on, client_of

WORDS = "S-400 batteries"


def page_of(client, path, **parameters):
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def test_without_words_there_is_only_the_form(reading_client):
    page = page_of(reading_client, "/search")
    assert page.xpath("//form[@role='search']//input[@name='q']")
    assert page.xpath("//main//section") == []


def test_a_report_is_found_with_its_words_marked(reading_client):
    page = page_of(reading_client, "/search", q=WORDS)
    hits = page.xpath("//ol[@class='found-reports']/li")
    assert hits
    for hit in hits:
        marked = {mark.text_content().casefold() for mark in hit.xpath(".//mark")}
        assert marked
        assert all(word.startswith(("s-400", "s", "400", "batter")) for word in marked)
        assert hit.xpath("./h3/a/@href")[0].startswith("/reports/")


def test_deals_are_found_by_name_and_lead_to_their_page(reading_client):
    page = page_of(reading_client, "/search", q="S-400 Turkey")
    deals = page.xpath("//ul[@class='found-deals']//a/@href")
    assert "/deals/rus-tur-s-400" in deals


def test_actors_are_found_and_have_a_page(reading_client):
    page = page_of(reading_client, "/search", q="Turkey")
    actors = page.xpath("//*[@aria-labelledby='found-actors']//a/@href")
    assert "/actors/TUR" in actors
    for address in actors:
        assert reading_client.get(address).status_code == 200


def test_a_day_holds_back_what_came_later(reading_client):
    now = page_of(reading_client, "/search", q="S-400").xpath("//ol/li//h3/a/@href")
    then = page_of(reading_client, "/search", q="S-400", as_of="2017-12-31")
    shown = then.xpath("//ol[@class='found-reports']/li//h3/a/@href")
    assert 0 < len(shown) < len(now)
    assert all("as_of=2017-12-31" in address for address in shown)


def test_nothing_found_says_what_to_do(reading_client):
    page = page_of(reading_client, "/search", q="zeppelin")
    assert "No report has these words." in page.find_class("empty-title")[0].text_content()


def test_an_empty_ledger(empty_ledger):
    with client_of(app_on(empty_ledger)) as client:
        assert page_of(client, "/search", q="tank").find_class("empty")


@pytest.mark.parametrize(
    "words", ['"', "a AND (", "*", "<script>alert(1)</script>", "\u0131" * 400]
)
def test_any_words_are_safe(reading_client, words):
    page = page_of(reading_client, "/search", q=words)
    assert page.xpath("//script[not(@src)]") == []
    assert page.xpath("//input[@id='words']/@value") == [words]


def test_a_wrong_cursor_is_told(reading_client):
    answer = reading_client.get("/search", params={"q": "S-400", "cursor": "nonsense"})
    assert answer.status_code == 422
