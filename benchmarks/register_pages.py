"""What the desk's questions cost in a ledger ten times as large.

    python benchmarks/register_pages.py --small 2000 --large 20000

Both ledgers are filled with generated claims, two a report, about deals whose number grows with the
ledger, through the store's own linking and assessing; only the search for copies is left out, which
no page looks at. Then both are asked the same questions by turns.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench_common import spread, write
from generate_reports import WEAPONS
from ledger_growth import CODES

from armsledger.ledger import ClaimQuery, DealQuery, DealSort, Ledger, ReportQuery
from armsledger.model import (
    Claim,
    Event,
    Factuality,
    Report,
    Source,
    SourceKind,
    claim_id,
    hash_content,
)
from armsledger.pipeline import READ, Outcome
from armsledger.store import StandardDerivation, Store, writer
from armsledger.store.engine import writing

BOUND = 1.5  # of the register's first page
A_DEAL = 6  # reports, on average
A_BATCH = 500  # reports in one transaction while filling
WARM_UP = 3
EVENTS = (Event.TALKS, Event.ORDER, Event.ORDER, Event.DELIVERY, Event.OFFER, Event.CANCELLATION)
LABELS = (Factuality.FACT, Factuality.FACT, Factuality.PLANNED, Factuality.POSSIBLE)
SPEAKERS = (
    None,
    Source("Rosoboronexport", SourceKind.COMPANY, "RUS"),
    Source("Defence ministry", SourceKind.OFFICIAL, "TUR"),
    Source("an official", SourceKind.UNNAMED, None),
)
CATEGORIES = (
    "aircraft",
    "air defence systems",
    "armoured vehicles",
    "artillery",
    "missiles",
    "ships",
)


class NoCopies(StandardDerivation):
    """The package's rules without the search for copies."""

    def copy_keys(self, text: str) -> tuple[str, ...]:
        """Return no key: nothing is compared."""
        del text
        return ()


def outcomes(count: int, seed: int) -> Iterator[Outcome]:
    """Yield reports with their claims."""
    chance = random.Random(seed)
    codes = sorted(CODES.values())
    for number in range(count):
        deal = chance.randrange(max(1, count // A_DEAL))
        day = f"{2005 + number % 18}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        words = " ".join(chance.choice(WEAPONS)[0] for _ in range(40))
        text = f"Report {number} tells of deal {deal}. {words}."
        digest = hash_content(None, text, day, "Daily Letter")
        report = Report(id=f"p{number}", text=text, content_hash=digest, date=day,
                        outlet=chance.choice(("Daily Letter", "Harbour Post")))  # fmt: skip
        claims = tuple(claim_of(report, deal, place, chance, codes) for place in range(2))
        yield Outcome(report=report, status=READ, claims=claims, extractor="bench/1")


def claim_of(
    report: Report, deal: int, place: int, chance: random.Random, codes: list[str]
) -> Claim:
    """Return one claim about a deal, which is always the same by its number."""
    event = chance.choice(EVENTS)
    own = random.Random(deal)
    supplier, recipient = own.sample(codes, 2)
    key = claim_id(report.id, "bench/1", place, event)
    return Claim(
        id=key, report=report.id, event=event, factuality=chance.choice(LABELS), trigger="t",
        start=place, end=place + 20, part="text", quote=report.text[place : place + 20],
        extractor="bench/1", confidence=chance.choice((0.4, 0.7, 0.95)), supplier=supplier,
        recipient=recipient, system=f"Kind-{deal % 3000}", category=own.choice(CATEGORIES),
        when=report.date[:4] if report.date else None, source=chance.choice(SPEAKERS),
    )  # fmt: skip


def fill(path: Path, count: int) -> None:
    """Make a ledger of so many reports, with its register and its past; one that is there stays."""
    store = Store.open(str(path), create=True, derivation=NoCopies())
    ledger = Ledger(store)
    found = list(outcomes(count, 5)) if ledger.counts().reports < count else []
    for start in range(0, len(found), A_BATCH):
        with writing(store._engine) as connection:
            for outcome in found[start : start + A_BATCH]:
                writer.record(connection, outcome, (), store._derivation)
    ledger.refresh()
    while ledger.prepare_history(seconds=60):
        pass
    store.close()


def questions(size: int) -> dict[str, Callable[[Ledger], Any]]:
    """Return what is asked."""
    del size
    first = DealQuery(thin=False)
    return {
        "first_page": lambda ledger: ledger.page(first),
        "second_page": lambda ledger: ledger.page(
            replace(first, cursor=ledger.page(replace(first, facets=False)).next)
        ),
        "all_lines": lambda ledger: ledger.page(DealQuery()),
        "by_value": lambda ledger: ledger.page(replace(first, sort=DealSort.VALUE)),
        "one_supplier": lambda ledger: ledger.page(replace(first, supplier=("RUS",))),
        "category_and_stage": lambda ledger: ledger.page(
            replace(first, category=("missiles",), stage=("order",))
        ),
        "two_parties": lambda ledger: ledger.page(
            replace(first, supplier=("RUS",), recipient=("TUR",))
        ),
        "words": lambda ledger: ledger.page(
            replace(first, text="kind-7 rus", sort=DealSort.RELEVANCE)
        ),
        "as_of": lambda ledger: ledger.page(replace(first, as_of="2015-06-30")),
        "search": lambda ledger: ledger.search("deal 77"),
        "claims": lambda ledger: ledger.claims_page(ClaimQuery()),
        "reports": lambda ledger: ledger.reports_page(ReportQuery()),
        "state": lambda ledger: ledger.actor("RUS"),
        "flows": lambda ledger: ledger.flows(),
        "review": lambda ledger: ledger.review_queue(),
        "version": lambda ledger: ledger.version(),
    }


def seconds(ask: Callable[[Ledger], Any], ledger: Ledger) -> float:
    """Return the processor time that an answer takes: other work on the machine does not count."""
    started = time.process_time()
    ask(ledger)
    return time.process_time() - started


def measure(small: Ledger, large: Ledger, turns: int, size: int) -> dict[str, Any]:
    """Return each question's times in both ledgers, asked by turns."""
    found: dict[str, Any] = {}
    for name, ask in questions(size).items():
        pairs = [(seconds(ask, small), seconds(ask, large)) for _ in range(turns + WARM_UP)]
        few, many = (spread(list(side)) for side in zip(*pairs[WARM_UP:], strict=True))
        ratio = round(many["median"] / few["median"], 3)
        found[name] = {"ratio": ratio, "small_seconds": few, "large_seconds": many}
    return found


def main() -> None:
    """Fill both ledgers and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--folder", type=Path, help="of ledgers to keep and to use again")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        paths = [(given.folder or Path(name)) / f"pages-{n}.db" for n in (given.small, given.large)]
        for path, count in zip(paths, (given.small, given.large), strict=True):
            fill(path, count)
        few, many = (Ledger(Store.open(str(path), derivation=NoCopies())) for path in paths)
        with few, many:
            figures = {
                "bounds": {"first_page": BOUND},
                "reports": [given.small, given.large],
                "deals": [few.counts().deals, many.counts().deals],
                "ratio": 0.0,
                "questions": measure(few, many, given.turns, given.large),
            }
        figures["ratio"] = figures["questions"]["first_page"]["ratio"]
    write("register_pages", figures)


if __name__ == "__main__":
    main()
