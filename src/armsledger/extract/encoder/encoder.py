"""A small transformer that reads one sentence and says what it makes of its triggers and names.

The network (`encoder.onnx`) is a MiniLM of few layers with three heads, taught on annotated
reports by `make train`; what it was taught from and how well: docs/methods/model-card.md. It runs
on one processor thread. A sentence is always read alone, so that what is seen of it never depends
on its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from armsledger.errors import ConfigurationError
from armsledger.extract.encoder.wordpiece import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float64]
Span = tuple[int, int]

ENCODER_FILE: Final = "encoder.onnx"
PIECES_FILE: Final = "wordpieces.txt"

# What the network gives, in this order: see `View`.
_OUTPUTS: Final = ("events", "roles", "told", "seen")

# How many letters of the network's digest name it.
_DIGEST: Final = 8
_QUIET: Final = 3  # onnxruntime logs errors only

# What onnxruntime makes of an addition and the scaling after it takes four times as long as the
# two; the rest of its rewriting is worth its while (a fourth of the run, measured).
_UNWANTED: Final = ["SkipLayerNormFusion"]


@dataclass(frozen=True, slots=True)
class View:
    """What the encoder makes of one sentence.

    Attributes:
        events: (triggers, classes) logarithms of probabilities: no event, then the events in
            their order.
        roles: (triggers, names, 4) probabilities that a name plays no role, recipient, supplier
            or weapon in the trigger's event.
        told: (triggers, 4) probabilities of the ways of telling, in the order of `Factuality`.
        seen: (triggers, width) the trigger's vector.
    """

    events: Floats
    roles: Floats
    told: Floats
    seen: Floats


class Encoder:
    """A network with its word pieces."""

    def __init__(self, session: "InferenceSession", pieces: WordPieces, digest: str) -> None:
        """Take a loaded network.

        Args:
            session: the network.
            pieces: what splits sentences as the network was taught.
            digest: names the network; two networks have two names.
        """
        self._session, self._pieces = session, pieces
        self.digest = digest

    def look(self, text: str, triggers: Sequence[Span], names: Sequence[Span]) -> View:
        """Return what is seen of a sentence's triggers and names.

        Args:
            text: the sentence.
            triggers: half-open offsets into it.
            names: the same, of what may play a role.
        """
        split = self._pieces.split(text)
        length = len(split.ids)
        events, roles, told, seen = self._session.run(
            _OUTPUTS,
            {
                "ids": np.array([split.ids], dtype=np.int64),
                "triggers": _means([split.of(*span) for span in triggers], length),
                "names": _means([split.of(*span) for span in names] or [(0, 1)], length),
            },
        )
        events, roles, told, seen = (np.asarray(x, np.float64) for x in (events, roles, told, seen))
        return View(events, roles[:, : len(names)], told, seen)


def _means(spans: Sequence[Span], length: int) -> NDArray[np.float32]:
    """Return (spans, length) weights that average the pieces of each span."""
    weights = np.zeros((len(spans), length), dtype=np.float32)
    for row, (start, end) in zip(weights, spans, strict=True):
        row[start:end] = 1 / (end - start)
    return weights


@cache
def load_encoder() -> Encoder:
    """Return the packaged encoder.

    Raises:
        ConfigurationError: its file is missing; `make train` writes it.
    """
    path = files("armsledger.extract") / "data" / ENCODER_FILE
    try:
        body = path.read_bytes()
    except FileNotFoundError as error:
        message = f"the encoder's file {ENCODER_FILE} is missing: write it with 'make train'"
        raise ConfigurationError(message) from error
    return to_encoder(body, ENCODER_FILE)


def to_encoder(body: bytes, name: str) -> Encoder:
    """Return the encoder that the content of a file holds.

    Raises:
        ConfigurationError: it holds no network; the message names the file.
    """
    digest = sha256(body).hexdigest()[:_DIGEST]
    return Encoder(_session(body, name), load_pieces(), digest)


@cache
def load_pieces() -> WordPieces:
    """Return the splitter with the packaged vocabulary."""
    path = files("armsledger.extract") / "data" / PIECES_FILE
    lines = path.read_text("utf-8").split("\n")
    return WordPieces({piece: number for number, piece in enumerate(lines) if piece})


def _session(body: bytes, name: str) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    try:
        return onnxruntime.InferenceSession(
            body, options, providers=["CPUExecutionProvider"], disabled_optimizers=_UNWANTED
        )
    except Exception as error:
        raise ConfigurationError(f"{name} is no network that can be run: {error}") from error
