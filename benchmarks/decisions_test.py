"""Read a thousand corrected claims again with a changed extractor; each decision's fate is known.

    python benchmarks/decisions_test.py --corrections 1000 --seed 1

Reports are planted with two readings: what the second does to each claim of the first was planted
too (`planted_changes.py`). People correct the claims; then the ledger is read again, back, and on
again, with more decisions and withdrawals between. After each reading every decision has to be
in the log, listed as what it is (applied, moved or orphaned), its effect on the claim that is
meant and on no other, and the register has to equal that of a ledger in which those
claims were read so from the start. Any difference ends the run with its name.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from planted_checks import Scene, faults
from planted_oracle import (
    DECIDED,
    FIRST,
    SECOND,
    Book,
    by_change,
    by_kind,
    decide_all,
    merge_and_split,
    overrule_some,
    withdraw,
)
from planted_reading import PLAN, Planted, make_world, write_plan

from armsledger.decide.history import tally
from armsledger.decide.log import read_log, write_log
from armsledger.ledger import Ledger
from armsledger.model import Claim, Deal
from armsledger.model.decision import Kind

HERE = Path(__file__).parent
SHOWN, FAULT_LETTERS = 12, 1200  # how many faults are told, and how much of each
CLAIMS_PER_CORRECTION = 1.7  # planted claims, so that enough of them are corrected
OVERRULED = 0.3  # of the corrected dates

Command = Callable[[Path], dict[str, int]]


@dataclass(slots=True)
class Run:
    """A ledger of a planted world, as it is read again and again."""

    ledger: Ledger
    book: Book
    chance: Random
    folder: Path
    wrong: dict[str, list[str]] = field(default_factory=dict)  # faults by check
    twins: dict[tuple[Claim, ...], tuple[Deal, ...]] = field(default_factory=dict)

    def check(self, now: int) -> None:
        """Note what is not as it has to be after a reading."""
        scene = Scene(self.ledger, self.book, now, self.folder, self.twins)
        for check, found in faults(scene).items():
            self.wrong.setdefault(check, []).extend(found)

    def check_decided(self, now: int) -> None:
        """Note what is not as it has to be after decisions, one by one, and after building anew."""
        self.check(now)
        self.ledger.refresh()
        before = self.ledger.dump()
        self.ledger.rebuild()
        is_same = self.ledger.dump() == before
        self.note("rebuilt", is_same, f"reading {now}: built anew, the ledger is another")

    def note(self, check: str, is_right: bool, fault: str) -> None:  # noqa: FBT001
        """Note the outcome of one check."""
        self.wrong.setdefault(check, []).extend([] if is_right else [fault])

    def read(self, now: int) -> None:
        """Read every report again."""
        self.ledger.rebuild(extractor=extractor_of(self.book, now))


def extractor_of(book: Book, now: int) -> Planted:
    """Return the first or the second extractor."""
    claims = book.world.first if now == FIRST else book.world.second
    return Planted(str(now), claims)


def run(ledger: Ledger, folder: Path, corrections: int, seed: int, command: Command) -> Run:
    """Take a world through its readings and decisions; return what was wrong with it.

    Args:
        ledger: an empty one.
        folder: an empty one, for ledgers to compare with.
        corrections: about how many claims are to be corrected.
        seed: of the world and of the decisions.
        command: reads every report with the second extractor and returns what it said of the
            decisions, by outcome.
    """
    chance = Random(seed)
    book = Book(make_world(chance, int(corrections * CLAIMS_PER_CORRECTION)))
    write_plan(folder / "plan.json", book.world)
    this = Run(ledger, book, chance, folder)
    list(ledger.add(book.world.reports, extractor_of(book, FIRST)))
    _decide(this, FIRST, DECIDED)
    merge_and_split(ledger, book, chance, FIRST, max(3, corrections // 60))
    this.check_decided(FIRST)
    said = command(folder / "plan.json")
    this.check(SECOND)
    this.note("command", said == tally(ledger.decisions()), f"the command said {said}")
    _decide(this, SECOND, DECIDED)
    this.check_decided(SECOND)
    for now in (FIRST, SECOND):
        this.read(now)
        this.check(now)
    _take_elsewhere(this)
    return this


def _decide(this: Run, now: int, share: float) -> None:
    decide_all(this.ledger, this.book, this.chance, now, share)
    overrule_some(this.ledger, this.book, now, OVERRULED, this.chance)
    open_ones = [made for made in this.book.made.values() if made.withdrawn_by is None]
    for made in this.chance.sample(open_ones, len(open_ones) // 50):
        withdraw(this.ledger, this.book, made, this.chance)


def _take_elsewhere(this: Run) -> None:
    """Compare with a ledger that had no first reading and took over the exported decisions."""
    lines = list(write_log(one.decision for one in this.ledger.decisions()))
    with Ledger.open(this.folder / "elsewhere.db", create=True) as other:
        list(other.add(this.book.world.reports, extractor_of(this.book, FIRST)))
        other.rebuild(extractor=extractor_of(this.book, SECOND))
        other.take_decisions(read_log("log", lines))
        is_same = other.deals() == this.ledger.deals()
        is_same &= other.decisions() == this.ledger.decisions()
        this.note("elsewhere", is_same, "with the exported decisions another ledger differs")


def figures(this: Run) -> dict[str, Any]:
    """Return what was decided, what became of it, and how many faults each check found."""
    made = this.book.made.values()
    corrected = [one.claim for one in made if one.decision.kind is Kind.CORRECT]
    return {
        "reports": len(this.book.world.reports),
        "claims": sum(1 for _ in this.book.claims(FIRST)),
        "corrected_claims": len({claim for claim in corrected if claim[0] == FIRST}),
        "corrected_later": len({claim for claim in corrected if claim[0] == SECOND}),
        "decisions": len(made),
        "withdrawals": len(this.book.withdrawals),
        "found": tally(this.ledger.decisions()),
        "by_kind": by_kind(this.book, FIRST, SECOND),
        "by_change": by_change(this.book, FIRST, SECOND),
        "by_change_back": by_change(this.book, SECOND, FIRST),
        "faults": {check: len(found) for check, found in this.wrong.items()},
    }


def by_command_line(location: str) -> Command:
    """Return what reads a ledger again with the command line, in a process of its own."""

    def read(plan: Path) -> dict[str, int]:
        program = [sys.executable, "-m", "armsledger", "--ledger", location]
        options = ["rebuild", "--extract", "--extractor", "planted_reading:Second", "--json"]
        names = os.environ | {"PYTHONPATH": str(HERE), PLAN: str(plan)}
        done = subprocess.run(
            [*program, *options], env=names, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"rebuild failed: {done.stderr}")
        return dict(json.loads(done.stdout)["decisions"])

    return read


def main() -> None:
    """Run the test and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corrections", type=int, default=1000, help="claims to be corrected")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledger", help="a postgresql:// address of an empty database")
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "twins"
        folder.mkdir()
        location = arguments.ledger or str(Path(name) / "ledger.db")
        with Ledger.open(location, create=True) as ledger:
            command = by_command_line(location)
            this = run(ledger, folder, arguments.corrections, arguments.seed, command)
            told = figures(this)
    wrong = [fault for found in this.wrong.values() for fault in found]
    if wrong:
        lines = [fault[:FAULT_LETTERS] for fault in wrong[:SHOWN]]
        raise SystemExit("\n".join([f"{len(wrong)} faults (seed {arguments.seed})", *lines]))
    if told["corrected_claims"] < arguments.corrections:
        raise SystemExit(f"only {told['corrected_claims']} claims were corrected")
    seconds = round(time.monotonic() - started, 1)
    sys.stdout.write(json.dumps({"seed": arguments.seed, "seconds": seconds, **told}) + "\n")


if __name__ == "__main__":
    main()
