from armsledger.extract.argument_features import Place
from armsledger.extract.proposal import Proposal
from armsledger.extract.scene import build_scene
from armsledger.extract.told import load_told_model, settle, told_rows
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Factuality, Report, hash_content
from armsledger.text.parse import parse_report
from cases import each_case, load_cases

CASES = load_cases("told.jsonl")


def proposals_of(text, named):
    digest = hash_content(None, text, None, None)
    report = Report(id="r", title=None, text=text, date=None, outlet=None, content_hash=digest)
    scene = build_scene(parse_report(report), load_vocabularies())
    return [
        Proposal(Place(trigger, scene, position), event, 1.0, 0.0, "[ships]", recipient="NOR")
        for word, event in named
        for position, sentence in enumerate(scene.sentences)
        for trigger in sentence.triggers
        if text[trigger.start : trigger.end] == word and sentence.sentence.part == "text"
    ]


@each_case(CASES)
def test_settled_value(case):
    proposals = proposals_of(case["text"], [(case["trigger"], case["event"])])
    assert settle(proposals) == [Factuality(case["factuality"])]


def test_nothing_to_settle():
    assert settle([]) == []


def test_the_model_knows_each_value():
    assert set(load_told_model().features.classes) == {str(value) for value in Factuality}


def test_a_noun_sees_what_the_verbs_of_its_deal_say():
    text = "Norway will buy submarines. The sale is large."
    alone = told_rows(proposals_of(text, [("sale", "order")]))
    both = told_rows(proposals_of(text, [("buy", "order"), ("sale", "order")]))
    assert "event mostly=none kind=NOUN" in alone[0]
    assert "event mostly=planned kind=NOUN" in both[1]
    assert "event mostly=none kind=VERB" in both[0]


def test_an_event_sees_its_clause_and_the_event_words_beside_it():
    text = "Norway has decided to buy submarines that Germany will deliver."
    buy, deliver = told_rows(proposals_of(text, [("buy", "order"), ("deliver", "delivery")]))
    assert {"clause=deliver tag=VB helpers=will", "last event word=buy"} <= deliver
    assert {"clause=buy", "next event word=deliver"} <= buy
