"""The map: flows drawn and as a table, each leading to its deals in the register."""

import pytest
from lxml import html
from web_material import app_on, client_of


def page_of(client, path, **parameters):
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def rows_of(page):
    return [
        tuple(cell.text_content().strip() for cell in row.xpath("./td"))
        for row in page.xpath("//main//tbody/tr")
    ]


def test_flows_are_drawn_and_listed(reading_client):
    page = page_of(reading_client, "/map")
    assert page.xpath("//*[@aria-labelledby='map-title']//*[local-name()='svg']")
    assert page.xpath("//*[@aria-labelledby='network-title']//*[local-name()='svg']")
    flows = {row[:2]: row for row in rows_of(page)}
    assert flows["Russia", "Turkey"][4].startswith("$")
    assert int(flows["Russia", "Turkey"][2]) >= 1


def test_a_flow_leads_to_exactly_its_deals(reading_client):
    page = page_of(reading_client, "/map")
    for row in page.xpath("//main//tbody/tr"):
        (link,) = row.xpath(".//td[3]/a")
        asked = link.get("href").replace("/?", "/api/deals?", 1)
        found = reading_client.get(asked).json()
        assert found["total"] == int(link.text_content()), asked


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"supplier": "Russia"}, {("Russia",)}),
        ({"category": "aircraft", "supplier": "FRA"}, {("France",)}),
        ({"recipient": "Turkey", "supplier": "CHN"}, {("China",)}),
    ],
)
def test_filters(reading_client, asked, wanted):
    found = rows_of(page_of(reading_client, "/map", **asked))
    assert {row[:1] for row in found} == wanted


def test_filters_stay_in_the_form(reading_client):
    page = page_of(reading_client, "/map", supplier="Russia", category="air defence systems")
    assert page.xpath("//input[@id='map-supplier']/@value") == ["Russia"]
    chosen = page.xpath("//select[@name='category']/option[@selected]")
    assert [one.text_content() for one in chosen] == ["air defence systems"]


def test_a_day(reading_client):
    then = {row[:2] for row in rows_of(page_of(reading_client, "/map", as_of="2014-12-31"))}
    now = {row[:2] for row in rows_of(page_of(reading_client, "/map"))}
    assert then < now


def test_nothing_fits(reading_client):
    page = page_of(reading_client, "/map", supplier="Peru")
    assert page.find_class("empty")
    assert page.xpath("//main//table") == []


def test_an_empty_ledger(empty_ledger):
    with client_of(app_on(empty_ledger)) as client:
        assert page_of(client, "/map").find_class("empty")


def test_an_unknown_name_is_told(reading_client):
    answer = reading_client.get("/map", params={"supplier": "Rusia"})
    assert answer.status_code == 422
    assert "did you mean" in answer.text
