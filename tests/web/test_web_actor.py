"""Actors: what a state supplies and receives, what anybody said, and what became of it."""

import pytest
from lxml import html
from web_material import app_on, client_of

from armsledger.ledger import DealFilter, Ledger


def page_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


@pytest.fixture(scope="module")
def ledger(example_ledger):
    with Ledger.open(example_ledger) as opened:
        yield opened


def deals_in(page, section):
    return page.xpath("//section[@aria-labelledby=$name]//th/a/@href", name=section)


def test_a_state_with_its_deals_on_both_sides(reading_client, ledger):
    page = page_of(reading_client, "/actors/TUR")
    assert page.xpath("//h1")[0].text_content() == "Turkey"
    for section, wanted in (
        ("supplies", DealFilter(supplier="TUR")),
        ("receives", DealFilter(recipient="TUR")),
    ):
        deals = {f"/deals/{deal.id}" for deal in ledger.deals(wanted)}
        assert set(deals_in(page, section)) == deals


def test_statements_lead_to_their_sentence(reading_client):
    page = page_of(reading_client, "/actors/TUR")
    said = page.xpath("//ol[@class='statements']/li")
    assert said
    for one in said:
        quote = one.xpath(".//blockquote")[0].text_content().strip()
        address = next(a for a in one.xpath(".//a/@href") if a.startswith("/reports/"))
        assert quote in reading_client.get("/api" + address.partition("#")[0]).json()["text"] or (
            quote == reading_client.get("/api" + address.partition("#")[0]).json()["title"]
        )


def test_every_speaker_has_a_page(reading_client, ledger):
    hits, _ = ledger.actors(limit=200)
    assert {hit.kind for hit in hits} >= {"official", "company", "outlet"}
    for hit in hits:
        page = page_of(reading_client, f"/actors/{hit.id}")
        assert page.xpath("//h1")[0].text_content() == hit.name
        assert page.xpath("//*[@aria-labelledby='said']")


def test_an_outlet_lists_what_it_published(reading_client, ledger):
    page = page_of(reading_client, f"/actors/{ledger.outlet_id('Black Sea Courier')}")
    shown = page.xpath("//ul[@class='published']//a/@href")
    assert "/reports/2017-09-13-black-sea-courier" in shown


def test_fates_count_the_statements(reading_client, ledger):
    page = page_of(reading_client, "/actors/TUR")
    counted = [int(dd.text_content()) for dd in page.xpath("//dl[@class='fates']//dd")]
    assert sum(counted) == ledger.actor("TUR").statements


def test_a_day_holds_back_what_came_later(reading_client):
    page = page_of(reading_client, "/actors/TUR?as_of=2014-12-31")
    then = deals_in(page, "receives")
    assert "/deals/chn-tur-hq-9?as_of=2014-12-31" in then
    assert "/deals/rus-tur-s-400?as_of=2014-12-31" not in then
    assert all(address.endswith("?as_of=2014-12-31") for address in then)


@pytest.mark.parametrize("key", ["XXX", "company:nobody", "outlet:", "a:b:c"])
def test_nobody(reading_client, key):
    page_of(reading_client, f"/actors/{key}", status=404)


def test_an_empty_ledger(empty_ledger):
    with client_of(app_on(empty_ledger)) as client:
        assert page_of(client, "/actors/TUR").find_class("empty")
        page_of(client, "/actors/company:nobody", status=404)
