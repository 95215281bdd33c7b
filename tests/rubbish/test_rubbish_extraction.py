"""Texts that no writer wrote, but that a scraper yields: reading them takes bounded time."""

import json
import subprocess
import sys
import time

import pytest

PAIR = "Russia sold S-400 missiles to Turkey and India bought Rafale jets from France and "
NAMES = "S-400 Patriot Rafale missile F-35 tank drone "
SENTENCE = "Russia sold S-400 missiles to Turkey. "

STATES = ["Russia", "Turkey", "India", "China", "France", "Germany", "Italy", "Spain", "Poland",
          "Norway", "Sweden", "Egypt", "Algeria", "Iraq", "Iran", "Israel", "Qatar", "Oman",
          "Kuwait", "Japan", "Vietnam", "Thailand", "Malaysia", "Indonesia", "Australia", "Brazil",
          "Chile", "Peru", "Canada", "Ukraine", "Romania"]  # fmt: skip

# name -> (text, seconds). Prose of 5,000 characters takes about half a second; starting the
# program about two.
SHORT = {
    "no full stop": ((PAIR * 100)[:5_000], 60),
    "triggers only": ("Russia " + "sold " * 1_000 + "S-400 missiles to Turkey.", 60),
    "weapons only": ((NAMES * 200)[:5_000], 60),
    "brackets": ("(" * 2_500 + "S-400 sold to Turkey" + ")" * 2_500, 60),
    "one long word": ("S-400" * 1_000 + " sold to Turkey", 60),
    "a chapter of one sentence": (SENTENCE * 800, 60),
    "commas": ("Turkey, Russia, India, S-400, Rafale, " * 130, 60),
}
LONG = {
    "200,000 characters without a full stop": ((PAIR * 2_500)[:200_000], 500),
    "10,000 triggers": ("Russia " + "sold " * 10_000 + "S-400 missiles to Turkey.", 300),
    "other weapons and states in each sentence": (
        " ".join(
            f"{STATES[i % 31]} sold {'FSTMK'[i % 5]}-{i // 5 + 1} to {STATES[i % 29]}."
            for i in range(5_000)
        ),
        500,
    ),
    "a million characters of weapons": ((NAMES * 25_000)[:999_000], 900),
    "a million characters of sentences": ((SENTENCE * 30_000)[:999_000], 900),
}
MEMORY = 1_500  # MiB

RUNNER = """
import resource, sys
from armsledger.cli.main import main
try:
    main()
finally:
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


def extract(text, seconds):
    """Return the claims, the seconds and the peak memory in MiB of a process that reads a text."""
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, "extract", "--strict", "-"],
        input=json.dumps({"id": "x", "text": text, "language": "en"}),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    return claims, time.monotonic() - begin, int(done.stderr.split()[-1])


def assert_bounded(text, seconds):
    claims, _, peak = extract(text, seconds)
    assert all(text[claim["start"] : claim["end"]] == claim["quote"] for claim in claims)
    assert peak < MEMORY


@pytest.mark.parametrize("name", SHORT)
def test_a_page_of_it_takes_seconds(name):
    assert_bounded(*SHORT[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_book_of_it_takes_minutes(name):
    assert_bounded(*LONG[name])
