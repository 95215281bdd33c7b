import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.attach import Weights, date_of, load_attach_model, quantity_of
from armsledger.extract.attach_features import Setting
from armsledger.extract.dates import find_dates
from armsledger.extract.money import find_money
from armsledger.extract.quantities import find_quantities
from armsledger.extract.scene import build_scene
from armsledger.extract.slots import assign_slots
from armsledger.extract.told import Told
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Event, Factuality, Report, hash_content
from armsledger.text.parse import parse_report
from cases import each_case, load_cases

DATE = "2023-05-10"


CASES = load_cases("attach.jsonl")
MONEY_CASES = load_cases("slots_money.jsonl")


def sentence_of(text):
    digest = hash_content(None, text, DATE, None)
    report = Report(id="r", title=None, text=text, date=DATE, outlet=None, content_hash=digest)
    scene = build_scene(parse_report(report), load_vocabularies())
    return next(s for s in scene.sentences if s.sentence.part == "text")


def trigger_named(sentence, word):
    text = sentence.sentence.text
    return next(t for t in sentence.triggers if text[t.start : t.end] == word)


@each_case(CASES)
def test_date_and_number_of_an_event(case):
    sentence = sentence_of(case["text"])
    trigger = trigger_named(sentence, case["trigger"])
    told = Told(trigger, Event(case["event"]), Factuality.FACT)
    dates = find_dates(case["text"], dt.date.fromisoformat(DATE))
    setting = Setting(sentence, sentence.triggers, DATE)
    slots = assign_slots(sentence, dict.fromkeys(sentence.triggers, frozenset()), dates, ())
    date = date_of(told, dates, setting, chosen=slots[trigger].date)
    assert (date.edtf if date else None) == case["when"]
    at = case["text"].index(case["weapon"])
    end = at + len(case["weapon"])
    weapon = next(w for w in sentence.weapons if w.start < end and at < w.end)
    kinds = [(w.start, w.end) for w in sentence.weapons]
    quantities = find_quantities(case["text"], designations=[], weapon_spans=kinds)
    found = quantity_of(told, weapon, quantities, setting)
    assert (found.quantity.value if found else None) == case["quantity"]


@each_case(MONEY_CASES)
def test_sum_of_an_event(case):
    sentence = sentence_of(case["text"])
    triggers = [trigger_named(sentence, word) for word in case["triggers"]]
    events = dict.fromkeys(triggers, frozenset({Event.ORDER}))
    slots = assign_slots(sentence, events, (), find_money(case["text"]))
    found = [slots[t].money.money.amount if slots[t].money else None for t in triggers]
    assert found == case["amounts"]


@given(st.frozensets(st.sampled_from(sorted(load_attach_model().when.weights))))
def test_a_probability_lies_between_nought_and_one(features):
    assert 0 < load_attach_model().when.probability(features) < 1


@given(st.permutations(["a", "b", "c", "d"]))
def test_order_of_features_does_not_matter(names):
    weights = Weights(0.5, 0.1, {"a": 0.1, "b": 1e-9, "c": -7.3, "d": 1e6})
    assert weights.probability(names) == weights.probability("abcd")


def test_unknown_features_count_for_nothing():
    weights = load_attach_model().quantity
    assert weights.probability(["no such feature"]) == weights.probability([])
