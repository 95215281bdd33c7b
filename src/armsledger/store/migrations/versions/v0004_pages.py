"""Pages: lines and counts for the register, states in the past, voices, quotes as full text."""

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0004"
down_revision: Final = "0003"

Serial: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Plain: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_WORDS: Final = ("stage", "state", "support")
_FLAGS: Final = ("disputed", "one_sided", "sanctioned", "opposed", "thin")
_YEARS: Final = ("ordered", "delivered", "reported")
_ORDERS: Final = (
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


def upgrade() -> None:
    """Make the tables; every partition is out of date and fills them when it is built again."""
    op.add_column("partitions", sa.Column("built", sa.Text))
    op.add_column("partitions", sa.Column("past_rules", sa.Text))
    flag = sa.Column("entangled", sa.Boolean, nullable=False, server_default=sa.text("false"))
    op.add_column("partitions", flag)
    op.create_index("ix_partitions_past_rules", "partitions", ["past_rules"])
    op.execute("UPDATE partitions SET rules = NULL")
    _make_days()
    _make_links()
    _make_lines()
    _make_past()
    _make_voices()
    op.create_table(
        "counters",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        op.execute(statement)


def _plain(*names: str, primary_key: bool = False) -> "list[sa.Column[Any]]":
    return [sa.Column(name, Plain, nullable=False, primary_key=primary_key) for name in names]


def _flags(*names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.Boolean, nullable=False) for name in names]


def _numbers(*names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _short(size: int, *names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.String(size), nullable=False) for name in names]


def _reference(name: str, target: str, *, primary_key: bool = False) -> "sa.Column[int]":
    return sa.Column(
        name,
        Serial,
        sa.ForeignKey(target),
        nullable=False,
        primary_key=primary_key,
        autoincrement=False,
    )


def _cells() -> "list[sa.Column[Any]]":
    return [
        *_plain("partition", "id", "link", "supplier", "recipient", "system", "systems"),
        *_plain("category"),
        *_short(16, *_WORDS),
        *_numbers(*_YEARS),
        *_flags(*_FLAGS),
        *_plain("cell", "by_supplier", "by_recipient", "by_system", "by_value"),
        *_numbers("rank"),
        *_plain("first_reported", "last_reported"),
        *_numbers("claims", "disagreements"),
        sa.Column("amount", sa.Float, nullable=False),
        *_short(8, "currency"),
        *_plain("names", "reactions"),
    ]


def _make_days() -> None:
    for name, size in (("event", 16), ("day", 10)):
        column = sa.Column(name, sa.String(size), nullable=False, server_default="")
        op.add_column("placements", column)
    op.create_index("ix_placements_day", "placements", ["day", "report", "claim"])
    op.create_table(
        "report_days",
        _reference("report", "reports.seq", primary_key=True),
        *_short(10, "day"),
        *_plain("outlet"),
    )
    op.create_index("ix_report_days_day", "report_days", ["day", "report"])
    op.create_index("ix_report_days_outlet", "report_days", ["outlet", "day", "report"])
    op.execute(
        "INSERT INTO report_days (report, day, outlet)"
        " SELECT seq, coalesce(date, ''), coalesce(outlet, '') FROM reports"
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    decided = (
        "json_extract(effective, '$.event')" if is_sqlite else "CAST(effective AS json) ->> 'event'"
    )
    op.execute(
        f"UPDATE placements SET event = coalesce({decided},"
        " (SELECT event FROM claims WHERE claims.seq = placements.claim)),"
        " day = (SELECT day FROM report_days WHERE report_days.report = placements.report)"
    )


def _make_links() -> None:
    op.create_table(
        "links",
        *_plain("partition", "key", primary_key=True),
        _reference("claim", "claims.seq", primary_key=True),
        *_flags("seeks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_claim", "links", ["claim"])
    op.create_table(
        "touched",
        *_plain("partition", "key", primary_key=True),
        *_flags("seeks"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "past_touched",
        *_plain("partition", "key", primary_key=True),
        *_flags("seeks"),
        *_short(10, "since"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_past_touched_since", "past_touched", ["since"])


def _make_lines() -> None:
    op.create_table(
        "lines",
        *_cells(),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("partition", "id"),
    )
    for name in _ORDERS:
        op.create_index(f"ix_lines_{name}", "lines", [name, "id", "partition"])
    for name in ("supplier", "recipient"):
        op.create_index(f"ix_lines_{name}", "lines", [name, "last_reported", "id", "partition"])
    op.create_index("ix_lines_link", "lines", ["partition", "link"])
    for name in ("id", "changed"):
        op.create_index(f"ix_lines_{name}", "lines", [name])
    op.create_table(
        "deal_claims",
        _reference("claim", "claims.seq", primary_key=True),
        _reference("report", "reports.seq"),
        *_plain("partition", "deal"),
        sa.Column("stake", sa.Float, nullable=False),
    )
    op.create_index("ix_deal_claims_deal", "deal_claims", ["partition", "deal"])
    for name in ("report", "stake"):
        op.create_index(f"ix_deal_claims_{name}", "deal_claims", [name])
    op.create_table(
        "facet_counts",
        *_plain("dim", "value", "cell", primary_key=True),
        *_numbers("n"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facet_counts_cell", "facet_counts", ["dim", "cell", "n"])


def _make_past() -> None:
    op.create_table(
        "past_lines",
        sa.Column("seq", Serial, primary_key=True, autoincrement=True),
        *_cells(),
        *_short(10, "known_from", "known_to"),
        *_plain("formerly"),
        *_short(64, "inputs"),
    )
    op.create_index("ix_past_lines_link", "past_lines", ["partition", "link"])
    wide = ("supplier", "recipient", "system")
    counted = ["known_from", "known_to", *wide, *_YEARS, "cell", "category", *_WORDS, *_FLAGS]
    op.create_index("ix_past_lines_counts", "past_lines", counted)
    for name in ("id", "known_from", "known_to"):
        op.create_index(f"ix_past_lines_{name}", "past_lines", [name])
    op.create_table(
        "past_bodies",
        _reference("line", "past_lines.seq", primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "past_claims",
        sa.Column("seq", Serial, primary_key=True, autoincrement=True),
        *_short(64, "claim"),
        *_plain("partition", "deal", "link"),
        *_short(10, "known_from", "known_to"),
    )
    op.create_index("ix_past_claims_claim", "past_claims", ["claim"])
    op.create_index("ix_past_claims_link", "past_claims", ["partition", "link"])


def _make_voices() -> None:
    op.create_table(
        "voices",
        _reference("claim", "claims.seq", primary_key=True),
        *_plain("actor", primary_key=True),
        sa.Column("role", sa.String(8), primary_key=True),
        _reference("report", "reports.seq"),
        *_short(10, "day"),
        *_short(16, "kind"),
        sa.Column("name", sa.Text, nullable=False),
        *_plain("country", "folded"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_voices_report", "voices", ["report"])
    op.create_index("ix_voices_actor", "voices", ["actor", "day", "claim"])
    op.create_index("ix_voices_country", "voices", ["country", "actor"])


def _sqlite() -> Iterator[str]:
    quote = "json_extract({}, '$.quote')"
    yield (
        "CREATE VIRTUAL TABLE claims_fts USING fts5(quote, content='', tokenize='porter unicode61')"
    )
    yield (
        "CREATE TRIGGER claims_fts_insert AFTER INSERT ON claims BEGIN INSERT INTO"
        f" claims_fts(rowid, quote) VALUES (new.seq, {quote.format('new.body')}); END"
    )
    yield f"INSERT INTO claims_fts(rowid, quote) SELECT seq, {quote.format('body')} FROM claims"


def _postgresql() -> Iterator[str]:
    # The cast from text is called stable, for types at large; for JSON it always gives the same.
    yield (
        "CREATE FUNCTION claim_quote(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ "
        "SELECT to_tsvector('pg_catalog.english', coalesce(CAST(body AS json) ->> 'quote', '')) $$"
    )
    yield "CREATE INDEX claims_fts ON claims USING gin (claim_quote(body))"
