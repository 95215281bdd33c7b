"""The event that a trigger and the words above it make together, by the guidelines' definitions.

"Wants to buy" is interest, "agreed to buy" an order, "refused to sell" a suspension: the
governing word decides. The table `composition.csv` says which pair makes which event.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from armsledger.errors import VocabularyError
from armsledger.model import Event
from armsledger.vocabulary.tables import read_table

TABLE: Final = "composition.csv"


@cache
def load_composition() -> Mapping[tuple[str, str], Event]:
    """Return (group above or "", group below) -> event.

    Raises:
        VocabularyError: an event that is none.
    """
    table: dict[tuple[str, str], Event] = {}
    for row in read_table(TABLE, ("over", "under", "event")):
        try:
            table[row["over"], row["under"]] = Event(row["event"])
        except ValueError as error:
            raise VocabularyError(TABLE, None, f"no such event: {row['event']}") from error
    return table


def compose(groups: Iterable[str], above: Iterable[str]) -> tuple[Event, ...]:
    """Return the events that a trigger's groups may make under the nearest governing groups.

    Args:
        groups: the trigger's own groups.
        above: the groups of the nearest governing trigger; empty if nothing governs.
    """
    table = load_composition()
    own = sorted(groups)
    over = sorted(above)
    composed = [table[a, g] for a in over for g in own if (a, g) in table]
    plain = [table["", g] for g in own if ("", g) in table]
    return tuple(dict.fromkeys(composed or plain))
