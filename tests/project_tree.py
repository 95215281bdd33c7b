"""The project's own files and their syntax trees, for the tests of the project itself."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "armsledger"
SCRIPTS = ("eval", "benchmarks", "corpus", "examples", "docs")


@cache
def python_files(*folders):
    """Return every Python file of the folders (relative to the root), sorted."""
    return tuple(sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py")))


@cache
def tree_of(path):
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def nodes_of(path):
    return tuple(ast.walk(tree_of(path)))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def imports_of(path):
    """Return the full names of the modules that a file imports, wherever the import stands."""
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def functions_of(path):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in nodes_of(path) if isinstance(node, kinds)]
