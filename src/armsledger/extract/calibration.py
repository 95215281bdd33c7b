"""From the selector's score to a confidence: of 100 claims of confidence 0.7, 70 are right.

The map is learned on reports that the scoring model has not seen (`eval/calibrate.py`): a straight
line between log odds, so it never changes which of two claims is the surer.
"""

import json
import math
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from armsledger.errors import ConfigurationError

CALIBRATION_FILE: Final = "calibration.json"

# Scores nearer to 0 or 1 are taken as this near: odds of none or all are no odds.
_NEAREST: Final = 1e-4
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line between the log odds of the score and those of the confidence."""

    slope: float = 1.0
    shift: float = 0.0

    @property
    def label(self) -> str:
        """What tells this map from others in an extractor's version; empty for none."""
        if self == Calibration():
            return ""
        return f".{zlib.crc32(f'{self.slope} {self.shift}'.encode()):08x}"

    def confidence(self, score: float) -> float:
        """Return how likely a claim of this score is right."""
        odds = self.slope * log_odds(score) + self.shift
        return round(1.0 / (1.0 + math.exp(-odds)), _DIGITS)


def log_odds(score: float) -> float:
    """Return the natural logarithm of the odds of a probability, bounded at both ends."""
    bounded = min(max(score, _NEAREST), 1.0 - _NEAREST)
    return math.log(bounded / (1.0 - bounded))


@cache
def load_calibration() -> Calibration:
    """Return the map that comes with the package.

    Raises:
        ConfigurationError: the file is missing or holds no map.
    """
    path = files("armsledger.extract").joinpath("data", CALIBRATION_FILE)
    try:
        data = json.loads(path.read_text("utf-8"))
        return Calibration(slope=float(data["slope"]), shift=float(data["shift"]))
    except (FileNotFoundError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(
            f"{CALIBRATION_FILE} is missing or holds no map: write it with 'make train'"
        ) from error
