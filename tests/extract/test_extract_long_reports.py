"""Long, dense and overfull reports: in chapters and portions, offsets whole, nothing unsaid."""

import logging

import pytest

from armsledger.extract.limits import LeftOut, Limits
from armsledger.extract.portions import MIN_PAIRS, portions_of
from armsledger.extract.reader import Reader
from armsledger.extract.registry import load_extractor
from armsledger.extract.scene import build_scene
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.model import Report
from armsledger.text.parse import parse_report

STATES = ["Russia", "Turkey", "India", "France", "Egypt", "Italy", "Norway", "Poland"]
WEAPONS = ["S-400", "Rafale", "NASAMS", "Leopard 2", "Patriot", "F-16", "T-90", "Gripen"]
SALES = [
    f"{STATES[i % 8]} sold {WEAPONS[i % 8]} systems to {STATES[(i + 1 + i // 8) % 8]} in {year}."
    for i, year in enumerate(range(1990, 2022))
]
TITLE = "Russia sold S-400 systems to Turkey"


def report_of(text, title=TITLE):
    return Report(id="long", text=text, title=title, date="2021-03-04", content_hash="long")


def reader_with(**limits):
    whole = load_extractor()
    return Reader(whole.vocabularies, whole.frames, whole.model, limits=Limits(**limits))


def scene_of(text, title=TITLE, **limits):
    parsed = parse_report(report_of(text, title))
    left_out = LeftOut()
    return build_scene(parsed, load_vocabularies(), Limits(**limits), left_out), left_out


def assert_well_placed(claims, report):
    for claim in claims:
        part = report.part(claim.part)
        assert part[claim.start : claim.end] == claim.quote
        places = {span.role: part[span.start : span.end] for span in claim.spans}
        assert places["trigger"] == claim.trigger
        assert claim.weapon is None or places["weapon"] == claim.weapon


@pytest.mark.parametrize("joint", [" ", "\n"], ids=["one line", "a line each"])
@pytest.mark.parametrize(
    "limits", [{"chapter_chars": 300}, {"pairs_per_char": 0.0}], ids=["chapters", "portions"]
)
def test_a_divided_report_loses_no_part_of_it(joint, limits):
    report = report_of(joint.join(SALES * 3))
    claims = reader_with(**limits).extract(report)
    assert_well_placed(claims, report)
    assert len({claim.id for claim in claims}) == len(claims)
    told = {claim.quote for claim in claims if claim.part == "text"}
    assert len(told) >= 0.9 * len(set(SALES))
    assert max(claim.start for claim in claims) > 0.9 * len(report.text)


@pytest.mark.parametrize(
    "limits", [{"chapter_chars": 300}, {"pairs_per_char": 0.0}], ids=["chapters", "portions"]
)
def test_the_title_of_a_divided_report_is_told_once(limits):
    report = report_of(" ".join(SALES * 3))
    titles = [c for c in reader_with(**limits).extract(report) if c.part == "title"]
    said = [(c.event, c.supplier, c.recipient, c.system, c.trigger) for c in titles]
    assert said
    assert len(said) == len(set(said))


def test_a_report_within_the_limits_is_read_whole():
    scene, left_out = scene_of(" ".join(SALES[:4]))
    (portion,) = portions_of(scene, Limits().pairs_per_char)
    assert portion.scene is scene
    assert portion.repeated == 0
    assert left_out.in_words() == ""


def test_portions_hold_each_sentence_once_and_few_pairs():
    scene, _ = scene_of(" ".join(SALES * 6))
    headline, *rest = scene.sentences
    portions = list(portions_of(scene, 0.0))
    assert len(portions) > 1
    own = [s for p in portions for s in p.scene.sentences if s is not headline]
    assert own == rest
    assert [p.repeated for p in portions] == [0] + [1] * (len(portions) - 1)
    for portion in portions:
        triggers = sum(len(s.triggers) for s in portion.scene.sentences[1:])
        names = len(portion.scene.weapon_counts) + len(portion.scene.actor_counts)
        assert triggers * names <= MIN_PAIRS


def test_a_later_chapter_repeats_the_headline_without_telling_it():
    scene, _ = scene_of(" ".join(SALES[:4]))
    (portion,) = portions_of(scene, 1.0, first=False)
    assert portion.repeated == 1


def test_an_overfull_sentence_is_read_in_part_and_counted():
    text = "Russia " + "sold S-400 systems to Turkey and " * 30 + "left."
    scene, left_out = scene_of(text, title=None, sentence_names=8)
    (sentence,) = scene.sentences
    assert max(len(sentence.weapons), len(sentence.actors), len(sentence.triggers)) <= 8
    assert left_out.names >= 3 * (30 - 8)


def test_what_is_left_out_is_told(caplog):
    report = report_of("Russia " + "sold S-400 systems to Turkey and " * 30 + "left.")
    with caplog.at_level(logging.WARNING):
        reader_with(sentence_names=8, sentence_readings=4).extract(report)
    (record,) = caplog.records
    assert record.getMessage().startswith("report long: left out: ")
    assert "names and event words" in record.getMessage()
    assert "readings" in record.getMessage()


def test_an_ordinary_report_leaves_nothing_out(caplog):
    with caplog.at_level(logging.WARNING):
        claims = load_extractor().extract(report_of(" ".join(SALES)))
    assert claims
    assert caplog.records == []


def test_a_sentence_gives_a_bounded_number_of_claims():
    text = "Russia sold S-400, Rafale, NASAMS and F-16 systems to Turkey, India, Egypt and Norway."
    free = reader_with().extract(report_of(text, None))
    bound = reader_with(sentence_readings=2).extract(report_of(text, None))
    assert len(free) > 2
    assert 0 < len(bound) <= 2


def test_an_endless_title_is_read_up_to_its_limit(caplog):
    title = " ".join(SALES)
    with caplog.at_level(logging.WARNING):
        claims = reader_with(title_chars=200).extract(report_of("No news.", title))
    assert claims
    assert all(claim.end <= 200 for claim in claims)
    assert f"{len(title) - 200:,} characters of the title" in caplog.text
    assert_well_placed(claims, report_of("No news.", title))
