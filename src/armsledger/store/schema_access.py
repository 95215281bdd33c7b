"""The tables of who may do what: accounts, logins, API tokens, and the log of such acts.

They are no part of the register: no rebuild touches them, and a dump leaves them out. Times are ISO
8601 in UTC to the second, all of one form, so that they sort as texts.
"""

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, Text

from armsledger.store.schema import Serial, metadata

__all__ = ["accounts", "audit", "metadata", "sessions", "tokens"]

accounts: Final = Table(
    "accounts",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),  # the name as it is looked up
    Column("role", String(16), nullable=False),
    Column("password", Text),  # its hash; null: none, the account is used by token or proxy
    Column("is_active", Boolean, nullable=False),  # a removed account keeps its name
    Column("created_at", String(32), nullable=False),
    sqlite_autoincrement=True,
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the secret in the cookie
    Column("account", Serial, ForeignKey("accounts.seq"), nullable=False, index=True),
    Column("created_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False, index=True),
    Column("address", Text, nullable=False),
)

tokens: Final = Table(
    "tokens",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("account", Serial, ForeignKey("accounts.seq"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the token
    Column("label", Text, nullable=False),
    Column("role", String(16), nullable=False),  # the most that it may; the account may less
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32)),  # null: when it is revoked
    Column("revoked_at", String(32)),
    sqlite_autoincrement=True,
)

# Append-only, guarded by triggers.
audit: Final = Table(
    "audit",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("address", Text, nullable=False),  # where it came from; "": the command line
    Column("act", String(32), nullable=False, index=True),
    Column("about", Text, nullable=False),
    sqlite_autoincrement=True,
)
