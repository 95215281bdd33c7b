"""The drawings and the desk's scripts in a real browser, under the desk's own content policy."""

import mimetypes
from pathlib import Path

import drawing_cases as cases
import pytest

from armsledger.web.drawings import (
    draw_as_of,
    draw_figures,
    draw_flows,
    draw_ladder,
    draw_legend,
    draw_network,
    draw_origins,
    draw_roles,
    draw_timeline,
)

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "armsledger" / "web" / "static"
SCRIPT = STATIC / "built" / "desk.js"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
HOST = "http://127.0.0.1:1/"  # nothing listens there: every answer is given below
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
needs_script = pytest.mark.skipif(not SCRIPT.exists(), reason="the scripts are not built (Node)")

FLOWS = cases.some_flows(30)
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Drawings</title>
<meta name="viewport" content="width=device-width">
{sheets}{script}</head><body>
<header><div class="site-tools"><form class="theme" method="post" action="/theme">
<input type="hidden" name="theme" value="dark"><button>Colours</button></form></div></header>
<main><h1>Drawings</h1>{body}</main></body></html>"""
QUEUE = """<ul>
<li data-item><a data-open href="#one">one</a> <button data-key="a">accept</button></li>
<li data-item><a data-open href="#two">two</a> <button data-key="a">accept</button></li>
</ul><p><label>Find <input type="search"></label>
<button data-copy="#c-1" hidden>Copy</button></p>
<form data-drop><label>Files <input type="file" multiple></label></form>
<p><a href="/part" hx-get="/part" hx-target="#results" hx-select="#results" hx-swap="outerHTML"
 hx-push-url="true">more</a></p><div id="results">{path}</div>
<form action="/stream" method="post" hx-post="/stream" hx-target="#outcomes" hx-swap="append">
<button>Add</button></form><ul id="outcomes"></ul>
<div data-live="/events"><p data-live-note hidden>The register has changed.</p></div>"""
STREAMS = {
    "stream": "data: <li>one</li>\n\ndata: <li>two</li>\n\n",
    "events": "event: changed\ndata: 1\n\n",
}


def body(path):
    return "".join(
        (
            draw_as_of(cases.STOPS, None, action="/x", keep=[("q", "b")]),
            draw_ladder(cases.RUNGS),
            draw_legend(is_timeline=True),
            draw_timeline(cases.HAPPENINGS, as_of="2020-01-01"),
            draw_origins(cases.ORIGINS),
            draw_figures(cases.MONEY, title="Price in US dollars", key="money"),
            draw_roles(),
            draw_flows(FLOWS),
            draw_network(*cases.some_network(FLOWS)),
            QUEUE.format(path=path or "whole"),
        )
    )


def answer(route):
    """Answer a request of the page: files of the package, else the page itself."""
    path = route.request.url.removeprefix(HOST).partition("?")[0]
    if path.startswith("static/"):
        kind = mimetypes.guess_type(path)[0]
        file = STATIC / path.removeprefix("static/")
        route.fulfill(body=file.read_bytes(), content_type=kind)
        return
    if path in STREAMS:
        route.fulfill(body=STREAMS[path], content_type="text/event-stream")
        return
    sheets = "".join(
        f'<link rel="stylesheet" href="/static/css/{name}.css">'
        for name in ("tokens", "base", "as_of", "drawings")
    )
    script = '<script src="/static/built/desk.js" defer></script>' if SCRIPT.exists() else ""
    page = PAGE.format(sheets=sheets, script=script, body=body(path))
    if path == "theme":
        page = page.replace("<html ", '<html data-theme="dark" ').replace('"dark">', '"light">', 1)
    route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": POLICY})


@pytest.fixture
def show(browser):
    """Return a function that opens the page; afterwards nothing may have gone wrong in it."""
    troubles, contexts = [], []

    def opened(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(HOST)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


SEEN = """(all) => [...new Set(all.map((one) => one.checkVisibility()))]"""


def test_drawings_fit_every_width(show):
    page = show()
    for width in (320, 390, 800, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            shown, hidden = (".dr-narrow", ".dr-wide")[:: 1 if width < 600 else -1]

            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
            assert page.eval_on_selector_all(shown, SEEN) == [True], (width, scheme)
            assert page.eval_on_selector_all(hidden, SEEN) == [False], (width, scheme)


@pytest.mark.parametrize("width", [340, 1100])
def test_type_is_never_smaller_than_ten_pixels(show, width):
    page = show(viewport={"width": width, "height": 900})

    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".dr text")]
            .filter((text) => text.checkVisibility())
            .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d))"""
    )
    assert smallest >= 10


def test_words_are_no_wider_than_they_were_measured(show):
    """The measures are on the wide side for the fonts of this machine too."""
    page = show(viewport={"width": 1100, "height": 900})

    beyond = page.evaluate(
        """() => [...document.querySelectorAll(".dr")].filter((svg) => svg.checkVisibility())
            .flatMap((svg) => [...svg.querySelectorAll("text")].filter((text) => {
                const [words, all] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
                return words.left < all.left - 2 || words.right > all.right + 2;
            }).map((text) => text.textContent))"""
    )
    assert beyond == []


def test_axe_finds_nothing(show):
    """In the dark only the rules on colours are asked: the others do not depend on it."""
    if not AXE.exists():
        pytest.skip("there is no axe-core: npm ci in frontend/")
    page = show(viewport={"width": 1100, "height": 900}, color_scheme="light")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((result) => result.violations)")
    page.emulate_media(color_scheme="dark")
    colours = "{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}"
    found += page.evaluate(f"axe.run({colours}).then((result) => result.violations)")

    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@needs_script
def test_the_slider_stops_at_days_and_sends_the_form(show):
    page = show()
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("ArrowLeft")
    page.wait_for_url("**/x?*")

    assert page.url == f"{HOST}x?q=b&as_of=2021-08-25"


@needs_script
def test_the_timeline_zooms_and_comes_back(show):
    page = show(viewport={"width": 1100, "height": 900})
    tools = page.locator(".dr-wide .dr-tools")
    first = page.locator(".dr-wide .dr-plot .dr-tick text").first
    before = first.text_content()
    for _ in range(5):
        tools.get_by_role("button", name="Zoom in").click()

    assert page.locator(".dr-wide .dr-plot .dr-minor").count() > 0
    tools.get_by_role("button", name="All of the time").click()
    assert first.text_content() == before
    assert tools.get_by_role("button", name="Earlier").is_disabled()


@needs_script
def test_marks_tell_at_once_what_they_are(show):
    page = show(viewport={"width": 1100, "height": 900})
    page.locator(".dr-wide .dr-item").first.focus()

    assert "deployment" in page.locator(".dr-tip").text_content()
    page.keyboard.press("Escape")
    assert page.locator(".dr-tip").count() == 0
    assert page.locator(".dr-wide .dr-item > title").count() == len(cases.HAPPENINGS)


@needs_script
def test_keys_walk_the_queue(show):
    page = show()
    page.evaluate(
        """() => document.addEventListener("click", ({target}) => {
            if (target.dataset.key) target.textContent = "accepted"; })"""
    )
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    items = page.locator("[data-item]")

    assert items.nth(0).text_content().strip() == "one accept"
    assert items.nth(1).text_content().strip() == "two accepted"
    assert page.url == f"{HOST}#two"


@needs_script
def test_the_search_key_and_the_help(show):
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("j?a")
    assert page.get_by_role("searchbox").input_value() == "j?a"

    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert "accept" in dialog.text_content()
    dialog.get_by_label("Single keys work").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    assert not dialog.is_visible()
    page.get_by_role("button", name="Keys").click()
    assert dialog.is_visible()


@needs_script
def test_the_theme_changes_without_a_reload(show):
    page = show()
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Colours").click()
    page.wait_for_selector("html[data-theme=dark]")

    assert page.evaluate("window.same") is True
    assert page.locator("form.theme input").get_attribute("value") == "light"


@needs_script
def test_addresses_are_copied(browser, show):
    page = show(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.wait_for_selector("[data-said=Copied]")

    assert page.evaluate("navigator.clipboard.readText()") == f"{HOST}#c-1"


@needs_script
def test_dropped_files_are_taken(show):
    page = show()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["a"], "one.txt"));
            data.items.add(new File(["b"], "two.txt"));
            const about = { dataTransfer: data, bubbles: true, cancelable: true };
            document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", about));
        }"""
    )
    names = page.evaluate("[...document.querySelector('[type=file]').files].map((f) => f.name)")

    assert names == ["one.txt", "two.txt"]


@needs_script
def test_a_part_of_the_page_is_replaced_without_a_reload(show):
    page = show()
    page.evaluate("window.same = true")
    page.get_by_role("link", name="more", exact=True).click()
    page.wait_for_url("**/part")

    assert page.locator("#results").text_content() == "part"
    assert page.evaluate("window.same") is True


@needs_script
def test_a_stream_is_shown_as_it_comes(show):
    page = show()
    page.get_by_role("button", name="Add").click()
    page.wait_for_selector("#outcomes li:nth-child(2)")

    assert page.locator("#outcomes").text_content() == "onetwo"


@needs_script
def test_a_change_is_told_and_nothing_moves(show):
    page = show()
    page.wait_for_selector("[data-live-note]:visible")

    assert page.get_by_role("status").text_content() == "The register has changed."
