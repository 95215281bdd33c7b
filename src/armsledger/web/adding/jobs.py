"""Uploads that are being read: one process at a time, the others wait their turn."""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from secrets import token_urlsafe
from typing import IO, Any, Final

from armsledger.errors import LedgerBusyError
from armsledger.web.adding.worker import LEDGER

_LOG: Final = logging.getLogger("armsledger.web")

# Uploads that are remembered after their end, and that may wait at once.
REMEMBERED: Final = 200
MOST_WAITING: Final = 20

# Outcomes of one upload that are kept word by word; the counts go on.
MOST_OUTCOMES: Final = 2_000

_ID_BYTES: Final = 9
_LONGEST_NAME: Final = 150


class JobState(StrEnum):
    """How far an upload is."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    STOPPED = "stopped"  # the process ended before its work was done


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one document of an upload."""

    name: str
    status: str  # "added", "already known", "failed"
    report: str | None
    claims: int
    copies: int
    notes: tuple[str, ...]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An upload. Replaced by a new value at each step."""

    id: str
    who: str
    at: datetime
    files: int
    state: JobState = JobState.WAITING
    outcomes: tuple[FileOutcome, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # documents by status
    claims: int = 0
    deals: int | None = None  # that have changed; None: not known yet
    trouble: str | None = None  # why it was stopped

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.STOPPED}

    @property
    def read(self) -> int:
        """How many documents are through."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in: its name, and where its bytes can be read."""

    name: str
    body: IO[bytes]


class Jobs:
    """All uploads of a desk. Used by many threads at once."""

    def __init__(self, ledger: str, clock: Callable[[], datetime]) -> None:
        """Remember where the reports go."""
        self._ledger, self._clock = ledger, clock
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()  # of the table above
        self._turn = threading.Lock()  # held by the job that is being read
        self._processes: set[subprocess.Popen[str]] = set()
        self._is_closed = False

    def start(self, uploads: Iterable[Upload], who: str, options: Mapping[str, str]) -> Job:
        """Keep the files and have them read; return the job at once.

        Raises:
            LedgerBusyError: too many uploads wait already.
        """
        with self._lock:
            if sum(not job.is_over for job in self._jobs.values()) >= MOST_WAITING:
                raise LedgerBusyError(
                    f"{MOST_WAITING} uploads are waiting already; try again when one is through"
                )
        folder = Path(tempfile.mkdtemp(prefix="armsledger-add-"))
        try:
            count = sum(_keep(upload, folder, number) for number, upload in enumerate(uploads))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        job = Job(id=token_urlsafe(_ID_BYTES), who=who, at=self._clock(), files=count)
        self._put(job)
        arguments = (job.id, folder, json.dumps(dict(options)))
        threading.Thread(target=self._run, args=arguments, daemon=True).start()
        return job

    def get(self, job_id: str) -> Job | None:
        """Return a job as it is now; None: it is unknown or forgotten."""
        with self._lock:
            return self._jobs.get(job_id)

    def recent(self, limit: int) -> list[Job]:
        """Return the newest jobs, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))[:limit]

    def close(self) -> None:
        """End the reading; what was added stays added."""
        with self._lock:
            self._is_closed = True
            running = list(self._processes)
        for process in running:
            process.terminate()

    def _run(self, job_id: str, folder: Path, options: str) -> None:
        try:
            with self._turn:
                self._read(job_id, folder, options)
        except (OSError, ValueError, TypeError) as error:
            _LOG.exception("adding an upload")
            self._change(job_id, state=JobState.STOPPED, trouble=str(error))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _read(self, job_id: str, folder: Path, options: str) -> None:
        line = [sys.executable, "-m", "armsledger.web.adding.worker", str(folder), options]
        # In the environment: the address of a database may hold a password.
        environment = os.environ | {LEDGER: self._ledger}
        with self._lock:
            if self._is_closed:
                return
            process = subprocess.Popen(
                line,
                stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                text=True,
                env=environment,
            )
            self._processes.add(process)
        try:
            self._change(job_id, state=JobState.READING)
            for told in process.stdout or ():
                self._hear(job_id, json.loads(told))
            code = process.wait()
        finally:
            process.kill()  # it has ended, or this thread will never hear of it again
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
            with self._lock:
                self._processes.discard(process)
        self._finish(job_id, code)

    def _hear(self, job_id: str, row: dict[str, Any]) -> None:
        if "deals" in row:
            self._change(job_id, deals=row["deals"])
        elif "stopped" in row:
            self._change(job_id, trouble=row["stopped"])
        else:
            self._add_outcome(job_id, FileOutcome(**row | {"notes": tuple(row["notes"])}))

    def _add_outcome(self, job_id: str, outcome: FileOutcome) -> None:
        job = self._jobs[job_id]
        counts = {**job.counts, outcome.status: job.counts.get(outcome.status, 0) + 1}
        kept = job.outcomes
        if len(kept) < MOST_OUTCOMES or outcome.error is not None:
            kept = (*kept, outcome)
        self._change(job_id, outcomes=kept, counts=counts, claims=job.claims + outcome.claims)

    def _finish(self, job_id: str, code: int) -> None:
        if code == 0:
            self._change(job_id, state=JobState.DONE)
            return
        trouble = self._jobs[job_id].trouble or f"the reading process ended with code {code}"
        self._change(job_id, state=JobState.STOPPED, trouble=trouble)

    def _put(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.id] = job
            over = [one.id for one in self._jobs.values() if one.is_over]
            for old in over[: max(0, len(self._jobs) - REMEMBERED)]:
                del self._jobs[old]

    def _change(self, job_id: str, **values: Any) -> None:  # noqa: ANN401 - fields of a job
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **values)


def _keep(upload: Upload, folder: Path, number: int) -> bool:
    """Write a file into the folder, under its name if no other has it; return that it is there."""
    name = safe_name(upload.name)
    path = folder / name
    if path.exists():
        path = folder / f"{number}-{name}"
    with path.open("xb") as out:
        shutil.copyfileobj(upload.body, out)
    return True


def safe_name(name: str) -> str:
    """Return a file name without folders, control characters and tricks; its ending stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c if c.isprintable() else "_" for c in last).strip().lstrip(".")
    while len(plain.encode()) > _LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[:-1]}.{ending}" if dot and stem and len(ending) < 10 else plain[:-1]
    return plain or "document"
