"""The register: cases as data, and the laws that hold for any claims."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.assess.codec import deal_from_json, deal_row, deal_to_json
from armsledger.assess.register import build_partition, build_register
from armsledger.link.partition import partition_of
from armsledger.model import Event, Factuality, ReportHead, SourceKind
from armsledger.model.codec import claim_from_json
from cases import each_case, load_cases

CASES = load_cases("assess_deals.jsonl")
BLANK = {
    "trigger": "t", "start": 0, "end": 1, "part": "text", "quote": "q", "extractor": "test/1",
    "confidence": 1.0, "spans": {},
}  # fmt: skip


def claim_of(row):
    return claim_from_json({**BLANK, **row})


def head_of(key, date, outlet):
    return ReportHead(
        id=key, date=date, date_inferred=False, outlet=outlet, title=None, url=None, language=None
    )


def heads_of(case):
    return {k: head_of(k, row["date"], row["outlet"]) for k, row in case["reports"].items()}


def build(case):
    return build_register(
        [claim_of(row) for row in case["claims"]],
        heads_of(case),
        case.get("originals", {}),
        as_of=case.get("as_of"),
    )


@each_case(CASES)
def test_deals(case):
    found = {deal.id: deal_to_json(deal) for deal in build(case)}
    assert set(found) == set(case["deals"])
    for key, want in case["deals"].items():
        assert {name: found[key][name] for name in want} == want, case["why"]


@each_case(CASES)
def test_json_round_trip(case):
    for deal in build(case):
        assert deal_from_json(json.loads(json.dumps(deal_to_json(deal)))) == deal
        assert deal_row(deal).items() <= deal_to_json(deal).items()


@each_case(CASES)
def test_every_cell_has_evidence(case):
    for deal in build(case):
        row, evidence = deal_to_json(deal), dict(deal.evidence)
        shown = ("stage", "next", "ordered", "delivered", "quantity", "value", "sanctioned")
        for cell in (*shown, "opposed", "supplier", "recipient", "system", "support"):
            assert bool(row[cell]) == bool(evidence.get(cell)), cell
        assert (row["state"] == "open") == ("state" not in evidence)
        assert {c for claims in evidence.values() for c in claims} <= set(deal.claims)


SOURCE = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Isik", "Fikri Isik", "sources", "A", "Peskov"]),
            "kind": st.sampled_from([str(k) for k in SourceKind]),
            "country": st.sampled_from([None, "RUS", "TUR", "USA"]),
        }
    ),
)
MONEY = st.fixed_dictionaries(
    {
        "amount": st.sampled_from([0, 1_000_000, 2_500_000_000, 2_000_000_000]),
        "currency": st.sampled_from(["USD", "EUR"]),
        "qualifier": st.sampled_from(["=", "~", ">", "<"]),
    }
)
QUANTITY = st.fixed_dictionaries(
    {"value": st.sampled_from([2, 4, 12]), "unit": st.sampled_from(["battery", "jet", "aircraft"])}
)
ROW = st.fixed_dictionaries(
    {
        "report": st.sampled_from(["r1", "r2", "r3", "r4"]),
        "event": st.sampled_from([str(e) for e in Event]),
        "factuality": st.sampled_from([str(f) for f in Factuality]),
        "supplier": st.sampled_from([None, "RUS", "RUS", "USA"]),
        "recipient": st.sampled_from([None, "TUR", "TUR", "TUR"]),
        "system": st.sampled_from([None, "S-400", "S-400", "Zorblax"]),
        "category": st.sampled_from([None, "air defence systems"]),
        "quantity": st.one_of(st.none(), QUANTITY),
        "value": st.one_of(st.none(), MONEY),
        "when": st.sampled_from([None, "2016", "2017-04", "2019-22", "2020/..", "../2018", "2030"]),
        "actor": st.sampled_from([None, "USA", "NATO"]),
        "source": SOURCE,
        "via": st.sampled_from([[], ["TASS"]]),
        "reason": st.sampled_from([None, "because of American pressure", "over the price"]),
        "batch": st.sampled_from([None, None, "2"]),
        "quote": st.sampled_from(["q", "The first of the two batteries arrived in Ankara today."]),
    }
)
ROWS = st.lists(ROW, max_size=12)
HEADS = {
    "r1": head_of("r1", "2016-05-01", "Daily"),
    "r2": head_of("r2", "2017-06-01", "Reuters"),
    "r3": head_of("r3", "2021-06-01", None),
    "r4": head_of("r4", None, "Daily"),
}


def claims_of(rows):
    return [claim_of({**row, "id": f"c{number:02d}"}) for number, row in enumerate(rows)]


@settings(deadline=None)  # a loaded machine is no failure
@given(ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, random):
    claims = claims_of(rows)
    want = build_register(claims, HEADS, {})
    heads = list(HEADS.items())
    random.shuffle(claims)
    random.shuffle(heads)
    assert build_register(claims, dict(heads), {}) == want


@settings(deadline=None)  # a loaded machine is no failure
@given(ROWS)
def test_every_claim_is_in_one_deal_and_one_fact(rows):
    claims = claims_of(rows)
    deals = build_register(claims, HEADS, {})
    ids = sorted(claim.id for claim in claims)
    assert sorted(c for deal in deals for c in deal.claims) == ids
    assert sorted(c for deal in deals for fact in deal.facts for c in fact.claims) == ids
    assert sorted(c for deal in deals for origin in deal.origins for c in origin.claims) == ids
    for deal in deals:
        assert deal_from_json(json.loads(json.dumps(deal_to_json(deal)))) == deal


@settings(deadline=None)  # a loaded machine is no failure
@given(ROWS)
def test_register_is_the_union_of_its_partitions(rows):
    claims = claims_of(rows)
    parts = {partition_of(claim) for claim in claims}
    deals = [
        deal
        for part in parts
        for deal in build_partition([c for c in claims if partition_of(c) == part], HEADS, {})
    ]
    assert tuple(sorted(deals, key=lambda d: d.id)) == build_register(claims, HEADS, {})


@settings(deadline=None)  # a loaded machine is no failure
@given(ROWS, st.sampled_from(["2016-01-01", "2016-05-01", "2018-01-01", "2022-01-01"]))
def test_as_of_is_building_from_the_earlier_reports(rows, as_of):
    claims = claims_of(rows)
    heads = {k: h for k, h in HEADS.items() if h.date and h.date <= as_of}
    earlier = [claim for claim in claims if claim.report in heads]
    assert build_register(claims, HEADS, {}, as_of=as_of) == build_register(earlier, heads, {})


@settings(deadline=None)  # a loaded machine is no failure
@given(ROWS, st.sampled_from(["r1", "r2", "r3"]))
def test_a_copy_adds_an_outlet_and_no_witness(rows, original):
    claims = claims_of(rows)
    heads = HEADS | {"copy": head_of("copy", "2022-01-01", "Copier")}
    copied = [
        replace(claim, id=f"x{claim.id}", report="copy")
        for claim in claims
        if claim.report == original
    ]
    before = {deal.id: deal for deal in build_register(claims, HEADS, {})}
    after = build_register([*claims, *copied], heads, {"copy": original})
    touched = {deal.id for deal in before.values() if original in deal.reports}
    for deal in after:
        if deal.id in before and deal.id in touched:
            assert len(deal.origins) <= len(before[deal.id].origins), deal.origins
    assert sum("copy" in deal.copies for deal in after) >= bool(copied)


def test_an_empty_register():
    assert build_register([], {}, {}) == ()
