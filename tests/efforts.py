"""How often a law is tried: a few times in every run, and often in the long one (make soak)."""

from functools import wraps
from inspect import Parameter, Signature, signature

import pytest
from hypothesis import HealthCheck, given, settings


def law(*, few, many, **drawn):
    """Try a law on a few examples in every run, and on many in the long one.

    It is for laws whose examples fill whole ledgers: each takes up to a second. Every run draws
    other examples, so with time a few in each try a law widely.

    Args:
        few: examples of every run.
        many: examples of the long run.
        drawn: a strategy for each argument of the law that is no fixture.
    """
    efforts = {"few": few, "many": pytest.param(many, marks=pytest.mark.slow)}

    def decorated(body):
        @pytest.mark.parametrize("effort", efforts.values(), ids=efforts)
        @wraps(body)
        def test(effort, **fixtures):
            options = {"deadline": None, "suppress_health_check": list(HealthCheck)}
            settings(max_examples=effort, **options)(given(**drawn)(body))(**fixtures)

        names = ["effort", *(name for name in signature(body).parameters if name not in drawn)]
        test.__signature__ = Signature([Parameter(n, Parameter.KEYWORD_ONLY) for n in names])
        return test

    return decorated
