"""Accounts of others, and the audit log: for admins."""

from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from armsledger.errors import InputError, NotFoundError
from armsledger.store.account_rows import Account, checked_name, stamp
from armsledger.web.access.acts import Acted
from armsledger.web.access.needs import Admin
from armsledger.web.access.passwords import SHORTEST
from armsledger.web.access.roles import Role
from armsledger.web.desk import Desk
from armsledger.web.settings import Access

# Lines of the log on a page.
ACTS: Final = 100

DONE: Final = MappingProxyType(
    {
        "added": "The account is made.",
        "role": "The role is changed.",
        "password": "The password is changed, and all logins of the account have ended.",
        "ended": "All logins of the account have ended.",
        "removed": "The account is removed, with its logins and tokens. What it decided stays.",
    }
)

router: Final = APIRouter(prefix="/admin", include_in_schema=False)


@router.get("/accounts")
def show_accounts(desk: Admin, done: str = "") -> Response:
    """Show all accounts."""
    return _page(desk, told=DONE.get(done))


@router.post("/accounts")
def add_account(
    desk: Admin,
    role: Annotated[Role, Form()],
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Make an account."""
    try:
        plain = checked_name(name)
        hashed = _hash(desk, password, plain)
        act = desk.act(Acted.ACCOUNT_ADDED, f"{plain} ({role})")
        desk.workplace.accounts.add(plain, role, hashed, act)
    except InputError as error:
        return _page(desk, error=str(error), status=422)
    return _done("added")


@router.post("/accounts/role")
def change_role(
    desk: Admin, role: Annotated[Role, Form()], name: Annotated[str, Form()] = ""
) -> Response:
    """Give an account another role, which counts from its next request on."""
    account = _known(desk, name)
    act = desk.act(Acted.ROLE_CHANGED, f"{account.name}: {account.role} to {role}")
    try:
        desk.workplace.accounts.set_role(account.name, role, act)
    except InputError as error:
        return _page(desk, error=str(error), status=422)
    return _done("role")


@router.post("/accounts/password")
def set_password(
    desk: Admin, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
) -> Response:
    """Give an account another password and end its logins."""
    account = _known(desk, name)
    try:
        hashed = desk.workplace.passwords.hash(password, account.name)
    except InputError as error:
        return _page(desk, error=str(error), status=422)
    act = desk.act(Acted.PASSWORD_CHANGED, account.name)
    desk.workplace.accounts.set_password(account.name, hashed, act)
    return _done("password")


@router.post("/accounts/end")
def end_logins(desk: Admin, name: Annotated[str, Form()] = "") -> Response:
    """End all logins of an account."""
    account = _known(desk, name)
    act = desk.act(Acted.SESSIONS_ENDED, account.name)
    desk.workplace.accounts.close_sessions(account.name, act)
    return _done("ended")


@router.post("/accounts/remove")
def remove_account(desk: Admin, name: Annotated[str, Form()] = "") -> Response:
    """Remove an account."""
    account = _known(desk, name)
    act = desk.act(Acted.ACCOUNT_REMOVED, account.name)
    try:
        desk.workplace.accounts.remove(account.name, act)
    except InputError as error:
        return _page(desk, error=str(error), status=422)
    return _done("removed")


@router.get("/audit")
def show_audit(desk: Admin, before: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """Show who did what, the newest first."""
    found = desk.workplace.accounts.acts(before=before, limit=ACTS + 1)
    acts = found[:ACTS]
    older = acts[-1].number if len(found) > ACTS else None
    return desk.page("audit.html", acts=acts, older=older, before=before)


def _hash(desk: Desk, password: str, name: str) -> str | None:
    """Return the hash of a new account's password; behind a proxy it needs none."""
    if not password and desk.settings.access is Access.PROXY:
        return None
    return desk.workplace.passwords.hash(password, name)


def _known(desk: Desk, name: str) -> Account:
    found = desk.workplace.accounts.find(name)
    if found is None:
        raise NotFoundError("account", name)
    return found


def _done(what: str) -> Response:
    return RedirectResponse(f"/admin/accounts?done={what}", 303)


def _page(
    desk: Desk, *, told: str | None = None, error: str | None = None, status: int = 200
) -> Response:
    accounts = desk.workplace.accounts
    return desk.page(
        "accounts.html",
        status=status,
        accounts=accounts.all(),
        logins=accounts.count_sessions(stamp(desk.now)),
        roles=list(Role),
        shortest=SHORTEST,
        has_passwords=desk.settings.access is not Access.PROXY,
        told=told,
        error=error,
    )
