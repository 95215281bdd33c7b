"""`armsledger extract --forms`: the fields of official forms as JSON lines."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from armsledger.cli.output import print_line, say
from armsledger.cli.progress import counting
from armsledger.cli.reading import complain

if TYPE_CHECKING:
    from armsledger.sources import ReadOptions


def print_forms(inputs: Sequence[str], reading: "ReadOptions", *, quiet: bool) -> int:
    """Print each notice and each row of the forms in the inputs; return how many inputs failed.

    A report that is no official form prints nothing; how many there were is told at the end.
    """
    from armsledger.extract.forms import form_lines, read_form
    from armsledger.sources import read_all

    failed, others = 0, 0
    with counting("reports", quiet=quiet) as step:
        for document in read_all(inputs, options=reading):
            found = document.report and read_form(document.report)
            if found:
                for line in form_lines(found):
                    print_line(line)
                sys.stdout.flush()
            elif document.error is not None:
                failed += 1
                complain("extract", document.name, document.error)
            else:
                others += 1
            step(f"{failed:,} failed")
    if others and not quiet:
        say(f"note: no official form ({others:,})")
    return failed
