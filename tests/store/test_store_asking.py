"""Search, pages of claims and reports, actors, flows and the review queue."""

from dataclasses import replace

import pytest

from armsledger.errors import NotFoundError
from armsledger.ledger import ClaimFilter, ClaimQuery, DealQuery, Fate, Ledger, ReportQuery
from armsledger.model import Source, SourceKind
from armsledger.model.decision import Kind, Wish
from armsledger.store.searching import find_marks, snippet_of
from ledger_fakes import LineExtractor, UnsureExtractor, report_of

SPEAKERS = {
    "RUS": Source("Rosoboronexport", SourceKind.COMPANY, "RUS"),
    "USA": Source("a Pentagon spokesman", SourceKind.OFFICIAL, "USA"),
}
LINES = (
    ("RUS may deliver S-400 to TUR in 2019.", "2017-05-05", "Hürriyet", ()),
    ("RUS delivers S-400 to TUR in 2019.", "2019-07-12", "Harbour Post", ("Reuters",)),
    ("USA offers Patriot to TUR in 2018. USA may deliver Patriot to TUR in 2021.", "2018-01-01",
     "Harbour Post", ()),
    ("USA suspends Patriot to TUR in 2019.", "2019-09-09", "Harbour Post", ()),
    ("FRA sells Rafale to IND in 2016. A café in Zürich.", None, None, ()),
)  # fmt: skip


class SpokenExtractor(LineExtractor):
    """Gives each claim the speaker of its supplier, and the relay that the outlet stands for."""

    def extract(self, report):
        relays = next(via for text, _, _, via in LINES if text == report.text)
        return [
            replace(claim, source=SPEAKERS.get(claim.supplier), via=relays)
            for claim in super().extract(report)
        ]


@pytest.fixture(scope="module")
def ledger(shared_location):
    """A ledger that no test changes."""
    reports = [
        report_of(text, id=f"r{number}", date=date, outlet=outlet)
        for number, (text, date, outlet, _) in enumerate(LINES)
    ]
    with Ledger.open(shared_location) as opened:
        list(opened.add(reports, SpokenExtractor()))
        yield opened


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("patriot", ["r3", "r2"]),
        ("delivers 2019", ["r1", "r0"]),
        ('"suspends patriot"', ["r3"]),
        ("cafe", ["r4"]),
        ("nothing", []),
        ('"', []),
        ("***", []),
        ("NEAR(a b) AND title:x OR -", []),
        ("' OR 1=1; DROP TABLE reports", []),
        ("\x00 patriot \x00", ["r3", "r2"]),
    ],
)
def test_reports_are_found_by_their_words_newest_first(ledger, text, reports):
    if text == "cafe" and ledger._store._engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL's index keeps accents")
    page = ledger.search(text)
    assert [hit.head.id for hit in page.reports] == reports
    assert page.reports_total == len(reports)


def test_a_search_goes_on_and_looks_back(ledger):
    page = ledger.search("TUR", limit=2)
    rest = ledger.search("TUR", limit=2, cursor=page.next)
    assert [h.head.id for h in page.reports + rest.reports] == ["r3", "r1", "r2", "r0"]
    assert {deal.id for deal in page.deals} == {"rus-tur-s-400", "usa-tur-patriot"}
    assert (rest.deals, rest.actors) == ((), ())
    assert [h.head.id for h in ledger.search("TUR", as_of="2017-12-31").reports] == ["r0"]
    assert ledger.search("turkey").actors[0].id == "TUR"
    assert [a.id for a in ledger.search("rosobor").actors] == ["company:rosoboronexport"]


def test_marks_are_where_the_words_are(ledger):
    (hit,) = ledger.search('"suspends patriot"').reports
    text = ledger.report("r3").text
    ((start, end),) = hit.snippet.marks
    assert text[hit.start + start : hit.start + end] == "suspends Patriot"
    assert hit.deals == ("usa-tur-patriot",)


@pytest.mark.parametrize(
    ("text", "term", "marked"),
    [
        ("A Café.", "cafe", ["Café"]),
        ("It delivered, is delivering.", "delivers", ["delivered", "delivering"]),
        ("S 400 and s-400", "s-400", ["S 400", "s-400"]),
        ("ﬁve ﬁghters", "fighter", ["ﬁghters"]),
        ("a.b", "(", []),
    ],
)  # fmt: skip
def test_marks_mind_neither_case_nor_accents_nor_endings(text, term, marked):
    assert [text[a:b] for a, b in find_marks(text, [term])] == marked


def test_a_snippet_is_a_piece_of_the_text():
    text = "word " * 200 + "needle " + "word " * 200
    start, snippet = snippet_of(text, ["needle"])
    assert text[start : start + len(snippet.text)] == snippet.text
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["needle"]


@pytest.mark.parametrize(
    "wanted",
    [
        ClaimQuery(),
        ClaimQuery(deal="rus-tur-s-400"),
        ClaimQuery(report="r2"),
        ClaimQuery(event="delivery"),
        ClaimQuery(source="rosobor"),
        ClaimQuery(source="reuters"),
        ClaimQuery(source="official"),
        ClaimQuery(source="USA"),
        ClaimQuery(as_of="2018-12-31"),
        ClaimQuery(deal="usa-tur-patriot", as_of="2018-12-31", event="offer"),
    ],
    ids=str,
)
def test_pages_of_claims_are_what_the_command_line_filters(ledger, wanted):
    names = ("deal", "report", "event", "source")
    plain = ClaimFilter(**{name: getattr(wanted, name) for name in names})
    same = {claim.id for claim in ledger.claims(plain, as_of=wanted.as_of)}
    found, cursor = [], None
    while True:
        page = ledger.claims_page(replace(wanted, limit=2, cursor=cursor))
        found += page.claims
        assert set(page.heads) == {claim.report for claim in page.claims}
        cursor = page.next
        if cursor is None:
            break
    assert len(found) == len(same) == page.total
    assert {claim.id for claim in found} == same


def test_reports_come_newest_first_undated_last(ledger):
    page = ledger.reports_page(ReportQuery(limit=3))
    rest = ledger.reports_page(ReportQuery(limit=3, cursor=page.next))
    assert [h.id for h in page.heads + rest.heads] == ["r3", "r1", "r2", "r0", "r4"]
    assert page.claims == {"r3": 1, "r1": 1, "r2": 2}
    assert [h.id for h in ledger.reports_page(ReportQuery(outlet="Hürriyet")).heads] == ["r0"]
    assert [h.id for h in ledger.reports_page(ReportQuery(text="suspends")).heads] == ["r3"]
    assert ledger.reports_page(ReportQuery(as_of="2017-12-31")).total == 1


def test_an_actor_is_what_it_supplies_says_and_how_that_fared(ledger):
    state = ledger.actor("RUS")
    assert (state.kind, state.name, state.supplies, state.receives) == ("state", "Russia", 1, 0)
    assert [one.id for one in state.speakers] == ["company:rosoboronexport"]
    said = ledger.actor_said("company:rosoboronexport")
    assert [(s.head.id, s.fate) for s in said.statements] == [
        ("r1", Fate.ALONE),
        ("r0", Fate.CAME_TRUE),
    ]
    assert said.statements[1].on == "2019-07-12"
    fates = ledger.actor("official:a-pentagon-spokesman").fates
    assert fates[Fate.CALLED_OFF] == 1
    early = ledger.actor_said("company:rosoboronexport", as_of="2018-01-01")
    assert [s.fate for s in early.statements] == [Fate.PENDING]
    with pytest.raises(NotFoundError):
        ledger.actor("person:nobody")


def test_outlets_speak_in_their_own_voice_and_for_others(ledger):
    assert ledger.actor(ledger.outlet_id("Reuters")).statements == 1
    hits, more = ledger.actors(limit=1)
    assert [hit.id for hit in hits] == ["official:a-pentagon-spokesman"]
    rest, end = ledger.actors(limit=5, cursor=more)
    assert "company:rosoboronexport" in {hit.id for hit in rest}
    assert end is None


def test_flows_add_up_deals(ledger):
    found = {(f.supplier, f.recipient): (f.deals, f.delivered) for f in ledger.flows()}
    assert found == {("RUS", "TUR"): (1, 1), ("USA", "TUR"): (1, 0), ("FRA", "IND"): (1, 0)}
    assert ledger.flows(DealQuery(as_of="2017-12-31"))[0].delivered == 0
    assert [f.supplier for f in ledger.flows(DealQuery(text="rafale"))] == ["FRA"]


def test_the_review_queue_leaves_out_what_is_decided(store):
    ledger = Ledger(store)
    lines = ["RUS sells S-400 to TUR in 2017.", "USA sells Patriot to IND in 2016."]
    list(ledger.add([report_of(text) for text in lines], UnsureExtractor()))
    first, second = ledger.review_queue()
    assert first.if_rejected == second.if_rejected == ("deal",)
    ledger.decide(Wish(kind=Kind.ACCEPT, who="Ada", claims=(first.claim.id,)))
    assert [doubt.claim.id for doubt in ledger.review_queue()] == [second.claim.id]


def test_the_review_queue_is_that_of_a_ledger_just_opened(store, location):
    ledger = Ledger(store)
    lines = [
        "RUS sells S-400 to TUR in 2017.",
        "USA sells Patriot to IND in 2016.",
        "RUS offers S-400 to TUR in 2016.",
        "RUS delivers S-400 to TUR in 2019.",
    ]
    for number, line in enumerate(lines, 1):
        list(ledger.add([report_of(line)], UnsureExtractor()))
        queue = ledger.review_queue()
        assert len(queue) == number
        with Ledger.open(location) as other:
            assert other.review_queue() == queue
        assert ledger.review_queue() == queue
    ledger.decide(Wish(kind=Kind.REJECT, who="Ada", claims=(queue[0].claim.id,)))
    with Ledger.open(location) as other:
        assert other.review_queue() == ledger.review_queue()
