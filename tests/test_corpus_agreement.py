"""The corpus' second annotation is whole, and the two annotations agree as the datasheet says."""

import subprocess
import sys

import pytest

from project_tree import ROOT

CORPUS = ROOT / "corpus"
FILES = sorted(CORPUS.glob("*.txt"))
SECOND = CORPUS / "agreement" / "second.txt"

# A tenth, less those that an annotator had met.
SHARE = 0.095


def table_of_the_datasheet():
    """Return the figures of the whole sample by their names, as the datasheet prints them."""
    lines = (CORPUS / "README.md").read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "| claims |" in line)
    names, figures = ([cell.strip() for cell in line.split("|")[2:-1]] for line in lines[at::2][:2])
    return dict(zip(names, figures, strict=True))


def run(*arguments):
    line = [sys.executable, str(CORPUS / "agreement.py"), *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def told():
    return run("score", *FILES, "--second", SECOND).splitlines()


def test_a_tenth_of_the_corpus_was_annotated_twice(told):
    lines = (line for path in FILES for line in path.read_text("utf-8").splitlines())
    texts = sum(line.startswith("@ ") for line in lines)
    assert int(told[0].split()[0]) >= SHARE * texts


def test_the_annotations_agree_as_the_datasheet_says(told):
    stated = table_of_the_datasheet()
    assert stated.pop("texts") == told[0].split()[0]
    figures = {line.split()[0]: line.split("F1")[1].split()[0] for line in told[1:10]}
    assert {name: f"{float(figures[name]):.2f}" for name in stated} == stated


def test_the_sample_is_always_the_same_and_shows_no_claims():
    first, again = run("sample", *FILES), run("sample", *FILES)
    assert first == again
    assert not [line for line in first.splitlines() if line.startswith("> ")]
