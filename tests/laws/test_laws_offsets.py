"""Nothing without evidence: every quote and span is where the claim says it is."""

import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laws_evidence import assert_law
from laws_material import GOLD, RECORDS, record_reports, to_report

GOLD_SETS = ["seeds", "train", "dev", "passages"]


def test_on_the_example_files(examples, extractor):
    assert sum(len(assert_law(report, extractor)) for report in examples) > 0


def test_on_the_example_records(extractor):
    for report in record_reports(RECORDS):
        assert_law(report, extractor)


@pytest.mark.slow
@pytest.mark.parametrize("name", GOLD_SETS)
def test_on_the_gold_reports(name, extractor):
    path = GOLD / f"{name}.reports.jsonl"
    if not path.exists():
        pytest.skip(f"no gold set here: set ARMSLEDGER_GOLD to the folder of {path.name}")
    for report in record_reports(path):
        assert_law(report, extractor)


TEXTS = [
    "Norway ordered four NASAMS batteries from its own industry for Lithuania in May 2019, "
    "the defence minister said. Deliveries of the missiles will begin in 2020.",
    "India has signed a $5.4 billion contract with Russia for five S-400 regiments.\n\n"
    "The first of them arrived last week, two officials in Delhi told the paper.",
    "Germany will not sell Leopard 2 tanks to Saudi Arabia, a spokesman denied on Monday.",
]
ODD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
    st.text(st.characters(categories=["Mn", "Cf", "Zs", "Zl", "Zp", "Nd", "So"]), max_size=4),
    st.text(st.sampled_from("\u202e\u200f\u0301\u200b\ufeff\u2028\r\n\t\x01\x1b\x85\xa0")),
    st.sampled_from(["\U0001f1f9\U0001f1f7", "e\u0301", "\U0001f468\u200d\U0001f680", "x" * 3_000]),
    st.sampled_from(
        ["\u05e9\u05dc\u05d5\u05dd", "$", "1e9", "9999-99-99", "((((", '"', "U.S.S.R."]
    ),
)


@st.composite
def broken_texts(draw):
    text = draw(st.sampled_from(TEXTS))
    if draw(st.booleans()):
        text = text.replace(" ", draw(st.sampled_from(["", "\xa0", "\u2009", "  ", "\t"])))
    for piece in draw(st.lists(ODD, max_size=6)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at:]
    if draw(st.booleans()):
        text = textwrap.fill(text, draw(st.sampled_from([50, 72, 80])))
    start = draw(st.integers(0, 40))
    return text[start:]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=broken_texts(), title=st.one_of(st.none(), broken_texts()))
def test_on_mutated_texts(text, title, extractor):
    assert_law(to_report({"text": text, "title": title, "date": "2020-02-02"}), extractor)
