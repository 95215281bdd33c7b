"""The documentation names what the code has, and leads where it says."""

import inspect
import re
import shutil

import pytest
import typer.main

from armsledger import errors
from armsledger.assess.codec import deal_to_json
from armsledger.cli.main import app
from armsledger.ledger import Ledger
from armsledger.model import CATEGORIES, Claim, Deal, Event, Factuality, Report, State, Support
from armsledger.model.codec import claim_to_json, report_to_json
from project_tree import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
OUTSIDE = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def page(name):
    return (DOCS / name).read_text("utf-8")


def named(name):
    """Return every word that stands in code marks on a page."""
    return {
        word for span in re.findall(r"`([^`\n]+)`", page(name)) for word in re.split(r"\W+", span)
    }


def fields_of(kind, to_json):
    """Return the keys that a record has as JSON, from one whose every field is empty."""
    many = ("facts", "disagreements", "origins", "claims", "soft", "reports", "copies", "evidence")
    empty = dict.fromkeys(kind.__dataclass_fields__)
    tuples = ("aliases", "sanctioned", "opposed", "via", "spans", "inferred", "metadata", *many)
    empty |= {name: () for name in tuples if name in empty}
    return set(to_json(kind(**empty)))


@pytest.mark.parametrize(
    ("name", "kind", "to_json"),
    [
        ("reference/reports.md", Report, report_to_json),
        ("reference/claims.md", Claim, claim_to_json),
        ("reference/deals.md", Deal, deal_to_json),
    ],
    ids=["reports", "claims", "deals"],
)
def test_every_field_is_documented(name, kind, to_json):
    assert fields_of(kind, to_json) - named(name) == set()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("reference/claims.md", [*Event, *Factuality]),
        ("reference/deals.md", [*State, *Support]),
        ("reference/claims.md", CATEGORIES),
    ],
    ids=["events and factuality", "states and support", "categories"],
)
def test_every_value_is_documented(name, values):
    text = " ".join(page(name).split())
    assert [str(value) for value in values if f"`{value}`" not in text] == []


def test_every_error_is_documented():
    classes = inspect.getmembers(errors, inspect.isclass)
    assert {name for name, _ in classes} - named("reference/errors.md") == set()


def test_every_command_is_in_the_tutorials_or_the_reference():
    commands = typer.main.get_command(app).commands
    used = {
        word
        for p in PAGES
        for word in re.findall(r"armsledger (?:--ledger \S+ )?(\w+)", p.read_text())
    }
    assert set(commands) - used == set()


def test_every_method_of_the_ledger_is_documented():
    methods = {name for name in vars(Ledger) if not name.startswith("_")}
    assert methods - named("reference/python.md") == set()


@pytest.mark.parametrize("code", CODE.findall(page("reference/python.md")))
def test_examples_in_python_run(code, tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "examples" / "reports", tmp_path / "examples" / "reports")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "docs/reference/python.md", "exec"), {})
    assert "S-400" in capsys.readouterr().out


@pytest.mark.parametrize("path", [*PAGES, *OUTSIDE], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    targets = LINK.findall(path.read_text("utf-8"))
    assert [t for t in targets if "://" not in t and not (path.parent / t).exists()] == []


def test_every_page_is_in_the_navigation_once():
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = re.findall(r": (\S+\.md)$", config, re.MULTILINE)
    assert sorted(pages) == [p.relative_to(DOCS).as_posix() for p in PAGES]
