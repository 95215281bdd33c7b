"""The first ledger: reports, runs, claims, decisions, and what is derived from them."""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

Serial: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
APPEND_ONLY: Final = ("reports", "runs", "claims", "decisions")


def upgrade() -> None:
    """Make every table, the guards of the append-only ones and the full-text index."""
    _make_facts()
    _make_derived()
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        op.execute(statement)


def _serial() -> "sa.Column[int]":
    return sa.Column("seq", Serial, primary_key=True, autoincrement=True)


def _reference(name: str, target: str, *, primary_key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, Serial, sa.ForeignKey(target), nullable=False, primary_key=primary_key)


def _make_facts() -> None:
    op.create_table(
        "reports",
        _serial(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("content_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("date", sa.String(10)),
        sa.Column("date_inferred", sa.Boolean, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("byline", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("metadata", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "runs",
        _serial(),
        _reference("report", "reports.seq"),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_report", "runs", ["report"])
    _make_claims()
    _make_decisions()


def _make_claims() -> None:
    op.create_table(
        "claims",
        _serial(),
        _reference("run", "runs.seq"),
        _reference("report", "reports.seq"),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("run", "report", "id", "event"):
        op.create_index(f"ix_claims_{column}", "claims", [column])


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        _serial(),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("report_hash", sa.String(64)),
        sa.Column("exact", sa.Text),
        sa.Column("prefix", sa.Text),
        sa.Column("suffix", sa.Text),
        sa.Column("field", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decisions_report_hash", "decisions", ["report_hash"])


def _make_derived() -> None:
    op.create_table(
        "placements",
        _reference("claim", "claims.seq", primary_key=True),
        _reference("report", "reports.seq"),
        sa.Column("partition", sa.Text, nullable=False),
    )
    op.create_index("ix_placements_report", "placements", ["report"])
    op.create_index("ix_placements_partition", "placements", ["partition"])
    _make_copies()
    _make_register()


def _make_copies() -> None:
    op.create_table(
        "bands",
        sa.Column("key", sa.Text, primary_key=True),
        _reference("report", "reports.seq", primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bands_report", "bands", ["report"])
    op.create_table(
        "copy_pairs",
        _reference("a", "reports.seq", primary_key=True),
        _reference("b", "reports.seq", primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copy_pairs_b", "copy_pairs", ["b"])


def _make_register() -> None:
    op.create_table(
        "partitions",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("rules", sa.Text),
    )
    op.create_index("ix_partitions_rules", "partitions", ["rules"])
    op.create_table(
        "deals",
        sa.Column("partition", sa.Text, sa.ForeignKey("partitions.name"), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("supplier", sa.Text),
        sa.Column("recipient", sa.Text),
        sa.Column("system", sa.Text),
        sa.Column("stage", sa.String(16)),
        sa.Column("category", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
    )
    for column in ("id", "supplier", "recipient"):
        op.create_index(f"ix_deals_{column}", "deals", [column])


def _sqlite() -> Iterator[str]:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    yield (
        "CREATE VIRTUAL TABLE reports_fts USING fts5("
        "title, text, content='reports', content_rowid='seq', tokenize='porter unicode61')"
    )
    yield (
        "CREATE TRIGGER reports_fts_insert AFTER INSERT ON reports BEGIN "
        "INSERT INTO reports_fts(rowid, title, text) VALUES (new.seq, new.title, new.text); END"
    )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    # A tsvector holds at most 1 MB: longer reports are indexed by their first 250,000 characters.
    yield (
        "CREATE INDEX reports_fts ON reports USING gin "
        "(to_tsvector('english', coalesce(title, '') || ' ' || left(text, 250000)))"
    )
