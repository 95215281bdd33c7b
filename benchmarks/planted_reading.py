"""A seeded world of reports, and its extractors: `planted_reading:First` and `:Second`.

The extractors read what was planted from the file that the environment names, so that a command
line can use them too: `armsledger rebuild --extract --extractor planted_reading:Second`.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from planted_changes import CHANGES, Change, Pair, gone, unread
from planted_texts import Page

from armsledger.errors import ExtractionError
from armsledger.model import Claim, Report, hash_content
from armsledger.model.codec import claim_from_json, claim_to_json

PLAN: Final = "ARMSLEDGER_PLANTED"

# Of a world's reports, the second extractor breaks on one in so many, and sees nothing in another.
RARE: Final = 25
SENTENCES: Final = 6  # changes on one report

Reading = Mapping[str, Sequence[Claim] | None]  # by report; None: the extractor fails


@dataclass(frozen=True, slots=True)
class World:
    """Reports, what the two extractors make of them, and which claim is which."""

    reports: tuple[Report, ...]
    pairs: tuple[Pair, ...]
    first: Reading
    second: Reading


def make_world(chance: Random, claims: int) -> World:
    """Return a world whose first reading has at least so many claims."""
    reports: list[Report] = []
    pairs: list[Pair] = []
    first: dict[str, Sequence[Claim] | None] = {}
    second: dict[str, Sequence[Claim] | None] = {}
    turns = _turns(chance)
    while sum(pair.before is not None for pair in pairs) < claims:
        page = Page(f"r{len(reports):04}", chance)
        kind = len(reports) % RARE
        made = _fill(page, turns, {RARE - 1: unread, RARE - 2: gone}.get(kind))
        reports.append(_report_of(page, len(reports)))
        pairs += made
        first[page.report] = _in_order(pair.before for pair in made)
        second[page.report] = _in_order(pair.after for pair in made)
        if kind == RARE - 1:
            second[page.report] = None
    return World(tuple(reports), tuple(pairs), first, second)


class Planted:
    """Implements `ports.Extractor`: gives the claims that it was made with."""

    name = "planted"

    def __init__(self, version: str, claims: Reading) -> None:
        self.version = version
        self._claims = claims

    def extract(self, report: Report) -> list[Claim]:
        """Return the planted claims of the report."""
        found = self._claims[report.id]
        if found is None:
            raise ExtractionError(report.id, "it was planted so")
        return list(found)


class First(Planted):
    """The extractor that people corrected."""

    def __init__(self) -> None:
        super().__init__("1", read_plan("first"))


class Second(Planted):
    """The changed extractor."""

    def __init__(self) -> None:
        super().__init__("2", read_plan("second"))


def write_plan(path: Path, world: World) -> None:
    """Write what the extractors read."""
    rows = {
        name: {
            key: None if claims is None else [claim_to_json(claim) for claim in claims]
            for key, claims in reading.items()
        }
        for name, reading in (("first", world.first), ("second", world.second))
    }
    path.write_text(json.dumps(rows), encoding="utf-8")


def read_plan(name: str) -> Reading:
    """Return one of the readings of the file that the environment names."""
    rows = json.loads(Path(os.environ[PLAN]).read_text(encoding="utf-8"))[name]
    return {
        key: None if claims is None else [claim_from_json(claim) for claim in claims]
        for key, claims in rows.items()
    }


def _turns(chance: Random) -> Iterator[Change]:
    """Yield every change equally often, shuffled anew each time."""
    while True:
        yield from chance.sample(CHANGES, len(CHANGES))


def _fill(page: Page, turns: Iterator[Change], only: Change | None) -> list[Pair]:
    pairs: list[Pair] = []
    for _ in range(SENTENCES):
        change = only or next(turns)
        pairs += [replace(pair, change=change.__name__) for pair in change(page)]
        if page.chance.random() < 0.5:
            page.chat()
    return pairs


def _report_of(page: Page, number: int) -> Report:
    date = f"{2010 + number % 12}-{1 + number % 11:02}-{1 + number % 27:02}"
    outlet = f"Paper {number % 7}"
    title = page.title or None
    digest = hash_content(title, page.text, date, outlet)
    return Report(
        id=page.report,
        text=page.text,
        content_hash=digest,
        title=title,
        date=date,
        outlet=outlet,
        language="en",
    )


def _in_order(claims: Iterator[Claim | None]) -> list[Claim]:
    found = [claim for claim in claims if claim is not None]
    return sorted(found, key=lambda claim: (claim.part != "title", claim.start, claim.id))
