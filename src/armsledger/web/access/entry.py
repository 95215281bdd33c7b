"""Logging in and out."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from armsledger.store.account_rows import LONGEST_NAME, name_key, stamp
from armsledger.web.access.acts import Acted
from armsledger.web.access.keys import digest_of, new_key
from armsledger.web.desk import Desk


@dataclass(frozen=True, slots=True)
class Refused:
    """Why somebody did not get in. It never says which part was wrong."""

    wait: int = 0  # seconds until another try is heard; 0: now


def log_in(desk: Desk, name: str, password: str) -> str | Refused:
    """Return the secret of a new login, or why there is none."""
    place, told = desk.workplace, name[:LONGEST_NAME]
    wait = place.limits.take(name_key(told), desk.address)
    if wait > 0:
        return Refused(ceil(wait))
    account = place.accounts.find(told)
    is_right = place.passwords.match(password, account.password if account else None)
    if account is None or not is_right:
        place.accounts.log(desk.act(Acted.LOGIN_FAILED, who=_printable(told)))
        return Refused()
    place.limits.succeed(name_key(told), desk.address)
    better = place.passwords.renew(password, account.password or "")
    if better is not None:
        place.accounts.set_hash(account.name, better)
    return _open(desk, account.name)


def log_out(desk: Desk, secret: str) -> None:
    """End the login of a secret."""
    desk.workplace.accounts.close_session(digest_of(secret), desk.act(Acted.LOGOUT))


def _open(desk: Desk, name: str) -> str:
    """Return the secret of a new login: never one that the browser has brought along."""
    secret = new_key()
    until = stamp(desk.now + timedelta(hours=desk.settings.session_hours))
    act = desk.act(Acted.LOGIN, who=name)
    desk.workplace.accounts.open_session(name, digest_of(secret), until, act)
    return secret


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())
