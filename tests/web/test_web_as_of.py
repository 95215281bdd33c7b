"""The as-of bar: on every page, its steps, and what changed at the last stop."""

from urllib.parse import unquote

import pytest
from lxml import html
from web_material import app_on, client_of

from armsledger.store.queries import DealQuery
from armsledger.web.known_by import _selection
from armsledger.web.views.as_of import last_stop, steps_around

PAGES = (
    *("/", "/map", "/search?q=batteries", "/actors/TUR", "/actors/outlet:bosphorus-wire"),
    *("/about", "/deals/rus-tur-s-400"),
)


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def words_of(element):
    return " ".join(element.text_content().split())


def as_of(path, day):
    return f"{path}{'&' if '?' in path else '?'}as_of={day}"


def step(page, way):
    hrefs = page.xpath(f"//a[contains(@class, 'dr-as-of-{way}')]/@href")
    return [href.replace("%3A", ":") for href in hrefs]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_steps_back_and_on(reading_client, path):
    """By its links alone: one stop back from now, another one, and on again to now."""
    (last,) = step(page_of(reading_client, path), "prev")
    there = page_of(reading_client, last)
    (before,) = step(there, "prev")

    assert before < last
    assert step(there, "next") == [path]
    assert step(page_of(reading_client, before), "next") == [last]


def test_the_steps_end_before_the_first_report(reading_client):
    href, count = "/?as_of=2024-01-01", 0
    while back := step(page_of(reading_client, href), "prev"):
        assert back[0] < href
        href, count = back[0], count + 1

    assert (href, count) == ("/?as_of=2013-09-27", 14)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_keeps_its_question_and_has_a_slider(reading_client, path):
    page = page_of(reading_client, as_of(path, "2018-01-01"))
    (form,) = page.xpath("//form[@data-as-of]")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input[@name]")}

    assert sent.pop("as_of") == "2018-01-01"
    assert sent == ({"q": "batteries"} if path.startswith("/search") else {})
    assert form.get("action") == form.get("hx-get")
    assert unquote(form.get("action")) == path.partition("?")[0]
    assert len(form.xpath(".//input[@type='range']")) == 1


def test_what_changed_at_the_last_stop_is_told(reading_client):
    (moved,) = page_of(reading_client, "/?as_of=2019-07-20").find_class("as-of-moved")
    assert words_of(moved).startswith("What changed on 18 July 2019")
    (link,) = moved.xpath(".//li/a")
    assert words_of(link) == "United States to Turkey: F-35"
    assert link.get("href") == "/deals/usa-tur-f-35?as_of=2019-07-20"


def test_of_a_selection_only_its_own_changes_are_told(reading_client):
    page = page_of(reading_client, "/?supplier=RUS&as_of=2019-07-17")

    (moved,) = page.find_class("as-of-moved")
    assert "What changed on 13 July 2019" in words_of(moved)
    assert moved.xpath(".//li/a/@href") == ["/deals/rus-tur-s-400?as_of=2019-07-17"]


def test_a_day_may_change_no_cell(reading_client):
    """On 18 July 2019 a report repeats what is known of the deals of Russia."""
    (moved,) = page_of(reading_client, "/?supplier=RUS&as_of=2019-07-20").find_class("as-of-moved")
    assert "no cell changed" in words_of(moved)
    assert moved.get("open") is None


def test_before_the_first_report_nothing_changed(reading_client):
    page = page_of(reading_client, "/?as_of=1990-01-01")

    assert not page.find_class("as-of-moved")
    assert not step(page, "prev")
    assert step(page, "next") == ["/?as_of=2013-09-27"]


def test_an_empty_ledger_has_no_stops(empty_ledger):
    with client_of(app_on(empty_ledger)) as client:
        assert not page_of(client, "/").xpath("//*[@id='as-of']//input[@type='range']")
        assert step(page_of(client, "/?as_of=2018-01-01"), "next") == ["/"]


def test_at_present_every_day_between_first_and_last_report_can_be_chosen(reading_client):
    (slider,) = page_of(reading_client, "/").xpath("//input[@type='range']")

    assert slider.get("data-every") is not None
    assert (slider.get("data-first"), slider.get("aria-valuetext")) == ("2013-09-01", "now")
    assert slider.get("value") == slider.get("max")


@pytest.mark.parametrize("path", ["/review", "/add", "/account", "/review/deals/rus-tur-s-400"])
def test_pages_about_now_say_so(reading_client, path):
    (bar,) = page_of(reading_client, as_of(path, "2018-01-01")).xpath("//*[@id='as-of']")

    assert "This page is about what is known now" in words_of(bar)
    assert bar.xpath(".//a/@href") == [path]
    assert not page_of(reading_client, path).xpath("//*[@id='as-of']")


@pytest.mark.parametrize(
    ("query", "is_all"),
    [
        (None, True),
        (DealQuery(), True),
        (DealQuery(thin=False, as_of="2018-01-01", limit=3, facets=False), True),
        (DealQuery(thin=True), False),
        (DealQuery(supplier=("RUS",), thin=False), False),
        (DealQuery(text="missile"), False),
    ],
)
def test_a_query_without_filters_is_of_all_deals(query, is_all):
    assert (_selection(query) is None) == is_all


class Here:
    """Implements what `steps_around` needs of `Links`."""

    def here(self, **changes):
        return changes["as_of"] or "now"


DAYS = ("2017-01-01", "2018-01-01", "2019-01-01")


@pytest.mark.parametrize(
    ("day", "at", "back", "on"),
    [
        ("2016-12-31", None, None, "2017-01-01"),
        ("2017-01-01", 0, None, "2018-01-01"),
        ("2017-06-01", 0, "2017-01-01", "2018-01-01"),
        ("2018-01-01", 1, "2017-01-01", "2019-01-01"),
        ("2019-01-01", 2, "2018-01-01", "now"),
        ("2020-01-01", 2, "2019-01-01", "now"),
    ],
)
def test_the_steps_around_a_day(day, at, back, on):
    steps = steps_around(DAYS, day, Here())

    assert last_stop(DAYS, day) == at
    assert (steps.back and steps.back.href, steps.on and steps.on.href) == (back, on)
