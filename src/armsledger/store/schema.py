"""The ledger's tables, the same in SQLite and PostgreSQL.

Facts (append-only, guarded by triggers): `reports`, `runs`, `claims`, `decisions`.
Derived (dropped and built again by a rebuild): `placements`, `bindings`, `units`, `bands`,
`copy_pairs`, `partitions`, `deals`, `redirects`.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

# Schema versions, oldest first: the names of the migrations.
REVISIONS: Final = ("0001", "0002", "0003")

metadata: Final = MetaData()

# SQLite numbers rows by itself only in a column declared INTEGER.
Serial: Final = BigInteger().with_variant(Integer, "sqlite")


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
    Column("new", Text, nullable=False),
)

# Which table is a fact and which is derived, in an order that respects the references.
FACTS: Final = (reports, runs, claims, decisions)
DERIVED: Final = (placements, bindings, units, bands, copy_pairs, redirects, deals, partitions)
