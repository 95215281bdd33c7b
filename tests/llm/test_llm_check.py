"""What becomes of a proposed claim. To add a case, add a line: what differs from the usual one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from llm_stub import REPORT, SIGNED, TEXT, TITLE, proposal, report_of

from armsledger.extract.vocabularies import load_vocabularies
from armsledger.llm.check import check
from armsledger.llm.grounds import find_words, grounds_of
from armsledger.llm.passages import passages_of
from armsledger.llm.rejections import Cause, RejectedError
from armsledger.llm.schema import FIELDS, Candidate
from armsledger.model import Event, Factuality, SourceKind
from armsledger.model.codec import claim_to_json
from cases import each_case, load_cases

CASES = load_cases("llm_check.jsonl")


def checked(fields, report=REPORT):
    vocabularies = load_vocabularies()
    asked = passages_of(report, vocabularies, chunk_chars=6_000, overlap_chars=0)
    grounds = grounds_of(report, vocabularies)
    candidate = Candidate(**proposal(**fields))
    return check(candidate, asked.passages[0], grounds, extractor="llm/test", confidence=0.5)


def test_every_cause_but_the_reader_s_own_has_a_case():
    told = {case["cause"] for case in CASES if "cause" in case}
    assert set(Cause) - told == {Cause.SCHEMA, Cause.LONG}


@each_case([c for c in CASES if "want" in c])
def test_accepted(case):
    found = checked(case["candidate"])
    row = claim_to_json(found.claim)
    assert {name: row[name] for name in case["want"]} == case["want"], case["why"]
    assert [str(what) for what in found.unread] == case.get("unread", [])
    assert row["quote"] == REPORT.part(row["part"])[row["start"] : row["end"]]


@each_case([c for c in CASES if "cause" in c])
def test_rejected(case):
    with pytest.raises(RejectedError) as caught:
        checked(case["candidate"])
    assert caught.value.cause == case["cause"], case["why"]


def test_a_quote_of_many_sentences_is_rejected():
    text = f"{SIGNED} It rained. It snowed. It thawed. It froze."
    with pytest.raises(RejectedError) as caught:
        checked({"quote": text}, report_of(text))
    assert caught.value.cause == Cause.LONG


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("to sell or resell", "sell", (3, 7)),
        ("to resell or sell", "sell", (13, 17)),
        ("resells", "sell", None),
        ("the S-400.", "S-400", (4, 9)),
        ("F-35A", "F-35", None),
        ("a b", "", None),
        ("a - b", "-", None),
    ],
)
def test_words_are_found_whole(text, words, found):
    assert find_words(text, words) == found


PARTS = [
    TITLE,
    *TEXT.replace("\n", " ").split(),
    SIGNED,
    "",
    "Russia",
    "S-400",
    "sold",
    "2019",
    "NaN",
]
WORDS = st.one_of(
    st.sampled_from(PARTS),
    st.lists(st.sampled_from(PARTS), max_size=4).map(" ".join),
    st.tuples(st.integers(0, len(TEXT)), st.integers(1, 60)).map(lambda at: TEXT[at[0] :][: at[1]]),
    st.text(max_size=12),
)
CLOSED = {
    "event": st.sampled_from(list(map(str, Event))),
    "factuality": st.sampled_from(list(map(str, Factuality))),
    "speaker_kind": st.sampled_from(["", *map(str, SourceKind)]),
}
ANSWERS = st.fixed_dictionaries({}, optional={name: CLOSED.get(name, WORDS) for name in FIELDS})


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(fields=ANSWERS)
def test_whatever_is_proposed_only_what_is_written_counts(fields):
    try:
        claim = checked(fields).claim
    except RejectedError:
        return
    part = REPORT.part(claim.part)
    assert part[claim.start : claim.end] == claim.quote
    for span in claim.spans:
        assert span.part == claim.part
        assert claim.start <= span.start < span.end <= claim.end
    assert claim.trigger in claim.quote
    assert claim.weapon is None or claim.weapon in claim.quote
    assert {claim.supplier, claim.recipient, claim.actor} <= {None, "NOR", "KOR", "POL"}
    assert claim.system in (None, "K9")
    assert claim.quantity is None or str(claim.quantity.value) in claim.quote
