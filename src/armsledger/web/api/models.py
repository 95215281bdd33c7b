"""What the API answers with: the names and meanings of the command line's `--json`."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Number = int | float
Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, str]] | None = None


class Quantity(BaseModel):
    """How many of what."""

    value: Number
    unit: str


class Money(BaseModel):
    """An amount in major units; the qualifier is =, ~, > or <."""

    amount: Number
    currency: str
    qualifier: str


class Source(BaseModel):
    """Whose word a claim is."""

    name: str
    kind: str
    country: str | None


class DealRow(BaseModel):
    """A line of the register."""

    id: str
    supplier: str | None
    recipient: str | None
    system: str | None
    aliases: list[str]
    category: str | None
    weapon: str | None
    batch: int | str | None
    stage: str | None
    next: str | None
    state: str
    support: str | None
    next_support: str | None
    sanctioned: list[str]
    opposed: list[str]
    ordered: str | None
    delivered: str | None
    quantity: Quantity | None
    value: Money | None
    disagreements: int
    claims: int
    reports: int
    copies: int
    origins: int
    first_reported: str | None
    last_reported: str | None


class Fact(BaseModel):
    """An event of a deal that claims support."""

    event: str
    factuality: str
    when: str | None
    reported: str | None
    support: str
    actor: str | None
    claims: list[str]


class Position(BaseModel):
    """One of the versions in a disagreement."""

    value: str
    claims: list[str]
    speakers: list[str]


class Dispute(BaseModel):
    """On what sources differ."""

    subject: str
    event: str | None
    positions: list[Position]


class Origin(BaseModel):
    """A speaker and the outlet that first published the words."""

    speaker: str
    publisher: str
    side: str
    claims: list[str]
    copies: list[str]


class Claim(BaseModel):
    """One event as one sentence of one report tells it."""

    id: str
    report: str
    event: str
    supplier: str | None
    recipient: str | None
    system: str | None
    weapon: str | None
    category: str | None
    quantity: Quantity | None
    value: Money | None
    when: str | None
    factuality: str
    actor: str | None
    source: Source | None
    via: list[str]
    reason: str | None
    batch: str | None
    trigger: str
    part: Literal["text", "title"]
    start: int
    end: int
    quote: str
    spans: dict[str, Offsets]
    elsewhere: dict[str, dict[str, int | str]]
    inferred: list[str]
    confidence: float
    extractor: str
    decisions: dict[str, str] | None = None


class ClaimRow(Claim):
    """A claim with its report's outlet and date, and its deal."""

    outlet: str | None
    date: str | None
    deal: str | None = None


class Deal(DealRow):
    """A deal with all its evidence."""

    partition: str
    facts: list[Fact]
    disputes: list[Dispute]
    origins_detail: list[Origin]
    claim_ids: list[str]
    soft_ids: list[str]
    report_ids: list[str]
    copy_ids: list[str]
    evidence: dict[str, list[str]]
    claims_detail: list[ClaimRow]


class Report(BaseModel):
    """An archived report with its claims."""

    id: str
    title: str | None
    text: str
    date: str | None
    date_inferred: bool
    outlet: str | None
    byline: str | None
    url: str | None
    language: str | None
    source: str | None
    content_hash: str
    metadata: dict[str, object]
    claims: list[Claim]


class FacetValue(BaseModel):
    """One value of a facet and how many deals have it."""

    value: str
    count: int


class Facet(BaseModel):
    """The values of one filter, most deals first."""

    name: str
    values: list[FacetValue]
    more: int


class DealPage(BaseModel):
    """A page of the register; `next` is the cursor of the one after it."""

    items: list[DealRow]
    total: int
    next: str | None
    previous: str | None
    facets: list[Facet]


class ClaimPage(BaseModel):
    """A page of claims; `next` is the cursor of the one after it."""

    items: list[ClaimRow]
    total: int
    next: str | None


class ReportRow(BaseModel):
    """A report that has the words that were searched, with one place of them."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    snippet: str
    marks: list[Offsets]
    start: int
    deals: list[str]


class ActorRow(BaseModel):
    """Somebody whose name has the words that were searched."""

    id: str
    kind: str
    name: str
    claims: int


class SearchPage(BaseModel):
    """What a search found; deals and actors stand on the first page only."""

    deals: list[DealRow]
    deals_total: int
    actors: list[ActorRow]
    reports: list[ReportRow]
    reports_total: int
    next: str | None
