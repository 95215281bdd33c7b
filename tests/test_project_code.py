"""Rules of the code that no linter checks."""

import ast
from collections import Counter

import pytest

from project_tree import (
    PACKAGE,
    ROOT,
    SCRIPTS,
    functions_of,
    imports_of,
    name_of,
    nodes_of,
    python_files,
    tree_of,
)

# Folders of tests that belong to no single package.
ACROSS = {"laws", "rubbish"}

MAX_MODULE_LINES = 500
MAX_FUNCTION_LINES = 60  # without the docstring

# Pure packages: what they know comes in as arguments or as the package's own data.
LOGIC = (
    "errors.py",
    "ports.py",
    "pipeline.py",
    "model",
    "decide",
    "text",
    "vocabulary",
    "extract",
    "link",
    "assess",
)
FILE_MODULES = {"glob", "io", "os", "pathlib", "shutil", "subprocess", "socket", "tempfile"}
FILE_CALLS = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
RESOURCES = "importlib.resources"


def logic_files():
    paths = (PACKAGE / part for part in LOGIC)
    return [p for part in paths for p in (part.rglob("*.py") if part.is_dir() else (part,))]


def ids(paths):
    return [pytest.param(path, id=name_of(path)) for path in paths]


SOURCES = ids(python_files("src"))
EVERYTHING = python_files("src", "tests", *SCRIPTS)


def test_modules_are_short():
    lengths = {name_of(p): len(p.read_text("utf-8").splitlines()) for p in EVERYTHING}
    assert {n: length for n, length in lengths.items() if length > MAX_MODULE_LINES} == {}


def net_lines(function):
    """Return the number of lines of a function without its signature and its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_functions_are_short():
    long = {
        f"{name_of(path)}:{function.name}": length
        for path in EVERYTHING
        for function in functions_of(path)
        if (length := net_lines(function)) > MAX_FUNCTION_LINES
    }
    assert long == {}


def is_public(function):
    return not function.name.startswith("_")


def is_stub(function):
    """Return whether the body is an ellipsis, as in a protocol, whose docstring tells of all."""
    return [ast.unparse(statement) for statement in function.body] == ["..."]


def documentable(path):
    """Yield the public functions of a module and the public methods of its public classes."""
    for node in tree_of(path).body:
        members = node.body if isinstance(node, ast.ClassDef) and is_public(node) else [node]
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        yield from (m for m in members if isinstance(m, kinds) and is_public(m))


@pytest.mark.parametrize("path", SOURCES)
def test_modules_and_public_functions_say_what_they_are(path):
    assert ast.get_docstring(tree_of(path)), "the module has no docstring"
    functions = [f for f in documentable(path) if not is_stub(f)]
    assert [f.name for f in functions if not ast.get_docstring(f)] == []


@pytest.mark.parametrize("path", ids(logic_files()))
def test_logic_opens_no_files(path):
    imported = imports_of(path)
    assert {name.partition(".")[0] for name in imported} & FILE_MODULES == set()
    if RESOURCES in imported:  # a loader of the package's own data
        return
    calls = (node.func for node in nodes_of(path) if isinstance(node, ast.Call))
    names = {getattr(call, "id", getattr(call, "attr", None)) for call in calls}
    assert names & FILE_CALLS == set()


def test_logic_is_all_there():
    assert [part for part in LOGIC if not (PACKAGE / part).exists()] == []


def test_tests_use_fakes_not_mocks():
    mocked = {
        name_of(path): name
        for path in python_files("tests")
        for name in imports_of(path)
        if "mock" in name.partition(".")[2] or name.partition(".")[0] in ("mock", "pytest_mock")
    }
    assert mocked == {}


def test_test_modules_have_different_names():
    names = Counter(p.name for p in python_files("tests") if p.name != "conftest.py")
    assert [name for name, times in names.items() if times > 1] == []


def test_test_modules_mirror_the_package():
    folders = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and list(p.glob("*.py"))}
    packages = {p.name for p in PACKAGE.iterdir() if p.is_dir()}
    assert folders - packages <= ACROSS
