"""All routes of the API, in the order in which addresses are looked up."""

from typing import Final

from fastapi import APIRouter

from armsledger.web.api import claims, deals, events, reports, search

API_ROUTERS: Final[tuple[APIRouter, ...]] = (
    deals.router,
    claims.router,
    reports.router,
    search.router,
    events.router,
)
