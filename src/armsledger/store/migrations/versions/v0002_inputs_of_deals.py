"""Each stored deal knows what it was made from, so that only changed ones are made again."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Add the fingerprint of a deal's inputs; an empty one equals none, so the deal is remade."""
    column = sa.Column("inputs", sa.String(64), nullable=False, server_default="")
    op.add_column("deals", column)
