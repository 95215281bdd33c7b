"""Questions that the ledger answers page by page, and the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from armsledger.assess.fates import Fate
from armsledger.model import Claim, Deal, ReportHead
from armsledger.model.decision import Logged

# Rows on a page where nobody says how many, and at most.
PAGE_ROWS: Final = 50
MOST_ROWS: Final = 1000

# How many values of a facet with open values (parties, systems) are counted out.
FACET_VALUES: Final = 100

UNKNOWN: Final = ""  # in a filter and in a facet: the deals that do not state it


class DealSort(StrEnum):
    """What a page of deals is ordered by; then by id."""

    RELEVANCE = "relevance"  # of `DealQuery.text`; without one: LAST_REPORTED
    LAST_REPORTED = "last_reported"
    FIRST_REPORTED = "first_reported"
    SUPPLIER = "supplier"  # by code; unknown ones after all others
    RECIPIENT = "recipient"
    SYSTEM = "system"
    STAGE = "stage"  # by the ladder
    VALUE = "value"  # within each currency, US dollars first; nothing is converted
    CLAIMS = "claims"
    DISAGREEMENTS = "disagreements"


# The orders that begin with the most where nobody says which way.
DESCENDING: Final = frozenset(DealSort) - {DealSort.SUPPLIER, DealSort.RECIPIENT, DealSort.SYSTEM}


@dataclass(frozen=True, slots=True, kw_only=True)
class DealQuery:
    """Which deals, in which order, which page of them.

    A filter of several values takes any of them, () takes all; UNKNOWN is a value too. Filters of
    different names must all hold. None: do not mind.
    """

    supplier: tuple[str, ...] = ()  # codes, as in the deals
    recipient: tuple[str, ...] = ()
    party: tuple[str, ...] = ()  # codes: either side
    systems: tuple[str, ...] = ()  # names; aliases and spelling do not matter
    category: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    ordered: tuple[int, ...] = ()  # years
    delivered: tuple[int, ...] = ()
    reported: tuple[int, ...] = ()  # years of the first report
    disputed: bool | None = None  # there are disagreements
    one_sided: bool | None = None  # the stage rests on the supplier's or the recipient's word alone
    sanctioned: bool | None = None
    opposed: bool | None = None
    thin: bool | None = None  # rests on too little, see `assess.weight`
    text: str | None = None  # words (or "phrases") that names, quotes or reports must all have
    sort: DealSort = DealSort.LAST_REPORTED
    descending: bool | None = None  # None: as DESCENDING tells
    limit: int = PAGE_ROWS
    cursor: str | None = None  # `next` or `previous` of a page of the same question
    as_of: str | None = None  # ISO date; None: now
    facets: bool = True  # False: do not count them (faster)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, and how many deals have it with all other filters on."""

    value: str  # a code, a name, a year, "yes" or "no"; UNKNOWN
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one filter, most deals first."""

    name: str  # the filter's name in `DealQuery`
    values: tuple[FacetValue, ...]  # at most FACET_VALUES
    more: int = 0  # how many values there are beyond these


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPage:
    """A page of the register."""

    deals: tuple[Deal, ...]
    total: int  # on all pages
    facets: tuple[Facet, ...]  # supplier, recipient, system, category, ... in this order
    thin: frozenset[str]  # ids of those of `deals` that rest on too little
    next: str | None  # the cursor of the page after this one
    previous: str | None  # the cursor of the page before it
    version: int  # of the ledger, see `Ledger.version`
    waiting: int  # parts of the register that are still to be brought up to date


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of a deal that changed between two stops."""

    cell: str  # "deal" (before None: it appeared; after None: it went), or one of `history.CELLS`
    before: object  # as in the `Deal`; None: nothing
    after: object


@dataclass(frozen=True, slots=True)
class Stop:
    """A day on which what was known of a deal changed."""

    day: str  # ISO date
    changes: tuple[Change, ...]  # against the stop before


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of text with the places of the words that were asked for."""

    text: str
    marks: tuple[tuple[int, int], ...]  # half-open offsets into `text`, in order


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that has the words."""

    head: ReportHead
    snippet: Marked
    start: int  # offset of the snippet's first character in the report's text
    deals: tuple[str, ...]  # ids of the deals that it tells of, sorted


@dataclass(frozen=True, slots=True)
class ActorHit:
    """A state, a company, a person or an outlet whose name has the words."""

    id: str
    kind: str  # see `ActorView.kind`
    name: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What a search found; deals and actors on the first page only."""

    deals: tuple[Deal, ...]  # the most relevant
    deals_total: int
    actors: tuple[ActorHit, ...]
    reports: tuple[ReportHit, ...]
    reports_total: int
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """Which claims, which page of them; by report's date (undated last), report and place."""

    deal: str | None = None  # id
    report: str | None = None  # id, or the only beginning of one
    event: str | None = None
    source: str | None = None  # part of a speaker's or a relaying outlet's name, a kind, a code
    speaker: str | None = None  # an actor's id, whole
    as_of: str | None = None
    limit: int = PAGE_ROWS
    cursor: str | None = None
    descending: bool = True  # newest reports first


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A page of claims."""

    claims: tuple[Claim, ...]
    heads: Mapping[str, ReportHead]  # of their reports, by id
    deals: Mapping[str, str]  # claim id -> deal id
    total: int
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """Which reports, which page of them; newest first, undated last."""

    outlet: str | None = None  # exact; UNKNOWN: reports without one
    text: str | None = None
    as_of: str | None = None
    limit: int = PAGE_ROWS
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A page of reports."""

    heads: tuple[ReportHead, ...]
    claims: Mapping[str, int]  # report id -> number of its claims
    total: int
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a report came into the ledger and was read, and which others have the same text."""

    added_at: str  # ISO 8601, UTC
    notes: tuple[str, ...]  # what was noticed when it was added
    extractor: str  # name/version, of the latest run, a failed one too
    status: str  # of that run, see `armsledger.pipeline`
    error: str | None  # why that run failed
    original: str | None  # id of the report that this one repeats; None: it is no copy
    copies: tuple[str, ...]  # ids of the other copies of the same original, by date


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which page of the log of decisions."""

    limit: int = PAGE_ROWS
    cursor: str | None = None
    descending: bool = True  # newest decisions first


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """A page of the log of decisions."""

    entries: tuple[Logged, ...]  # each with what has become of it by the whole log
    total: int
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, and what became of it."""

    claim: Claim
    head: ReportHead
    deal: str
    fate: Fate
    by: tuple[str, ...]  # ids of the claims that decided its fate, sorted
    on: str | None  # ISO date of the first report that did; None: it takes no report


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """A state, company, person or outlet: what it has to do with the register."""

    id: str
    kind: str  # "state", "official", "company", "outlet", "expert", "unnamed", "other"
    name: str
    country: str | None
    supplies: int  # deals; only a state or a group has any
    receives: int
    reacted: int  # deals that it sanctions or opposes
    statements: int  # claims that it is the source of, or that its outlet published
    fates: Mapping[Fate, int]  # over the newest statements, at most `FATES_COUNTED`
    first_said: str | None  # ISO dates
    last_said: str | None
    speakers: tuple[ActorHit, ...]  # of a state: those who speak for it, most claims first


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """A page of what an actor said, newest first."""

    statements: tuple[Statement, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one state to another."""

    supplier: str  # UNKNOWN where nobody tells
    recipient: str
    deals: int
    delivered: int  # those of them with a delivery that is a fact
    values: tuple[tuple[str, float], ...]  # (currency, sum of the best figures), by currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A deal that changed after a version of the ledger."""

    deal: str
    version: int


# The statements of an actor whose fates are counted on its page.
FATES_COUNTED: Final = 100
