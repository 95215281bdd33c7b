"""A stub server on the loopback, a report, and a reader that asks the one about the other."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # llm_stub.py

from llm_stub import REPORT, Stub, settings_for

from armsledger.extract.vocabularies import load_vocabularies
from armsledger.llm.endpoint import Endpoint
from armsledger.llm.reader import LanguageModelReader


@pytest.fixture
def stub():
    with Stub() as stub:
        yield stub


@pytest.fixture
def report():
    return REPORT


@pytest.fixture
def waits():
    """How long the endpoint would have waited, in seconds."""
    return []


@pytest.fixture
def endpoint_of(stub, waits):
    """Make an endpoint whose waits are noted, not waited."""

    def make(**more):
        return Endpoint(settings_for(stub, **more), sleep=waits.append)

    return make


@pytest.fixture
def reader_of(endpoint_of):
    def make(**more):
        endpoint = endpoint_of(**more)
        return LanguageModelReader(endpoint.settings, load_vocabularies(), endpoint)

    return make
