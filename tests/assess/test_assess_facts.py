"""How claims fold into facts: cases as data, and the laws of folding."""

from hypothesis import given, settings
from hypothesis import strategies as st
from test_assess_register import claim_of

from armsledger.assess.facts import facts_of
from armsledger.assess.told import tell
from armsledger.link.deals import group_claims
from cases import each_case, load_cases

CASES = load_cases("assess_folding.jsonl")

YEARS = (
    None,
    "2018",
    "2019",
    "2018/2020",
    "2019-01/2019-12",
    "../2019",
    "2019/..",
    "2019~",
    "soon",
)
DATES = st.sampled_from(
    (*YEARS, "2019-02", "2019-02-03", "2019-07", "2019-07-12", "2019-21", "2019-06/2019-08")
)


def told_of(dates):
    """Return deliveries with these dates, by claim id, as evidence in one deal."""
    claims = [
        claim_of(
            {"id": key, "report": "r", "event": "delivery", "factuality": "fact"}
            | {"supplier": "RUS", "recipient": "TUR", "system": "S-400", "when": when}
        )
        for key, when in dates.items()
    ]
    (group,) = group_claims(claims, {})
    return tell(group, {}, {})


def folded(told):
    return [[fact.when, "".join(fact.claims)] for fact in facts_of(told)]


@each_case(CASES)
def test_folding(case):
    by_date = sorted(folded(told_of(case["claims"])), key=lambda fact: fact[0] or "")
    assert by_date == case["facts"], case["why"]


@given(st.lists(DATES, min_size=1, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_the_order_does_not_matter_and_folding_is_idempotent(dates, random):
    told = list(told_of({chr(ord("a") + n): when for n, when in enumerate(dates)}))
    facts = facts_of(told)
    assert sorted(key for fact in facts for key in fact.claims) == sorted(t.claim.id for t in told)
    random.shuffle(told)
    assert facts_of(told) == facts
    of_claim = {t.claim.id: t for t in told}
    ones = [_first(fact, of_claim) for fact in facts]
    again = facts_of(ones)
    assert [fact.when for fact in again] == [fact.when for fact in facts]
    assert len({_days(fact, of_claim) for fact in facts}) == len(facts)


def _first(fact, of_claim):
    """Return a claim that gives the fact's own date."""
    return next(of_claim[key] for key in fact.claims if _when(of_claim[key]) == fact.when)


def _when(told):
    return told.claim.when if told.when else None


def _days(fact, of_claim):
    return _first(fact, of_claim).when
