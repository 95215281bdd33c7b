"""Kill `armsledger serve` with SIGKILL while people decide; no decision may be lost or half there.

    python benchmarks/desk_kill.py --kills 60

Each round serves a ledger on loopback; two threads post decisions of every kind to it as fast as
they are answered, and in some rounds another process imports a file of decisions. At a random
moment everything is killed. Then the ledger has to open and be whole; every decision that was
acknowledged has to be in its log, none twice, none that nobody sent, an imported file all or not
at all; and the register has to be, to the byte, that of a ledger which never saw a server and took
the log over. The next round posts to the same ledger. Any fault ends the run with its name.
"""

import argparse
import contextlib
import json
import re
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx
from planted_oracle import VALUES
from planted_reading import Planted, make_world
from processes import Running, start

from armsledger.decide.log import write_log
from armsledger.ledger import Ledger
from armsledger.model.decision import Kind, Wish

CLAIMS: Final = 60  # of the ledger
POSTERS: Final = 2  # threads
MOST_DECISIONS: Final = 120  # in one ledger; then a fresh one is begun
IMPORTS: Final = 0.4  # of the rounds
PER_FILE: Final = 6  # decisions
MOST_POSTS: Final = 16  # before a kill
LONGEST: Final = 0.1  # seconds after the last of them: about what a decision takes
COLD: Final = 10  # one in so many servers is started by the command line, which takes seconds
PATIENCE: Final = 240.0  # seconds for the first answer: after a kill the desk has to work again

_TOKEN: Final = re.compile(r'name="csrf" value="([0-9a-f]+)"')
_BASIS: Final = re.compile(r'name="basis" value="([0-9a-f]+)"')
_DONE: Final = re.compile(r"[?&]done=([0-9a-f]+)")
_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+(?=/)")
_ACTS: Final = ("correct", "correct", "accept", "reject", "note", "merge", "split", "withdraw")


@dataclass(slots=True)
class Figures:
    """What happened."""

    kills: int = 0
    cold: int = 0  # of servers that were started as people start them
    ledgers: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)  # by kind
    told: int = 0  # of a decision of somebody else
    unanswered: int = 0  # posts whose server was killed
    unanswered_but_logged: int = 0
    imports: int = 0
    imports_killed: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the figures as a JSON object."""
        names = [name for name in self.__dataclass_fields__ if name != "acknowledged"]
        counts = {"acknowledged": dict(sorted(self.acknowledged.items()))}
        return {name: getattr(self, name) for name in names} | counts


@dataclass(slots=True)
class Case:
    """One ledger, and what people did to it so far."""

    path: Path
    claims: tuple[str, ...]
    deals: dict[str, tuple[str, ...]]  # id to claims
    files: list[Path]  # decisions that may be imported
    sent: set[str] = field(default_factory=set)  # reasons, each of one post
    acknowledged: dict[str, str] = field(default_factory=dict)  # decision's id to its reason
    imported: set[str] = field(default_factory=set)  # ids of decisions in files that were begun


@dataclass(slots=True)
class Poster:
    """Somebody who decides as fast as the desk answers."""

    case: Case
    chance: Random
    address: str
    name: str
    acknowledged: Counter[str] = field(default_factory=Counter)  # by kind
    told: int = 0
    posted: int = 0
    is_waiting: bool = False  # for an answer
    fault: str | None = None

    def run(self) -> None:
        """Post until the desk is gone."""
        try:
            with httpx.Client(base_url=self.address, timeout=60) as client:
                token = _TOKEN.search(client.get("/review/log").text)[1]
                while True:
                    self._post(client, token)
        except httpx.TransportError:
            return
        except Exception as error:  # noqa: BLE001 - told by the main thread
            self.fault = f"{type(error).__name__}: {error}"

    def _post(self, client: httpx.Client, token: str) -> None:
        reason = f"{self.name}-{self.posted}"
        self.posted += 1
        form = self._form() | {"why": reason, "csrf": token}
        answer = self._send(client, form, reason)
        if answer.status_code == 409:
            self.told += 1
            form["basis"] = _BASIS.findall(answer.text)
            answer = self._send(client, form, reason)
        if answer.status_code not in {303, 404, 409, 422}:
            raise AssertionError(f"{form['kind']}: {answer.status_code} {answer.text[:300]}")

    def _send(self, client: httpx.Client, form: dict[str, Any], reason: str) -> httpx.Response:
        self.case.sent.add(reason)
        self.is_waiting = True
        answer = client.post("/review/decide", data=form, headers={"Origin": self.address})
        self.is_waiting = False
        if answer.status_code == 303:
            made = _DONE.search(answer.headers["location"])[1]
            self.case.acknowledged[made] = reason
            self.acknowledged[form["kind"]] += 1
        return answer

    def _form(self) -> dict[str, Any]:
        kind = self.chance.choice(_ACTS)
        deals = list(self.case.deals)
        form: dict[str, Any] = {"kind": kind}
        if kind == "merge":
            form["deal"] = self.chance.sample(deals, 2)
        elif kind == "split":
            deal = self.chance.choice(deals)
            form |= {"deal": deal, "claim": self.chance.choice(self.case.deals[deal])}
        elif kind == "withdraw":
            form["target"] = self.chance.choice(list(self.case.acknowledged) or ["0" * 16])
        else:
            form["claim"] = self.chance.choice(self.case.claims)
        if kind == "correct":
            name = self.chance.choice(("when", "supplier", "recipient", "event", "category"))
            form |= {"field": name, "value": VALUES[name]}
        return form


@contextlib.contextmanager
def served(path: Path, *, is_cold: bool) -> Iterator[tuple[Running, str]]:
    """Serve a ledger in a process of its own; give the process and the address."""
    err = path.with_suffix(".err")
    line = ["--ledger", str(path), "serve", "--port", "0"]
    process = start(line, err, warm=not is_cold, more=("armsledger.web.app", "uvicorn"))
    try:
        while not (found := _ADDRESS.search(err.read_text())):
            if process.wait(0.01) is not None:
                raise SystemExit(f"the desk did not start: {err.read_text()}")
        yield process, found[0]
    finally:
        process.kill()


def one_kill(case: Case, chance: Random, figures: Figures, name: str) -> None:
    """Serve the ledger, post to it, and kill the server at a random moment."""
    is_cold = figures.kills % COLD == 0
    figures.cold += is_cold
    with served(case.path, is_cold=is_cold) as (process, address):
        posters = [
            Poster(case, Random(chance.random()), address, f"{name}{letter}")
            for letter in "ab"[:POSTERS]
        ]
        threads = [threading.Thread(target=poster.run) for poster in posters]
        for thread in threads:
            thread.start()
        importing = _begin_import(case, chance, is_cold=is_cold)
        _wait_for(posters, chance.randint(1, MOST_POSTS), figures.kills % 2)
        time.sleep(chance.uniform(0, LONGEST))
        for victim in (process, *importing):
            victim.kill()
        for thread in threads:
            thread.join()
    figures.kills += 1
    for poster in posters:
        figures.acknowledged += poster.acknowledged
        figures.told += poster.told
        figures.unanswered += poster.is_waiting
    for victim in importing:
        figures.imports += 1
        figures.imports_killed += victim.wait() != 0
    if faults := [poster.fault for poster in posters if poster.fault]:
        raise SystemExit(f"while posting: {faults[0]}")


def check(case: Case, template: Path, figures: Figures) -> int:
    """Check a ledger after a kill; return how many decisions it has.

    Raises:
        SystemExit: something is lost, or half there.
    """
    with sqlite3.connect(case.path) as raw:
        if (found := raw.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise SystemExit(f"the file is damaged: {found}")
    raw.close()
    with Ledger.open(case.path) as ledger:
        log = ledger.decisions()
        _check_log(case, {one.decision.id: one.decision.why for one in log}, figures)
        ledger.refresh()
        dump = ledger.dump()
    other = case.path.with_suffix(".other")
    shutil.copy(template, other)
    with Ledger.open(other) as ledger:
        ledger.take_decisions(one.decision for one in log)
        ledger.refresh()
        if ledger.dump() != dump:
            raise SystemExit("a ledger that took the log over is another")
    other.unlink()
    return len(log)


def _check_log(case: Case, log: dict[str, str], figures: Figures) -> None:
    if lost := case.acknowledged.keys() - log.keys():
        raise SystemExit(f"lost after a kill: {sorted(lost)}")
    own = {key: why for key, why in log.items() if key not in case.imported}
    if strange := set(own.values()) - case.sent:
        raise SystemExit(f"nobody sent {sorted(strange)}")
    twice = [why for why, times in Counter(own.values()).items() if times > 1]
    if twice:
        raise SystemExit(f"logged twice: {twice}")
    for path in case.files:
        ids = {json.loads(line)["id"] for line in path.read_text().splitlines()}
        if 0 < len(ids & log.keys()) < len(ids):
            raise SystemExit(f"a half of {path.name} was imported")
    fresh = own.keys() - case.acknowledged.keys()
    figures.unanswered_but_logged += len(fresh)
    # From now on they have to stay.
    case.acknowledged |= {key: own[key] for key in fresh}


def _begin_import(case: Case, chance: Random, *, is_cold: bool) -> list[Running]:
    if chance.random() > IMPORTS:
        return []
    path = chance.choice(case.files)
    case.imported |= {json.loads(line)["id"] for line in path.read_text().splitlines()}
    line = ["--ledger", str(case.path), "decisions", "import", str(path)]
    return [start(line, case.path.with_suffix(".import"), warm=not is_cold)]


def _wait_for(posters: list[Poster], posts: int, answers: int) -> None:
    """Wait until so much was sent, and so many decisions were acknowledged."""
    limit = time.monotonic() + PATIENCE
    while (
        sum(one.posted for one in posters) < posts
        or sum(one.acknowledged.total() for one in posters) < answers
    ):
        if time.monotonic() > limit or any(one.fault for one in posters):
            raise SystemExit(f"nothing could be decided: {[one.fault for one in posters]}")
        time.sleep(0.002)


def make_template(folder: Path, seed: int) -> Path:
    """Make a ledger on which nobody has decided."""
    world = make_world(Random(seed), CLAIMS)
    path = folder / "template.db"
    with Ledger.open(path, create=True) as ledger:
        list(ledger.add(world.reports, Planted("1", world.first)))
        ledger.refresh()
    return path


def make_files(folder: Path, template: Path, chance: Random) -> list[Path]:
    """Write files of decisions that were made on another ledger."""
    paths = []
    other = folder / "other.db"
    shutil.copy(template, other)
    with Ledger.open(other) as ledger:
        claims = chance.sample([claim.id for claim in ledger.claims()], 3 * PER_FILE)
        for number in range(3):
            own = claims[number * PER_FILE : (number + 1) * PER_FILE]
            made = [
                ledger.decide(Wish(kind=Kind.ACCEPT, who="Eve", claims=(key,), why="from afar"))
                for key in own
            ]
            path = folder / f"decisions-{number}.jsonl"
            path.write_text("".join(write_log(made)), encoding="utf-8")
            paths.append(path)
    return paths


def begin(folder: Path, template: Path, files: list[Path], number: int) -> Case:
    """Begin a fresh ledger."""
    path = folder / f"ledger-{number}.db"
    shutil.copy(template, path)
    with Ledger.open(path) as ledger:
        deals = {deal.id: deal.claims for deal in ledger.deals()}
        claims = tuple(claim.id for claim in ledger.claims())
    return Case(path, claims, deals, files)


def run(folder: Path, kills: int, seed: int) -> Figures:
    """Kill as often as asked; return what happened."""
    chance, figures = Random(seed), Figures()
    template = make_template(folder, seed)
    files = make_files(folder, template, chance)
    case = begin(folder, template, files, 0)
    while figures.kills < kills:
        one_kill(case, chance, figures, f"k{figures.kills}")
        if check(case, template, figures) > MOST_DECISIONS:
            figures.ledgers += 1
            case = begin(folder, template, files, figures.ledgers)
    figures.ledgers += 1
    return figures


def main() -> None:
    """Run the test and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), arguments.kills, arguments.seed)
    seconds = round(time.monotonic() - started, 1)
    # Whatever is lost or left half done has ended the run with its name by now.
    sys.stdout.write(json.dumps({"seconds": seconds, **figures.as_json()}) + "\n")


if __name__ == "__main__":
    main()
