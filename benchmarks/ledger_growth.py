"""What adding one report costs in a large ledger, against a small one.

    python benchmarks/ledger_growth.py --small 200 --large 20000

Both ledgers are filled with generated reports; then the same new reports are added to each, one
at a time, by turns, each followed by bringing the register up to date. A light extractor that
reads the templates by pattern stands in for the real one, whose time does not depend on the ledger.
"""

import argparse
import hashlib
import itertools
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_common import corpus_hash, spread, write
from generate_reports import RECIPIENTS, SUPPLIERS, generate

from armsledger import Ledger
from armsledger.model import Claim, Event, Factuality, Report, claim_id, hash_content

BOUNDS = {"growth_ratio": 1.3}
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


DEALS_A_PAIR = 400  # keeps deals at a few reports each, as registers have them


def reports(count: int, seed: int) -> Iterator[Report]:
    """Yield reports with generated titles and texts of random words.

    The templates' own texts share most of their sentences, so that each report would be compared
    with all others as a possible copy; in news, shared passages are rare.
    """
    for row in rows(count, seed):
        digest = hash_content(row["title"], row["text"], row["date"], row["outlet"])
        yield Report(content_hash=digest, **row)


def rows(count: int, seed: int) -> Iterator[dict[str, str]]:
    """Yield what the reports are made of."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "el", "i", "on", "ur")]
    for row in generate(count, seed):
        words = ("".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(150))
        yield row | {"text": " ".join(words).capitalize() + "."}


def fill(path: Path, count: int) -> Ledger:
    """Return a ledger with so many reports, its register up to date."""
    ledger = Ledger.open(path, create=True)
    drain(ledger.add(reports(count, seed=7), TemplateReader()))
    ledger.refresh()
    return ledger


def drain(items: Iterable[object]) -> None:
    """Run through all items."""
    for _ in items:
        pass


def add_one(ledger: Ledger, report: Report) -> float:
    """Return the seconds that one addition takes, register and all."""
    started = time.perf_counter()
    drain(ledger.add([report], TemplateReader()))
    ledger.refresh()
    return time.perf_counter() - started


def main() -> None:
    """Fill both ledgers, add to them by turns, write the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=200)
    parser.add_argument("--large", type=int, default=20_000)
    parser.add_argument("--additions", type=int, default=60)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        small = fill(Path(folder) / "small.db", arguments.small)
        large = fill(Path(folder) / "large.db", arguments.large)
        new = list(itertools.islice(reports(10**6, seed=8), arguments.additions + 3))
        turns = [(add_one(small, report), add_one(large, report)) for report in new][3:]
        deals = len(large.deals())
        small.close()
        large.close()
    few, many = spread([t[0] for t in turns]), spread([t[1] for t in turns])
    ratio = round(many["median"] / few["median"], 3)
    write(
        "ledger_growth",
        {
            "bounds": BOUNDS,
            "growth_ratio": ratio,
            "small": {"reports": arguments.small, "seconds": few},
            "large": {"reports": arguments.large, "deals": deals, "seconds": many},
            "corpus_sha256": corpus_hash(list(rows(arguments.large, 7))),
        },
    )


if __name__ == "__main__":
    main()
