"""Which word fills which slot of a trigger, on sentences parsed by hand."""

from hand_parsed import doc_of, word_of

from armsledger.extract.syntax import arguments_of, governors_of, is_passive, relation
from cases import each_case, load_cases

CASES = load_cases("extract_syntax.jsonl")


def test_each_case_has_an_id_of_its_own():
    assert len({case["id"] for case in CASES}) == len(CASES)


@each_case(CASES)
def test_arguments(case):
    doc = doc_of(case["words"])
    found = [[label, word.text] for label, word in arguments_of(word_of(doc, case["trigger"]))]
    assert found == case["arguments"], case["why"]


@each_case(CASES)
def test_the_relation_of_each_argument_is_its_first_slot(case):
    doc = doc_of(case["words"])
    trigger = word_of(doc, case["trigger"])
    first = {}
    for label, word in case["arguments"]:
        first.setdefault(word, label)
    assert {word: relation(word_of(doc, word), trigger) for word in first} == first


@each_case(CASES)
def test_passive(case):
    doc = doc_of(case["words"])
    assert is_passive(word_of(doc, case["trigger"])) == case["passive"]


@each_case(CASES)
def test_no_word_governs_itself(case):
    doc = doc_of(case["words"])
    found = [word.text for word in governors_of(word_of(doc, case["trigger"]))]
    assert found == case["governors"], case["why"]


def test_a_word_beside_an_argument_shares_its_slot():
    case = next(case for case in CASES if case["id"] == "modifier")
    doc = doc_of(case["words"])
    assert relation(word_of(doc, "China"), word_of(doc, "sales")) == "prep_to"


def test_a_word_of_another_clause_is_far():
    case = next(case for case in CASES if case["id"] == "relative-subject")
    doc = doc_of(case["words"])
    assert relation(word_of(doc, "jets"), word_of(doc, "bought")) == "far"
