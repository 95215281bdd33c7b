"""Schema versions: making a new ledger, and refusing or upgrading one of another version."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from armsledger.errors import LedgerVersionError, StoreError
from armsledger.store.schema import REVISIONS
from armsledger.store.schema_access import metadata

_VERSION_TABLE = "alembic_version"


def stored_version(connection: Connection) -> str | None:
    """Return the ledger's schema version; None: the database is empty.

    Raises:
        StoreError: the database holds tables, but no ledger.
    """
    tables = set(inspect(connection).get_table_names())
    if _VERSION_TABLE in tables and set(metadata.tables) & tables:
        query = text("SELECT version_num FROM alembic_version")
        return str(connection.execute(query).scalar_one())
    if tables:
        raise StoreError(
            f"{connection.engine.url.database}: this database holds other tables and no ledger;"
            " give the ledger a place of its own"
        )
    return None


def check_version(name: str, found: str, known: Sequence[str] = REVISIONS) -> None:
    """Refuse a ledger whose schema is not the one this version of the program works with.

    Args:
        name: the ledger, as the user wrote it.
        found: its schema version.
        known: the schema versions that this program knows, oldest first.

    Raises:
        LedgerVersionError: with the way out.
    """
    if found == known[-1]:
        return
    if found in known:
        raise LedgerVersionError(
            f"{name}: written by an older version of armsledger (schema {found}, this one is"
            f" {known[-1]}): 'armsledger --ledger {name} rebuild' brings it up to date"
        )
    raise LedgerVersionError(
        f"{name}: written by a newer version of armsledger (schema {found}, this one knows"
        f" {known[-1]}): update armsledger"
    )


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest version within the caller's transaction."""
    # Alembic is needed for this step only; reading and adding start faster without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
