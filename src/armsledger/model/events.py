"""The closed lists that a claim is made of: events, factuality, kinds of source, categories."""

from enum import StrEnum
from typing import Final


class Event(StrEnum):
    """What happens in the life of a transfer, in the order of the guidelines."""

    INTEREST = "interest"
    OFFER = "offer"
    SELECTION = "selection"
    TALKS = "talks"
    APPROVAL = "approval"
    ORDER = "order"
    FINANCING = "financing"
    PRODUCTION = "production"
    DELIVERY = "delivery"
    TRIAL = "trial"
    DEPLOYMENT = "deployment"
    SUSPENSION = "suspension"
    CANCELLATION = "cancellation"
    SANCTION = "sanction"
    OBJECTION = "objection"


# The ladder that a deal climbs, lowest first.
STAGES: Final = (
    Event.INTEREST,
    Event.OFFER,
    Event.SELECTION,
    Event.TALKS,
    Event.APPROVAL,
    Event.ORDER,
    Event.FINANCING,
    Event.PRODUCTION,
    Event.DELIVERY,
    Event.TRIAL,
    Event.DEPLOYMENT,
)

# Events that cut across the ladder.
ACROSS: Final = (Event.SUSPENSION, Event.CANCELLATION, Event.SANCTION, Event.OBJECTION)

# Events whose doer may be a third party, named in the claim's `actor`.
ACTED: Final = frozenset(
    {Event.SANCTION, Event.OBJECTION, Event.APPROVAL, Event.SUSPENSION, Event.CANCELLATION}
)


class Factuality(StrEnum):
    """How the report tells the event."""

    FACT = "fact"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class SourceKind(StrEnum):
    """What sort of speaker a claim rests on."""

    OFFICIAL = "official"
    COMPANY = "company"
    OUTLET = "outlet"
    EXPERT = "expert"
    UNNAMED = "unnamed"
    OTHER = "other"


# SIPRI's weapon categories, in the spelling of the guidelines.
CATEGORIES: Final = (
    "aircraft",
    "air defence systems",
    "anti-submarine warfare weapons",
    "armoured vehicles",
    "artillery",
    "engines",
    "missiles",
    "naval weapons",
    "satellites",
    "sensors",
    "ships",
    "other",
)
