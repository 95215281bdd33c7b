"""The dossier for everybody: structure, labels, contrast, without colour, without scripts."""

import re
from importlib.resources import files
from itertools import pairwise

import pytest
from dossier_views import example_view
from lxml import html

from armsledger.exports.dossier import write_dossier
from contrasts import contrast

CSS = files("armsledger.exports").joinpath("static", "dossier.css").read_text("utf-8")

# WCAG 2.2, success criteria 1.4.3 and 1.4.11
TEXT, GRAPHIC = 4.5, 3.0

PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "quiet", "link") for ground in ("paper", "sheet")),
    *((ink, ground, TEXT) for ink in ("ink", "quiet", "link") for ground in ("tint", "marked")),
    *(("alarm", ground, TEXT) for ground in ("paper", "sheet", "tint", "alarm-tint", "marked")),
    *(("edge", ground, GRAPHIC) for ground in ("paper", "sheet", "tint")),
    *(
        (side, ground, GRAPHIC)
        for side in ("supplier", "recipient", "third", "unnamed", "report")
        for ground in ("paper", "sheet", "tint")
    ),
]


def tokens(scheme):
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[("light", "dark").index(scheme)]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_tokens_contrast(scheme, ink, ground, least):
    found = tokens(scheme)

    assert contrast(found[ink], found[ground]) >= least


def test_both_schemes_define_the_same_tokens():
    assert tokens("light").keys() == tokens("dark").keys()


def test_colours_are_tokens():
    rest = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)

    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", rest) == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("dossier") / "out"
    write_dossier(example_view(), out, title="Test register", as_of=None)
    return {path.name: html.fromstring(path.read_bytes()) for path in out.rglob("*.html")}


def test_pages_have_a_language_a_title_and_landmarks(pages):
    for name, page in pages.items():
        assert page.get("lang") == "en", name
        assert page.findtext(".//title").strip(), name
        assert len(page.xpath("//main")) == 1, name
        assert page.xpath("//body/header"), name
        assert page.xpath("//body/footer"), name
        assert page.xpath("//a[@class='skip']/@href") == ["#main"], name
        assert all(nav.get("aria-label") for nav in page.iter("nav")), name


def test_headings_leave_out_no_level(pages):
    for name, page in pages.items():
        levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4")]
        assert levels.count(1) == 1, name
        steps = pairwise(levels)
        assert levels[0] == 1, name
        assert all(b <= a + 1 for a, b in steps), name


def test_tables_have_captions_and_scopes(pages):
    for name, page in pages.items():
        for table in page.iter("table"):
            assert table.find("caption") is not None, name
            assert all(th.get("scope") in ("col", "row") for th in table.iter("th")), name


def test_controls_have_labels_and_links_have_names(pages):
    for name, page in pages.items():
        for control in page.xpath("//input|//select"):
            label = next(control.iterancestors("label"), None)
            assert label is not None, name
            assert label.text_content().strip(), name
        for link in page.iter("a"):
            assert link.get("aria-label") or link.text_content().strip(), name


def test_scrolling_regions_can_be_reached_and_are_named(pages):
    for name, page in pages.items():
        for region in page.find_class("scroll"):
            assert region.get("tabindex") == "0", name
            assert region.get("aria-label") or region.get("aria-labelledby"), name


def test_labels_refer_to_something(pages):
    for name, page in pages.items():
        for key in page.xpath("//@aria-labelledby"):
            assert page.get_element_by_id(key, None) is not None, (name, key)


def test_states_and_sides_are_written_not_only_coloured(pages):
    page = pages["rus-tur-s-400.html"]
    for side in page.find_class("side"):
        assert side.text_content().strip()
    for rung in page.find_class("rung"):
        assert rung.find_class("rung-told")[0].text_content().strip()
    for item in page.find_class("item"):
        assert re.search(r"told as a fact|planned|possible|denied", item.get("aria-label"))
