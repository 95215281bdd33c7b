"""Ctrl-C stops the desk with 130, whoever started it."""

import signal
import urllib.request

import pytest

from armsledger.ledger import Ledger


@pytest.fixture
def ignored():
    """Ctrl-C is ignored by what is started meanwhile, as in a script's background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_with_130_where_it_was_ignored_before(start, ledger_path, ignored):
    Ledger.open(ledger_path, create=True).close()
    process = start("--ledger", ledger_path, "serve", "--port", "0")
    address = process.stderr.readline().split()[4]
    with urllib.request.urlopen(f"{address}healthz", timeout=60):
        process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
