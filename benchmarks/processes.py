"""The program in a process of its own, to be killed: started as people do, or forked ready."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

# What takes the seconds of a start; a process that is forked has it already.
_PRELOAD = ["armsledger.cli.main", "armsledger.ledger", "armsledger.pipeline", "datasketch"]


class Running(Protocol):
    """A process."""

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for the end; return the exit code, None: it still runs."""
        ...

    def kill(self) -> None:
        """Send SIGKILL and wait for the end."""
        ...


def start(
    arguments: list[str], err: Path, *, warm: bool = False, more: tuple[str, ...] = ()
) -> Running:
    """Start `armsledger` with these arguments.

    Args:
        arguments: after the program's name.
        err: gets what it writes to standard error; its standard output is dropped.
        warm: fork it from a process that has imported the program already.
        more: other modules that such a process is to have imported.
    """
    err.write_bytes(b"")
    return _Warm(arguments, err, more) if warm else _Cold(arguments, err)


class _Cold:
    def __init__(self, arguments: list[str], err: Path) -> None:
        line = [sys.executable, "-m", "armsledger", *arguments]
        with err.open("wb") as out:
            self._process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=out)

    def wait(self, seconds: float | None = None) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


class _Warm:
    def __init__(self, arguments: list[str], err: Path, more: tuple[str, ...]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([*_PRELOAD, *more])
        self._process = context.Process(target=_call, args=(arguments, str(err)))
        self._process.start()

    def wait(self, seconds: float | None = None) -> int | None:
        self._process.join(seconds)
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def _call(arguments: list[str], err: str) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(err, os.O_WRONLY | os.O_APPEND), 2)
    from armsledger.cli.main import main

    sys.argv = ["armsledger", *arguments]
    main()
