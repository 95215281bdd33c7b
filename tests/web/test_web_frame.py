"""The frame of every page: safe headers, links that keep the day, themes, statics, problems."""

import pytest
from lxml import html
from web_material import app_on, client_of, post

from armsledger.web.guards import CONTENT_POLICY, HEADERS


def test_the_register_shows_the_examples(reading_client):
    page = html.fromstring(reading_client.get("/").text)

    row = page.xpath("//tr[th/a[@href='/deals/rus-tur-s-400']]")[0]
    assert "$2.5 billion" in row.text_content()


def test_an_empty_ledger_says_what_to_do(empty_ledger):
    with client_of(app_on(empty_ledger)) as client:
        page = html.fromstring(client.get("/").text)

    assert "No deals yet" in page.find_class("empty")[0].text_content()
    assert page.xpath("//*[@class='empty']//a/@href") == ["/add"]


@pytest.mark.parametrize("path", ["/", "/about", "/healthz", "/nowhere", "/openapi.json"])
def test_every_answer_has_the_safe_headers(reading_client, path):
    headers = reading_client.get(path).headers

    assert {name: headers[name] for name in HEADERS} == dict(HEADERS)
    assert "unsafe" not in CONTENT_POLICY
    assert headers["Cache-Control"] == "private, no-cache"


def test_links_keep_the_day(reading_client):
    page = html.fromstring(reading_client.get("/?as_of=2017-12-31&stage=order").text)

    assert set(page.xpath("//nav/a/@href")) >= {"/?as_of=2017-12-31", "/map?as_of=2017-12-31"}
    assert page.xpath("//form[contains(@class, 'as-of')]//input[@name='stage']/@value") == ["order"]
    assert page.xpath("//a[text()='Back to now']/@href") == ["/?stage=order"]
    assert all("as_of=2017-12-31" in href for href in page.xpath("//tbody//th/a/@href"))


@pytest.mark.parametrize("day", ["2017-02-30", "yesterday", "2017"])
def test_what_is_no_day_is_refused(reading_client, day):
    for_people = reading_client.get("/", params={"as_of": day})
    for_programs = reading_client.get("/openapi.json", params={"as_of": day})

    assert for_people.status_code == for_programs.status_code == 422
    assert "as_of" in for_people.text
    assert for_programs.headers["Content-Type"] == "application/problem+json"
    assert for_programs.json()["errors"][0]["field"] == "as_of"


def test_no_page_is_a_page(reading_client):
    answer = reading_client.get("/nowhere")

    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_a_theme_is_kept(client):
    answer = post(client, "/theme", {"theme": "dark", "back": "/about?as_of=2019-01-01"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/about?as_of=2019-01-01")
    assert 'data-theme="dark"' in client.get("/").text


@pytest.mark.parametrize(
    "back", ["https://other.example/", "//other.example", "/\\other.example", "x", "/a\nb"]
)
def test_a_form_leads_nowhere_else(client, back):
    assert post(client, "/theme", {"theme": "dark", "back": back}).headers["Location"] == "/"


def test_files_are_kept_for_good_under_their_version(reading_client):
    page = html.fromstring(reading_client.get("/").text)
    for address in page.xpath("//link/@href"):
        answer = reading_client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]
    older = reading_client.get("/static/older/css/base.css")
    assert older.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/v/../app.py", "/static/v/%2e%2e/app.py", "/static/v/"])
def test_other_files_are_not_served(reading_client, path):
    assert reading_client.get(path).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""])
def test_another_name_for_this_machine_is_refused(reading_client, host):
    assert reading_client.get("/", headers={"Host": host}).status_code == 421


def test_what_the_ledger_holds_is_told_as_of_the_day(reading_client):
    def held(day):
        page = html.fromstring(reading_client.get("/about", params={"as_of": day}).text)
        names = page.xpath("//dl[@class='numbers']//dt/text()")
        counts = page.xpath("//dl[@class='numbers']//dd/text()")
        return dict(zip(names, map(int, counts), strict=True))

    now, far, then, before = (held(day) for day in ("", "2099-01-01", "2017-12-31", "1999-01-01"))
    assert now == far
    assert all(0 < then[name] < now[name] for name in now)
    assert set(before.values()) == {0}
