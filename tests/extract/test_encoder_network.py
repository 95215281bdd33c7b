"""The packaged network: what it gives, and that it gives it again."""

import gzip
import json
from importlib.resources import files

import numpy as np
import pytest

from armsledger.errors import ConfigurationError
from armsledger.extract.encoder.encoder import load_encoder, to_encoder
from armsledger.extract.learned import MODEL_FILE, model_from_json
from armsledger.model import Event

TEXT = "India ordered 36 Rafale fighters from France after years of talks."
TRIGGERS = [(6, 13), (60, 65)]
NAMES = [(0, 5), (38, 44), (17, 23)]
ORDER = [1, 2, 3]  # recipient, supplier, weapon: as in `View.roles`


def test_what_is_seen():
    view = load_encoder().look(TEXT, TRIGGERS, NAMES)
    assert view.events.shape == (2, 16)
    assert np.exp(view.events).sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert view.roles.shape == (2, 3, 4)
    assert view.roles.sum(axis=2) == pytest.approx(1, abs=1e-5)
    assert view.told.shape == (2, 4)
    assert len(view.seen) == 2


def test_a_plain_order_is_seen():
    view = load_encoder().look(TEXT, TRIGGERS, NAMES)
    events = ("none", *map(str, Event))
    assert events[view.events[0].argmax()] == "order"
    assert view.roles[0].argmax(axis=1).tolist() == ORDER


def test_no_names():
    assert load_encoder().look(TEXT, TRIGGERS, []).roles.shape == (2, 0, 4)


def test_a_stretch_beyond_the_pieces_has_a_view():
    far = "tank " * 400
    view = load_encoder().look(far, [(1_990, 1_994)], [])
    assert np.isfinite(view.events).all()


def test_again_the_same():
    first = load_encoder().look(TEXT, TRIGGERS, NAMES)
    load_encoder().look("Something else in between, and longer than that.", [(0, 9)], [])
    again = load_encoder().look(TEXT, TRIGGERS, NAMES)
    assert (first.events == again.events).all()
    assert (first.roles == again.roles).all()


def test_a_broken_file_is_told():
    with pytest.raises(ConfigurationError, match=r"broken\.onnx is no network"):
        to_encoder(b"no network", "broken.onnx")


def test_a_model_of_another_encoder_is_refused():
    packaged = files("armsledger.extract") / "data" / MODEL_FILE
    data = json.loads(gzip.decompress(packaged.read_bytes())) | {"opinion": {"encoder": "another"}}
    with pytest.raises(ConfigurationError, match="taught with encoder another"):
        model_from_json(data, load_encoder())
