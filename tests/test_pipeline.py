"""One report in, one outcome out."""

import pytest

from armsledger.errors import ExtractionError
from armsledger.pipeline import FAILED, NOTHING, READ, label_of, process
from ledger_fakes import LineExtractor, report_of

CASES = [
    pytest.param("RUS sells S-400 to TUR.", "en", READ, 1, id="read"),
    pytest.param("RUS sells S-400 to TUR.", None, READ, 1, id="unknown language is tried"),
    pytest.param("RUS sells S-400 to TUR.", "de", "not read: language de", 0, id="not English"),
    pytest.param("The weather.", "en", NOTHING, 0, id="nothing found"),
    pytest.param("", None, NOTHING, 0, id="empty"),
    pytest.param("BROKEN", "en", FAILED, 0, id="failed"),
    pytest.param("BUG", "en", FAILED, 0, id="a bug"),
]


@pytest.mark.parametrize(("text", "language", "status", "claims"), CASES)
def test_outcome(text, language, status, claims):
    outcome = process(report_of(text, id="r", language=language), LineExtractor())
    assert (outcome.status, len(outcome.claims)) == (status, claims)
    assert (outcome.error is not None) == (status == FAILED)
    assert outcome.extractor == label_of(LineExtractor()) == "lines/1"


def test_a_bug_is_wrapped_and_its_cause_kept():
    outcome = process(report_of("BUG", id="r"), LineExtractor())
    assert isinstance(outcome.error, ExtractionError)
    assert "ZeroDivisionError" in str(outcome.error)
    assert isinstance(outcome.error.__cause__, ZeroDivisionError)
