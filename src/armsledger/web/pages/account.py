"""One's own account: password and API tokens."""

from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from armsledger.errors import InputError
from armsledger.store.account_rows import Account, Token, name_key, stamp
from armsledger.web.access.acts import Acted
from armsledger.web.access.keys import digest_of, new_token
from armsledger.web.access.labels import checked_label
from armsledger.web.access.needs import Reader
from armsledger.web.access.passwords import SHORTEST
from armsledger.web.access.person import Way
from armsledger.web.access.roles import Role
from armsledger.web.desk import Desk

LONGEST_DAYS: Final = 366

DONE: Final = MappingProxyType(
    {
        "password": "The password is changed. Logins elsewhere have ended.",
        "revoked": "The token counts no more.",
    }
)

router: Final = APIRouter(include_in_schema=False)


@router.get("/account")
def show_account(desk: Reader, done: str = "") -> Response:
    """Show the page."""
    return _page(desk, told=DONE.get(done))


@router.post("/account/password")
def change_password(
    desk: Reader,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change the password; needs the present one, and ends all other logins."""
    account = _own(desk)
    if not _may_try(desk, account, current):
        return _page(desk, error="The present password is another one.", status=403)
    if new != again:
        return _page(desk, error="The new passwords are not the same.", status=422)
    try:
        hashed = desk.workplace.passwords.hash(new, account.name)
    except InputError as error:
        return _page(desk, error=f"The new password: {error.reason}.", status=422)
    keep = desk.person.login if desk.person and desk.person.login else ""
    act = desk.act(Acted.PASSWORD_CHANGED, account.name)
    desk.workplace.accounts.set_password(account.name, hashed, act, keep=keep)
    return RedirectResponse("/account?done=password", 303)


@router.post("/account/tokens")
def make_token(
    desk: Reader,
    label: Annotated[str, Form()] = "",
    days: Annotated[int, Form(ge=1, le=LONGEST_DAYS)] = 90,
    role: Annotated[Role, Form()] = Role.READER,
) -> Response:
    """Make a token and show it, this once."""
    account = _own(desk)
    if not role_within(role, account):
        raise HTTPException(403, f"Your role is {account.role}: a token cannot be {role}.")
    key = new_token()
    token = Token(
        number=0,
        account=account,
        label=checked_label(label),
        role=role,
        created_at=stamp(desk.now),
        expires_at=stamp(desk.now + timedelta(days=days)),
        revoked_at=None,
    )
    act = desk.act(Acted.TOKEN_MADE, f"{token.label} ({role})")
    desk.workplace.accounts.add_token(token, digest_of(key), act)
    return _page(desk, key=key)


@router.post("/account/tokens/{number}/revoke")
def revoke_token(desk: Reader, number: int) -> Response:
    """Let a token of one's own count no more."""
    account = _own(desk)
    act = desk.act(Acted.TOKEN_REVOKED, str(number))
    desk.workplace.accounts.revoke_token(account.name, number, act)
    return RedirectResponse("/account?done=revoked", 303)


def role_within(role: Role, account: Account) -> bool:
    """Return whether an account may have a token of this role."""
    return Role(account.role).covers(role)


def _own(desk: Desk) -> Account:
    """Return the person's account.

    A token must not make tokens or change the password: whoever finds one would keep what it opens.

    Raises:
        HTTPException: there is none, or the person is here by a token.
    """
    if desk.person is not None and desk.person.way in {Way.SESSION, Way.PROXY}:
        account = desk.workplace.accounts.find(desk.who)
        if account is not None:
            return account
    raise HTTPException(403, "This needs an account of your own that you are logged in to.")


def _may_try(desk: Desk, account: Account, password: str) -> bool:
    limits = desk.workplace.limits
    if limits.take(name_key(account.name), desk.address) > 0:
        raise HTTPException(429, "There were too many tries. Wait some minutes.")
    if not desk.workplace.passwords.match(password, account.password):
        return False
    limits.succeed(name_key(account.name), desk.address)
    return True


def _page(
    desk: Desk,
    *,
    told: str | None = None,
    error: str | None = None,
    key: str | None = None,
    status: int = 200,
) -> Response:
    account = desk.workplace.accounts.find(desk.who) if desk.may_have_account else None
    tokens = desk.workplace.accounts.tokens_of(account.name) if account else ()
    roles = [role for role in Role if account and role_within(role, account)]
    return desk.page(
        "account.html",
        status=status,
        account=account,
        tokens=tokens,
        roles=roles,
        now=stamp(desk.now),
        shortest=SHORTEST,
        told=told,
        error=error,
        key=key,
    )
