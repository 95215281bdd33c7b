"""The desk under load: 20 readers and a writer on a ledger of 20,000 reports, against /healthz.

    python benchmarks/desk_load.py --reports 20000 --small 2000 --folder build/desk

A server process serves a ledger of generated reports. Readers ask for every page and every list of
the API, by chance, with parameters by chance, as fast as they are answered, while another process
adds reports one by one. Then the register's first page is asked for by turns in that ledger and
in a small one, with nobody else there.
"""

import argparse
import http.client
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.synchronize import Event as Stop
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

from bench_common import spread, write
from desk_ledgers import PatternReader, fill, lots_of, reports

from armsledger.ledger import ClaimQuery, DealQuery, Ledger

BOUNDS: Final = {"worst_ratio": 25, "register_growth": 1.5, "largest_answer_kb": 300}
PATIENCE: Final = 120  # seconds
PAUSE: Final = 0.25  # seconds between two additions
TURNS: Final = 25  # of the small and the large register
WARM_UP: Final = 5
SAMPLE: Final = 200  # deals, reports and claims that are asked for
DAYS: Final = ("2013-06-30", "2016-01-01", "2019-12-31", "2021-05-05")
WORDS: Final = ("batteries", "contract", "Rafale Turkey", "licences dispute", '"signed a contract"')
STATES: Final = ("RUS", "FRA", "DEU", "TUR", "IND", "POL", "KEN")


@dataclass(slots=True)
class Told:
    """What the answers of one page were like."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def paths(ledger: Ledger) -> Mapping[str, Sequence[str]]:
    """Return the addresses of each page and list of the API."""
    deals = [deal.id for deal in ledger.page(DealQuery(limit=SAMPLE, facets=False)).deals]
    claims = ledger.claims_page(ClaimQuery(limit=SAMPLE)).claims
    told = sorted({claim.report for claim in claims})
    actors, _ = ledger.actors(limit=20)
    registers = (
        "/", *(f"/?as_of={day}" for day in DAYS), *(f"/?supplier={code}" for code in STATES),
        "/?sort=value", "/?sort=claims&stage=order", "/?query=Rafale", "/?disputed=yes",
        "/?recipient=TUR&state=open&weak=shown",
    )  # fmt: skip
    return {
        "health": ["/healthz"],
        "register": registers,
        "deal": [f"/deals/{quote(key)}" for key in deals],
        "deal as of": [f"/deals/{quote(key)}?as_of={day}" for key in deals for day in DAYS[2:]],
        "report": [f"/reports/{quote(key)}" for key in told],
        "actor": [*(f"/actors/{code}" for code in STATES), *(f"/actors/{a.id}" for a in actors)],
        "map": ["/map", "/map?supplier=RUS", "/map?stage=delivery", f"/map?as_of={DAYS[2]}"],
        "search": [f"/search?q={quote(words)}" for words in WORDS],
        "review": ["/review", *(f"/review?claim={claim.id}" for claim in claims)],
        "review deal": [f"/review/deals/{quote(key)}" for key in deals],
        "review log": ["/review/log"],
        "add": ["/add"],
        "about": ["/about"],
        "account": ["/account"],
        "api deals": [address.replace("/", "/api/deals", 1).replace("&weak=shown", "")
                      for address in registers],
        "api deal": [f"/api/deals/{quote(key)}" for key in deals],
        "api claims": ["/api/claims", *(f"/api/claims?deal={quote(key)}" for key in deals),
                       "/api/claims?event=order", "/api/claims?source=ministry"],
        "api report": [f"/api/reports/{quote(key)}" for key in told],
        "api search": [f"/api/search?q={quote(words)}" for words in WORDS],
    }  # fmt: skip


@contextmanager
def serving(path: Path) -> Iterator[int]:
    """Serve a ledger in a process of its own; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    line = [sys.executable, "-m", "armsledger", "--ledger", str(path), "serve"]
    process = subprocess.Popen([*line, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return _drop(ask(_connect(port), "/healthz"))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _drop(_answer: object) -> None:
    """Forget an answer."""


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[float, int, int]:
    """Return how long an answer takes, its status and its bytes as sent."""
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    size = len(answer.read())
    return time.perf_counter() - started, answer.status, size


def read(port: int, asked: Mapping[str, Sequence[str]], seed: int, seconds: float,
         told: dict[str, Told]) -> None:  # fmt: skip
    """Ask for pages by chance for so long."""
    chance, connection = random.Random(seed), _connect(port)
    names = sorted(asked)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name = chance.choice(names)
        try:
            took, status, size = ask(connection, chance.choice(asked[name]))
        except TimeoutError:
            took, status, size, connection = PATIENCE, 0, 0, _connect(port)
        told[name].seconds.append(took)
        told[name].sizes.append(size)
        if status != http.client.OK:
            told[name].failed.append(status)


def add_on(path: str, count: int, stop: Stop, added: Any) -> None:
    """Add reports one by one, each with its register, until told to stop.

    The pause between two is the time that the package's own extractor takes for a report.
    """
    with Ledger.open(path) as ledger:
        for report in reports(10 * count, 99):
            if stop.wait(PAUSE):
                return
            for outcome in ledger.add([report], PatternReader(lots_of(count))):
                added.value += outcome.status == "added"
            ledger.refresh()


def load(path: Path, given: argparse.Namespace) -> tuple[dict[str, Told], int]:
    """Return what readers were answered while a writer was adding, and how much it added."""
    with Ledger.open(path) as ledger:
        asked = paths(ledger)
    told: dict[str, Told] = defaultdict(Told)
    for name in asked:
        told[name] = Told()
    context = get_context("spawn")
    stop, added = context.Event(), context.Value("i", 0)
    writer = context.Process(target=add_on, args=(str(path), given.reports, stop, added))
    with serving(path) as port:
        read(port, asked, 0, given.warm_up, defaultdict(Told))
        writer.start()
        readers = [
            threading.Thread(target=read, args=(port, asked, number, given.seconds, told))
            for number in range(1, given.readers + 1)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        stop.set()
        writer.join()
    return told, int(added.value)


def late(seconds: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else sum(seconds)


def summed(told: Mapping[str, Told]) -> dict[str, Any]:
    """Return the figures of each page."""
    base = late(told["health"].seconds)
    return {
        name: {
            "requests": len(one.seconds),
            "median": round(statistics.median(one.seconds), 4),
            "p95": round(late(one.seconds), 4),
            "ratio": round(late(one.seconds) / base, 2),
            "most_kb": round(max(one.sizes) / 1000, 1),
            "failed": sorted(set(one.failed)),
        }
        for name, one in sorted(told.items())
        if one.seconds
    }


def growth(small: Path, large: Path) -> dict[str, Any]:
    """Return how long the register's first page takes in both ledgers, asked by turns."""
    with serving(small) as few, serving(large) as many:
        ends = [_connect(few), _connect(many)]
        turns = [[ask(end, "/")[0] for end in ends] for _ in range(TURNS + WARM_UP)][WARM_UP:]
    sides = [list(side) for side in zip(*turns, strict=True)]
    medians = [statistics.median(side) for side in sides]
    return {
        "ratio": round(medians[1] / medians[0], 3),
        "small_seconds": spread(sides[0]),
        "large_seconds": spread(sides[1]),
    }


def main() -> None:
    """Fill the ledgers, ask and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--warm-up", type=float, default=20.0, help="seconds with one reader")
    parser.add_argument("--folder", type=Path, help="of ledgers to keep and to use again")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        small, large = (folder / f"desk-{count}.db" for count in (given.small, given.reports))
        fill(small, given.small)
        fill(large, given.reports)
        grown = growth(small, large)
        told, added = load(large, given)
    pages = summed(told)
    write("desk_load", {
        "bounds": BOUNDS,
        "reports": [given.small, given.reports],
        "readers": given.readers,
        "seconds": given.seconds,
        "added_meanwhile": added,
        "worst_ratio": max(page["ratio"] for page in pages.values()),
        "register_growth": grown["ratio"],
        "largest_answer_kb": max(page["most_kb"] for page in pages.values()),
        "register": grown,
        "pages": pages,
    })  # fmt: skip


if __name__ == "__main__":
    main()
