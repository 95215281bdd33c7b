"""What is worth parsing passes, and only around what is worth it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.model import Report
from armsledger.text.gate import paragraphs_worth_parsing
from armsledger.vocabulary.actors import load_actors
from armsledger.vocabulary.weapons import load_weapons
from cases import each_case, load_cases

CASES = load_cases("text_gate.jsonl")
DEAL = "Russia has agreed to sell S-400 air defence systems to Turkey, a minister said."
NOISE = "The council voted to spend more on trams and on repairs to the old market hall."


def gate(text, title=None):
    report = Report(id="r", text=text, title=title, content_hash="r")
    return paragraphs_worth_parsing(report, load_weapons(), load_actors())


def test_ids_are_unique():
    assert len({case["id"] for case in CASES}) == len(CASES)


@each_case(CASES)
def test_cases(case):
    assert bool(gate(case["text"])) is case["passes"]


def test_the_title_counts_and_comes_first():
    kept = gate(NOISE, "France to sell Rafale jets to India")
    assert [p.part for p in kept] == ["title", "text"][: len(kept)]


def test_one_paragraph_before_and_after_is_kept():
    lines = [f"{NOISE} Number {i}." for i in range(40)]
    lines[20] = DEAL
    kept = gate("\n".join(lines))
    assert [p.text for p in kept] == lines[19:22]
    assert [p.number for p in kept] == [19, 20, 21]


def test_far_sentences_of_one_long_line_are_left_out():
    text = " ".join([*[NOISE] * 30, DEAL, *[NOISE] * 30])
    (kept,) = gate(text)
    assert DEAL in kept.text
    assert len(kept.text) < len(text) / 3
    assert text[kept.start : kept.start + len(kept.text)] == kept.text


def test_a_report_about_a_deal_is_parsed_wherever_it_tells_of_it():
    later = "The government of Turkey approved the payment for the batteries in May."
    lines = [DEAL, *[NOISE] * 10, later]
    assert later in [p.text for p in gate("\n".join(lines))]


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from([DEAL, NOISE, "\n", "\n\n", "Arms. ", "Turkey"]), max_size=40))
def test_what_is_kept_are_ordered_slices(pieces):
    text, at = " ".join(pieces), 0
    for paragraph in gate(text):
        assert paragraph.start >= at
        at = paragraph.start + len(paragraph.text)
        assert text[paragraph.start : at] == paragraph.text.replace("\n", " ")
        assert paragraph.text.strip()
