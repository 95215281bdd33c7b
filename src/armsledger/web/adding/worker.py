"""The process that adds an upload: reading takes the processor, and readers must not wait for it.

    python -m armsledger.web.adding.worker FOLDER OPTIONS

The environment variable `LEDGER` says where the ledger is. OPTIONS is JSON: `date`, `outlet`,
`title` for what a document does not say. Prints one JSON object
a line: `{"name", "status", "report", "claims", "copies", "notes", "error"}` for each document, then
`{"deals": N}`, how many deals have changed.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from armsledger.errors import ArmsLedgerError
from armsledger.ledger import AddOutcome, Ledger
from armsledger.sources import read_all
from armsledger.sources.options import ReadOptions

LEDGER: Final = "ARMSLEDGER_ADD_TO"


def main(arguments: list[str]) -> int:
    """Add every document of a folder; return the exit code."""
    folder, given = arguments
    options = ReadOptions(**json.loads(given))
    try:
        with Ledger.open(os.environ[LEDGER], create=True) as ledger:
            for outcome in ledger.add(read_all([folder], options=options)):
                _tell(outcome_row(outcome, Path(folder)))
            _tell({"deals": len(ledger.refresh())})
    except ArmsLedgerError as error:
        _tell({"stopped": str(error)})
        return 2
    return 0


def outcome_row(outcome: AddOutcome, folder: Path) -> dict[str, object]:
    """Return what became of a document, under the name that its file came with."""
    name = outcome.name.removeprefix(f"{folder}/")
    error = str(outcome.error).replace(f"{folder}/", "") if outcome.error is not None else None
    return {
        "name": name,
        "status": outcome.status,
        "report": outcome.report,
        "claims": outcome.claims,
        "copies": len(outcome.copies),
        "notes": list(outcome.notes),
        "error": error,
    }


def _tell(row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
