"""Version, changelog, dependencies, locks and data files agree with one another."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from armsledger.version import __version__
from armsledger.vocabulary.tables import table_names, table_version
from project_tree import PACKAGE, ROOT, SCRIPTS, imports_of, name_of, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REQUIREMENTS = ROOT / "requirements"
LOCKS = ("runtime.txt", "dev.txt", "train.txt")

# Declared, though no file of ours imports them: tools that are run as programs, plugins, and parts
# that another package loads by name.
NOT_IMPORTED = {
    "coverage",
    "editables",
    "hatchling",
    "import-linter",
    "mkdocs",
    "mypy",
    "psycopg",
    "pytest-xdist",
    "python-multipart",
    "ruff",
    "schemathesis",
}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def name_in(requirement):
    return normalised(re.match(r"[\w.-]+", requirement)[0])


def names(requirements):
    return {name_in(requirement) for requirement in requirements}


def in_file(name):
    lines = (REQUIREMENTS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def locked(name):
    text = (REQUIREMENTS / name).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;]+)", text, re.MULTILINE))


DEPENDENCIES = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]
BUILD = PROJECT["build-system"]["requires"]
TEACHING = in_file("train.in")  # installed by `make train` alone


def imported_by(*folders):
    """Return the distributions that the files of the folders import."""
    known = packages_distributions()
    modules = {n.partition(".")[0] for p in python_files(*folders) for n in imports_of(p)}
    found = {normalised(one) for module in modules for one in known.get(module, ())[:1]}
    unknown = {m for m in modules - known.keys() if m not in sys.stdlib_module_names}
    own = {p.stem for p in python_files("tests", *SCRIPTS)} | {"armsledger"}
    assert unknown <= own | names(TEACHING), "neither installed nor ours"
    return found - {"armsledger"}


def test_the_changelog_begins_with_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == __version__


def test_every_import_of_the_package_is_declared():
    declared = names([*DEPENDENCIES, *(one for extra in EXTRAS.values() for one in extra)])
    assert imported_by("src") - declared == set()


def test_every_import_of_tests_and_scripts_is_declared():
    declared = names([*DEPENDENCIES, *EXTRAS["parquet"], *DEVELOPMENT, *TEACHING])
    assert imported_by("tests", *SCRIPTS) - declared == set()


def test_every_declared_dependency_is_imported():
    used = imported_by("src", "tests", *SCRIPTS) | NOT_IMPORTED
    extras = [one for extra in EXTRAS.values() for one in extra]
    assert names([*DEPENDENCIES, *extras, *DEVELOPMENT]) - used == set()
    assert names(DEPENDENCIES) - imported_by("src") - NOT_IMPORTED == set()


def test_the_files_to_be_locked_hold_what_is_declared():
    assert set(in_file("runtime.in")) == {*DEPENDENCIES, *EXTRAS["parquet"], *BUILD, "editables"}
    assert set(in_file("dev.in")) == {*DEVELOPMENT, *EXTRAS["postgres"]}


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_all_that_is_asked_for(lock):
    assert names(in_file(lock.replace(".txt", ".in"))) - names(locked(lock)) == set()


def test_the_lock_of_the_tests_holds_the_one_of_the_package():
    runtime, dev = locked("runtime.txt"), locked("dev.txt")
    assert {name: dev.get(name) for name in runtime} == runtime
    assert f"hatchling=={runtime['hatchling']}" in BUILD


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_are_hashed_and_hold_no_address(lock):
    text = (REQUIREMENTS / lock).read_text("utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text)
    assert [b.splitlines()[0] for b in blocks if "==" in b and "--hash=sha256:" not in b] == []


@pytest.mark.parametrize("name", table_names())
def test_data_files_name_source_and_version(name):
    source, version = table_version(name)
    assert source
    assert version


def test_every_data_file_is_a_table():
    files = [p.name for p in (PACKAGE / "vocabulary" / "data").iterdir()]
    assert sorted(files) == list(table_names())


def test_no_file_names_a_machine():
    # Folders of the machines that the project is written on.
    machine = re.compile("|".join(("/" + "work/", "/" + "root/", "/" + "home/")))
    texts = [*python_files("src", "tests", *SCRIPTS), *(ROOT / "docs").rglob("*.md")]
    texts += [*ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"]
    assert [name_of(p) for p in texts if machine.search(p.read_text("utf-8"))] == []


def test_the_licence_is_in_the_project():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_the_notice_names_files_that_are_there():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert notice.startswith("Arms Ledger")
    named = re.findall(r"\(([\w./-]+/[\w.-]+)\)", notice)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
