"""What is seen of a trigger: the names of the features that hold."""

import pytest

from armsledger.extract.choose import event_rows
from armsledger.extract.scene import build_scene
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Report
from armsledger.text.parse import parse_report


def features_of(text, word):
    report = Report(id="r", text=text, content_hash="r", date="2020-01-01")
    scene = build_scene(parse_report(report), load_vocabularies())
    return next(row for place, row in event_rows(scene) if place.trigger.words[0].text == word)


CASES = [
    ("its group", "Turkey bought S-400 missiles.", "bought", {"g:buy", "lemma:buy", "kind:verb"}),
    ("the weapon it governs", "Turkey bought S-400 missiles.", "bought", {"wbest:obj:sys"}),
    ("a state does it", "Turkey bought S-400 missiles.", "bought", {"acount:1", "aslot:subj"}),
    ("the word above", "Turkey wants to buy S-400 missiles.", "buy", {"gov:want", "rule:interest"}),
    ("passive", "S-400 missiles were sold to Turkey.", "sold", {"passive", "g:sell"}),
    ("negated", "Turkey did not buy S-400 missiles.", "buy", {"negated"}),
    ("no weapon near", "Turkey bought wheat. It has tanks.", "bought", {"wbest:none"}),
]


@pytest.mark.parametrize(("why", "text", "word", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_features(why, text, word, wanted):
    assert wanted <= set(features_of(text, word)), why


def test_no_feature_twice_and_the_same_on_every_call():
    text = "Russia agreed to sell S-400 missiles to Turkey and India after talks on a contract."
    first = features_of(text, "sell")
    assert len(first) == len(set(first))
    assert first == features_of(text, "sell")


def test_a_trigger_is_not_its_own_governor():
    assert not any(f.startswith("gov") for f in features_of("Turkey bought tanks.", "bought"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Russia signed a contract to supply S-400 missiles to Turkey.", False),
        ("They reached an agreement to deliver S-400 missiles to Turkey.", False),
        ("Russia has a plan to supply S-400 missiles to Turkey.", True),
        ("Russia agreed to supply S-400 missiles to Turkey.", True),
    ],
)
def test_what_a_contract_is_for_is_no_event_of_its_own(text, told):
    report = Report(id="r", text=text, content_hash="r", date="2020-01-01")
    scene = build_scene(parse_report(report), load_vocabularies())
    words = {place.trigger.head.lemma_ for place, _ in event_rows(scene)}
    assert bool(words & {"supply", "deliver"}) is told
