"""Case files: lines of JSON under tests/data, each with an id of its own and why it is there."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
NEEDED = ("id", "why")


class CaseError(Exception):
    """A case file is not what it has to be."""


def load_cases(name, *, needed=NEEDED):
    """Return the cases of a file, in its order.

    Args:
        name: the file, under tests/data.
        needed: the fields that must not be empty.

    Raises:
        CaseError: the file has no cases, a line is none, or two have the same id.
    """
    path = DATA / name
    text = path.read_text("utf-8").removesuffix("\n")
    if not text:
        raise CaseError(f"{path} has no cases")
    seen = {}  # id: line. Only \n ends a line: texts of cases may hold the other separators.
    cases = []
    for number, line in enumerate(text.split("\n"), start=1):
        case = _case_in(line, f"{path}:{number}", needed)
        first = seen.setdefault(case["id"], number)
        if first != number:
            raise CaseError(f"{path}:{number}: the id {case['id']!r} is that of line {first}")
        cases.append(case)
    return cases


def each_case(cases):
    """Run a test, under the case's id, for each of the cases as its argument `case`."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in cases])


def _case_in(line, place, needed):
    try:
        case = json.loads(line)
    except json.JSONDecodeError as error:
        raise CaseError(f"{place} is not JSON: {error}") from error
    if not isinstance(case, dict):
        raise CaseError(f"{place} is not an object")
    empty = [name for name in needed if not case.get(name)]
    if empty:
        raise CaseError(f"{place} lacks {', '.join(empty)}")
    return case
