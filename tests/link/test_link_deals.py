"""Grouping: which claims are about one deal."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from armsledger.link.deals import group_claims
from armsledger.link.kinds import KINDS, kind_of
from armsledger.link.names import designation_slug, party_key, slug, squash
from armsledger.link.partition import NO_RECIPIENT, partition_of
from armsledger.link.systems import system_key, system_slug
from armsledger.model import CATEGORIES, Event, Factuality, ReportHead
from armsledger.model.codec import claim_from_json
from cases import each_case, load_cases

CASES = load_cases("link_deals.jsonl")
BLANK = {
    "trigger": "t", "start": 0, "end": 1, "part": "text", "quote": "q", "extractor": "test/1",
    "confidence": 1.0, "spans": {},
}  # fmt: skip


def claims_of(case):
    return [claim_from_json({**BLANK, **row}) for row in case["claims"]]


def heads_of(case):
    return {
        key: ReportHead(
            id=key, date=row["date"], date_inferred=False, outlet=row["outlet"], title=None,
            url=None, language=None,
        )
        for key, row in case["reports"].items()
    }  # fmt: skip


@each_case(CASES)
def test_groups(case):
    groups = group_claims(claims_of(case), heads_of(case))
    found = {group.id: [claim.id for claim in group.claims] for group in groups}
    assert found == case["groups"], case["why"]


@each_case(CASES)
def test_order_does_not_matter(case):
    claims, heads = claims_of(case), heads_of(case)
    assert group_claims(claims[::-1], heads) == group_claims(claims, heads)


def test_attached_claims_are_soft():
    case = next(c for c in CASES if c["id"] == "soft-same-report")
    (group,) = group_claims(claims_of(case), {})
    assert group.soft == ("b",)
    assert group.system == "Zorblax 9"
    assert group.weapon is None


def test_a_deal_without_a_system_names_the_kind():
    case = next(c for c in CASES if c["id"] == "kinds-apart")
    assert [(g.system, g.weapon) for g in group_claims(claims_of(case), {})] == [
        (None, "drones"),
        (None, "helicopters"),
    ]


PARTY = st.sampled_from([None, "RUS", "TUR", "USA", "Syrian rebels"])
CLAIM = st.fixed_dictionaries(
    {
        "report": st.sampled_from(["r1", "r2", "r3"]),
        "event": st.sampled_from([str(e) for e in Event]),
        "factuality": st.sampled_from([str(f) for f in Factuality]),
        "supplier": PARTY,
        "recipient": PARTY,
        "system": st.sampled_from([None, "S-400", "S400", "Zorblax 9", "Quorn", "2", "-"]),
        "category": st.sampled_from([None, "aircraft", "ships", "other"]),
        "weapon": st.sampled_from([None, "jets", "submarines", "weapons", "rifles"]),
        "when": st.sampled_from([None, "2010", "2012-05", "2016", "2018/..", "2020-24", "rubbish"]),
        "batch": st.sampled_from([None, None, "1", "2", "3"]),
        "quote": st.sampled_from(["q", "a second contract"]),
    }
)
HEADS = heads_of(
    {
        "reports": {
            "r1": {"date": "2012-01-01", "outlet": "A"},
            "r2": {"date": "2020-06-01", "outlet": "B"},
        }
    }
)


@settings(deadline=None)  # a loaded machine is no failure
@given(st.lists(CLAIM, max_size=12), st.randoms(use_true_random=False))
def test_laws(rows, random):
    claims = [claim_from_json({**BLANK, **row, "id": f"c{n}"}) for n, row in enumerate(rows)]
    groups = group_claims(claims, HEADS)
    # Every claim is in exactly one group, and every id is the group's own.
    assert sorted(c.id for g in groups for c in g.claims) == sorted(c.id for c in claims)
    assert len({g.id for g in groups}) == len(groups)
    # Neither order nor repetition matters.
    shuffled = claims * 2
    random.shuffle(shuffled)
    assert group_claims(shuffled, HEADS) == groups
    # A partition's groups depend on its own claims only.
    for name in {partition_of(claim) for claim in claims}:
        alone = group_claims([c for c in claims if partition_of(c) == name], HEADS)
        assert alone == tuple(g for g in groups if g.partition == name)


def test_partition_is_the_recipient():
    case = next(c for c in CASES if c["id"] == "unknown-parts")
    assert [partition_of(c) for c in claims_of(case)] == ["TUR", NO_RECIPIENT, NO_RECIPIENT]


@settings(deadline=None)  # a loaded machine is no failure
@example("\U0001d6e2")  # a capital by its compatibility form only
@given(st.text(min_size=1, max_size=20))
def test_names_make_usable_keys(name):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", designation_slug(name))
    assert party_key(name)
    assert system_key(name)
    assert system_slug(name)
    assert squash(squash(name)) == squash(name)


@pytest.mark.parametrize(
    ("weapon", "category", "kind"),
    [
        ("diesel-electric submarines", "ships", "submarines"),
        ("Apache attack helicopters", "aircraft", "helicopters"),
        ("unmanned helicopter drones", "aircraft", "helicopters"),
        ("submarine-launched missiles", "missiles", None),
        ("howitzer shells", "other", "ammunition"),
        (None, "ships", None),
        ("submarines", None, None),
    ],
)
def test_kind_of(weapon, category, kind):
    assert kind_of(weapon, category) == kind


def test_kinds_stand_under_known_categories():
    assert {category for category, _, _ in KINDS} <= set(CATEGORIES)
    assert len({kind for _, kind, _ in KINDS}) == len(KINDS)
