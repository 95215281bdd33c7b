"""The register's page: filters, order, columns, views, files."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from functools import reduce
from zipfile import ZipFile

import pytest
from dossier_views import example_view, view_of
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from web_material import app_on, client_of, fill, post

from armsledger.errors import TooLargeError
from armsledger.exports.formulas import unguarded
from armsledger.ledger import Ledger
from armsledger.version import __version__
from armsledger.web.views import workbook
from armsledger.web.views.kept_views import MAX_BYTES, read_views, with_view, write_views
from armsledger.web.views.slices import slice_of
from armsledger.web.views.workbook import MOST_LETTERS, About, fitting, write_workbook

ALL = "/?weak=shown"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, VALUE = f"{SHEET}row", f"{SHEET}c", f"{SHEET}v"


def page_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def words_of(element):
    return " ".join(element.text_content().split())


def ids_on(page):
    return [href.split("/")[2].split("?")[0] for href in page.xpath("//tbody//th/a/@href")]


def sheets_in(book):
    """Return the rows of each sheet of a workbook; an empty cell is None."""
    with ZipFile(io.BytesIO(book)) as parts:
        names = sorted(name for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
        return [[cells_in(row) for row in etree.fromstring(parts.read(n)).iter(ROW)] for n in names]


def cells_in(row):
    found = {column_of(cell): cell for cell in row.iter(CELL)}
    return [value_of(found.get(at)) for at in range(max(found) + 1)]


def column_of(cell):
    """Return the number of the column that "AB12" names."""
    letters = cell.get("r").rstrip("0123456789")
    return reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters, 0) - 1


def value_of(cell):
    if cell is None:
        return None
    return float(cell.findtext(VALUE)) if cell.get("t") is None else "".join(cell.itertext())


def heads_of(page):
    return [words_of(th) for th in page.xpath("//table[@class='register']/thead//th")]


def facet_of(page, title):
    (facet,) = [f for f in page.find_class("facet") if words_of(f.find("summary")) == title]
    return facet


def choices_of(page, title):
    """Return the values of a filter: words to (count, address)."""
    found = {}
    for li in facet_of(page, title).xpath(".//li"):
        (link,) = li.xpath("./a")
        found[words_of(link)] = (int(li.find_class("count")[0].text), link.get("href"))
    return found


def rows_of(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).text.removeprefix("\ufeff"))))


@pytest.fixture(scope="module")
def deals(example_ledger):
    with Ledger.open(example_ledger) as ledger:
        return {deal.id: deal for deal in ledger.deals()}


def test_all_deals_are_there(reading_client, deals):
    page = page_of(reading_client, ALL)

    assert sorted(ids_on(page)) == sorted(deals)
    assert f"{len(deals)} deals" in words_of(page.find_class("register-total")[0])


def test_weak_lines_are_folded(reading_client, example_ledger, deals):
    with Ledger.open(example_ledger) as ledger:
        thin = ledger.thin(deals.values())
    page = page_of(reading_client, "/")

    assert set(ids_on(page)) == set(deals) - thin
    if thin:
        assert f"{len(thin)} weak line" in words_of(page.find_class("folded")[0])


@pytest.mark.parametrize(
    "title",
    [
        *("Supplier", "Recipient", "System", "Category", "Stage", "State", "On the word of"),
        *("Ordered in", "Delivered in", "First reported in", "Signs"),
    ],
)
def test_a_choice_gives_as_many_deals_as_it_counts(reading_client, title):
    for words, (count, href) in choices_of(page_of(reading_client, ALL), title).items():
        chosen = page_of(reading_client, href)
        assert len(ids_on(chosen)) == count, words
        assert chosen.xpath("//*[@aria-label='Filters that are on']/li")
        on = facet_of(chosen, title).xpath(".//a[@aria-current='true']")
        assert [words_of(a) for a in on] == [words]
        assert ids_on(page_of(reading_client, on[0].get("href"))) == ids_on(
            page_of(reading_client, ALL)
        )


def test_values_of_one_filter_add_up(reading_client):
    page = page_of(
        reading_client, choices_of(page_of(reading_client, ALL), "Supplier")["Russia"][1]
    )
    both = page_of(reading_client, choices_of(page, "Supplier")["France"][1])

    suppliers = {key.split("-")[0] for key in ids_on(both)}
    assert suppliers == {"rus", "fra"}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("party=Turkey&supplier=USA", {"usa-tur-f-35", "usa-tur-patriot"}),
        ("system=s400", {"rus-tur-s-400", "rus-tur-s-400-2"}),
        ("state=cancelled", {"chn-tur-hq-9"}),
        ("disputed=yes", {"rus-tur-s-400"}),
        ("query=Chemezov", {"rus-tur-s-400"}),
        ("supplier=CHN&state=open", set()),
    ],
)
def test_filters_find_deals(reading_client, query, wanted):
    assert set(ids_on(page_of(reading_client, f"{ALL}&{query}"))) == wanted


def test_no_match_says_what_to_do(reading_client):
    page = page_of(reading_client, f"{ALL}&supplier=CHN&state=open")

    assert "No deal matches" in page.find_class("empty-title")[0].text
    assert "/" in page.xpath("//*[@class='empty']//a/@href")


def test_an_unknown_party_gets_a_hint(reading_client):
    answer = reading_client.get("/?party=Turky")

    assert answer.status_code == 422
    assert "Turkey" in answer.text


@pytest.mark.parametrize("name", ["Supplier", "Recipient", "Stage", "Price", "Claims", "System"])
def test_heads_sort_both_ways(reading_client, name):
    page = page_of(reading_client, ALL)
    (first,) = page.xpath(f"//thead//th/a[text()='{name}']/@href")
    one = page_of(reading_client, first)
    (turn,) = one.xpath(f"//thead//th[@aria-sort]/a[text()='{name}']/@href")
    other = page_of(reading_client, turn)
    ways = [p.xpath("string(//thead//th/@aria-sort)") for p in (one, other)]

    assert sorted(ids_on(one)) == sorted(ids_on(other)) == sorted(ids_on(page))
    assert sorted(ways) == ["ascending", "descending"]
    assert ids_on(one) != ids_on(other)


def test_sorting_by_claims_is_right(reading_client, deals):
    counts = [
        len(deals[key].claims) for key in ids_on(page_of(reading_client, f"{ALL}&sort=claims"))
    ]

    assert counts == sorted(counts, reverse=True)


def test_columns_can_be_chosen(reading_client):
    page = page_of(reading_client, f"{ALL}&columns=value&columns=category&columns=bogus")
    usual = page_of(reading_client, f"{ALL}&columns=bogus")

    assert heads_of(page) == ["System", "Category", "Price"]
    assert heads_of(usual) == heads_of(page_of(reading_client, ALL))
    checked = page.xpath("//input[@name='columns'][@checked]/@value")
    assert sorted(checked) == ["category", "value"]


def test_pages_hold_each_deal_once(reading_client, deals):
    seen, path = [], f"{ALL}&limit=5"
    while path:
        page = page_of(reading_client, path)
        seen += ids_on(page)
        path = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    back = page.xpath("//a[@rel='prev']/@href")

    assert sorted(seen) == sorted(deals)
    assert ids_on(page_of(reading_client, back[0])) == seen[5:10]


def test_a_foreign_cursor_is_refused(reading_client):
    assert reading_client.get("/?cursor=nonsense").status_code in (400, 422)


def test_figures_lead_to_a_claim(reading_client):
    page = page_of(reading_client, f"{ALL}&columns=value&system=S-400")
    (href,) = page.xpath("//td/a[text()='$2.5 billion']/@href")
    there = page_of(reading_client, href)

    (card,) = there.xpath("//li[@id=$key]", key=href.partition("#")[2])
    assert "$2.5 billion" in words_of(card)


def test_links_keep_the_day_and_the_rest(reading_client):
    page = page_of(reading_client, "/?as_of=2019-12-31&weak=shown&state=open")

    for href in page.xpath("//*[@class='register-main']//a/@href"):
        if href.startswith(("/deals", "/?", "/register/")) and "moved" not in href:
            assert "as_of=" in href, href
    assert "as known by 31 December 2019" in words_of(page.find_class("register-total")[0])


def test_ready_made_views_are_views(reading_client):
    page = page_of(reading_client, "/")
    for link in page.xpath("//ul[contains(@class, 'views')]//a"):
        there = page_of(reading_client, link.get("href"))
        (on,) = there.xpath("//ul[contains(@class, 'views')]//a[@aria-current]")
        assert words_of(on) == words_of(link)


@pytest.mark.parametrize("query", ["", "&supplier=RUS", "&as_of=2017-12-31", "&query=Chemezov"])
def test_a_file_holds_what_is_filtered(reading_client, query):
    shown = ids_on(page_of(reading_client, f"{ALL}{query}"))
    plain = rows_of(reading_client, f"/register/register.csv?weak=shown{query}")
    excel = reading_client.get(f"/register/register.xlsx?weak=shown{query}")
    _, *rows = sheets_in(excel.content)[0]
    lines = reading_client.get(f"/register/register.jsonl?weak=shown{query}").text.splitlines()

    assert [row["id"] for row in plain] == shown
    assert [row[0] for row in rows] == shown
    assert [json.loads(line)["id"] for line in lines] == shown
    assert "attachment" in excel.headers["Content-Disposition"]


def test_a_file_has_the_chosen_columns(reading_client):
    (first, *_) = rows_of(reading_client, "/register/register.csv?columns=value&columns=differ")

    assert list(first) == [
        *("id", "system", "aliases", "weapon", "batch"),
        *("value_amount", "value_currency", "value_qualifier", "disagreements"),
    ]


def test_there_is_no_other_file(reading_client):
    answer = reading_client.get("/register/register.exe")

    assert answer.status_code == 404
    assert "register.csv" in answer.text


# Words that a spreadsheet would act upon; the names differ by more than their signs.
LURES = ("=Alpha()", "+Bravo", "-Carrier", "@Delta", "https://echo.example", "{=Foxtrot}", "1E5")


def test_spreadsheets_take_words_for_words(tmp_path):
    base = example_view()
    claims = [
        replace(claim, system=lure)
        for claim, lure in zip(base.claims.values(), LURES, strict=False)
    ]
    fill(tmp_path / "f.db", view_of(claims, base.reports))
    with client_of(app_on(tmp_path / "f.db")) as client:
        book = client.get("/register/register.xlsx?weak=shown").content
        plain = [row["system"] for row in rows_of(client, "/register/register.csv?weak=shown")]
    heads, *rows = sheets_in(book)[0]

    words = [dict(zip(heads, row, strict=False))["system"] for row in rows]
    assert words == [unguarded(cell) for cell in plain]
    assert set(words) == set(LURES)
    assert not [cell for cell in plain if cell[0] in "=+-@"]
    with ZipFile(io.BytesIO(book)) as parts:
        assert not [name for name in parts.namelist() if "worksheets/_rels" in name]  # links
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_excel_gets_numbers_as_numbers_and_days_as_iso(reading_client):
    book = reading_client.get("/register/register.xlsx?supplier=RUS&recipient=TUR").content
    heads, *rows = sheets_in(book)[0]
    (row,) = (dict(zip(heads, row, strict=False)) for row in rows if row[0] == "rus-tur-s-400")

    assert (row["value_amount"], row["value_currency"]) == (2.5e9, "USD")
    assert (row["quantity_value"], row["claims"]) == (4, 71)
    assert (row["delivered"], row["last_reported"]) == ("2019-07-12", "2021-08-24")
    assert b'state="frozen"' in ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")


def test_the_second_sheet_says_what_the_rows_are(reading_client):
    path = "/register/register.xlsx?supplier=RUS&disputed=yes&as_of=2019-12-31"
    answer = reading_client.get(path)
    told = sheets_in(answer.content)[1]

    assert ["Known by", "2019-12-31"] in told
    assert [value for name, value in told if name == "Filter"] == [
        "Supplier: Russia",
        "sources differ",
    ]
    assert ["Program", f"Arms Ledger {__version__}"] in told
    assert ["Rows", str(len(sheets_in(answer.content)[0]) - 1)] in told
    assert ["Made", "2024-05-06 07:08 UTC"] in told
    assert "2019-12-31-register.xlsx" in answer.headers["Content-Disposition"]
    assert reading_client.get(path).content == answer.content


def test_a_cell_that_is_too_long_says_so():
    assert fitting("x" * MOST_LETTERS) == "x" * MOST_LETTERS
    cut = fitting("x" * (MOST_LETTERS + 1))
    assert len(cut) == MOST_LETTERS
    assert cut.endswith(" [cut]")


def test_a_sheet_holds_so_many_rows(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    deals = [*example_view().deals][:4]
    about = About(datetime(2024, 5, 6), "Arms Ledger", ())  # noqa: DTZ001 - as Excel has it

    write_workbook(io.BytesIO(), deals[:2], ("id",), about)
    with pytest.raises(TooLargeError, match="take CSV"):
        write_workbook(io.BytesIO(), deals, ("id",), about)


@pytest.mark.parametrize("path", ["/", "/?as_of=2019-07-13", "/?as_of=1990-01-01"])
def test_designations_stay_on_one_line(reading_client, path):
    page = page_of(reading_client, f"{path}{'&' if '?' in path else '?'}weak=shown")
    names = [th.text_content().split()[0] for th in page.xpath("//tbody//th/a")]
    whole = page.xpath("//tbody//th/a/span[@class='whole']/text()")

    assert {name for name in names if "-" in name} <= set(whole)


def test_the_page_listens_from_its_own_version(reading_client, example_ledger):
    (live,) = page_of(reading_client, "/").xpath("//@data-live")
    with Ledger.open(example_ledger) as ledger:
        assert live == f"/api/events?since={ledger.version()}"


def test_a_view_is_kept_and_forgotten(client):
    kept = post(client, "/views", {"name": "Mine & yours", "query": "state=open&sort=value"}, "/")
    assert (kept.status_code, kept.headers["Location"]) == (303, "/?state=open&sort=value")
    page = page_of(client, "/")
    (link,) = page.xpath("//*[@class='own-view']/a")
    assert (words_of(link), link.get("href")) == ("Mine & yours", "/?state=open&sort=value")

    post(client, "/views", {"name": "Mine & yours", "act": "forget"}, "/")
    assert not page_of(client, "/").find_class("own-view")


def test_there_is_room_for_so_many_views_only(client):
    query = "query=" + "x" * 1500
    answers = [post(client, "/views", {"name": str(n), "query": query}, "/") for n in range(3)]

    assert [answer.status_code for answer in answers] == [303, 422, 422]


def test_a_view_needs_a_token(client):
    assert client.post("/views", data={"name": "x"}).status_code == 403


@pytest.mark.parametrize("cookie", ["", "x", "e30=", "W1tdXQ==", "W1sxLDJdXQ==", "\u20ac", "!!"])
def test_a_foreign_cookie_holds_no_views(cookie):
    assert read_views(cookie) == ()


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=6))
def test_views_come_back_as_they_were_kept(views):
    packed = write_views(views)

    assert packed is None or (len(packed) <= MAX_BYTES and read_views(packed) == tuple(views))
    assert with_view(tuple(views), "x", "y")[-1] == ("x", "y")


@given(st.lists(st.integers(), max_size=50), st.integers(1, 9), st.integers(1, 60))
def test_slices_are_the_whole_list(rows, size, number):
    every = [slice_of(rows, n, size) for n in range(1, slice_of(rows, 1, size).of + 1)]

    assert [row for one in every for row in one.rows] == rows
    assert slice_of(rows, number, size) == every[min(number, len(every)) - 1]
    assert all(one.last - one.first + 1 == len(one.rows) for one in every if one.rows)
