"""Cells of CSV that a spreadsheet program would run as a formula, and how they are kept from it.

What a report says may be written by anybody. A program such as Excel takes a cell that begins
with one of a few signs for a formula, quoted or not. Such a cell gets an apostrophe in front, and
so does one that has both already: so that taking one away gives back every cell as it was.

Source: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection
"""

import re
from typing import Final

GUARD: Final = "'"

# The signs, with those of full width, which some programs take for the same; blanks before them
# are skipped by some. A cell that begins with a tab or a line break may lose just that.
_RUN: Final = r"(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])"
_MAY_RUN: Final = re.compile(rf"{GUARD}*{_RUN}")
_GUARDED: Final = re.compile(rf"{GUARD}+{_RUN}")
# A number stays one, whatever its sign.
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")


def guarded(cell: object) -> object:
    """Return what is written for a cell: itself, or a word that no program runs."""
    if not isinstance(cell, str) or not _MAY_RUN.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return GUARD + cell


def unguarded(cell: str) -> str:
    """Return the words of a cell that `guarded` wrote."""
    return cell.removeprefix(GUARD) if _GUARDED.match(cell) else cell
