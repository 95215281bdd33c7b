"""Ledgers of generated reports for the benchmarks of the desk: many claims, deals of a few each.

The texts are those of `generate_reports.py`; claims are read from their sentences by pattern. Only
the search for copies is left out while filling, which no page looks at.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from generate_reports import generate
from ledger_growth import CODES
from register_pages import NoCopies

from armsledger.ledger import Ledger
from armsledger.model import (
    Claim,
    Event,
    Factuality,
    Money,
    Quantity,
    Report,
    Source,
    SourceKind,
    claim_id,
    hash_content,
)
from armsledger.pipeline import READ, Outcome
from armsledger.store import Store, writer
from armsledger.store.engine import writing

A_BATCH: Final = 500  # reports in one transaction
CLAIMS: Final = 4  # of one report at most
PAIRS: Final = 512  # suppliers x recipients x weapons of the generator
A_DEAL: Final = 4  # reports, on average

# Words of the generator's sentences, and what they tell.
TOLD: Final = (
    ("has signed a contract", Event.ORDER, Factuality.FACT),
    ("is to deliver", Event.DELIVERY, Factuality.PLANNED),
    ("Talks between", Event.TALKS, Factuality.FACT),
    ("ready to supply", Event.OFFER, Factuality.FACT),
    ("has criticised the purchase", Event.OBJECTION, Factuality.FACT),
    (" delivered ", Event.DELIVERY, Factuality.FACT),
    ("is expected to approve", Event.FINANCING, Factuality.POSSIBLE),
)
MINISTRY: Final = "the defence ministry"


class PatternReader:
    """Implements `ports.Extractor` for the generator's reports."""

    name = "pattern"
    version = "1"

    def __init__(self, lots: int) -> None:
        """Remember how many deals of the same words there are."""
        self._lots = lots

    def extract(self, report: Report) -> list[Claim]:
        """Return the claims of the first sentences that tell of the deal."""
        title = report.part("title")
        recipient, _, rest = title.partition(" to buy ")
        weapon, _, supplier = rest.rpartition(" from ")
        if not weapon:
            return []
        digest = int(hashlib.sha256(report.id.encode()).hexdigest(), 16)
        deal = (CODES[supplier], CODES[recipient], f"{weapon.split()[0]}-{digest % self._lots}")
        found = [
            self._claim(report, deal, weapon, place)
            for place in _sentences(report.text)
            if _event(report.text[slice(*place)])
        ]
        return found[:CLAIMS]

    def _claim(
        self, report: Report, deal: tuple[str, str, str], weapon: str, place: tuple[int, int]
    ) -> Claim:
        start, end = place
        quote = report.text[start:end]
        trigger, event, factuality = _event(quote) or TOLD[0]
        supplier, recipient, system = deal
        extractor = f"{self.name}/{self.version}"
        said = Source(MINISTRY, SourceKind.OFFICIAL, recipient) if MINISTRY in quote else None
        return Claim(
            id=claim_id(report.id, extractor, "text", start, event, system),
            report=report.id, event=event, factuality=factuality, trigger=trigger.strip(),
            start=start, end=end, part="text", quote=quote, extractor=extractor,
            confidence=0.5 + (start % 50) / 100, supplier=supplier, recipient=recipient,
            system=system, weapon=weapon, when=_year(quote), source=said,
            actor="USA" if event is Event.OBJECTION else None,
            value=_money(quote), quantity=_quantity(quote, event),
        )  # fmt: skip


def _event(quote: str) -> tuple[str, Event, Factuality] | None:
    return next((row for row in TOLD if row[0] in quote), None)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for paragraph in text.split("\n\n"):
        at = start
        for sentence in paragraph.split(". "):
            end = min(at + len(sentence) + 1, start + len(paragraph))
            yield at, end
            at += len(sentence) + 2
        start += len(paragraph) + 2


def _year(quote: str) -> str | None:
    words = quote.rstrip(".").replace(",", " ").split()
    return next((word for word in words if len(word) == 4 and word.startswith("20")), None)


def _money(quote: str) -> Money | None:
    _, found, rest = quote.partition("$")
    return Money(Decimal(rest.split()[0]) * 1_000_000, "USD", "~") if found else None


def _quantity(quote: str, event: Event) -> Quantity | None:
    numbers = [word for word in quote.split() if word.isdecimal() and len(word) < 3]
    is_counted = event in (Event.ORDER, Event.DELIVERY) and numbers
    return Quantity(Decimal(numbers[0]), "unit") if is_counted else None


def lots_of(count: int) -> int:
    """Return how many deals of the same words a ledger of so many reports has."""
    return max(1, count // (PAIRS * A_DEAL))


def reports(count: int, seed: int) -> Iterator[Report]:
    """Yield generated reports about transfers."""
    for row in generate(count, seed):
        digest = hash_content(row["title"], row["text"], row["date"], row["outlet"])
        yield Report(content_hash=digest, **row)


def fill(path: Path, count: int, seed: int = 11) -> None:
    """Make a ledger of so many reports, its register and past ready; what is there stays."""
    store = Store.open(str(path), create=True, derivation=NoCopies())
    ledger = Ledger(store)
    extractor = PatternReader(lots_of(count))
    there = ledger.counts().reports
    found = list(reports(count, seed)) if there < count else []
    for start in range(there, len(found), A_BATCH):
        with writing(store._engine) as connection:
            for report in found[start : start + A_BATCH]:
                outcome = Outcome(
                    report=report,
                    status=READ,
                    claims=tuple(extractor.extract(report)),
                    extractor=f"{extractor.name}/{extractor.version}",
                )
                writer.record(connection, outcome, (), store._derivation)
    ledger.refresh()
    while ledger.prepare_history(seconds=60):
        pass
    store.close()
