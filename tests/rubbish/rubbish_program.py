"""The real command line, each call a process of its own that is forked from one which is ready.

Loading program and model takes seconds and is not what these tests are about.
"""

import json
import selectors
import subprocess
import sys
import tempfile
from pathlib import Path

# Reads one request a line. Each is answered by a fresh process that has standard streams, command
# line and exit code as any other; last it tells its peak memory and that of its own children, MiB.
SERVER = """
import json, os, resource, sys, traceback
requests, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
from armsledger.cli.main import main
from armsledger.extract.registry import load_extractor
load_extractor()

def call(request):
    for number, path in enumerate(request["streams"]):
        os.dup2(os.open(path, os.O_WRONLY if number else os.O_RDONLY), number)
    sys.argv = ["armsledger", *request["arguments"]]
    try:
        code = main()
    except SystemExit as stop:
        code = stop.code
    except BaseException:
        traceback.print_exc()
        code = 1
    peaks = [resource.getrusage(who).ru_maxrss // 1024
             for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"peak {max(peaks)}", file=sys.stderr, flush=True)
    sys.stdout.flush()
    os._exit(code or 0)

answers.write(b"ready\\n")
while line := requests.readline():
    child = os.fork()
    if child == 0:
        call(json.loads(line))
    _, status = os.waitpid(child, 0)
    answers.write(b"%d\\n" % os.waitstatus_to_exitcode(status))
"""
START_SECONDS = 240


class Program:
    """Calls the program; used by one test at a time."""

    def __init__(self):
        self._process = None

    def __call__(self, *arguments, input=None, seconds):
        """Return exit code, output and errors of a call; TimeoutError if it takes longer."""
        if self._process is None:
            self._start()
        with tempfile.TemporaryDirectory() as name:
            streams = [Path(name) / stream for stream in ("in", "out", "err")]
            for stream in streams:
                stream.write_bytes(b"")
            streams[0].write_bytes(input or b"")
            request = {"arguments": [*map(str, arguments)], "streams": [*map(str, streams)]}
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            code = int(self._answer(seconds))
            return code, streams[1].read_bytes(), streams[2].read_bytes()

    def stop(self):
        """End the process that is ready."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
        self._process = subprocess.Popen([sys.executable, "-c", SERVER], **pipes)
        assert self._answer(START_SECONDS) == b"ready\n"

    def _answer(self, seconds):
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                self.stop()
                raise TimeoutError(f"no answer in {seconds} seconds")
        return self._process.stdout.readline()
