"""How the time of extraction divides among its stages; `speed.py` writes it beside the ratio.

Each stage is one function that the reader calls by name; it is wrapped where it is called. What
is spent in none of them is the claims' own words: parties' places, dates, sums and numbers.
"""

import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

# Module that calls, function that it calls, name of the stage.
STAGES = (
    ("reader", "paragraphs_worth_parsing", "gate"),
    ("reader", "parse_paragraphs", "parse"),
    ("reader", "build_scene", "scene"),
    ("choose", "gather_facts", "facts"),
    ("choose", "propose_events", "events"),
    ("choose", "choose_weapons", "weapons"),
    ("choose", "choose_parties", "parties"),
    ("choose", "rate", "selector"),
    ("reader", "find_attributions", "attribution"),
    ("reader", "settle", "told"),
)
REST = "claims"


class Clock:
    """Seconds by stage, for a process that does nothing else afterwards."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        for module_name, function, stage in STAGES:
            module = import_module(f"armsledger.extract.{module_name}")
            setattr(module, function, self._timed(getattr(module, function), stage))

    def shares(self, total: float) -> dict[str, float]:
        """Return each stage's share of the seconds that all took."""
        rest = total - sum(self.seconds.values())
        return {
            stage: round(seconds / total, 3)
            for stage, seconds in (self.seconds | Counter({REST: rest})).most_common()
        }

    def _timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*values: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return function(*values, **named)
            finally:
                self.seconds[stage] += time.process_time() - started

        return timed
