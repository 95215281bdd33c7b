"""What the laws are tested on: the project's examples, and the gold set where it is at hand."""

import json
import os
from pathlib import Path

from armsledger.ledger import Ledger
from armsledger.model import Report, hash_content
from armsledger.sources import ReadOptions, read_all

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "reports"
RECORDS = ROOT / "eval" / "examples.reports.jsonl"
GOLD = Path(os.environ.get("ARMSLEDGER_GOLD") or ROOT.parent / "shared" / "gold")


def example_documents():
    """Return the outcomes of reading the examples, the broken file's among them."""
    return list(read_all([str(EXAMPLES)], options=ReadOptions()))


def record_reports(path):
    """Return the reports of a file of records."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [to_report(row) for row in rows]


def to_report(row):
    title, date, outlet = (row.get(key) for key in ("title", "date", "outlet"))
    digest = hash_content(title, row["text"], date, outlet)
    return Report(
        id=row.get("id") or digest,
        text=row["text"],
        content_hash=digest,
        title=title,
        date=date,
        outlet=outlet,
    )


def register_of(path, batches, extractor):
    """Return the dump and the deals of a fresh ledger that took these batches of reports."""
    with Ledger.open(path, create=True) as ledger:
        for batch in batches:
            list(ledger.add(batch, extractor))
            ledger.refresh()
        return ledger.dump(), ledger.deals()
