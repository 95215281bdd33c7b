"""What adding one report costs in a large ledger, against a small one.

    python benchmarks/ledger_growth.py --small 200 --large 20000 --large-shared 5000

Ledgers are filled with generated reports through a light extractor that reads the templates by
pattern. Then new reports are added to a small and a large one by turns: each by a whole
`armsledger add FILE`, a process of its own with the standard extractor, and others within one
process with the light extractor, each followed by bringing the register up to date.

Two kinds of texts: random words, which no two reports share, and the templates' sentences, of which
any two reports share some, so that each is compared with a large part of all others as a copy.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench_common import corpus_hash, spread, write
from generate_reports import RECIPIENTS, SUPPLIERS, generate

from armsledger import Ledger
from armsledger.model import Claim, Event, Factuality, Report, claim_id, hash_content

BOUNDS = {"growth_ratio": 1.3, "growth_ratio_shared": 1.3}
CODES = dict(
    zip(
        (*SUPPLIERS, *RECIPIENTS),
        [
            "RUS",
            "FRA",
            "KOR",
            "DEU",
            "ISR",
            "CHN",
            "ITA",
            "SWE",
            "TUR",
            "IND",
            "EGY",
            "POL",
            "VNM",
            "PER",
            "KEN",
            "IDN",
        ],
        strict=True,
    )
)


class TemplateReader:
    """Makes one claim of each generated report, from its title."""

    name = "template"
    version = "1"

    def extract(self, report: Report) -> list[Claim]:
        """Return the order that the title tells of."""
        title = report.part("title")
        recipient, _, rest = title.partition(" to buy ")
        weapon, _, supplier = rest.rpartition(" from ")
        if not weapon:
            return []
        system = f"{weapon.split()[0]}-{_lot(report)}"
        claim = Claim(
            id="", report=report.id, event=Event.ORDER, factuality=Factuality.FACT,
            trigger="buy", start=0, end=len(title), part="title", quote=title,
            extractor="template/1", confidence=1.0, supplier=CODES[supplier],
            recipient=CODES[recipient], system=system, weapon=weapon,
        )  # fmt: skip
        key = claim_id(report.id, claim.extractor, "title", 0, "order", system)
        return [replace(claim, id=key)]


def _lot(report: Report) -> int:
    """Return a number that tells deals of the same words apart: a ledger grows by deals too."""
    return int(hashlib.sha256(report.id.encode()).hexdigest(), 16) % DEALS_A_PAIR


WARM_UP = 2  # turns that are not counted
DEALS_A_PAIR = 400  # keeps deals at a few reports each, as registers have them


def reports(count: int, seed: int, *, shared: bool) -> Iterator[Report]:
    """Yield generated reports; `shared`: with the templates' own sentences as texts."""
    for row in rows(count, seed, shared=shared):
        digest = hash_content(row["title"], row["text"], row["date"], row["outlet"])
        yield Report(content_hash=digest, **row)


def rows(count: int, seed: int, *, shared: bool) -> Iterator[dict[str, str]]:
    """Yield what the reports are made of."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "el", "i", "on", "ur")]
    for row in generate(count, seed):
        words = ("".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(150))
        yield row if shared else row | {"text": " ".join(words).capitalize() + "."}


def fill(path: Path, count: int, *, shared: bool) -> None:
    """Make a ledger with so many reports, its register up to date; one that is there is kept."""
    with Ledger.open(path, create=True) as ledger:
        if ledger.counts().reports < count:
            drain(ledger.add(reports(count, 7, shared=shared), TemplateReader()))
        ledger.refresh()


def drain(items: Iterable[object]) -> None:
    """Run through all items."""
    for _ in items:
        pass


def add_one(path: Path, report: Report) -> float:
    """Return the seconds that one addition takes within this process, register and all."""
    with Ledger.open(path) as ledger:
        started = time.perf_counter()
        drain(ledger.add([report], TemplateReader()))
        ledger.refresh()
        return time.perf_counter() - started


def run_command(path: Path, report: Report) -> float:
    """Return the seconds that `armsledger add FILE` takes for one report."""
    file = path.with_suffix(".jsonl")
    row = {"id": report.id, "title": report.title, "text": report.text, "date": report.date}
    file.write_text(json.dumps(row | {"outlet": report.outlet}) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "armsledger", "--ledger", str(path), "add", str(file)]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def measure(folder: Path, sizes: tuple[int, int], turns: tuple[int, int], *, shared: bool) -> Any:
    """Return the figures for one kind of texts.

    Args:
        folder: where the ledgers may lie.
        sizes: reports in the small and in the large ledger.
        turns: how many commands and how many additions in one process are timed in each.
        shared: the kind of texts.
    """
    small, large = (folder / f"{size}-{shared}.db" for size in sizes)
    for path, size in zip((small, large), sizes, strict=True):
        fill(path, size, shared=shared)
    commands, additions = turns
    # What the command reads is prose in both kinds, as the standard extractor expects.
    prose = list(reports(commands + WARM_UP, 9, shared=True))
    new = list(reports(additions + WARM_UP, 8, shared=shared))
    with Ledger.open(large) as ledger:
        counts = ledger.counts()
    return {
        "reports": list(sizes),
        "deals_in_large": counts.deals,
        "command": compare([(run_command(small, r), run_command(large, r)) for r in prose]),
        "in_process": compare([(add_one(small, r), add_one(large, r)) for r in new]),
        "corpus_sha256": corpus_hash(list(rows(sizes[1], 7, shared=shared))),
    }


def compare(turns: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Return both sides' seconds and the ratio of their medians, without the first turns."""
    few, many = (spread(list(side)) for side in zip(*turns[WARM_UP:], strict=True))
    ratio = round(many["median"] / few["median"], 3)
    return {"ratio": ratio, "small_seconds": few, "large_seconds": many}


def main() -> None:
    """Measure both kinds of texts; the bounds are on the whole command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=200)
    parser.add_argument("--large", type=int, default=20_000)
    parser.add_argument("--large-shared", type=int, default=5_000)
    parser.add_argument("--commands", type=int, default=9)
    parser.add_argument("--additions", type=int, default=40)
    parser.add_argument("--folder", type=Path, help="of ledgers to keep and to use again")
    given = parser.parse_args()
    turns = given.commands, given.additions
    with TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        words = measure(folder, (given.small, given.large), turns, shared=False)
        shared = measure(folder, (given.small, given.large_shared), turns, shared=True)
    figures = {
        "bounds": BOUNDS,
        "growth_ratio": words["command"]["ratio"],
        "growth_ratio_shared": shared["command"]["ratio"],
        "random_words": words,
        "shared_passages": shared,
    }
    write("ledger_growth", figures)


if __name__ == "__main__":
    main()
