"""Register, deal and report in a real browser: on a wide screen and a phone, light and dark."""

import pytest
from reading_material import hostile_read_view
from web_material import app_on, fill, serving

pytestmark = pytest.mark.browser

PATHS = (
    "/?weak=shown",
    "/deals/rus-tur-s-400",
    "/deals/rus-tur-s-400?as_of=2010-01-01",
    "/reports/2017-09-13-black-sea-courier",
)
SCREENS = (
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("screen", SCREENS, ids=("wide", "phone"))
def test_a_page_fits_its_screen(visit, served, path, screen):
    page = visit(served + path, **screen)

    assert page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_reads_without_scripts(visit, served, path):
    page = visit(served + path, java_script_enabled=False)

    assert page.locator("main a").count() > 1


def test_a_price_is_one_click_from_its_sentence(visit, served):
    page = visit(f"{served}/?system=S-400&sort=value")
    page.locator("td a", has_text="$2.5 billion").first.click()

    card = page.locator("li.claim:target")
    assert "$2.5 billion" in card.inner_text()
    card.locator(".who a").click()
    mark = page.locator(".at:target mark").first
    mark.wait_for()
    assert "$2.5 billion" in mark.inner_text()


def test_a_tag_shows_the_fields(visit, served):
    page = visit(f"{served}/reports/2017-09-13-black-sea-courier")
    box = page.locator(".archive .tag-box").first
    tip = box.locator(".tip")

    assert not tip.is_visible()
    box.locator(".tag").focus()
    assert tip.is_visible()
    assert "recipient: Turkey" in tip.inner_text()
    box.locator(".tag").click()
    page.locator("aside li:target").wait_for()


def test_hostile_words_do_nothing(visit, tmp_path):
    fill(tmp_path / "hostile.db", hostile_read_view())
    with serving(app_on(tmp_path / "hostile.db")) as address:
        page = visit(f"{address}/?weak=shown")
        page.locator("tbody th a").first.click()
        page.locator("li.claim .who a").first.click()
        page.locator(".archive").wait_for()
