"""Logging in and managing accounts in a real browser, by keyboard and without scripts."""

import pytest
from web_material import PASSWORD, serving, team_app

pytestmark = pytest.mark.browser

PATHS = ("/", "/about", "/account", "/admin/accounts", "/admin/audit", "/?as_of=2019-01-01")
SIZES = """all => all.map(e => {
  const box = e.getBoundingClientRect();
  return {name: e.outerHTML.slice(0, 80), width: box.width, height: box.height};
})"""


@pytest.fixture
def desk(team_ledger):
    with serving(team_app(team_ledger)) as address:
        yield address


def enter(page, name):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_admin_makes_an_account_by_keyboard(visit, desk, scripts):
    page = visit(f"{desk}/admin/accounts", java_script_enabled=scripts)
    assert page.url.startswith(f"{desk}/login")
    page.locator(":focus").wait_for()  # the first field has it once the page is ready
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/accounts")
    page.locator("#name").focus()
    page.keyboard.type("Newcomer")
    page.keyboard.press("Tab")
    page.keyboard.type("a")  # the select's "admin" or "analyst"
    page.keyboard.press("Tab")
    page.keyboard.type("the newcomer's password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/accounts?done=added")
    assert page.get_by_role("status").inner_text() == "The account is made."
    assert page.get_by_role("rowheader", name="Newcomer").is_visible()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    page.go_back()
    assert page.url.startswith(f"{desk}/login"), "what was seen is not to be turned back to"


def test_pages_fit_every_width(visit, desk):
    page = visit(desk)
    enter(page, "Ada")
    for path in PATHS:
        page.goto(desk + path)
        for width in (360, 800, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (path, width, scheme)


def test_targets_of_fingers_are_large_enough(visit, desk):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, links inside a sentence excepted."""
    page = visit(desk, viewport={"width": 360, "height": 740})
    enter(page, "Ada")
    for path in ("/account", "/admin/accounts"):
        page.goto(desk + path)
        sizes = page.eval_on_selector_all(
            "nav a, header a, button, input:not([type=hidden], .hidden), select, summary",
            SIZES,
        )
        small = [s["name"] for s in sizes if s["width"] and min(s["width"], s["height"]) < 24]
        assert small == [], path


def test_the_theme_is_kept_without_scripts(visit, desk):
    page = visit(desk, java_script_enabled=False, color_scheme="light")
    enter(page, "Rea")
    for theme in ("light", "dark", None):
        page.get_by_role("button", name="Colours").click()
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("data-theme") == theme
