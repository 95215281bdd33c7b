"""axe finds nothing on any page: light and dark, with data, without, and with hostile texts."""

from functools import cache
from pathlib import Path

import pytest
from reading_material import hostile_read_view
from web_material import app_on, fill, serving

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
S400 = "/deals/rus-tur-s-400"
PLAIN = ("/", "/search", "/search?q=tank", "/map", "/review", "/review/log", "/add", "/about",
         "/account", "/nowhere", "/?as_of=2017-12-31", "/actors/TUR")  # fmt: skip
FULL = ("/?weak=shown&recipient=Turkey", "/search?q=S-400", S400, f"{S400}?as_of=2017-12-31",
        "/reports/2017-09-13-black-sea-courier", f"/review{S400}",
        "/actors/outlet:black-sea-courier", "/map?supplier=Russia")  # fmt: skip
SCREENS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 800}}
# Of its rules only those on colours depend on the scheme: in the dark they alone are asked again.
ASKED = """(rules) => axe.run(document, {
    resultTypes: ["violations"], preload: false, iframes: false, elementRef: false,
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {}),
}).then((found) =>
    found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`)))"""
SCHEMES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}


@cache
def axe():
    if not AXE.is_file():
        pytest.skip("axe-core is not there: make assets")
    return AXE.read_text("utf-8")


@pytest.fixture
def look(browser):
    """Return a function that opens a page and returns what axe finds in each scheme and size."""
    # axe is not a script of the desk, so the policy of its pages is off here.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()

    def found_on(address, screens=tuple(SCREENS)):
        page.goto(address)
        page.evaluate(axe())
        found = []
        for screen in screens:
            page.set_viewport_size(SCREENS[screen])
            for scheme, rules in SCHEMES.items():
                page.emulate_media(color_scheme=scheme)
                found += [f"{screen}, {scheme}: {one}" for one in page.evaluate(ASKED, rules)]
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > SCREENS[screen]["width"]:
                found.append(f"{screen}: wider than the screen: {width}")
        return found

    yield found_on
    context.close()


@pytest.mark.parametrize("path", [*PLAIN, *FULL])
def test_pages_with_data(look, served, path):
    assert look(served + path) == []


def test_pages_without_data(look, empty_ledger):
    with serving(app_on(empty_ledger)) as address:
        assert {path: told for path in PLAIN if (told := look(address + path, ["wide"]))} == {}


def test_pages_of_hostile_texts(look, tmp_path):
    fill(tmp_path / "hostile.db", hostile_read_view())
    with serving(app_on(tmp_path / "hostile.db")) as address:
        assert {path: told for path in PLAIN if (told := look(address + path, ["phone"]))} == {}
