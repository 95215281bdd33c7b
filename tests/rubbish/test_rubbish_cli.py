"""Rubbish through the real command line: one clear line each, no traceback, neighbours kept."""

import json
import os
import re

import pytest
from rubbish_inputs import FILES, RECORDS, SAYS

from armsledger.ledger import Ledger

SECONDS = 240  # for all files together; about 20 on a quiet machine
MEMORY = 1_500  # MiB of one process at its peak; the program alone takes about 250

EXCEPTION = re.compile(r"[a-z]Error\b")  # an exception's own name is no message


class Run:
    """What a call of the program gave."""

    def __init__(self, program, *arguments, input=None):
        self.code, out, err = program(*arguments, input=input, seconds=SECONDS)
        self.out = out.decode()
        *self.told, last = err.decode().splitlines()
        self.peak = int(last.removeprefix("peak "))

    def of(self, name):
        return [line for line in self.told if name in line]

    def assert_clean(self, code=0):
        told = "\n".join(self.told)
        assert self.code == code, told
        assert "Traceback" not in told
        assert not EXCEPTION.search(told)
        assert self.peak < MEMORY


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rubbish")
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "around").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    with open(os.fsencode(folder) + b"/\xff\xfename.txt", "wb") as file:  # noqa: PTH123 - bytes
        file.write(f"{SAYS} Under an odd name.".encode())
    (folder / "neighbour.txt").write_text(f"{SAYS} The neighbour.")
    return folder


@pytest.fixture(scope="module")
def added(program, folder, tmp_path_factory):
    ledger = tmp_path_factory.mktemp("ledger") / "ledger.db"
    return ledger, Run(program, "--ledger", ledger, "add", "--json", "-v", folder)


@pytest.fixture(scope="module")
def extracted(program, folder):
    return Run(program, "extract", folder)


@pytest.fixture(scope="module")
def kept(program, added):
    """The texts of the reports with claims."""
    ledger, _ = added
    listed = Run(program, "--ledger", ledger, "claims", "--jsonl")
    reports = {json.loads(line)["report"] for line in listed.out.splitlines()}
    with Ledger.open(ledger) as opened:
        return "\n".join(opened.report(key).text for key in reports)


def test_add_ends_well_in_bounded_time_and_memory(added):
    added[1].assert_clean()


def test_extract_ends_well_in_bounded_time_and_memory(extracted):
    extracted.assert_clean()
    assert all(json.loads(line)["quote"] for line in extracted.out.splitlines())


@pytest.mark.parametrize("name", [name for name, (_, word) in FILES.items() if word])
def test_a_file_that_cannot_be_read_is_one_line_that_says_why(name, added, extracted):
    for run, command in ((added[1], "add"), (extracted, "extract")):
        lines = [line for line in run.of(f"/{name}") if line.startswith(f"armsledger {command}:")]
        assert len(lines) == 1, run.told
        assert FILES[name][1] in lines[0]


def test_the_rest_is_read(added):
    summary = json.loads(added[1].out)
    bad = sum(word is not None for _, word in FILES.values())
    read = len(FILES) - bad
    # the neighbour, the member beside the bomb, the odd name; the loop and the pipe fail or not
    assert summary["added"] + summary["already_known"] == read + 3
    assert summary["failed"] >= bad


@pytest.mark.parametrize("words", ["The neighbour.", "Kept beside the bomb.", "Under an odd name."])
def test_neighbours_are_kept(kept, words):
    assert words in kept


def test_strict_tells_of_failures_by_exit_code(program, folder):
    Run(
        program, "extract", "--strict", folder / "empty.txt", folder / "neighbour.txt"
    ).assert_clean(1)


def test_records(program, tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(line for line, _ in RECORDS))
    run = Run(program, "--ledger", tmp_path / "l.db", "add", "--json", "-v", path)
    run.assert_clean()
    for number, (_, word) in enumerate(RECORDS, 1):
        lines = [x for x in run.of(f"odd.jsonl:{number}:") if x.startswith("armsledger add:")]
        assert len(lines) == (word is not None), (number, run.told)
        assert word is None or word in lines[0]
    assert any("added: same@" in line for line in run.told)
    assert any("added: last" in line for line in run.told)


@pytest.mark.parametrize(
    "arguments",
    [["add"], ["add", "no-such-file"], ["extract", "no-such-file"], ["deals", "--as-of", "0000"]],
)
def test_unusable_arguments_are_exit_code_2(program, arguments, tmp_path):
    Run(program, "--ledger", tmp_path / "l.db", *arguments).assert_clean(2)


@pytest.mark.parametrize("data", [b"", b"\0" * 99, b"\xff" * 99, SAYS.encode()])
def test_standard_input(program, data):
    run = Run(program, "extract", "-", input=data)
    run.assert_clean()
    assert len(run.told) <= 1 or data == SAYS.encode()
