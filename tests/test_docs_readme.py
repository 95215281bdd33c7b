"""The README's session prints what it says, and its figures are those of the gate."""

import importlib.util

import pytest

from project_tree import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def script(path):
    spec = importlib.util.spec_from_file_location(f"script_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SESSION = script(ROOT / "docs" / "make_session.py")
FIGURES = script(ROOT / "eval" / "figures.py")


def test_the_session_prints_what_the_readme_says():
    commands = SESSION.commands_of(README)
    assert [command.split()[1] for command in commands] == ["add", "deals", "deal", "claims"]
    told = SESSION.BLOCK.search(README)[0]
    assert told == SESSION.session(commands), "run: python docs/make_session.py"


@pytest.mark.parametrize("page", FIGURES.PAGES, ids=lambda page: page.name)
def test_the_figures_are_those_of_the_gate(page):
    text = page.read_text("utf-8")
    assert FIGURES.SECTION.search(text), "the marked section is missing"
    assert FIGURES.renew(text, FIGURES.read_baseline()) == text, "run: make figures"


def test_the_table_of_figures():
    figures = {"precision": 0.8, "recall": 0.754, "f1": 0.776}
    record = {"reports": 7, "figures": dict.fromkeys(FIGURES.FIGURES, figures)}
    lines = FIGURES.table({"dev": record, "unknown": record}).splitlines()
    assert lines[2:] == [
        "| reports on other affairs, not learned from | 7 | 0.80 / 0.75 / 0.78 | 0.78 | 0.78 |"
    ]
    assert "No figures" in FIGURES.table({})


@pytest.mark.parametrize("target", ["demo", "test", "setup"])
def test_the_commands_of_the_readme_are_targets(target):
    assert f"make {target}" in README
    assert f"\n{target}:" in (ROOT / "Makefile").read_text("utf-8")
