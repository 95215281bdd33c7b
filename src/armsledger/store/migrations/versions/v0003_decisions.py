"""Decisions count: which claim each one is about, what it makes of it, which ids lead on."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"

_POSTGRESQL_CONFIDENCE: Final = "CAST(CAST(body AS json) ->> 'confidence' AS double precision)"


def fill_confidence(dialect: str) -> str:
    """Return the statement that takes over each claim's confidence from its JSON."""
    held = "json_extract(body, '$.confidence')" if dialect == "sqlite" else _POSTGRESQL_CONFIDENCE
    return (
        f"UPDATE placements SET confidence = (SELECT {held} FROM claims"
        " WHERE claims.seq = placements.claim)"
    )


def upgrade() -> None:
    """Add what is derived from decisions; an earlier ledger has none, so it starts empty."""
    op.add_column("decisions", sa.Column("target", sa.String(64)))
    op.create_index("ix_decisions_target", "decisions", ["target"])
    op.add_column("placements", sa.Column("verdict", sa.String(16)))
    op.add_column("placements", sa.Column("effective", sa.Text))
    op.add_column("placements", sa.Column("confidence", sa.Float))
    op.execute(fill_confidence(op.get_bind().dialect.name))
    _make_bindings()
    op.create_table(
        "units",
        sa.Column("partition", sa.Text, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
    )
    op.create_index("ix_units_unit", "units", ["unit"])
    partition = sa.ForeignKey("partitions.name")
    op.create_table(
        "redirects",
        sa.Column("partition", sa.Text, partition, primary_key=True),
        sa.Column("old", sa.Text, primary_key=True),
        sa.Column("new", sa.Text, nullable=False),
    )
    op.create_index("ix_redirects_old", "redirects", ["old"])


def _make_bindings() -> None:
    op.create_table(
        "bindings",
        sa.Column("decision", sa.String(64), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report_hash", sa.String(64), nullable=False),
        sa.Column("claim", sa.String(64)),
        sa.Column("found", sa.String(16), nullable=False),
    )
    for column in ("report_hash", "claim"):
        op.create_index(f"ix_bindings_{column}", "bindings", [column])
