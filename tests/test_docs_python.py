"""The reference of the Python API names what there is, and nothing else."""

import inspect
import re
from pathlib import Path

from armsledger.ledger import Ledger

PAGE = (Path(__file__).parents[1] / "docs" / "reference" / "python.md").read_text("utf-8")
ROW = re.compile(r"^\| (`[^|]*) \|", re.MULTILINE)
CALL = re.compile(r"`(\w+)\((.*?)\)`(?= \||,|$)")
WORD = re.compile(r"(?:^|, )(\w+)=")


def told():
    """Return name -> the names of the options that its row of the tables gives."""
    calls = (call for row in ROW.findall(PAGE) for call in CALL.findall(row))
    return {name: WORD.findall(given) for name, given in calls if name != "of"}


def public():
    return {name for name, _ in inspect.getmembers(Ledger, callable) if not name.startswith("_")}


def test_every_public_method_is_told():
    assert public() - told().keys() == set()


def test_nothing_else_is_told():
    assert told().keys() - public() == set()


def test_the_options_that_are_told_are_there():
    wrong = {
        name: options
        for name, options in told().items()
        if set(options) - set(inspect.signature(getattr(Ledger, name)).parameters)
    }
    assert wrong == {}
