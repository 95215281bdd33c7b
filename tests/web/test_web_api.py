"""The JSON API: the same names and figures as the command line, paged, conditional, problems."""

import json

import pytest

from armsledger.assess.codec import deal_row, deal_to_json
from armsledger.ledger import ClaimFilter, DealFilter, Ledger
from armsledger.model.codec import claim_to_json

S400 = "rus-tur-s-400"


@pytest.fixture(scope="module")
def ledger(example_ledger):
    with Ledger.open(example_ledger) as opened:
        yield opened


def every(client, path, **parameters):
    """Return the items of all pages."""
    items, cursor = [], None
    while True:
        sent = parameters | ({"cursor": cursor} if cursor else {})
        answer = client.get(path, params=sent)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        assert page["total"] >= len(items)
        cursor = page["next"]
        if cursor is None:
            assert page["total"] == len(items)
            return items


def plain(row):
    return json.loads(json.dumps(row))


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({}, DealFilter()),
        ({"supplier": "RUS"}, DealFilter(supplier="RUS")),
        ({"supplier": "Russia"}, DealFilter(supplier="RUS")),
        ({"recipient": "tur"}, DealFilter(recipient="TUR")),
        ({"category": "aircraft"}, DealFilter(category="aircraft")),
        ({"stage": "delivery"}, DealFilter(stage="delivery")),
        ({"recipient": "TUR", "category": "air defence systems"},
         DealFilter(recipient="TUR", category="air defence systems")),
    ],
)  # fmt: skip
def test_the_register_is_that_of_the_command_line(reading_client, ledger, parameters, wanted):
    found = every(reading_client, "/api/deals", limit=3, **parameters)
    expected = {deal.id: plain(deal_row(deal)) for deal in ledger.deals(wanted)}
    assert expected
    assert {row["id"]: row for row in found} == expected


@pytest.mark.parametrize("as_of", ["2017-12-31", "2019-12-31"])
def test_the_register_of_a_day(reading_client, ledger, as_of):
    found = every(reading_client, "/api/deals", as_of=as_of)
    expected = {deal.id: plain(deal_row(deal)) for deal in ledger.deals(as_of=as_of)}
    assert {row["id"]: row for row in found} == expected


def test_several_values_of_a_filter(reading_client):
    found = every(reading_client, "/api/deals", stage=["order", "delivery"])
    assert {row["stage"] for row in found} == {"order", "delivery"}


def test_facets(reading_client):
    page = reading_client.get("/api/deals", params={"facets": True, "limit": 1}).json()
    stages = next(facet for facet in page["facets"] if facet["name"] == "stage")
    assert sum(value["count"] for value in stages["values"]) == page["total"]
    assert reading_client.get("/api/deals").json()["facets"] == []


def test_one_deal(reading_client, ledger):
    row = reading_client.get(f"/api/deals/{S400}").json()
    deal = ledger.deal(S400)
    claims = row.pop("claims_detail")
    assert row == plain(deal_to_json(deal))
    assert [claim["id"] for claim in claims] == [c.id for c in ledger.claims_of_deal(deal)]
    assert {claim["deal"] for claim in claims} == {S400}


def test_one_deal_of_a_day(reading_client, ledger):
    row = reading_client.get(f"/api/deals/{S400}", params={"as_of": "2017-12-31"}).json()
    assert row["stage"] == str(ledger.deal(S400, as_of="2017-12-31").stage)


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({}, ClaimFilter()),
        ({"deal": S400}, ClaimFilter(deal=S400)),
        ({"event": "order"}, ClaimFilter(event="order")),
        ({"event": "ORDER"}, ClaimFilter(event="order")),
        ({"source": "official"}, ClaimFilter(source="official")),
    ],
)
def test_claims(reading_client, ledger, parameters, wanted):
    found = every(reading_client, "/api/claims", limit=20, **parameters)
    assert found
    assert {row["id"] for row in found} == {claim.id for claim in ledger.claims(wanted)}
    assert all(row["quote"] and row["outlet"] for row in found)


def test_a_report(reading_client, ledger):
    key = ledger.report_ids()[0]
    row = reading_client.get(f"/api/reports/{key[:12]}").json()
    report = ledger.report(key)
    assert row["id"] == key
    assert row["text"] == report.text
    for claim, stored in zip(row["claims"], ledger.claims_of_report(key), strict=True):
        assert {k: v for k, v in claim.items() if k != "decisions"} == plain(claim_to_json(stored))
        assert row[claim["part"]][claim["start"] : claim["end"]] == claim["quote"]


def test_search(reading_client):
    found = reading_client.get("/api/search", params={"q": "batteries"}).json()
    assert found["reports"]
    for hit in found["reports"]:
        assert [hit["snippet"][a:b].casefold()[:7] for a, b in hit["marks"]]


@pytest.mark.parametrize(
    "words", ['"', "AND", "a* NEAR(", "<script>", "NULL;--", "\\", "%", "\u0131"]
)
def test_any_words_can_be_searched(reading_client, words):
    answer = reading_client.get("/api/search", params={"q": words})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/deals/rus-tur-s-40", 404, "did you mean rus-tur-s-400"),
        ("/api/deals?supplier=Rusia", 422, "did you mean"),
        ("/api/deals?stage=sold", 422, "stage: 'sold' is not known"),
        ("/api/deals?limit=0", 422, "limit"),
        ("/api/deals?limit=1001", 422, "limit"),
        ("/api/deals?as_of=yesterday", 422, "as_of"),
        ("/api/deals?as_of=2017-02-30", 422, "as_of"),
        ("/api/deals?cursor=nonsense", 422, "cursor"),
        ("/api/deals?sort=price", 422, "sort"),
        ("/api/claims?event=sale", 422, "event"),
        ("/api/claims?deal=none", 404, "none"),
        ("/api/reports/0000", 404, "0000"),
        ("/api/search", 422, "q"),
        ("/api/nothing", 404, ""),
    ],
)
def test_problems(reading_client, path, status, told):
    answer = reading_client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert told in problem["detail"]


@pytest.mark.parametrize("path", ["/api/deals", f"/api/deals/{S400}", "/api/claims?limit=2"])
def test_what_is_known_is_not_sent_again(client, path):
    first = client.get(path)
    tag = first.headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_another_address_has_another_tag(reading_client):
    tags = {
        reading_client.get(path).headers["etag"]
        for path in (
            "/api/deals",
            "/api/deals?limit=3",
            "/api/claims",
            "/api/deals?as_of=2018-01-01",
        )
    }
    assert len(tags) == 4


def test_changes_are_told_as_they_come(client):
    with client.stream("GET", "/api/events", params={"since": 0, "looks": 1}) as answer:
        told = "".join(answer.iter_text())
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [line[6:] for line in told.splitlines() if line.startswith("data: ")]
    assert len(events) == 1
    assert S400 in json.loads(events[0])["deals"]


def test_the_document_names_every_route_and_its_problems(reading_client):
    document = reading_client.get("/openapi.json").json()
    paths = {path for path in document["paths"] if path.startswith("/api/")}
    assert {
        "/api/deals",
        "/api/deals/{deal_id}",
        "/api/claims",
        "/api/search",
        "/api/events",
    } <= paths
    for path in paths:
        for method, operation in document["paths"][path].items():
            for status in ("401", "403", "404", "422"):
                content = operation["responses"][status]["content"]
                assert list(content) == ["application/problem+json"], (method, path, status)
