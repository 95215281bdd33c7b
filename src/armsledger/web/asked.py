"""What a page or the API is asked for: the filters of the register, as the address holds them."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from armsledger import asking
from armsledger.ledger import Ledger
from armsledger.model import State, Support
from armsledger.model.events import CATEGORIES, STAGES
from armsledger.store.queries import MOST_ROWS, PAGE_ROWS, UNKNOWN, DealQuery, DealSort

# A value of a filter that stands for the deals that do not state it.
NOT_STATED: Final = "-"


def _filled(given: object) -> object:
    """Return a filter without the empty values that an unfilled field of a form sends."""
    return [one for one in given if one != ""] if isinstance(given, list) else given


def _chosen(given: object) -> object:
    return None if given == "" else given


Words = Annotated[
    list[Annotated[str, Field(max_length=200)]], Field(max_length=50), BeforeValidator(_filled)
]
Years = Annotated[
    list[Annotated[int, Field(ge=0, le=9999)]], Field(max_length=100), BeforeValidator(_filled)
]
YesNo = Annotated[Literal["yes", "no"] | None, BeforeValidator(_chosen)]
Text = Annotated[str, Field(max_length=500)]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS)]
Cursor = Annotated[str, Field(max_length=2000)]


class DealParameters(BaseModel):
    """The register's filters; a filter given several times takes any of its values."""

    model_config = ConfigDict(extra="ignore")

    supplier: Words = Field([], description="A code or a name; -: not stated.")
    recipient: Words = Field([], description="A code or a name; -: not stated.")
    party: Words = Field([], description="Either side.")
    system: Words = Field([], description="A designation or one of its aliases.")
    category: Words = Field([], description="SIPRI's category.")
    stage: Words = []
    state: Words = []
    support: Words = Field([], description="Whose word the stage rests on.")
    ordered: Years = Field([], description="Years of the order.")
    delivered: Years = Field([], description="Years of the first delivery.")
    reported: Years = Field([], description="Years of the first report.")
    disputed: YesNo = Field(None, description="Whether sources disagree.")
    one_sided: YesNo = Field(None, description="Whether only one party tells the stage.")
    sanctioned: YesNo = None
    opposed: YesNo = None
    thin: YesNo = Field(None, description="Whether the deal rests on weak claims alone.")
    query: Text | None = Field(None, description="Words of names, quotes and reports.")
    sort: DealSort = DealSort.LAST_REPORTED
    order: Literal["ascending", "descending"] | None = None
    limit: Limit = PAGE_ROWS
    cursor: Cursor | None = None


def deal_query(
    asked: DealParameters, ledger: Ledger, *, as_of: str | None = None, facets: bool = False
) -> DealQuery:
    """Return the question that the parameters ask.

    Raises:
        ConfigurationError: a name is not known, with those that look alike.
    """
    return DealQuery(
        supplier=_codes(asked.supplier, "supplier"),
        recipient=_codes(asked.recipient, "recipient"),
        party=_codes(asked.party, "party"),
        systems=_systems(asked.system, ledger),
        category=_of(asked.category, CATEGORIES, "category"),
        stage=_of(asked.stage, STAGES, "stage"),
        state=_of(asked.state, State, "state"),
        support=_of(asked.support, Support, "support"),
        ordered=tuple(asked.ordered),
        delivered=tuple(asked.delivered),
        reported=tuple(asked.reported),
        disputed=_is(asked.disputed),
        one_sided=_is(asked.one_sided),
        sanctioned=_is(asked.sanctioned),
        opposed=_is(asked.opposed),
        thin=_is(asked.thin),
        text=asked.query or None,
        sort=asked.sort,
        descending=None if asked.order is None else asked.order == "descending",
        limit=asked.limit,
        cursor=asked.cursor or None,
        as_of=as_of,
        facets=facets,
    )


def _codes(given: Iterable[str], name: str) -> tuple[str, ...]:
    return tuple(
        asking.actor_code(word, name) or UNKNOWN if word != NOT_STATED else UNKNOWN
        for word in given
    )


def _systems(given: Iterable[str], ledger: Ledger) -> tuple[str, ...]:
    found = (
        asking.system_names(word, ledger, "system") if word != NOT_STATED else (UNKNOWN,)
        for word in given
    )
    return tuple(name for names in found for name in names)


def _of(given: Iterable[str], allowed: Iterable[str], name: str) -> tuple[str, ...]:
    words = tuple(allowed)
    return tuple(
        asking.one_of(word, words, name) or UNKNOWN if word != NOT_STATED else UNKNOWN
        for word in given
    )


def _is(given: YesNo) -> bool | None:
    return None if given is None else given == "yes"
