"""Which proposals become claims."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsledger.extract.keep import keep_likely


def proposal(event, confidence, supplier="RUS", recipient="IND"):
    return SimpleNamespace(
        event=event, confidence=confidence, supplier=supplier, recipient=recipient
    )


CASES = [
    ("sure ones stay", [("order", 0.9), ("order", 0.3)], [0, 1]),
    ("unsure ones go", [("order", 0.9), ("order", 0.29)], [0]),
    ("the surest of a new event", [("order", 0.9), ("trial", 0.21), ("trial", 0.25)], [0, 2]),
    ("but not below its own bound", [("order", 0.9), ("trial", 0.19)], [0]),
    ("nor in a report that tells nothing", [("trial", 0.25)], []),
    ("the first of equals", [("order", 0.9), ("trial", 0.25), ("trial", 0.25)], [0, 1]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "given", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_keep(why, given, wanted):
    proposals = [proposal(*item) for item in given]
    kept = keep_likely(proposals, 0.3, 0.2)
    assert [proposals.index(p) for p in kept] == wanted, why


def test_nobody_supplies_itself():
    assert keep_likely([proposal("order", 0.9, supplier="IND")], 0.3, 0.2) == []


@given(st.lists(st.tuples(st.sampled_from(["order", "trial", "talks"]), st.floats(0, 1))))
def test_a_lower_bound_only_adds(items):
    proposals = [proposal(*item) for item in items]
    strict, loose = (keep_likely(proposals, 0.3, bound) for bound in (0.3, 0.1))
    assert [p for p in loose if p in strict] == strict
    assert all(p.confidence >= 0.1 for p in loose)
