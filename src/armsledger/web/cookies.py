"""The desk's cookies: which names they have, and that scripts and other sites cannot read them."""

from typing import Final

from fastapi import Request, Response

FORM: Final = "al_form"  # the secret of a browser's forms
SESSION: Final = "al_session"  # the secret of a login
THEME: Final = "al_theme"

# Over https a browser takes a cookie of this name from this very host only, and for all paths.
_HOST_ONLY: Final = "__Host-"


def is_secure(request: Request) -> bool:
    """Return whether the browser has come by https."""
    own = request.app.state.workplace.settings.url or ""
    return request.url.scheme == "https" or own.startswith("https:")


def read_cookie(request: Request, name: str) -> str | None:
    """Return a cookie's value; None: the browser has sent none."""
    return request.cookies.get(_full_name(request, name))


def write_cookie(
    request: Request, response: Response, name: str, value: str, *, max_age: int | None = None
) -> None:
    """Set a cookie; without `max_age` (seconds) it goes when the browser is closed."""
    response.set_cookie(
        _full_name(request, name),
        value,
        max_age=max_age,
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(
        _full_name(request, name), secure=is_secure(request), httponly=True, samesite="lax"
    )


def _full_name(request: Request, name: str) -> str:
    return f"{_HOST_ONLY}{name}" if is_secure(request) else name
