"""Logging in and out."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from armsledger.web.access.entry import Refused, log_in, log_out
from armsledger.web.access.identity import secret_of
from armsledger.web.access.keys import digest_of
from armsledger.web.access.needs import Anyone, Reader
from armsledger.web.cookies import SESSION, drop_cookie
from armsledger.web.desk import Desk
from armsledger.web.redirects import local_path
from armsledger.web.settings import Access

router: Final = APIRouter(include_in_schema=False)

_WRONG: Final = "This name and this password do not belong together."
_LATER: Final = "There were too many tries. Wait {minutes}, then try again."


@router.get("/login")
def show_login(desk: Anyone, following: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Show the form; who is known already, or needs no login, is led on."""
    if desk.person is not None:
        return RedirectResponse(local_path(following), 303)
    return _form(desk, following)


@router.post("/login")
def enter(
    desk: Anyone,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    following: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Log in, under a secret that no browser has seen before."""
    if desk.settings.access is not Access.ACCOUNTS:
        return RedirectResponse("/", 303)
    found = log_in(desk, name, password)
    if isinstance(found, Refused):
        return _refuse(desk, found, name, following)
    _end_old(desk)
    response = RedirectResponse(local_path(following), 303)
    desk.set_cookie(response, SESSION, found)
    return response


@router.post("/logout")
def leave(desk: Reader) -> Response:
    """Log out."""
    secret = secret_of(desk.request)
    response = RedirectResponse("/login", 303)
    if secret:
        log_out(desk, secret)
        drop_cookie(desk.request, response, SESSION)
    return response


def _end_old(desk: Desk) -> None:
    """End the login that the browser had before, if it had one."""
    old = secret_of(desk.request)
    if old:
        desk.workplace.accounts.close_session(digest_of(old))


def _refuse(desk: Desk, refused: Refused, name: str, following: str) -> Response:
    if not refused.wait:
        return _form(desk, following, name=name, error=_WRONG, status=403)
    minutes = (refused.wait + 59) // 60
    told = _LATER.format(minutes="a minute" if minutes == 1 else f"{minutes} minutes")
    response = _form(desk, following, name=name, error=told, status=429)
    response.headers["Retry-After"] = str(refused.wait)
    return response


def _form(
    desk: Desk, following: str, *, name: str = "", error: str | None = None, status: int = 200
) -> Response:
    return desk.page(
        "login.html",
        status=status,
        following=local_path(following),
        name=name,
        error=error,
        by_proxy=desk.settings.access is Access.PROXY,
    )
