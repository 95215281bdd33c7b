"""The files that the drawings and the scripts are made of."""

import json
import re
from pathlib import Path

import drawing_cases as cases
import pytest

from armsledger.vocabulary.actor_entries import read_states
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
from armsledger.web.drawings.world import FORMER, read_world

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
SHEET = ROOT / "src" / "armsledger" / "web" / "static" / "css" / "drawings.css"
AS_OF = SHEET.with_name("as_of.css")
TOKENS = SHEET.with_name("tokens.css")

# Classes that only tell scripts and tests what an element is.
UNSTYLED = {
    *("dr-at", "dr-plot", "dr-time", "dr-flow", "dr-party", "dr-origin", "dr-carrier", "dr-figure"),
    *("dr-version", "dr-barrier", "dr-undated", "dr-item", "dr-rung", "dr-strip", "dr-as-of-prev"),
    *("dr-network", "dr-origins", "dr-figures"),
}


def test_packages_are_pinned_exactly():
    package = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    asked = package["dependencies"] | package["devDependencies"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in asked} == asked


def test_the_lock_is_hashed_and_holds_no_address():
    text = (FRONTEND / "package-lock.json").read_text("utf-8")
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}

    assert '"resolved"' not in text
    assert "://" not in text
    assert [name for name, one in packages.items() if "integrity" not in one] == []


def test_every_state_has_a_place_on_the_map():
    world = read_world()

    assert [state.code for state in read_states() if world.place(state.code) is None] == []
    assert all(code in world.places for code in FORMER.values())


def test_the_map_lies_in_its_frame():
    world = read_world()

    assert all(
        0 <= place.x <= world.width and 0 <= place.y <= world.height
        for place in world.places.values()
    )
    assert all(re.fullmatch(r"[Mlz\d .-]+", shape) for shape in world.shapes.values())


def test_small_states_are_on_the_map_too():
    world = read_world()

    assert {"SGP", "BHR", "MLT", "TUV"} & world.shapes.keys() == set()
    assert {"SGP", "BHR", "MLT", "TUV"} <= world.places.keys()


@pytest.fixture(scope="module")
def classes():
    """Every class that the examples use."""
    flows = cases.some_flows(75)
    drawn = (
        draw_as_of(cases.STOPS, "2019-07-13", action="/"),
        draw_ladder(cases.RUNGS),
        draw_legend(is_timeline=True),
        draw_timeline(cases.HAPPENINGS, as_of="2020-01-01"),
        draw_origins(cases.ORIGINS),
        draw_figures(cases.MONEY, title="Price", key="money"),
        draw_roles(),
        draw_flows(flows),
        draw_network(*cases.some_network(flows)),
    )
    return {
        name
        for one in drawn
        for names in re.findall(r'class="([^"]*)"', one)
        for name in names.split()
    }


def test_every_class_has_a_rule(classes):
    sheets = SHEET.read_text("utf-8") + AS_OF.read_text("utf-8")
    styled = set(re.findall(r"\.(dr[\w-]*)", sheets))

    plain = {
        name
        for name in classes - styled - UNSTYLED
        if not re.fullmatch(r"dr-(item|told|rung|pass|beam)-.*", name)
    }
    assert plain == set()


def test_the_sheet_takes_its_colours_from_the_tokens():
    sheet = re.sub(r"/\*.*?\*/", "", SHEET.read_text("utf-8"), flags=re.DOTALL)
    known = set(re.findall(r"(--[\w-]+):", TOKENS.read_text("utf-8")))

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl", sheet) == []
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) <= known
