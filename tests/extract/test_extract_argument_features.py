"""What is seen of the candidates for weapon, recipient and supplier."""

import math

import pytest

from armsledger.extract.argument_features import gather_facts, weapon_features
from armsledger.extract.choose import event_rows
from armsledger.extract.party_features import party_features
from armsledger.extract.scene import build_scene
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Report
from armsledger.text.parse import parse_report
from armsledger.vocabulary.frames import load_frames

TEXT = "Turkey bought S-400 missiles from Russia. Greece fears the missiles."


@pytest.fixture(scope="module")
def material():
    report = Report(id="r", text=TEXT, content_hash="r", title="Turkey turns east")
    scene = build_scene(parse_report(report), load_vocabularies())
    place = next(p for p, _ in event_rows(scene) if p.trigger.words[0].text == "bought")
    return place, gather_facts(scene, load_frames())


def party(material, code):
    place, facts = material
    return party_features(place, code, "S-400", facts, load_frames())


def test_the_frame_tells_buyer_from_seller(material):
    buyer, seller, third = (party(material, code) for code in ("TUR", "RUS", "GRC"))
    assert (buyer["frame:recipient"], buyer["frame:supplier"]) == (1.0, 0.0)
    assert (seller["frame:recipient"], seller["frame:supplier"]) == (0.0, 1.0)
    assert (third["frame:recipient"], third["a:here"]) == (0.0, 0.0)


def test_the_report_as_a_whole_is_seen(material):
    assert party(material, "TUR")["title"] == 1.0
    assert party(material, "TUR")["first"] == 1.0
    assert party(material, "RUS")["seat"] == 1.0


def test_the_weapon_that_the_trigger_governs_is_seen(material):
    place, facts = material
    named = weapon_features(place, "S-400", facts)
    unnamed = weapon_features(place, "[]", facts)
    assert (named["w:obj"], named["w:here"]) == (1.0, 1.0)
    assert unnamed["w:here"] == 0.0


def test_all_features_are_finite_numbers(material):
    place, facts = material
    rows = [party(material, code) for code in ("TUR", "RUS", "GRC", "XXX")]
    rows += [weapon_features(place, key, facts) for key in ("S-400", "[]", "unheard of")]
    assert all(isinstance(v, float) and math.isfinite(v) for row in rows for v in row.values())


def test_shares_sum_to_one(material):
    _, facts = material
    for shares in (facts.recipients, facts.suppliers):
        assert not shares or sum(shares.values()) == pytest.approx(1)
