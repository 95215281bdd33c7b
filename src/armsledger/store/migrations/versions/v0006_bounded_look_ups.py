"""Look-ups that read a page of the log, a deal's decisions, an id, and no more."""

import json
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0006"
down_revision: Final = "0005"

Plain: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_DIGITS: Final = 6  # of a split's id in the id of the deal that it makes
_LED: Final = sa.text("formerly > ''")


def upgrade() -> None:
    """Make the indexes, and note which deals the decisions in the log name."""
    op.create_index("ix_decisions_made_at", "decisions", ["made_at", "id"])
    op.create_index("ix_redirects_new", "redirects", ["new"])
    op.create_index(
        "ix_past_lines_formerly",
        "past_lines",
        ["formerly"],
        sqlite_where=_LED,
        postgresql_where=_LED,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_reports_beginning", "reports", ["id"], postgresql_ops={"id": "text_pattern_ops"}
        )
    named = op.create_table(
        "named_deals",
        sa.Column("deal", Plain, primary_key=True),
        sa.Column("decision", sa.String(64), primary_key=True),
        sqlite_with_rowid=False,
    )
    found = op.get_bind().execute(sa.text("SELECT body FROM decisions"))
    rows = [row for body in found.scalars() for row in _named(json.loads(body))]
    if rows:
        op.bulk_insert(named, rows)


def _named(decision: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the deals that a decision names, and the one that a split makes."""
    deals = [deal["id"] for deal in decision["deals"]]
    if decision["kind"] == "split":
        deals += [f"{deals[0]}-{decision['id'][:digits]}" for digits in (_DIGITS, None)]
    yield from ({"deal": deal, "decision": decision["id"]} for deal in dict.fromkeys(deals))
