"""Which lines of the register rest on too little."""

from dataclasses import replace

from test_assess_register import CASES as DEALS
from test_assess_register import build, claim_of

from armsledger.assess.weight import is_thin, may_be_thin
from armsledger.model import Event, State
from cases import each_case, load_cases

CASES = load_cases("assess_thin.jsonl")
ANY_DEAL = build(DEALS[0])[0]


def deal_of(case):
    changed = {"stage": "order", "next": None, "state": "open", **case.get("deal", {})}
    return replace(
        ANY_DEAL,
        stage=changed["stage"] and Event(changed["stage"]),
        next=changed["next"] and Event(changed["next"]),
        state=State(changed["state"]),
        sanctioned=(),
        opposed=tuple(changed.get("opposed", ())),
        reports=tuple(sorted({report for report, _ in case["claims"]})),
        copies=tuple(case.get("copies", ())),
    )


def claims_of(case):
    rows = enumerate(case["claims"])
    return [
        claim_of(
            {"id": str(n), "report": report, "event": "order", "factuality": "fact"}
            | {"confidence": confidence}
        )
        for n, (report, confidence) in rows
    ]


@each_case(CASES)
def test_thin(case):
    deal, claims = deal_of(case), claims_of(case)
    assert is_thin(deal, claims) is case["thin"], case["why"]
    assert is_thin(deal, claims[::-1]) is case["thin"]
    assert may_be_thin(deal) or not case["thin"]
