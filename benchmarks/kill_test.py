"""Kill `armsledger add` with SIGKILL at random moments; nothing that it reported may be lost.

    python benchmarks/kill_test.py --kills 200 --reports 500

Each process adds the same reports to the same ledger and is killed after a random time. After
every kill the reports that it said were added must be in the ledger, each with exactly the claims
that an undisturbed run gives it. Once a process comes to its end, the whole ledger must equal
the undisturbed one, and a fresh ledger is begun, until there have been enough kills.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from processes import start

from armsledger.errors import LedgerMissingError
from armsledger.store import Store

SUPPLIERS = (
    ("RUS", "Russia"),
    ("USA", "The United States"),
    ("FRA", "France"),
    ("KOR", "South Korea"),
)
RECIPIENTS = (("TUR", "Turkey"), ("IND", "India"), ("EGY", "Egypt"), ("POL", "Poland"))
SYSTEMS = ("S-400", "Patriot", "Rafale", "K9")
# What `add --verbose` says once a report is safe; a line that the kill cut off says nothing.
ADDED = re.compile(r"^added: (\S+) \(\d+ claims?\).*\n", re.MULTILINE)

# So many kills cannot all come before the first addition is reported.
MANY = 50


@dataclass
class Figures:
    """What happened."""

    kills: int = 0
    rounds: int = 0  # ledgers filled to the end
    reported: int = 0  # additions that killed processes had reported
    before_ledger: int = 0  # kills before there was a ledger


def make_reports(count: int, seed: int) -> list[dict[str, str]]:
    """Return reports on a few deals; every tenth is a copy of another outlet's."""
    chance = random.Random(seed)
    reports: list[dict[str, str]] = []
    for number in range(count):
        if number % 10 == 9:
            original = chance.choice(reports)
            reports.append({**original, "id": f"r{number}", "outlet": f"Copyist {number}"})
            continue
        code, name = chance.choice(SUPPLIERS)
        to_code, to_name = chance.choice(RECIPIENTS)
        system, year = chance.choice(SYSTEMS), chance.randint(2010, 2020)
        filler = " ".join(f"Detail {chance.randint(0, 10**6)} follows." for _ in range(12))
        text = (
            f"{code} sells {system} to {to_code} in {year}. {name} delivered {number % 7 + 2}"
            f" {system} systems to {to_name} in {year}. {filler}"
        )
        date = f"{year + 1}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        reports.append({"id": f"r{number}", "text": text, "date": date, "outlet": "Daily"})
    return reports


def command(ledger: Path, reports: Path, extractor: str | None) -> list[str]:
    """Return the arguments of the program that add the reports."""
    line = ["--ledger", str(ledger), "add", str(reports), "--verbose"]
    return [*line, "--extractor", extractor] if extractor else line


def dump_of(ledger: Path) -> tuple[str, ...]:
    """Return the ledger's whole content, the register brought up to date."""
    store = Store.open(str(ledger))
    store.refresh()
    content = store.dump()
    store.close()
    return content


def lines_of(dump: tuple[str, ...], kind: str) -> dict[str, set[str]]:
    """Return the dump's lines of one kind by report id."""
    found: dict[str, set[str]] = {}
    for line in dump:
        row = json.loads(line)
        if row[0] == kind:
            found.setdefault(row[1], set()).add(line)
    return found


def check_partial(ledger: Path, log: str, whole: tuple[str, ...]) -> int:
    """Check a killed ledger; return how many additions the process had reported.

    Raises:
        SystemExit: something was lost, or half a report is there.
    """
    reported = set(ADDED.findall(log))
    found = dump_of(ledger)
    stored, expected = lines_of(found, "report"), lines_of(whole, "report")
    ids = {json.loads(line)[1] for lines in stored.values() for line in lines}
    if lost := reported - ids:
        raise SystemExit(f"lost after a kill: {sorted(lost)}")
    if any(stored[key] != expected[key] for key in stored):
        raise SystemExit("a report differs from the undisturbed one")
    claims, all_claims = lines_of(found, "claim"), lines_of(whole, "claim")
    if any(claims.get(key) != all_claims.get(key) for key in stored):
        raise SystemExit("a report is there without all its claims")
    return len(reported)


def check_whole(found: tuple[str, ...], whole: tuple[str, ...]) -> None:
    """Compare a finished ledger with the undisturbed one.

    Raises:
        SystemExit: they differ, with the first lines that do.
    """
    if found == whole:
        return
    differing = sorted(set(found) ^ set(whole))
    shown = "\n".join(line[:600] for line in differing[:6])
    raise SystemExit(f"{len(differing)} lines differ from the undisturbed ledger:\n{shown}")


def kill_once(line: list[str], log: Path, delay: float, *, warm: bool = False) -> bool:
    """Start the command and kill it after a delay; return whether it came to its end before."""
    process = start(line, log, warm=warm)
    code = process.wait(delay)
    if code is None:
        process.kill()
        return False
    if code != 0:
        raise SystemExit(f"the command failed: {log.read_text()[-2000:]}")
    return True


def run(folder: Path, arguments: argparse.Namespace) -> Figures:
    """Kill as often as asked; return what happened."""
    chance = random.Random(arguments.seed)
    reports = folder / "reports.jsonl"
    rows = make_reports(arguments.reports, arguments.seed)
    reports.write_text("".join(json.dumps(row) + "\n" for row in rows))
    log = folder / "log"
    if arguments.warm:
        start(["--help"], log, warm=True).wait()  # the first one waits until all is imported
    started = time.monotonic()
    first = command(folder / "whole.db", reports, arguments.extractor)
    kill_once(first, log, delay=3600, warm=arguments.warm)
    whole_time = time.monotonic() - started
    whole = dump_of(folder / "whole.db")
    figures = Figures()
    ledger = folder / "ledger-0.db"
    while figures.kills < arguments.kills:
        delay = chance.uniform(0.05, 1.05) * whole_time
        line = command(ledger, reports, arguments.extractor)
        if kill_once(line, log, delay, warm=arguments.warm):
            check_whole(dump_of(ledger), whole)
            figures.rounds += 1
            ledger = folder / f"ledger-{figures.rounds}.db"
            continue
        figures.kills += 1
        try:
            figures.reported += check_partial(ledger, log.read_text(), whole)
        except LedgerMissingError:
            figures.before_ledger += 1
    last = command(ledger, reports, arguments.extractor)
    kill_once(last, log, delay=3600, warm=arguments.warm)
    check_whole(dump_of(ledger), whole)
    if figures.kills >= MANY and not figures.reported:
        raise SystemExit("no process reported an addition before it was killed: nothing was tested")
    return figures


def main() -> None:
    """Run the test and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--extractor", help="a registered one, or module:Name")
    parser.add_argument("--warm", action="store_true", help="fork processes that are ready")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), arguments)
    # Whatever is lost or left half done has ended the run with its name by now.
    sys.stdout.write(json.dumps({**vars(arguments), **vars(figures)}) + "\n")


if __name__ == "__main__":
    main()
