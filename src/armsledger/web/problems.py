"""What goes wrong, told to programs as RFC 9457 problem documents and to people as a page."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, cast
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from armsledger.decide.errors import DecisionError, OvertakenError
from armsledger.errors import (
    ArmsLedgerError,
    ConfigurationError,
    InputError,
    LedgerBusyError,
    NotFoundError,
    TooLargeError,
)
from armsledger.web.access.identity import identify
from armsledger.web.access.person import Person
from armsledger.web.desk import Desk
from armsledger.web.guards import add_headers

_LOG: Final = logging.getLogger("armsledger.web")

PROBLEM: Final = "application/problem+json"

# Seconds after which a busy ledger is worth another try.
RETRY_AFTER: Final = 2

# The package's own errors, the narrower first, and the status that each one has.
STATUSES: Final[Mapping[type[ArmsLedgerError], int]] = MappingProxyType(
    {
        NotFoundError: 404,
        OvertakenError: 409,
        LedgerBusyError: 503,
        TooLargeError: 413,
        DecisionError: 422,
        InputError: 422,
        ConfigurationError: 422,
        ArmsLedgerError: 500,
    }
)


def add_handlers(app: FastAPI) -> None:
    """Let the app answer every error in one of the two forms."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ArmsLedgerError, _on_own)
    app.add_exception_handler(Exception, _on_bug)


def problem(
    status: int, detail: str, *, instance: str | None = None, **more: object
) -> dict[str, Any]:
    """Return a problem document."""
    title = HTTPStatus(status).phrase
    found: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    return found | {"detail": detail, "instance": instance} | more


def is_program(request: Request) -> bool:
    """Return whether the request is for data rather than for a page."""
    path = request.url.path
    if path.startswith("/api/") or path in {"/api", "/openapi.json", "/healthz"}:
        return True
    return "json" in request.headers.get("accept", "")


def answer(
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> Response:
    """Return a problem in the form that the request asks for."""
    if is_program(request):
        body = problem(status, detail, instance=request.url.path, **more)
        return JSONResponse(body, status, dict(headers or {}), media_type=PROBLEM)
    desk = Desk(request, request.app.state.workplace, _person_of(request))
    title = HTTPStatus(status).phrase
    response = desk.page("error.html", status=status, title=title, detail=detail, code=status)
    response.headers.update(headers or {})
    return response


def _person_of(request: Request) -> Person | None:
    """Return who has run into the problem; None where the ledger cannot tell even that."""
    try:
        return identify(request)
    except ArmsLedgerError:
        return None


def _on_http(request: Request, error: Exception) -> Response:
    known = cast(HTTPException, error)
    if known.status_code == HTTPStatus.UNAUTHORIZED and not is_program(request):
        return RedirectResponse(login_address(request), 303)
    detail = known.detail
    if known.status_code == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = "There is no such page. The register leads to all that there is."
    return answer(request, known.status_code, detail, known.headers)


def login_address(request: Request) -> str:
    """Return where to log in, and to come back to the page that was asked for."""
    if request.method != "GET":
        return "/login"
    query = f"?{request.url.query}" if request.url.query else ""
    return "/login?" + urlencode({"next": quote(request.url.path) + query})


def _on_invalid(request: Request, error: Exception) -> Response:
    found = cast(RequestValidationError, error).errors()
    errors = [{"field": _place_of(one["loc"]), "reason": str(one["msg"])} for one in found]
    detail = "; ".join(f"{one['field']}: {one['reason']}" for one in errors)
    return answer(request, 422, detail, errors=errors)


def _place_of(place: Sequence[object]) -> str:
    """Return "as_of" for ("query", "as_of"): where it stood is plain to whoever sent it."""
    return ".".join(str(part) for part in (place[1:] if len(place) > 1 else place))


def _on_own(request: Request, error: Exception) -> Response:
    status = next(code for kind, code in STATUSES.items() if isinstance(error, kind))
    headers = {"Retry-After": str(RETRY_AFTER)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer(request, status, "The ledger cannot be read; the server's log says why.")
    return answer(request, status, str(error), headers)


def _on_bug(request: Request, _error: Exception) -> Response:
    # The server logs the error itself. This answer is made outside the guards: add their headers.
    told = "This is a fault of the program; the server's log says which."
    response = answer(request, 500, told)
    add_headers(response.headers, is_secure=request.url.scheme == "https")
    return response
