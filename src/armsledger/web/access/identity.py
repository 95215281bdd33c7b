"""Who makes a request: asked once for each, by the route's own dependency."""

from datetime import datetime, timedelta
from typing import Final

from fastapi import Request

from armsledger.errors import InputError
from armsledger.store.account_rows import Login, checked_name, stamp
from armsledger.web.access.addresses import is_trusted
from armsledger.web.access.keys import digest_of
from armsledger.web.access.person import Person, Way
from armsledger.web.access.roles import Role
from armsledger.web.cookies import SESSION, read_cookie
from armsledger.web.settings import Access
from armsledger.web.workplace import Workplace

# A login is marked as used at most this often: each time is a write.
_TOUCH_EVERY: Final = timedelta(minutes=5)

_BEARER: Final = "bearer "


def identify(request: Request) -> Person | None:
    """Return who makes the request; None: nobody who is known."""
    if not hasattr(request.state, "person"):
        request.state.person = _find_person(request)
    person: Person | None = request.state.person
    return person


def secret_of(request: Request) -> str | None:
    """Return the secret of the request's login, to which its forms are tied; None: no login."""
    if request.app.state.workplace.settings.access is not Access.ACCOUNTS:
        return None
    return read_cookie(request, SESSION)


def bearer_of(request: Request) -> str | None:
    """Return the API token that a request carries; None: it carries none."""
    given = request.headers.get("authorization", "")
    if not given.lower().startswith(_BEARER):
        return None
    return given[len(_BEARER) :].strip()


def _find_person(request: Request) -> Person | None:
    workplace: Workplace = request.app.state.workplace
    access = workplace.settings.access
    if access is Access.LOCAL:
        return Person(workplace.settings.name, Role.ANALYST, Way.LOCAL)
    token = bearer_of(request)
    if token is not None:  # and never what else the request carries
        return _by_token(workplace, token)
    if access is Access.PROXY:
        return _by_proxy(request, workplace)
    return _by_session(request, workplace)


def _by_token(workplace: Workplace, given: str) -> Person | None:
    token = workplace.accounts.find_token(digest_of(given))
    if token is None or token.revoked_at is not None:
        return None
    if token.expires_at is not None and token.expires_at <= stamp(workplace.clock()):
        return None
    role = min(Role(token.role), Role(token.account.role), key=lambda role: role.rank)
    return Person(token.account.name, role, Way.TOKEN)


def _by_session(request: Request, workplace: Workplace) -> Person | None:
    secret = read_cookie(request, SESSION)
    if not secret:
        return None
    login = workplace.accounts.find_session(digest_of(secret))
    if login is None or not _is_running(login, workplace):
        return None
    now = workplace.clock()
    if datetime.fromisoformat(login.seen_at) + _TOUCH_EVERY <= now:
        workplace.accounts.touch_session(login.digest, stamp(now))
    return Person(login.account.name, Role(login.account.role), Way.SESSION, login.digest)


def _is_running(login: Login, workplace: Workplace) -> bool:
    now = workplace.clock()
    idle = timedelta(minutes=workplace.settings.idle_minutes)
    return login.expires_at > stamp(now) and datetime.fromisoformat(login.seen_at) + idle > now


def _by_proxy(request: Request, workplace: Workplace) -> Person | None:
    settings = workplace.settings
    named = request.headers.getlist(settings.proxy_header)
    if not is_trusted(request) or len(named) != 1:
        return None
    try:
        name = checked_name(named[0])
    except InputError:
        return None
    account = workplace.accounts.find(name, removed_too=True)
    if account is None:
        role = settings.proxy_role
        return Person(name, Role(role), Way.PROXY) if role else None
    return Person(account.name, Role(account.role), Way.PROXY) if account.is_active else None
