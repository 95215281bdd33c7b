from armsledger.extract.attribution import attribution_at, find_attributions
from armsledger.extract.mentions import Attribution
from armsledger.model import Report, Source, SourceKind
from armsledger.text.parse import parse_report
from cases import each_case, load_cases

CASES = load_cases("attribution.jsonl")


def parsed_of(case):
    report = Report(
        id=case["id"],
        text=case["text"],
        title=case.get("title"),
        outlet=case.get("outlet"),
        content_hash=case["id"],
    )
    return parse_report(report)


def found_at(case):
    parsed = parsed_of(case)
    part = case.get("part", "text")
    offset = parsed.report.part(part).index(case["at"])
    sentence = next(s for s in parsed.of_part(part) if s.start <= offset < s.end)
    return attribution_at(find_attributions(parsed).get(sentence.index, ()), offset)


@each_case(CASES)
def test_source_of_words(case):
    found = found_at(case)
    if case["source"] is None:
        assert found is None
        return
    assert found is not None
    assert found.source.name.removeprefix("is ") == case["source"]
    assert str(found.source.kind) == case["kind"]
    assert case.get("country") in (None, found.source.country)
    assert list(found.via) == case.get("via", [])


@each_case(CASES)
def test_attributions_stay_inside_their_sentence(case):
    parsed = parsed_of(case)
    sentences = {s.index: s for s in parsed.sentences}
    for index, attributions in find_attributions(parsed).items():
        for attribution in attributions:
            assert sentences[index].start <= attribution.start < attribution.end
            assert attribution.end <= sentences[index].end
            assert attribution.cue_start <= attribution.cue_end


def test_innermost_attribution_wins_and_hearsay_comes_last():
    outer = Attribution(0, 50, Source("Ann Lee", SourceKind.OFFICIAL))
    inner = Attribution(10, 30, Source("Bo Ek", SourceKind.COMPANY))
    hearsay = Attribution(12, 20, Source("reportedly", SourceKind.UNNAMED))
    assert attribution_at((outer, inner, hearsay), 15) is inner
    assert attribution_at((outer, inner), 40) is outer
    assert attribution_at((hearsay,), 15) is hearsay
    assert attribution_at((outer,), 50) is None


def test_an_empty_report_has_no_attributions():
    report = Report(id="empty", text="", content_hash="empty")
    assert find_attributions(parse_report(report)) == {}
