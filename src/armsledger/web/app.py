"""The desk as one application."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Scope

from armsledger.ledger import Ledger
from armsledger.store.accounts import Accounts
from armsledger.version import __version__
from armsledger.web import problems
from armsledger.web.access.csrf import CheckedForm
from armsledger.web.access.limits import login_limits
from armsledger.web.access.passwords import Passwords, standard_passwords
from armsledger.web.adding.jobs import Jobs
from armsledger.web.api.routers import API_ROUTERS
from armsledger.web.assets import load_assets
from armsledger.web.characters import CheckedCharacters
from armsledger.web.forms import ClosedForm
from armsledger.web.guards import (
    KEPT,
    NOT_KEPT,
    BoundedBodies,
    HeadsOfAnswers,
    OwnHost,
    SafeHeaders,
)
from armsledger.web.keeper import Keeper
from armsledger.web.pages import (
    about,
    account,
    actor,
    add,
    admin,
    deal,
    health,
    login,
    map,
    openapi,
    register,
    report,
    review,
    search,
    statics,
    theme,
)
from armsledger.web.settings import Access, Settings, check_settings, is_loopback
from armsledger.web.templating import make_environment
from armsledger.web.workplace import Workplace

# In the order in which addresses are looked up: fixed paths before those with an id in them.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    openapi.router,
    statics.router,
    theme.router,
    login.router,
    account.router,
    admin.router,
    *API_ROUTERS,
    register.router,
    search.router,
    map.router,
    actor.router,
    review.router,
    add.router,
    about.router,
    report.router,
    deal.router,
)

# Paths that take files, and below which they do.
UPLOADS: Final = ("/add", "/api/reports")

# Answers shorter than this stay as they are: a packet holds them anyway.
_PACK_FROM: Final = 1024
_PACK_LEVEL: Final = 5  # of 9: nearly as small, in a third of the time


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    ledger: Ledger | None = None,
    clock: Callable[[], datetime] = _now,
    ticks: Callable[[], float] = monotonic,
    passwords: Passwords | None = None,
    keeps_history: bool = False,
) -> FastAPI:
    """Return the desk.

    Args:
        settings: how to serve it.
        ledger: an open ledger, which stays open; None: the desk opens the one that the settings
            name, makes it if it is not there, and closes it at the end.
        clock: the time in UTC.
        ticks: seconds that never go backwards, for limits.
        passwords: how they are hashed; None: as is good today.
        keeps_history: bring the register's past up to date in the background.

    Raises:
        ConfigurationError: the settings make no sense, or let in everybody.
        StoreError: the ledger cannot be opened.
    """
    check_settings(settings)
    used = ledger or Ledger.open(settings.ledger, create=True)
    accounts = Accounts.open(settings.ledger)
    jobs = Jobs(settings.ledger, clock)
    keeper = Keeper(used)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if keeps_history:
            keeper.start()
        yield
        await run_in_threadpool(keeper.close)
        jobs.close()
        accounts.close()
        if ledger is None:
            used.close()

    app = FastAPI(
        title="Arms Ledger",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # pages/openapi.py serves it to those who may read
        redirect_slashes=False,
        dependencies=[ClosedForm, CheckedForm, CheckedCharacters],
    )
    app.state.workplace = Workplace(
        settings=settings,
        ledger=used,
        accounts=accounts,
        limits=login_limits(ticks),
        passwords=passwords or standard_passwords(),
        environment=make_environment(),
        assets=load_assets(),
        jobs=jobs,
        clock=clock,
    )
    problems.add_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    _add_guards(app, settings)
    return app


def _add_guards(app: FastAPI, settings: Settings) -> None:
    """Add what stands before the routes, the innermost first."""
    app.add_middleware(BoundedBodies, limit_of=lambda scope: _limit(scope, settings))
    app.add_middleware(GZipMiddleware, minimum_size=_PACK_FROM, compresslevel=_PACK_LEVEL)
    if settings.access is Access.LOCAL:
        app.add_middleware(OwnHost, is_own=is_loopback)
    is_secure = urlsplit(settings.url or "").scheme == "https"
    cache = KEPT if settings.access is Access.LOCAL else NOT_KEPT
    app.add_middleware(SafeHeaders, is_secure=is_secure, cache=cache)
    app.add_middleware(HeadsOfAnswers)


def _limit(scope: Scope, settings: Settings) -> int:
    """Return how many bytes a body may have: a file's only from somebody who shows a key."""
    headers = Headers(scope=scope)
    is_keyed = settings.access is not Access.ACCOUNTS or "cookie" in headers
    if is_upload(scope["path"]) and (is_keyed or "authorization" in headers):
        return settings.max_upload_bytes
    return settings.max_form_bytes


def is_upload(path: str) -> bool:
    """Return whether a path takes files."""
    return any(path == start or path.startswith(f"{start}/") for start in UPLOADS)
