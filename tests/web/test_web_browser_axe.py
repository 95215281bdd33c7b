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
PHONE = {"width": 390, "height": 800}
WIDE = {"width": 1280, "height": 900}
ASKED = """() => axe.run(document, {resultTypes: ["violations"]}).then((found) =>
    found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`)))"""


@cache
def axe():
    if not AXE.is_file():
        pytest.skip("axe-core is not there: make assets")
    return AXE.read_text("utf-8")


@pytest.fixture(params=["light", "dark"])
def look(browser, request):
    """Return a function that opens pages in one scheme and returns what axe finds there."""
    contexts = []

    def found_on(address, paths, screen):
        # axe is not a script of the desk, so the policy of its pages is off here.
        context = browser.new_context(color_scheme=request.param, viewport=screen, bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        found = {}
        for path in paths:
            page.goto(address + path)
            page.evaluate(axe())
            found |= {path: told} if (told := page.evaluate(ASKED)) else {}
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > screen["width"]:
                found.setdefault(path, []).append(f"wider than the screen: {width}")
        return found

    yield found_on
    for context in contexts:
        context.close()


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=("wide", "phone"))
def test_pages_with_data(look, served, screen):
    assert look(served, (*PLAIN, *FULL), screen) == {}


def test_pages_without_data(look, empty_ledger):
    with serving(app_on(empty_ledger)) as address:
        assert look(address, PLAIN, WIDE) == {}


def test_pages_of_hostile_texts(look, tmp_path):
    fill(tmp_path / "hostile.db", hostile_read_view())
    with serving(app_on(tmp_path / "hostile.db")) as address:
        assert look(address, PLAIN, PHONE) == {}
