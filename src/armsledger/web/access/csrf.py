"""Form tokens: a POST must come from a page of this desk.

Each browser holds a random secret in a cookie that scripts and other sites cannot read; a login has
a secret of its own instead. A form carries a digest of that secret under a fresh mask, so that no
two pages hold the same bytes and compression tells nothing about it. A request whose Origin is
another site is refused whatever it carries.
"""

import hashlib
import secrets
from typing import Final
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request

from armsledger.web.access.identity import bearer_of, secret_of
from armsledger.web.cookies import FORM, read_cookie
from armsledger.web.forms import FORMS, kind_of
from armsledger.web.settings import Access

FIELD: Final = "csrf"
HEADER: Final = "X-CSRF-Token"

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BYTES: Final = 32
_REFUSED: Final = (
    "This form was not made by this desk, or it is too old. Go back, load the page again and send"
    " it once more. A program sends an API token instead: 'Authorization: Bearer ...'."
)


def new_secret() -> str:
    """Return a fresh random secret for a browser."""
    return secrets.token_urlsafe(_BYTES)


def form_token(secret: str) -> str:
    """Return a token for one form: the secret's digest under a random mask."""
    mask = secrets.token_bytes(_BYTES)
    masked = bytes(a ^ b for a, b in zip(mask, _digest(secret), strict=True))
    return (mask + masked).hex()


def is_token_of(token: str, secret: str) -> bool:
    """Return whether a form's token was made from this secret."""
    try:
        raw = bytes.fromhex(token)
    except ValueError:
        return False
    if len(raw) != 2 * _BYTES:
        return False
    found = bytes(a ^ b for a, b in zip(raw[:_BYTES], raw[_BYTES:], strict=True))
    return secrets.compare_digest(found, _digest(secret))


async def check_form(request: Request) -> None:
    """Refuse a request that changes something and does not come from a page of this desk.

    Raises:
        HTTPException: 403.
    """
    if request.method in _SAFE:
        return
    check_origin(request)
    if _is_program(request):
        return
    secret = secret_of(request) or read_cookie(request, FORM)
    token = request.headers.get(HEADER) or await _field(request)
    if not secret or not token or not is_token_of(token, secret):
        raise HTTPException(403, _REFUSED)


def _is_program(request: Request) -> bool:
    """Return whether no browser can have been made to send this.

    A page of another site cannot set the header of an API token; nor can it send JSON without an
    Origin, which is all that programs on this machine have to do under local access.
    """
    if request.app.state.workplace.settings.access is not Access.LOCAL:
        return bearer_of(request) is not None
    is_json = request.headers.get("content-type", "").startswith("application/json")
    told = ("origin", "sec-fetch-site", "cookie", HEADER)
    return is_json and not any(name in request.headers for name in told)


def check_origin(request: Request) -> None:
    """Refuse what another site's page has sent.

    Raises:
        HTTPException: 403.
    """
    origin = request.headers.get("origin")
    if origin is None:  # a program, not a browser
        return
    own = {
        request.headers.get("host"),
        urlsplit(request.app.state.workplace.settings.url or "").netloc,
    }
    if urlsplit(origin).netloc not in own - {"", None}:
        raise HTTPException(403, "Another site's page has sent this; it was refused.")


async def _field(request: Request) -> str | None:
    if kind_of(request) not in FORMS:
        return None
    value = (await request.form()).get(FIELD)
    return value if isinstance(value, str) else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(b"form\x1f" + secret.encode()).digest()


CheckedForm: Final = Depends(check_form)
