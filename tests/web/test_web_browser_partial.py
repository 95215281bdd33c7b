"""Slider, filters and the note of news with scripts: no page is loaded anew, addresses are kept."""

from importlib.resources import files

import pytest
from web_material import app_on, serving

from armsledger.ledger import Ledger
from armsledger.model.decision import Kind, Wish

BUILT = files("armsledger.web").joinpath("static", "built", "desk.js")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not BUILT.is_file(), reason="the scripts are not built: make assets"),
]


def marked(visit, address):
    """Open a page that would lose a mark if it were loaded anew."""
    page = visit(address)
    page.evaluate("window.isSame = true")
    return page


def test_the_slider_steps_by_key_and_by_pointer(visit, served):
    page = marked(visit, f"{served}/?supplier=RUS")
    slider = page.get_by_role("slider")
    slider.press("ArrowLeft")
    page.wait_for_url("**as_of=2021-08-24**")
    page.locator(".as-of-set").wait_for()
    assert page.evaluate("document.activeElement.type") == "range"
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == page.locator("output").text_content()
    page.wait_for_url("**as_of=20**")
    page.locator(".as-of-moved").wait_for()
    assert "supplier=RUS" in page.url

    box = slider.bounding_box()
    page.mouse.click(box["x"] + 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**as_of=2013-09-27**")
    page.get_by_text("as known by 27 September 2013").wait_for()
    page.get_by_role("link", name="Back to now").click()
    page.wait_for_url(lambda address: "as_of" not in address)
    assert page.evaluate("window.isSame")


def test_filters_and_order_change_only_the_content(visit, served):
    page = marked(visit, f"{served}/")
    page.locator("summary", has_text="Category").click()
    filters = page.get_by_role("region", name="Filters")
    filters.get_by_role("link", name="Russia", exact=True).click()
    page.locator(".chips").get_by_text("Supplier: Russia").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Russia"
    assert page.locator("details[data-kept=Category][open]").count() == 1
    page.get_by_role("columnheader", name="Price").get_by_role("link").click()
    page.wait_for_url("**sort=value**")
    assert "supplier=RUS" in page.url
    page.locator("th[aria-sort]", has_text="Price").wait_for()

    page.go_back()
    page.locator("th[aria-sort]", has_text="Last report").wait_for()
    assert page.url.endswith("/?supplier=RUS")
    page.go_back()
    page.wait_for_url(f"{served}/")
    page.locator(".desk-help-button").wait_for()
    assert page.evaluate("window.isSame")


def test_a_search_leaves_empty_fields_out_of_the_address(visit, served):
    page = marked(visit, f"{served}/")
    page.get_by_label("Words").fill("missile")
    page.keyboard.press("Enter")
    page.wait_for_url("**query=missile")

    assert page.url == f"{served}/?query=missile"
    page.goto(f"{served}/map")
    page.get_by_label("Supplier").fill("Russia")
    page.keyboard.press("Enter")
    page.wait_for_url("**supplier=Russia")
    assert page.url == f"{served}/map?supplier=Russia"


def test_the_page_says_when_data_was_added(visit, own_ledger):
    with serving(app_on(own_ledger)) as address:
        page = visit(f"{address}/?weak=shown")
        assert not page.get_by_text("Data was added").is_visible()
        with Ledger.open(own_ledger) as ledger:
            claim = ledger.deal("rus-tur-s-400").claims[0]
            ledger.decide(Wish(kind=Kind.REJECT, who="Bo", claims=(claim,)))
            ledger.refresh()
        note = page.locator("[data-live-note]")
        note.wait_for()
        assert "changed since this page was made" in note.inner_text()
        note.get_by_role("link", name="Show it").click()
        note.wait_for(state="hidden")
        page.goto("about:blank")  # lets go of the stream before the desk stops
