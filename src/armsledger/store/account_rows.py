"""Records of who may do what, as rows and back. Secrets are digests and hashes only."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Update, func, select, update

from armsledger.errors import InputError, NotFoundError
from armsledger.store.schema_access import accounts, audit, sessions, tokens

LONGEST_NAME: Final = 64

ADMIN: Final = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may use the desk."""

    name: str
    role: str
    password: str | None  # its hash
    is_active: bool
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An account that is logged in."""

    account: Account
    digest: str
    created_at: str
    seen_at: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key for programs."""

    number: int
    account: Account
    label: str
    role: str
    created_at: str
    expires_at: str | None
    revoked_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A line of the audit log."""

    at: str
    who: str
    address: str
    act: str
    about: str
    number: int = 0  # given by the log


def stamp(moment: datetime) -> str:
    """Return a time in the one form that the tables use."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def name_key(name: str) -> str:
    """Return a name as it is looked up: "Ann" and "ANN" are one account."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_name(name: str) -> str:
    """Return the name without blanks around it.

    Raises:
        InputError: it cannot be an account's name.
    """
    plain = unicodedata.normalize("NFC", name).strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise InputError(ascii(name), f"give a name of 1 to {LONGEST_NAME} printable characters")
    return plain


def find_row(connection: Connection, name: str) -> Row[Any] | None:
    """Return the row of the account of this name, removed or not."""
    return connection.execute(select(accounts).where(accounts.c.key == name_key(name))).first()


def known_row(connection: Connection, name: str) -> Row[Any]:
    """Return the row of the active account of this name.

    Raises:
        NotFoundError: there is none.
    """
    row = find_row(connection, name)
    if row is None or not row.is_active:
        raise NotFoundError("account", name, "see 'armsledger users list'")
    return row


def keep_an_admin(connection: Connection, row: Row[Any]) -> None:
    """Refuse to take away the last admin.

    Raises:
        InputError: the row is the last one.
    """
    others = accounts.c.role == ADMIN, accounts.c.is_active, accounts.c.seq != row.seq
    query = select(func.count()).select_from(accounts).where(*others)
    if row.role == ADMIN and not connection.execute(query).scalar_one():
        raise InputError(ascii(row.name), "this is the last admin; make another one first")


def change_of(row: Row[Any]) -> Update:
    """Return the statement that changes an account."""
    return update(accounts).where(accounts.c.seq == row.seq)


def log_act(connection: Connection, act: Act) -> None:
    """Add a line to the audit log."""
    row = {"at": act.at, "who": act.who, "address": act.address, "act": act.act}
    connection.execute(audit.insert().values({**row, "about": act.about}))


def sessions_query() -> Select[Any]:
    """Return the query for logins with their active accounts."""
    times = sessions.c.created_at.label("since"), sessions.c.seen_at, sessions.c.expires_at
    return (
        select(accounts, sessions.c.digest, *times)
        .join(sessions, accounts.c.seq == sessions.c.account)
        .where(accounts.c.is_active)
    )


def tokens_query() -> Select[Any]:
    """Return the query for tokens with their active accounts."""
    own = tokens.c.seq.label("number"), tokens.c.role.label("most"), tokens.c.label
    times = tokens.c.created_at.label("since"), tokens.c.expires_at, tokens.c.revoked_at
    return (
        select(accounts, *own, *times)
        .join(tokens, accounts.c.seq == tokens.c.account)
        .where(accounts.c.is_active)
    )


def account_of(row: Row[Any]) -> Account:
    """Return the account in a row."""
    return Account(
        name=row.name,
        role=row.role,
        password=row.password,
        is_active=row.is_active,
        created_at=row.created_at,
    )


def login_of(row: Row[Any]) -> Login:
    """Return the login in a row of `sessions_query`."""
    return Login(
        account=account_of(row),
        digest=row.digest,
        created_at=row.since,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )


def token_of(row: Row[Any]) -> Token:
    """Return the token in a row of `tokens_query`."""
    return Token(
        number=row.number,
        account=account_of(row),
        label=row.label,
        role=row.most,
        created_at=row.since,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def act_of(row: Row[Any]) -> Act:
    """Return the line in a row of the audit log."""
    return Act(
        at=row.at,
        who=row.who,
        address=row.address,
        act=row.act,
        about=row.about,
        number=row.seq,
    )
