"""The desk's tokens: contrasts in both themes; sheets that use nothing else."""

import re
from importlib.resources import files

import pytest

from contrasts import contrast

CSS = files("armsledger.web").joinpath("static", "css")
SHEETS = sorted(p.name for p in CSS.iterdir() if p.name.endswith(".css"))

# WCAG 2.2, success criteria 1.4.3 and 1.4.11
TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("paper", "sheet", "tint", "marked")
SIDES = ("supplier", "recipient", "third", "unnamed", "report")

PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "quiet", "link", "alarm") for ground in GROUNDS),
    *(("good", ground, TEXT) for ground in ("paper", "sheet", "tint", "good-tint")),
    *((ink, tint, TEXT) for ink in ("ink",) for tint in ("good-tint", "alarm-tint")),
    ("alarm", "alarm-tint", TEXT),
    ("link", "alarm-tint", TEXT),
    ("link", "good-tint", TEXT),
    ("on-link", "link", TEXT),
    ("paper", "ink", TEXT),
    *(("edge", ground, GRAPHIC) for ground in ("paper", "sheet", "tint")),
    *((side, ground, TEXT) for side in SIDES for ground in ("paper", "sheet", "tint")),
]


def read(name):
    return CSS.joinpath(name).read_text("utf-8")


def tokens(scheme):
    pairs = re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", read("tokens.css")
    )
    return {name: (light, dark)[scheme == "dark"] for name, light, dark in pairs}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_tokens_contrast(scheme, ink, ground, least):
    found = tokens(scheme)
    assert contrast(found[ink], found[ground]) >= least


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "tokens.css"])
def test_sheets_have_no_colours_of_their_own(name):
    own = r"#[0-9a-f]{3,8}\b(?![^{}]*\{)|rgba?\((?!from var)|hsl|light-dark"
    assert re.findall(own, read(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_use_tokens_that_there_are(name):
    own = set(re.findall(r"(--[\w-]+):", read("tokens.css") + read(name)))
    assert set(re.findall(r"var\((--[\w-]+)", read(name))) - own == set()


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_load_nothing(name):
    assert re.findall(r"@import|url\((?!['\"]?data:)", read(name)) == []
