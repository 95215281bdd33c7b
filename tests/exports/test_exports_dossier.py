"""The dossier as files: complete, linked, safe, the same every time."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from dossier_views import COPY, HOSTILE, ORIGINAL, example_view, hostile_view, report_of, view_of
from lxml import html

from armsledger.errors import ConfigurationError
from armsledger.exports import FORMATS, write_export
from armsledger.exports.dossier import write_dossier
from armsledger.exports.file_names import claim_anchor, file_stem

S400 = "rus-tur-s-400"
INDEX_BYTES_PER_DEAL = 2_200  # keeps the first page of a thousand deals at a few megabytes


def write(view, out, **options):
    write_dossier(view, out, title="Test register", as_of=options.get("as_of"))
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(example_view(), tmp_path_factory.mktemp("dossier") / "out")


@pytest.fixture(scope="module")
def pages(folder):
    return parse(folder)


def parse(folder):
    return {
        path.relative_to(folder).as_posix(): html.fromstring(path.read_bytes())
        for path in sorted(folder.rglob("*.html"))
    }


def words(element):
    return " ".join(element.text_content().split())


def deal_page(pages, key=S400):
    return pages[f"deals/{key}.html"]


def test_there_is_a_page_for_each_deal_and_report(pages):
    view = example_view()
    wanted = {f"deals/{file_stem(deal.id)}.html" for deal in view.deals}
    wanted |= {f"reports/{file_stem(key)}.html" for key in view.reports}

    assert set(pages) == wanted | {"index.html"}


def test_every_link_leads_to_something_in_the_folder(folder, pages):
    for name, page in pages.items():
        for link in page.iter("a", "link", "script"):
            address = link.get("href") or link.get("src")
            if address == "data:,":
                continue
            path, _, fragment = address.partition("#")
            target = (folder / name).parent / path if path else folder / name
            assert target.is_file(), (name, address)
            if fragment:
                found = pages[target.resolve().relative_to(folder.resolve()).as_posix()]
                assert found.get_element_by_id(fragment, None) is not None, (name, address)


def test_ids_are_unique_on_each_page(pages):
    for name, page in pages.items():
        counts = Counter(page.xpath("//@id"))
        assert [key for key, n in counts.items() if n > 1] == [], name


def test_nothing_comes_from_elsewhere_and_nothing_runs_inline(folder, pages):
    for name, page in pages.items():
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy == [policy[0]]
        assert "default-src 'none'" in policy[0]
        assert "unsafe" not in policy[0]
        assert "http" not in policy[0]
        assert page.xpath("//style | //iframe | //object | //form | //img") == [], name
        assert page.xpath("//@style") == [], name
        assert [a for e in page.iter() for a in e.attrib if a.startswith("on")] == [], name
        assert all(s.get("src", "").endswith("static/dossier.js") for s in page.iter("script"))
    css = (folder / "static" / "dossier.css").read_text("utf-8")
    assert "url(" not in css
    assert "@import" not in css


def test_the_same_register_gives_the_same_bytes(folder, tmp_path):
    view = example_view()
    turned = replace(
        view,
        claims=dict(reversed(view.claims.items())),
        reports=dict(reversed(view.reports.items())),
    )
    again = write(turned, tmp_path / "again")

    assert contents(again) == contents(folder)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_hostile_texts_stay_texts(tmp_path):
    view = hostile_view()
    pages = parse(write(view, tmp_path / "out"))

    for page in pages.values():
        assert len(page.xpath("//script")) == 1
        assert page.xpath("//img | //*[@onerror] | //*[@onload]") == []
        assert [a for a in page.xpath("//@href") if a.startswith("javascript:")] == []
    deal = next(page for name, page in pages.items() if name.startswith("deals/"))
    assert HOSTILE in words(deal)
    assert all(path.parent.parent == tmp_path / "out" for path in (tmp_path / "out").glob("*/*"))
    assert not (tmp_path.parent / "etc").exists()


def test_each_cell_leads_in_one_step_to_its_claims(pages):
    page = deal_page(pages)
    deal = next(deal for deal in example_view().deals if deal.id == S400)

    for cell, claims in deal.evidence:
        if cell == "batch":
            continue
        row = page.get_element_by_id(f"cell-{cell}")
        linked = {link.get("href") for link in row.iter("a")}
        wanted = {f"#{claim_anchor(claim)}" for claim in claims}
        assert linked == ({"#claims"} if len(claims) == len(deal.claims) else wanted), cell


def test_each_claim_stands_on_its_deal_with_sentence_speaker_and_report(pages):
    view = example_view()
    for deal in view.deals:
        page = deal_page(pages, deal.id)
        for key in deal.claims:
            claim = view.claims[key]
            card = page.get_element_by_id(claim_anchor(key))
            for label in card.find_class("role-name"):
                label.drop_tree()
            told = words(card)
            assert " ".join(claim.quote.split()) in told
            assert (view.reports[claim.report].outlet or "") in told
            assert claim.source is None or claim.source.name in told


def test_a_quote_is_shown_with_the_sentences_around_it(pages):
    page = deal_page(pages)
    view = example_view()
    claim = next(c for c in view.claims.values() if c.trigger == "negotiations")
    around = page.get_element_by_id(claim_anchor(claim.id)).find_class("around")

    assert [words(one) for one in around] == [
        "No agreement had been reached, he added.",
        "Neither side spoke of a price.",
    ]


def test_an_archived_text_is_shown_without_loss(pages):
    for key, report in example_view().reports.items():
        page = pages[f"reports/{file_stem(key)}.html"]
        archive = page.find_class("archive")[0]
        for link in archive.find_class("ref"):
            link.drop_tree()
        assert archive.text_content() == report.text, key


def test_a_copy_says_of_what(pages):
    copy = words(pages[f"reports/{COPY}.html"])
    original = words(pages[f"reports/{ORIGINAL}.html"])

    assert "This report repeats the text of Bosphorus Wire, 13 September 2017" in copy
    assert "Repeated in: Black Sea Courier, 13 September 2017" in original
    assert "Black Sea Courier" in words(deal_page(pages).get_element_by_id("origins"))


def test_the_story_of_the_s400_is_told_in_plain_words(pages):
    page = deal_page(pages)
    story = words(page.find_class("story")[0])

    assert words(page.find(".//h1")) == "Russia to Turkey: S-400 air defence systems"
    for part in (
        "Ordered 2017, first delivered 12 July 2019 and tested 16 October 2020.",
        "4 batteries for $2.5 billion",
        "Sources differ on the number and the price.",
        "Sanctions over it were imposed or announced by the United States (14 December 2020).",
        "Objections to it came from NATO and the United States.",
    ):
        assert part in story


def test_a_batch_that_only_the_seller_announces_is_told_as_such(pages):
    story = words(deal_page(pages, "rus-tur-s-400-2").find_class("story")[0])

    assert "Nothing about it has been told as a fact so far." in story
    assert "Ahead: an order is planned, according to the supplier's side." in story


def test_events_stand_in_order_of_time_with_an_open_start_at_its_end(tmp_path):
    view = example_view()
    deal = next(deal for deal in view.deals if deal.id == S400)
    whens = ["2019-07", "../2018", None, "2013/..", "2016"]
    facts = tuple(replace(deal.facts[0], when=w, reported="2014-01-01") for w in whens)
    turned = replace(view, deals=(replace(deal, facts=facts),))
    page = deal_page(parse(write(turned, tmp_path / "out")))
    rows = page.get_element_by_id("events").xpath(".//tbody/tr/td[1]")

    assert [words(row).split("reported")[0].strip() for row in rows] == [
        *("from 2013 on", "no date given", "2016", "up to 2018", "July 2019"),
    ]


def test_versions_of_a_disagreement_stand_side_by_side(pages):
    versions = deal_page(pages).get_element_by_id("differences").find_class("version")
    shown = [(words(v.find_class("version-value")[0]), words(v)) for v in versions]

    assert [value for value, _ in shown] == [
        *("2 batteries", "4 batteries"),
        *("$2.5 billion", "about $2 billion"),
    ]
    assert all("said by" in text and "Claims" in text for _, text in shown)


def test_the_first_page_names_what_was_not_read_and_what_is_undated(tmp_path):
    report = report_of({"id": "r", "text": "Nothing to see.", "title": "No date"})
    view = replace(view_of([], {"r": report}), failures=example_view().failures)
    page = words(parse(write(view, tmp_path / "out"))["index.html"])

    assert "undated" in page
    assert "0, no deal found in it" in page
    assert "broken.pdf: is a PDF cut short" in page
    assert "No deal is known" in page


def test_a_report_in_another_language_is_named_as_not_read(tmp_path):
    report = replace(report_of({"id": "r", "text": "Nichts.", "title": "Panzer"}), language="de")
    found = parse(write(view_of([], {"r": report}), tmp_path / "out"))
    index = words(found["index.html"])

    assert "0, not read: language de" in index
    assert "Panzer: not read: language de" in index
    assert "inputs not read" in index
    assert "has no claims: not read: language de" in words(found["reports/r.html"])


def test_nothing_is_named_as_not_read_where_all_was(tmp_path):
    view = view_of([], {"r": report_of({"id": "r", "text": "Nothing to see."})})
    assert "Not read" not in words(parse(write(view, tmp_path / "out"))["index.html"])


def test_weak_lines_stand_last_and_say_so(tmp_path):
    view = example_view()
    first = view.deals[0]
    claims = [
        replace(claim, confidence=0.4) if claim.id in first.claims else claim
        for claim in view.claims.values()
    ]
    found = parse(write(view_of(claims, view.reports, view.originals), tmp_path / "out"))
    rows = found["index.html"].xpath("//table[@id='deals']/tbody/tr")

    weak = [bool(row.xpath(".//*[@class='weak']")) for row in rows]
    assert weak == sorted(weak)
    assert any(weak)
    assert [row.get("data-firm") is None for row in rows] == weak
    assert "This line is weak" in words(deal_page(found, first.id))
    assert "This line is weak" not in words(deal_page(found))


def test_a_report_without_an_outlet_speaks_under_its_title(tmp_path):
    view = example_view()
    reports = {key: replace(report, outlet=None, id=key) for key, report in view.reports.items()}
    page = deal_page(parse(write(view_of(view.claims.values(), reports), tmp_path / "out")))
    speakers = [words(cell) for cell in page.xpath("//section[@id='origins']//tbody/tr/*[1]")]

    assert any(
        speaker.startswith("the report \N{LEFT DOUBLE QUOTATION MARK}") for speaker in speakers
    )
    assert not set(speakers) & set(reports)
    said = page.xpath("//section[@id='differences']//p[starts-with(., 'said by')]")
    assert not [one for one in said if any(key in words(one) for key in reports)]


def test_a_date_of_asking_is_said(tmp_path):
    page = parse(write(example_view(), tmp_path / "out", as_of="2019-08-31"))["index.html"]

    assert "what was known on 31 August 2019" in words(page)


def test_an_older_dossier_is_replaced(tmp_path):
    out = write(example_view(), tmp_path / "out")
    write(view_of([], {}), out)

    assert sorted(parse(out)) == ["index.html"]


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="holds other things"):
        write(example_view(), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path):
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="is a file"):
        write(example_view(), path)


def test_the_first_page_stays_small_with_many_deals(tmp_path):
    some = example_view().deals
    many = tuple(replace(deal, id=f"{deal.id}-n{n}") for n in range(20) for deal in some)
    out = write(replace(example_view(), deals=many), tmp_path / "out")

    rows = (out / "index.html").stat().st_size / len(many)
    assert rows < INDEX_BYTES_PER_DEAL


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_writes(form, tmp_path):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    out = tmp_path / "out"

    write_export(form, example_view(), out)

    assert any(out.iterdir())


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(ConfigurationError, match="csv, jsonl, parquet, html"):
        write_export("docx", example_view(), tmp_path / "out")


def test_no_template_marks_anything_safe():
    folder = Path(write_dossier.__code__.co_filename).parent / "templates"

    for path in folder.glob("*.html"):
        assert not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8")), path.name


def test_a_stage_that_only_unsure_claims_tell_is_not_called_reached(tmp_path):
    view = example_view()
    last = next(deal.stage for deal in view.deals if deal.id == S400)
    unsure = [replace(c, confidence=0.3) if c.event is last else c for c in view.claims.values()]
    page = deal_page(parse(write(view_of(unsure, view.reports), tmp_path / "out")))
    (rung,) = (r for r in page.find_class("rung") if words(r).startswith(str(last)))
    assert words(rung.find_class("rung-told")[0]).startswith("possible; told as a fact")
