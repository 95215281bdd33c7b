"""Texts that no writer wrote, but that a scraper yields: reading them takes bounded time."""

import json

import pytest

PAIR = "Russia sold S-400 missiles to Turkey and India bought Rafale jets from France and "
NAMES = "S-400 Patriot Rafale missile F-35 tank drone "
SENTENCE = "Russia sold S-400 missiles to Turkey. "

STATES = ["Russia", "Turkey", "India", "China", "France", "Germany", "Italy", "Spain", "Poland",
          "Norway", "Sweden", "Egypt", "Algeria", "Iraq", "Iran", "Israel", "Qatar", "Oman",
          "Kuwait", "Japan", "Vietnam", "Thailand", "Malaysia", "Indonesia", "Australia", "Brazil",
          "Chile", "Peru", "Canada", "Ukraine", "Romania"]  # fmt: skip

# name -> (text, seconds). Prose of 5,000 characters takes about half a second.
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


def assert_bounded(program, text, seconds):
    given = json.dumps({"id": "x", "text": text, "language": "en"}).encode()
    code, out, err = program("extract", "--strict", "-", input=given, seconds=seconds)
    assert code == 0, err.decode()
    claims = [json.loads(line) for line in out.splitlines()]
    assert all(text[claim["start"] : claim["end"]] == claim["quote"] for claim in claims)
    assert int(err.split()[-1]) < MEMORY


@pytest.mark.parametrize("name", SHORT)
def test_a_page_of_it_takes_seconds(program, name):
    assert_bounded(program, *SHORT[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_book_of_it_takes_minutes(program, name):
    assert_bounded(program, *LONG[name])
