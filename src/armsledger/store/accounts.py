"""Accounts, logins, API tokens and the audit log in a ledger's database.

Secrets come in as digests and hashes only; what they are made of is not this module's concern.
"""

from contextlib import AbstractContextManager
from typing import Final, Self

from sqlalchemy import Connection, Engine, func, select, update

from armsledger.errors import InputError, LedgerBusyError, LedgerMissingError, NotFoundError
from armsledger.store import engine as engines
from armsledger.store import migrate
from armsledger.store.account_rows import (
    ADMIN,
    Account,
    Act,
    Login,
    Token,
    account_of,
    act_of,
    change_of,
    checked_name,
    find_row,
    keep_an_admin,
    known_row,
    log_act,
    login_of,
    name_key,
    sessions_query,
    token_of,
    tokens_query,
)
from armsledger.store.engine import BUSY_TIMEOUT
from armsledger.store.schema_access import accounts, audit, sessions, tokens

# Seconds that marking a login as used waits for another writer: it is worth no more.
_TOUCH_WAIT: Final = 0.05


class Accounts:
    """The accounts of a ledger. Every method is one transaction."""

    def __init__(self, engine: Engine, *, timeout: float = BUSY_TIMEOUT) -> None:
        self._engine = engine
        self._timeout = timeout

    @classmethod
    def open(cls, location: str) -> Self:
        """Return the accounts of the ledger at a path or a `postgresql://` address.

        Raises:
            LedgerMissingError: there is no ledger.
            LedgerVersionError: its schema is another one.
        """
        name = engines.shown(location)
        opened = cls(engines.open_engine(location))
        try:
            with opened._reading() as connection:
                found = migrate.stored_version(connection)
            if found is None:
                raise LedgerMissingError(name)
            migrate.check_version(name, found)
        except BaseException:
            opened.close()
            raise
        return opened

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def all(self) -> tuple[Account, ...]:
        """Return the active accounts by name."""
        query = select(accounts).where(accounts.c.is_active).order_by(accounts.c.key)
        with self._reading() as connection:
            return tuple(map(account_of, connection.execute(query)))

    def find(self, name: str, *, removed_too: bool = False) -> Account | None:
        """Return the account of this name, or None."""
        with self._reading() as connection:
            row = find_row(connection, name)
        if row is None or not (row.is_active or removed_too):
            return None
        return account_of(row)

    def add(self, name: str, role: str, password: str | None, act: Act) -> None:
        """Make an account, or make a removed one anew.

        Raises:
            InputError: the name is no name, or taken.
        """
        row = {"name": checked_name(name), "role": role, "password": password, "is_active": True}
        with self._writing() as connection:
            found = find_row(connection, name)
            if found is not None and found.is_active:
                raise InputError(ascii(name), "there is an account of this name already")
            if found is None:
                made = {**row, "key": name_key(name), "created_at": act.at}
                connection.execute(accounts.insert().values(made))
            else:
                change = update(accounts).where(accounts.c.seq == found.seq)
                connection.execute(change.values({**row, "created_at": act.at}))
            log_act(connection, act)

    def set_role(self, name: str, role: str, act: Act) -> None:
        """Give an account another role.

        Raises:
            NotFoundError: there is none of this name.
            InputError: it is the last admin.
        """
        with self._writing() as connection:
            found = known_row(connection, name)
            if role != ADMIN:
                keep_an_admin(connection, found)
            connection.execute(change_of(found).values(role=role))
            log_act(connection, act)

    def set_password(self, name: str, password: str, act: Act, *, keep: str = "") -> None:
        """Give an account another password and end its logins.

        Args:
            name: the account.
            password: the new one's hash.
            act: what the log says.
            keep: digest of the login that goes on.

        Raises:
            NotFoundError: there is none of this name.
        """
        with self._writing() as connection:
            found = known_row(connection, name)
            connection.execute(change_of(found).values(password=password))
            others = sessions.c.account == found.seq, sessions.c.digest != keep
            connection.execute(sessions.delete().where(*others))
            log_act(connection, act)

    def set_hash(self, name: str, password: str) -> None:
        """Replace a password's hash by a stronger one of the same password."""
        with self._writing() as connection:
            connection.execute(change_of(known_row(connection, name)).values(password=password))

    def remove(self, name: str, act: Act) -> None:
        """Close an account with its logins and tokens; its name stays taken for itself.

        Raises:
            NotFoundError: there is none of this name.
            InputError: it is the last admin.
        """
        with self._writing() as connection:
            found = known_row(connection, name)
            keep_an_admin(connection, found)
            connection.execute(change_of(found).values(is_active=False, password=None))
            connection.execute(sessions.delete().where(sessions.c.account == found.seq))
            mine = tokens.c.account == found.seq, tokens.c.revoked_at.is_(None)
            connection.execute(update(tokens).where(*mine).values(revoked_at=act.at))
            log_act(connection, act)

    def open_session(self, name: str, digest: str, expires_at: str, act: Act) -> None:
        """Log an account in; logins that are over are cleared away.

        Raises:
            NotFoundError: there is none of this name any more.
        """
        with self._writing() as connection:
            found = known_row(connection, name)
            connection.execute(sessions.delete().where(sessions.c.expires_at <= act.at))
            row = {"digest": digest, "account": found.seq, "address": act.address}
            times = {"created_at": act.at, "seen_at": act.at, "expires_at": expires_at}
            connection.execute(sessions.insert().values({**row, **times}))
            log_act(connection, act)

    def find_session(self, digest: str) -> Login | None:
        """Return the login with this digest, over or not, if its account is active."""
        with self._reading() as connection:
            row = connection.execute(sessions_query().where(sessions.c.digest == digest)).first()
        return None if row is None else login_of(row)

    def touch_session(self, digest: str, at: str) -> None:
        """Mark a login as used, if the ledger is free: the next request tries again."""
        change = update(sessions).where(sessions.c.digest == digest).values(seen_at=at)
        try:
            with self._writing(_TOUCH_WAIT) as connection:
                connection.execute(change)
        except LedgerBusyError:
            return

    def close_session(self, digest: str, act: Act | None = None) -> None:
        """End a login; there need not be one."""
        with self._writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.digest == digest))
            if act is not None:
                log_act(connection, act)

    def close_sessions(self, name: str, act: Act) -> None:
        """End all logins of an account.

        Raises:
            NotFoundError: there is none of this name.
        """
        with self._writing() as connection:
            found = known_row(connection, name)
            connection.execute(sessions.delete().where(sessions.c.account == found.seq))
            log_act(connection, act)

    def count_sessions(self, at: str) -> dict[str, int]:
        """Return how many logins each account has that are not over, by name."""
        query = (
            select(accounts.c.name, func.count().label("logins"))
            .join(sessions, sessions.c.account == accounts.c.seq)
            .where(sessions.c.expires_at > at)
            .group_by(accounts.c.name)
        )
        with self._reading() as connection:
            return {row.name: row.logins for row in connection.execute(query)}

    def add_token(self, token: Token, digest: str, act: Act) -> None:
        """Keep an API token; its number is given by the table.

        Raises:
            NotFoundError: its account is gone.
        """
        with self._writing() as connection:
            found = known_row(connection, token.account.name)
            row = {"account": found.seq, "digest": digest, "label": token.label}
            row |= {"role": token.role, "created_at": act.at, "expires_at": token.expires_at}
            connection.execute(tokens.insert().values(row))
            log_act(connection, act)

    def find_token(self, digest: str) -> Token | None:
        """Return the token with this digest, in force or not, if its account is active."""
        with self._reading() as connection:
            row = connection.execute(tokens_query().where(tokens.c.digest == digest)).first()
        return None if row is None else token_of(row)

    def tokens_of(self, name: str) -> tuple[Token, ...]:
        """Return the tokens of an account that are not revoked, the newest first."""
        mine = accounts.c.key == name_key(name), tokens.c.revoked_at.is_(None)
        query = tokens_query().where(*mine).order_by(tokens.c.seq.desc())
        with self._reading() as connection:
            return tuple(map(token_of, connection.execute(query)))

    def revoke_token(self, name: str, number: int, act: Act) -> None:
        """Let a token of an account count no more.

        Raises:
            NotFoundError: the account has no such token.
        """
        with self._writing() as connection:
            found = known_row(connection, name)
            mine = tokens.c.seq == number, tokens.c.account == found.seq
            change = update(tokens).where(*mine, tokens.c.revoked_at.is_(None))
            if connection.execute(change.values(revoked_at=act.at)).rowcount != 1:
                raise NotFoundError("token", str(number), f"of the account {found.name}")
            log_act(connection, act)

    def log(self, act: Act) -> None:
        """Add a line to the audit log."""
        with self._writing() as connection:
            log_act(connection, act)

    def acts(self, *, before: int | None = None, limit: int = 100) -> tuple[Act, ...]:
        """Return lines of the audit log, the newest first.

        Args:
            before: only lines with a smaller number.
            limit: how many at most.
        """
        query = select(audit).order_by(audit.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.seq < before)
        with self._reading() as connection:
            return tuple(map(act_of, connection.execute(query)))

    def _reading(self) -> AbstractContextManager[Connection]:
        return engines.reading(self._engine)

    def _writing(self, wait: float | None = None) -> AbstractContextManager[Connection]:
        return engines.writing(self._engine, timeout=self._timeout if wait is None else wait)
