"""The page of a deal: its story, its evidence, its past, its earlier ids."""

from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest
from dossier_views import example_view, view_of
from lxml import html
from reading_material import hostile_read_view
from web_material import app_on, client_of, fill

from armsledger.ledger import Ledger
from armsledger.model import Event, Factuality
from armsledger.model.decision import Kind, Wish

S400 = "/deals/rus-tur-s-400"
LOAN = "/deals/chn-tur-hq-9"


def page_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def words_of(element):
    return " ".join(element.text_content().split())


def card_at(page, href):
    """Return the claim's card that an address on the same page leads to."""
    (card,) = page.xpath("//li[contains(@class, 'claim')][@id=$key]", key=href.removeprefix("#"))
    return card


def place_at(client, page, href):
    """Return what an address leads to: a card on the page, or a sentence in a report."""
    if href.startswith("#"):
        return card_at(page, href)
    there = page_of(client, href)
    (place,) = there.xpath("//*[@id=$key]", key=href.partition("#")[2])
    return place


@pytest.fixture(scope="module")
def s400(reading_client):
    return page_of(reading_client, S400)


def test_the_head_tells_who_what_and_how_far(s400):
    head = words_of(s400.find_class("deal-head")[0])

    for words in ("Russia", "Turkey", "S-400", "trial", "open", "independent sources", "2 points"):
        assert words in head
    assert s400.xpath("//*[@class='deal-parties']/a/@href") == ["/actors/RUS", "/actors/TUR"]


def test_the_story_leads_to_its_sentences(reading_client, s400):
    found = {a.text_content(): a.get("href") for a in s400.xpath("//*[@class='deal-story']//a")}

    for figure, words in (("$2.5 billion", "2.5"), ("4 batteries", "four"), ("2017", "2017")):
        assert words in words_of(place_at(reading_client, s400, found[figure]))


def test_each_cell_leads_to_a_sentence(reading_client, s400):
    for cell in ("stage", "ordered", "delivered", "value", "quantity", "sanctioned"):
        (row,) = s400.xpath(f"//*[@id='cell-{cell}']")
        href = row.xpath("./dd/a/@href")[0]
        assert words_of(place_at(reading_client, s400, href)), cell


def test_every_address_leads_somewhere(reading_client, s400):
    """Addresses of this page's parts and of reports' sentences; other pages have their tests."""
    ids = set(s400.xpath("//@id"))
    reports = set()
    for href in s400.xpath("//main//a/@href | //main//*[local-name()='a']/@href"):
        parts = urlsplit(href)
        if not parts.path:
            assert parts.fragment in ids, href
        elif parts.path.startswith("/reports/"):
            reports.add(href)
    assert len(reports) > 20
    for href in sorted(reports)[:12]:
        page = page_of(reading_client, href)
        fragment = urlsplit(href).fragment
        assert not fragment or page.xpath("//*[@id=$key]", key=fragment), href


def test_pledged_is_not_delivered(s400):
    text = words_of(s400.xpath("//*[@id='figures']")[0])

    assert "ordered: $2.5 billion; sources differ" in text
    assert "about $2 billion, says analysts" in text
    assert "offered: not told" in text


def test_disagreements_stand_side_by_side(s400):
    (price,) = [d for d in s400.find_class("dispute") if "price" in words_of(d.find("h3"))]
    versions = [words_of(v) for v in price.find_class("version")]

    assert len(versions) == 2
    assert any("$2.5 billion" in v and "Sergey Chemezov" in v for v in versions)
    assert any("about $2 billion" in v and "analysts" in v for v in versions)


def test_reactions_and_competitors_are_told(s400):
    assert "Sanction by United States" in words_of(s400.xpath("//*[@id='reactions']")[0])
    related = words_of(s400.xpath("//*[@id='related']")[0])
    assert "China to Turkey: FD-2000" in related
    assert "cancelled" in related


def test_copies_are_folded(s400):
    shown = s400.xpath("//*[@class='claims']/li")
    folded = s400.xpath("//details[@class='copied']//li")

    assert folded
    assert len(shown) <= 40
    assert "of copies" in words_of(s400.xpath("//details[@class='copied']/summary")[0])


def test_claims_of_one_event(reading_client):
    page = page_of(reading_client, f"{S400}?event=trial")

    events = {words_of(h).split()[-1] for h in page.xpath("//*[@class='claims']//h3")}
    assert events == {"trial"}
    assert page.xpath("//a[contains(@class, 'chip-on')]")[0].text_content().startswith("trial")


def test_each_claim_can_be_asked_for(reading_client, example_ledger):
    with Ledger.open(example_ledger) as ledger:
        keys = ledger.deal("rus-tur-s-400").claims
    for key in keys[::9]:
        page = page_of(reading_client, f"{S400}?claim={key}")
        card_at(page, f"#c-{key}")


def test_slices_hold_each_claim_once(reading_client):
    first = page_of(reading_client, S400)
    second = page_of(reading_client, f"{S400}?claims=2")
    ids = [
        *first.xpath("//*[@class='claims']/li/@id"),
        *second.xpath("//*[@class='claims']/li/@id"),
    ]

    assert len(ids) == len(set(ids)) > 40
    assert second.xpath("//*[@id='claims']//nav[@class='pager']/a/@href") == [f"{S400}#claims"]


@pytest.mark.parametrize(
    ("day", "stage", "words"),
    [
        ("2016-12-31", "talks", "both sides"),
        ("2017-12-31", "financing", "recipient's side"),
        ("2019-12-31", "delivery", "12 July 2019"),
    ],
)
def test_the_past_shows_what_was_known(reading_client, day, stage, words):
    page = page_of(reading_client, f"{S400}?as_of={day}")

    status = words_of(page.find_class("deal-status")[0])
    story = words_of(page.find_class("deal-story")[0])
    assert f"furthest stage {stage}" in status
    assert words in story
    assert all(
        "as_of=" in href
        for href in page.xpath("//main//a/@href")
        if href.startswith(("/deals", "/reports", "/actors"))
    )


def test_each_stop_tells_what_changed(reading_client):
    page = page_of(reading_client, f"{S400}?as_of=2019-07-13")

    stop = page.find_class("deal-stop")[0]
    assert "What changed on 13 July 2019" in words_of(stop)
    assert "delivery" in words_of(stop)
    back, on = stop.xpath(".//*[@class='stop-steps']/a/@href")
    assert back < f"{S400}?as_of=2019-07-13" < on
    days = page.xpath("//datalist/option/@data-day")
    assert "2019-07-13" in days
    assert days == sorted(days)
    assert any("delivery" in one.get("label") for one in page.xpath("//datalist/option"))


def test_before_its_first_report_nothing_was_known(reading_client):
    page = page_of(reading_client, f"{S400}?as_of=2010-01-01")

    assert "Nothing was known of this deal by 1 January 2010" in page.text_content()
    assert S400 in page.xpath("//*[@class='empty']//a/@href")


def test_an_unknown_deal_is_not_found(reading_client):
    assert "did you mean" in reading_client.get("/deals/rus-tur-s-4000").text
    assert reading_client.get("/deals/rus-tur-s-4000").status_code == 404
    assert reading_client.get("/deals/x?as_of=2017-01-01").status_code == 404


@pytest.mark.parametrize("query", ["event=bogus", "claims=0", "claims=x", "events=-1"])
def test_wrong_parameters_are_refused(reading_client, query):
    assert reading_client.get(f"{S400}?{query}").status_code == 422


def test_an_earlier_id_leads_to_the_deal(own_ledger):
    with Ledger.open(own_ledger) as ledger:
        wish = Wish(kind=Kind.MERGE, who="Ann", deals=("rus-tur-s-400", "rus-tur-s-400-2"), why="x")
        ledger.decide(wish)
    with client_of(app_on(own_ledger)) as client:
        answer = client.get("/deals/rus-tur-s-400-2?as_of=2022-01-01")
        there = page_of(client, answer.headers["Location"])
        liar = page_of(client, f"{S400}?formerly=chn-tur-hq-9")

    assert answer.status_code == 308
    assert urlsplit(answer.headers["Location"]).path == S400
    assert "as_of=2022-01-01" in answer.headers["Location"]
    assert "You came by rus-tur-s-400-2" in there.text_content()
    assert "merged deals" in words_of(there.xpath("//*[@id='history']")[0])
    assert "You came by" not in liar.text_content()


def test_decisions_stand_in_the_history(own_ledger):
    with Ledger.open(own_ledger) as ledger:
        deal = ledger.deal("rus-tur-s-400")
        made = ledger.decide(
            Wish(kind=Kind.NOTE, who="Bo", claims=(deal.claims[0],), why="<b>see</b> the annex")
        )
        ledger.undo(made.id, "Ann", "no need")
    with client_of(app_on(own_ledger)) as client:
        page = page_of(client, S400)
    entries = [words_of(li) for li in page.xpath("//*[@class='history']/li")]

    assert any(
        "Bo noted" in e and "<b>see</b> the annex" in e and "withdrawn" in e for e in entries
    )


def test_what_nobody_decided_says_so(s400):
    assert "Nobody has decided" in s400.xpath("//*[@id='history']")[0].text_content()


def test_a_page_is_light(reading_client):
    answer = reading_client.get(S400)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 60_000


def test_no_page_has_inline_styles_or_scripts(reading_client):
    for path in (S400, "/", "/reports/2017-09-13-bosphorus-wire", f"{S400}?as_of=2010-01-01"):
        page = html.fromstring(reading_client.get(path).text)
        assert not page.xpath("//@style | //style | //script[not(@src)] | //@onclick"), path


def test_hostile_words_stay_words(tmp_path):
    path = tmp_path / "hostile.db"
    fill(path, hostile_read_view())
    with Ledger.open(path) as ledger:
        deals = [deal.id for deal in ledger.deals()]
        reports = ledger.report_ids()
    assert deals
    pages = ["/?weak=shown", *(f"/deals/{quote(key, safe='')}" for key in deals)]
    pages += [f"/reports/{quote(key, safe='')}" for key in reports]
    with client_of(app_on(path)) as client:
        for address in pages:
            page = page_of(client, address)
            assert not page.xpath("//script[not(@src)] | //img | //@onerror | //@onload"), address
            assert not page.xpath("//a[starts-with(@href, 'javascript')]"), address
            assert "<script>alert" in page.text_content(), address


def test_a_deal_without_parties_has_a_page(tmp_path):
    base = example_view()
    claim = replace(
        next(iter(base.claims.values())), supplier=None, recipient=None, value=None, quantity=None
    )
    view = view_of([claim], base.reports)
    fill(tmp_path / "one.db", view)
    with client_of(app_on(tmp_path / "one.db")) as client:
        with Ledger.open(tmp_path / "one.db") as ledger:
            (deal,) = ledger.deals()
        page = page_of(client, f"/deals/{deal.id}")

    assert "unknown" in words_of(page.find_class("deal-parties")[0])
    assert not page.xpath("//*[@id='related']")


def test_the_less_sure_reading_of_a_word_says_that_it_moves_nothing(tmp_path):
    base = example_view()
    first = next(c for c in base.claims.values() if any(s.role == "trigger" for s in c.spans))
    surer = replace(first, event=Event.ORDER, factuality=Factuality.FACT, confidence=0.9)
    other = replace(surer, id="0" * 16, event=Event.DELIVERY, confidence=0.7)
    fill(tmp_path / "two.db", view_of([surer, other], base.reports))
    with client_of(app_on(tmp_path / "two.db")) as client:
        with Ledger.open(tmp_path / "two.db") as ledger:
            (deal,) = ledger.deals()
        page = page_of(client, f"/deals/{deal.id}")

    assert deal.stage is Event.ORDER
    cards = {words_of(card.find(".//h3")).split()[-1]: card for card in page.find_class("claim")}
    words = "another reading of its word is surer"
    assert {name: words in words_of(card) for name, card in cards.items()} == {
        "order": False,
        "delivery": True,
    }
