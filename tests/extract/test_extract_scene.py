"""What is found in a report, and on which word of the grammar it hangs."""

import pytest

from armsledger.extract.scene import build_scene
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Report
from armsledger.text.parse import parse_report


def scene_of(text, title=None):
    report = Report(id="r", text=text, content_hash="r", title=title, date="2020-01-01")
    return build_scene(parse_report(report), load_vocabularies())


CASES = [
    ("designation and noun are one weapon", "Turkey bought S-400 missiles.", ["S-400"], ["TUR"]),
    ("two designations", "India has the S-400 and the Rafale.", ["S-400", "Rafale"], ["IND"]),
    ("a kind alone", "Poland wants tanks.", ["[armoured vehicles]"], ["POL"]),
    ("arms in general", "Iran bought weapons.", ["[]"], ["IRN"]),
    ("a capital is its state", "Moscow sold T-90 tanks to Delhi.", ["T-90"], ["RUS", "IND"]),
    ("neither", "The ferry ran on time.", [], []),
]


@pytest.mark.parametrize(("why", "text", "weapons", "actors"), CASES, ids=[c[0] for c in CASES])
def test_weapons_and_actors(why, text, weapons, actors):
    (sentence,) = scene_of(text).sentences
    assert [weapon.key for weapon in sentence.weapons] == weapons, why
    assert [actor.code for actor in sentence.actors] == actors, why


def test_offsets_point_into_the_part_and_heads_into_the_sentence():
    text = "First line.\n\nOn Monday Turkey bought S-400 missiles from Russia."
    scene = scene_of(text, title="Russia sells S-400")
    for found in scene.sentences:
        part = scene.parsed.report.part(found.sentence.part)
        assert part[found.sentence.start : found.sentence.end] == found.sentence.text
        for actor in found.actors:
            assert part[actor.start : actor.end] == actor.name
        for ref in (*found.weapons, *found.actors, *found.triggers):
            assert found.sentence.start <= ref.start < ref.end <= found.sentence.end
            assert found.sentence.tokens.start <= ref.head.i < found.sentence.tokens.end


def test_the_title_counts_twice():
    scene = scene_of("Turkey bought S-400 missiles.", title="S-400 for Turkey")
    assert scene.weapon_counts["S-400"] == 3
    assert scene.actor_counts["TUR"] == 3


def test_a_designation_takes_the_noun_behind_it():
    (sentence,) = scene_of("Turkey bought S-400 missiles.").sentences
    (weapon,) = sentence.weapons
    assert (weapon.system.name, weapon.head.text) == ("S-400", "missiles")
    assert scene_of("").sentences == ()
