"""The ledger's tables, the same in SQLite and PostgreSQL.

Facts (append-only, guarded by triggers): `reports`, `runs`, `claims`, `decisions`.
Derived (dropped and built again by a rebuild): `placements`, `links`, `touched`, `bindings`,
`named_deals`, `units`, `bands`, `copy_pairs`, `partitions`, `deals`, `redirects`; for pages:
`report_days`, `lines`, `deal_claims`, `facet_counts`; for the past: `past_lines`, `past_bodies`,
`past_claims`, `past_touched`; for actors: `voices`. `counters` only grows.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import postgresql

# Schema versions, oldest first: the names of the migrations.
REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")

metadata: Final = MetaData()

# SQLite numbers rows by itself only in a column declared INTEGER.
Serial: Final = BigInteger().with_variant(Integer, "sqlite")

# Text that is ordered by code points, as Python and SQLite do it, whatever the server's language.
Plain: Final = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def _serial() -> Column[int]:
    return Column("seq", Serial, primary_key=True, autoincrement=True)


reports: Final = Table(
    "reports",
    metadata,
    _serial(),
    Column("id", Text, nullable=False, unique=True),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("date", String(10)),
    Column("date_inferred", Boolean, nullable=False),
    Column("outlet", Text),
    Column("byline", Text),
    Column("url", Text),
    Column("language", Text),
    Column("source", Text),
    Column("metadata", Text, nullable=False),  # JSON: a list of [key, value as JSON text]
    Column("notes", Text, nullable=False),  # JSON: what was noticed when it was added
    Column("added_at", String(32), nullable=False),  # ISO 8601, UTC
    # For beginnings of ids, where these are ordered by the server's language.
    Index("ix_reports_beginning", "id", postgresql_ops={"id": "text_pattern_ops"}).ddl_if(
        dialect="postgresql"
    ),
    sqlite_autoincrement=True,
)

runs: Final = Table(
    "runs",
    metadata,
    _serial(),
    Column("report", Serial, ForeignKey("reports.seq"), nullable=False, index=True),
    Column("extractor", Text, nullable=False),  # name/version
    Column("status", Text, nullable=False),
    Column("error", Text),
    sqlite_autoincrement=True,
)

claims: Final = Table(
    "claims",
    metadata,
    _serial(),
    Column("run", Serial, ForeignKey("runs.seq"), nullable=False, index=True),
    Column("report", Serial, ForeignKey("reports.seq"), nullable=False, index=True),
    Column("id", String(64), nullable=False, index=True),
    Column("event", String(16), nullable=False, index=True),
    Column("body", Text, nullable=False),  # JSON: the claim
    sqlite_autoincrement=True,
)

decisions: Final = Table(
    "decisions",
    metadata,
    _serial(),
    Column("id", String(64), nullable=False, unique=True),
    Column("made_at", String(32), nullable=False),  # ISO 8601, UTC
    Column("author", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("report_hash", String(64), index=True),
    Column("exact", Text),  # the quote, and the words before and after it
    Column("prefix", Text),
    Column("suffix", Text),
    Column("field", Text),
    Column("body", Text, nullable=False),  # JSON
    Column("target", String(64), index=True),  # the decision that this one withdraws
    Index("ix_decisions_made_at", "made_at", "id"),
    sqlite_autoincrement=True,
)

# The claims of each report's latest run, each with the partition it is assessed in.
placements: Final = Table(
    "placements",
    metadata,
    Column("claim", Serial, ForeignKey("claims.seq"), primary_key=True),
    Column("report", Serial, ForeignKey("reports.seq"), nullable=False, index=True),
    Column("partition", Text, nullable=False, index=True),
    # What people have decided on the claim: "accept", "reject", "correct"; null: nothing.
    Column("verdict", String(16)),
    Column("effective", Text),  # JSON: the claim as decided; null: it is as the machine read it
    Column("confidence", Float),  # the machine's, to find what is in doubt
    Column("event", String(16), nullable=False, server_default=""),  # as decided
    Column("day", String(10), nullable=False, server_default=""),  # of the report; "": undated
    Index("ix_placements_day", "day", "report", "claim"),
)

# Reports by their day, to page through without their texts.
report_days: Final = Table(
    "report_days",
    metadata,
    Column("report", Serial, ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),  # "": undated
    Column("outlet", Plain, nullable=False),  # "": none
    Index("ix_report_days_day", "day", "report"),
    Index("ix_report_days_outlet", "outlet", "day", "report"),
)

# Which current claim each anchor of each decision was found to be.
bindings: Final = Table(
    "bindings",
    metadata,
    Column("decision", String(64), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("report_hash", String(64), nullable=False, index=True),
    Column("claim", String(64), index=True),
    Column("found", String(16), nullable=False),  # "applied", "moved", "orphaned"
)

# Which deals each decision names, and the deal that a split makes.
named_deals: Final = Table(
    "named_deals",
    metadata,
    Column("deal", Plain, primary_key=True),
    Column("decision", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# The partitions that are built together because a decision on deals ties them.
units: Final = Table(
    "units",
    metadata,
    Column("partition", Text, primary_key=True),
    Column("unit", Text, nullable=False, index=True),
)

bands: Final = Table(
    "bands",
    metadata,
    Column("key", Text, primary_key=True),
    Column("report", Serial, ForeignKey("reports.seq"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

copy_pairs: Final = Table(
    "copy_pairs",
    metadata,
    Column("a", Serial, ForeignKey("reports.seq"), primary_key=True),  # a < b
    Column("b", Serial, ForeignKey("reports.seq"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

partitions: Final = Table(
    "partitions",
    metadata,
    Column("name", Text, primary_key=True),  # of a partition, or of a unit of several
    # The version of the rules that its deals were built with; null: they are out of date.
    Column("rules", Text, index=True),
    Column("built", Text),  # the same, of the last time
    Column("past_rules", Text, index=True),  # the same for its states in the past
    # Its parts have met in one deal id: it is built again as a whole for good.
    Column("entangled", Boolean, nullable=False, server_default=text("false")),
)

# The keys by which the current claims that count can have a say in where others belong.
links: Final = Table(
    "links",
    metadata,
    Column("partition", Plain, primary_key=True),
    Column("key", Plain, primary_key=True),
    Column("claim", Serial, ForeignKey("claims.seq"), primary_key=True, index=True),
    Column("seeks", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# The keys of claims that came, changed or went since a partition was built; "*": all keys.
touched: Final = Table(
    "touched",
    metadata,
    Column("partition", Plain, primary_key=True),
    Column("key", Plain, primary_key=True),
    Column("seeks", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

deals: Final = Table(
    "deals",
    metadata,
    Column("partition", Text, ForeignKey("partitions.name"), primary_key=True),
    Column("id", Text, primary_key=True, index=True),
    Column("supplier", Text, index=True),
    Column("recipient", Text, index=True),
    Column("system", Text),
    Column("stage", String(16)),
    Column("category", Text),
    Column("body", Text, nullable=False),  # JSON: the deal
    # A fingerprint of all that the deal was made from: equal inputs, equal deal.
    Column("inputs", String(64), nullable=False, server_default=""),
)

# Ids under which deals were known before they were merged or split.
redirects: Final = Table(
    "redirects",
    metadata,
    Column("partition", Text, ForeignKey("partitions.name"), primary_key=True),
    Column("old", Text, primary_key=True, index=True),
    Column("new", Text, nullable=False, index=True),
)


def _cells() -> list[Column[Any]]:
    """Return the columns by which a deal, now or in the past, is found and ordered.

    Unknown text is "" where it is asked for and what sorts last where it is ordered by.
    """
    return [
        Column("partition", Plain, nullable=False),
        Column("id", Plain, nullable=False),
        Column("link", Plain, nullable=False),  # the deal key of one of its claims, see `links`
        Column("supplier", Plain, nullable=False),
        Column("recipient", Plain, nullable=False),
        Column("system", Plain, nullable=False),
        Column("systems", Plain, nullable=False),  # all its names, squashed: "|s400|hq9|"
        Column("category", Plain, nullable=False),
        Column("stage", String(16), nullable=False),
        Column("state", String(16), nullable=False),
        Column("support", String(16), nullable=False),
        Column("ordered", Integer, nullable=False),  # years; 0: unknown
        Column("delivered", Integer, nullable=False),
        Column("reported", Integer, nullable=False),
        Column("disputed", Boolean, nullable=False),
        Column("one_sided", Boolean, nullable=False),
        Column("sanctioned", Boolean, nullable=False),
        Column("opposed", Boolean, nullable=False),
        Column("thin", Boolean, nullable=False),
        Column("cell", Plain, nullable=False),  # the filters with few values, in one word
        Column("by_supplier", Plain, nullable=False),
        Column("by_recipient", Plain, nullable=False),
        Column("by_system", Plain, nullable=False),
        Column("by_value", Plain, nullable=False),
        Column("rank", Integer, nullable=False),  # of the stage on the ladder; -1: none
        Column("first_reported", Plain, nullable=False),
        Column("last_reported", Plain, nullable=False),
        Column("claims", Integer, nullable=False),
        Column("disagreements", Integer, nullable=False),
        Column("amount", Float, nullable=False),
        Column("currency", String(8), nullable=False),
        Column("names", Plain, nullable=False),  # folded, for words
        Column("reactions", Plain, nullable=False),  # who sanctions or opposes it: "|USA|"
    ]


# The orders in which pages of the register are read.
ORDERS: Final = (
    "last_reported",
    "first_reported",
    "by_supplier",
    "by_recipient",
    "by_system",
    "by_value",
    "rank",
    "claims",
    "disagreements",
)

# One deal as of now, as pages find it.
lines: Final = Table(
    "lines",
    metadata,
    *_cells(),
    Column("changed", BigInteger, nullable=False, index=True),  # the ledger's version that made it
    PrimaryKeyConstraint("partition", "id"),
    *(Index(f"ix_lines_{name}", name, "id", "partition") for name in ORDERS),
    Index("ix_lines_link", "partition", "link"),
    Index("ix_lines_id", "id"),
    Index("ix_lines_supplier", "supplier", "last_reported", "id", "partition"),
    Index("ix_lines_recipient", "recipient", "last_reported", "id", "partition"),
)

# Which deal each current claim belongs to.
deal_claims: Final = Table(
    "deal_claims",
    metadata,
    Column("claim", Serial, ForeignKey("claims.seq"), primary_key=True),
    Column("report", Serial, ForeignKey("reports.seq"), nullable=False, index=True),
    Column("partition", Plain, nullable=False),
    Column("deal", Plain, nullable=False),
    Column("stake", Float, nullable=False, index=True),  # what a look at it is worth, guessed
    Index("ix_deal_claims_deal", "partition", "deal"),
)

# How many deals have a value of a dimension and a cell; with the cell "", "0", "1": all, those
# that are not thin, the thin ones.
facet_counts: Final = Table(
    "facet_counts",
    metadata,
    Column("dim", Plain, primary_key=True),
    Column("value", Plain, primary_key=True),
    Column("cell", Plain, primary_key=True),
    Column("n", Integer, nullable=False),
    Index("ix_facet_counts_cell", "dim", "cell", "n"),
    sqlite_with_rowid=False,
)

# The columns that facets count and filter by: all of them lie in one index, so that the states of
# a day are counted without their rows.
COUNTED: Final = (
    "supplier",
    "recipient",
    "system",
    "ordered",
    "delivered",
    "reported",
    "cell",
    "category",
    "stage",
    "state",
    "support",
    "disputed",
    "one_sided",
    "sanctioned",
    "opposed",
    "thin",
)

# The condition on `past_lines` that other ids led to the deal: few, as people merge and split.
LED: Final = text("formerly > ''")

# One deal as it was known from one day of reports to another.
past_lines: Final = Table(
    "past_lines",
    metadata,
    _serial(),
    *_cells(),
    Column("known_from", String(10), nullable=False, index=True),
    Column("known_to", String(10), nullable=False, index=True),  # exclusive; LAST_DAY: still
    Column("formerly", Plain, nullable=False),  # ids that led to it then: "|a|b|"
    Column("inputs", String(64), nullable=False),  # as in `deals`
    Index("ix_past_lines_link", "partition", "link"),
    Index("ix_past_lines_counts", "known_from", "known_to", *COUNTED),
    Index("ix_past_lines_id", "id"),
    Index("ix_past_lines_formerly", "formerly", sqlite_where=LED, postgresql_where=LED),
)
past_bodies: Final = Table(
    "past_bodies",
    metadata,
    Column("line", Serial, ForeignKey("past_lines.seq"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),  # zlib of the deal's JSON
)

# Which deal each claim belonged to, from one day of reports to another.
past_claims: Final = Table(
    "past_claims",
    metadata,
    _serial(),
    Column("claim", String(64), nullable=False, index=True),  # id
    Column("partition", Plain, nullable=False),
    Column("deal", Plain, nullable=False),
    Column("link", Plain, nullable=False),
    Column("known_from", String(10), nullable=False),
    Column("known_to", String(10), nullable=False),
    Index("ix_past_claims_link", "partition", "link"),
)

# The keys whose past is out of date, from which day on.
past_touched: Final = Table(
    "past_touched",
    metadata,
    Column("partition", Plain, primary_key=True),
    Column("key", Plain, primary_key=True),
    Column("seeks", Boolean, nullable=False),
    Column("since", String(10), nullable=False, index=True),
    sqlite_with_rowid=False,
)

# Who says each current claim: the speaker, the relays, the report's outlet.
voices: Final = Table(
    "voices",
    metadata,
    Column("claim", Serial, ForeignKey("claims.seq"), primary_key=True),
    Column("actor", Plain, primary_key=True),
    Column("role", String(8), primary_key=True),  # see `voices.py`
    Column("report", Serial, ForeignKey("reports.seq"), nullable=False, index=True),
    Column("day", String(10), nullable=False),  # of the report; "": undated
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Plain, nullable=False),
    Column("folded", Plain, nullable=False),  # the name as the claim has it; "": it has none
    Index("ix_voices_actor", "actor", "day", "claim"),
    Index("ix_voices_country", "country", "actor"),
    sqlite_with_rowid=False,
)

counters: Final = Table(
    "counters",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# A day after all days.
LAST_DAY: Final = "9999-99-99"

# Which table is a fact and which is derived, in an order that respects the references.
FACTS: Final = (reports, runs, claims, decisions)
DERIVED: Final = (
    placements,
    report_days,
    links,
    touched,
    voices,
    bindings,
    named_deals,
    units,
    bands,
    copy_pairs,
    lines,
    deal_claims,
    facet_counts,
    past_bodies,
    past_lines,
    past_claims,
    past_touched,
    redirects,
    deals,
    partitions,
)
