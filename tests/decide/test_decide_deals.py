"""Merging and splitting, as pure functions of linked deals."""

from decide_material import FACES, reports
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.decide.deals import Ruling, arrange, components
from armsledger.link.deals import group_claims
from armsledger.model import head_of
from armsledger.model.decision import Anchor, DealRef, Decision, Kind, Likeness
from ledger_fakes import LineExtractor

REPORTS = reports()
CLAIMS = {claim.id: claim for report in REPORTS for claim in LineExtractor().extract(report)}
GROUPS = group_claims(CLAIMS.values(), {report.id: head_of(report) for report in REPORTS})
IDS = [group.id for group in GROUPS]


def anchor(claim):
    return Anchor(
        report="0" * 64,
        part="text",
        start=0,
        exact="x",
        prefix="",
        suffix="",
        claim=claim,
        extractor="x/1",
        like=Likeness(event="order"),
    )


def merge(number, deals):
    """Return a merge by bare ids."""
    refs = tuple(DealRef(id=deal, partition="-") for deal in deals)
    return ruling(number, Kind.MERGE, deals=refs)


def split(number, deal, claims):
    refs = (DealRef(id=deal, partition="-"),)
    return ruling(number, Kind.SPLIT, deals=refs, anchors=tuple(map(anchor, claims)))


def ruling(number, kind, **parts):
    when = f"2026-01-01T00:00:00.{number:06d}+00:00"
    decision = Decision(
        id=f"{number:06x}".ljust(16, "0"), kind=kind, who="A", when=when, why="", **parts
    )
    return Ruling(decision, {n: a.claim for n, a in enumerate(decision.anchors)})


MERGES = st.lists(st.sampled_from([*IDS, "gone-1", "gone-2"]), min_size=2, max_size=3, unique=True)
SPLITS = st.tuples(
    st.sampled_from(IDS), st.lists(st.sampled_from(sorted(CLAIMS)), min_size=1, unique=True)
)
RULINGS = st.lists(st.one_of(MERGES, SPLITS), max_size=6).map(
    lambda acts: [
        merge(n, act) if isinstance(act, list) else split(n, *act) for n, act in enumerate(acts)
    ]
)


@settings(deadline=None)
@given(rulings=RULINGS, data=st.data())
def test_claims_are_moved_never_lost_and_order_does_not_matter(rulings, data):
    arranged = arrange(GROUPS, rulings)
    placed = sorted(claim.id for group in arranged.groups for claim in group.claims)
    assert placed == sorted(CLAIMS)
    assert all(set(g.soft) <= {c.id for c in g.claims} for g in arranged.groups)
    shuffled = data.draw(st.permutations(rulings))
    assert arrange(data.draw(st.permutations(GROUPS)), shuffled) == arranged
    ids = [group.id for group in arranged.groups]
    assert len(set(ids)) == len(ids)
    old = [key for olds in arranged.formerly.values() for key in olds]
    assert set(old).isdisjoint(ids)
    assert set(arranged.formerly) <= set(ids)
    assert {key for key in IDS if key not in ids} <= set(old)


def test_nothing_decided_changes_nothing():
    assert arrange(GROUPS, []).groups == GROUPS
    assert arrange(GROUPS, []).formerly == {}


def test_of_two_merges_the_later_says_which_id_stays():
    first, second = merge(1, IDS[:2]), merge(2, (IDS[1], IDS[2]))
    arranged = arrange(GROUPS, [second, first])
    kept = next(g for g in arranged.groups if g.id in arranged.formerly)
    assert kept.id == IDS[1]
    assert arranged.formerly[kept.id] == tuple(sorted({IDS[0], IDS[2]}))


def test_of_two_splits_the_later_gets_the_claim():
    group = next(g for g in GROUPS if len(g.claims) > 1)
    claim = group.claims[0].id
    rulings = [split(n, group.id, [claim]) for n in (1, 2)]
    born = {g.id: g for g in arrange(GROUPS, rulings).groups if g.id not in IDS}
    assert [[c.id for c in g.claims] for g in born.values()] == [[claim]]
    assert len(FACES) > 1


EDGES = st.lists(st.frozensets(st.sampled_from("ABCDEF"), min_size=1), max_size=5)


@given(edges=EDGES, data=st.data())
def test_partitions_that_share_a_decision_share_a_unit(edges, data):
    units = components(edges)
    for edge in edges:
        assert len({units.get(name, name) for name in edge}) == 1
    assert components(data.draw(st.permutations(edges))) == units
    assert all(unit.split("+") == sorted(unit.split("+")) for unit in units.values())
    assert all(name in unit.split("+") for name, unit in units.items())
    assert all("+" in unit for unit in units.values())
