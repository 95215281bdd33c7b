"""The extractors by name: the list is what users and stored claims rely on."""

import pytest

from armsledger.errors import ConfigurationError
from armsledger.extract.registry import DEFAULT, EXTRACTORS, load_extractor


def test_the_names():
    assert list(EXTRACTORS) == ["deal-first"]
    assert DEFAULT == "deal-first"


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ConfigurationError, match=r"'nobody'.*deal-first"):
        load_extractor("nobody")


def test_an_extractor_is_made_once_and_tells_code_and_model():
    reader = load_extractor()
    assert reader is load_extractor()
    code, model = reader.version.split("+")
    assert code
    assert model
