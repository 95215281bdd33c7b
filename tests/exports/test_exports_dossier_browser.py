"""The dossier in a real browser, opened from disk."""

from pathlib import Path

import pytest
from dossier_views import example_view, hostile_view

from armsledger.exports.dossier import write_dossier
from browsers import watched

pytestmark = pytest.mark.browser

PAGES = ("index.html", "deals/rus-tur-s-400.html", "reports/2017-09-13-bosphorus-wire.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("dossier") / "out"
    write_dossier(example_view(), out, title="Test register", as_of=None)
    return out


@pytest.fixture
def visit(browser, folder):
    """Return a function that opens a page; afterwards nothing may have gone wrong in it."""
    troubles = []
    with watched(browser, troubles, own=("file:", "data:")) as visited:

        def opened(name, *, where: Path = folder, **options):
            return visited((where / name).as_uri(), **options)

        yield opened
    assert troubles == []


def shown(page):
    return page.locator("#deals tbody tr:visible")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_every_width(visit, name, width, scheme):
    page = visit(name, viewport={"width": width, "height": 800}, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(246, 244, 238)", "dark": "rgb(20, 24, 29)"}[scheme]


def test_words_and_choices_filter(visit):
    page = visit("index.html")
    every = shown(page).count()

    page.get_by_label("Words").fill("s-400 russia")
    assert shown(page).count() == 2
    assert page.get_by_role("status").inner_text() == f"2 of {every} deals shown"
    page.get_by_label("sources differ").check()
    assert shown(page).count() == 1
    page.get_by_role("button", name="Clear").click()
    assert shown(page).count() == every
    page.get_by_label("Recipient").select_option("Poland")
    assert shown(page).count() == 2
    page.get_by_label("only one side says so").check()
    assert shown(page).count() == 1
    assert "Bayraktar TB2" in shown(page).first.inner_text()
    page.locator("[data-filter=state]").select_option("cancelled")
    assert shown(page).count() == 0


def test_heads_sort_both_ways_and_unknown_stays_last(visit):
    page = visit("index.html")
    head = page.get_by_role("columnheader", name="Price")

    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert prices(page)[:2] == ["$69 million", "$270 million"]
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert prices(page)[:2] == ["\u20ac3.75 billion", "$3.4 billion"]
    assert prices(page)[-1] == "\u2013"
    page.get_by_role("columnheader", name="System").get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None


def prices(page):
    return page.locator("#deals tbody td:nth-child(8)").all_inner_texts()


def test_without_scripts_everything_is_there(visit):
    page = visit("index.html", java_script_enabled=False)

    assert page.locator("#deals tbody tr").count() == len(example_view().deals)
    assert not page.locator("#filters").is_visible()
    page.locator("#deals tbody tr", has_text="4 batteries").get_by_text("$2.5 billion").click()
    assert page.url.endswith("deals/rus-tur-s-400.html#cell-value")
    page.locator("#cell-value .ref").first.click()
    assert page.locator(":target blockquote").inner_text() != ""
    page.locator(":target .who a").click()
    assert "reports/" in page.url
    assert page.locator(".anchor:target").count() == 1


def test_the_first_tab_stop_skips_to_the_content(visit):
    page = visit("index.html")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_targets_of_fingers_are_large_enough(visit):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, links inside a sentence excepted."""
    page = visit("deals/rus-tur-s-400.html", viewport={"width": 360, "height": 740})
    sizes = page.eval_on_selector_all(
        ".ref, nav a, button", "all => all.map(e => e.getBoundingClientRect().toJSON())"
    )

    assert [s for s in sizes if s["width"] and min(s["width"], s["height"]) < 24] == []


def test_timeline_marks_lead_to_their_words(visit):
    page = visit("deals/rus-tur-s-400.html")

    link = page.locator(".timeline .item").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(link.get_attribute("href"))
    assert page.locator("tr:target").count() == 1


def test_hostile_texts_run_nothing(visit, tmp_path):
    write_dossier(hostile_view(), tmp_path / "out", title="<b>T</b>", as_of=None)

    for path in sorted((tmp_path / "out").rglob("*.html")):
        page = visit(path.name, where=path.parent)
        assert page.locator("body script, img").count() == 0
