import pytest

from armsledger.extract.speakers import Speakers
from armsledger.model import Report, SourceKind
from armsledger.text.parse import parse_report
from armsledger.vocabulary.actors import load_actors

CASES = [
    ("a bare name", "Minister Eva Lind arrived. Lind spoke.", "Lind", 1, "Eva Lind", "official"),
    ("titles are cut", "President Omar Diallo spoke.", "Diallo", 0, "Omar Diallo", "official"),
    ("apposition", "The minister, Eva Lind, spoke.", "minister", 0, "Eva Lind", "official"),
    ("a state", "Hungary spoke.", "Hungary", 0, "Hungary", "official"),
    (
        "affiliated officials",
        "Turkish officials spoke.",
        "officials",
        0,
        "Turkish officials",
        "official",
    ),
    ("officials of nobody", "Two officials spoke.", "officials", 0, "Two officials", "unnamed"),
    ("an analyst", "A military analyst spoke.", "analyst", 0, "military analyst", "expert"),
    ("two together", "Paris and London spoke.", "Paris", 0, "Paris and London", "official"),
    ("nobody", "We spoke.", "We", 0, None, None),
    (
        "an office's holder",
        "President Omar Diallo left. The president spoke.",
        "president",
        1,
        "Omar Diallo",
        "official",
    ),
]


@pytest.mark.parametrize(
    ("why", "text", "head", "number", "name", "kind"), CASES, ids=[case[0] for case in CASES]
)
def test_speaker_of_a_noun_phrase(why, text, head, number, name, kind):
    parsed = parse_report(Report(id="r", text=text, content_hash="r"))
    sentence = parsed.sentences[number]
    token = next(t for t in sentence.tokens if t.text == head)
    speaker = Speakers(parsed.report, load_actors()).resolve(token, sentence)
    assert (speaker.source.name if speaker else None) == name, why
    assert (speaker.source.kind if speaker else None) == (SourceKind(kind) if kind else None)


def test_pronouns_name_the_last_fitting_speaker():
    text = "Eva Lind, the minister, spoke. Boeing spoke. She spoke. It spoke."
    parsed = parse_report(Report(id="r", text=text, content_hash="r"))
    speakers = Speakers(parsed.report, load_actors())
    names = []
    for sentence in parsed.sentences:
        head = next(t for t in sentence.tokens if t.dep_ == "nsubj")
        speaker = speakers.resolve(head, sentence)
        names.append(speakers.meet(speaker).source.name if speaker else None)
    assert names == ["Eva Lind", "Boeing", "Eva Lind", "Boeing"]
